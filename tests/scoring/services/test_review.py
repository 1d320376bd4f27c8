"""A review of hand-offs: which leads, frozen how, who is asked, who may say what."""

from datetime import timedelta

import pytest
from django.db.models import F

from core.errors import Forbidden
from leads.models import Activity, Lead, StageChange
from messaging.models import Notification
from scoring.models import ReviewCase, ReviewMeeting, ReviewVerdict
from scoring.services import review as reviews
from scoring.services.review_sample import Wanted, pick
from tests.factories import tenants as people
from tests.factories.distribution import make_reason
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, small_model
from tests.scoring.reviews import NEEDED, PHONE_NUMBER, begin, cases_of, handed_over, happen, judge
from tests.scoring.variants import SPAIN, special, version


LATER = AT + timedelta(days=5)


@pytest.fixture
def reason(in_scope):
    return make_reason("no-need", label="No need")


@pytest.fixture
def handed(publish_model) -> list[Lead]:
    publish_model()
    return handed_over(4)


# --- which leads ----------------------------------------------------------------------------------------------------
def test_the_newest_hand_offs_are_picked_each_lead_once(handed):
    happen(handed[:1], "handed_off", at=LATER)

    found = pick(Wanted(), size=3, at=LATER)

    assert [each.lead_id for each in found] == [handed[0].pk, handed[3].pk, handed[2].pk]
    assert found[0].at == LATER


def test_returns_for_a_reason_are_looked_at_as_they_were_handed_over(handed):
    happen(handed[:2], "rejected", at=LATER, **NEEDED)
    happen(handed[2:3], "rejected", at=LATER, reason="budget", reason_label="No budget")
    happen(handed[:1], "handed_off", at=LATER + timedelta(days=9))

    found = pick(Wanted(reason="no-need"), size=20, at=LATER)

    assert {(each.lead_id, each.at) for each in found} == {(handed[0].pk, AT), (handed[1].pk, AT)}


def test_a_team_and_a_time_narrow_the_sample(publish_model, workspace, rep):
    publish_model()
    north = people.make_team(workspace, "North")
    mine, others = handed_over(2), handed_over(2, at=AT - timedelta(days=40))
    Activity.objects.filter(lead__in=mine[:1], kind="handed_off").update(data={"owner": rep.user_id})

    assert {each.lead_id for each in pick(Wanted(days=30), size=20, at=AT)} == {lead.pk for lead in mine}
    assert len(pick(Wanted(), size=20, at=AT)) == len(mine) + len(others)
    rep.team = north
    rep.save(update_fields=["team"])
    assert [each.lead_id for each in pick(Wanted(team=north.pk), size=20, at=AT)] == [mine[0].pk]


def test_conversions_are_looked_at_with_what_was_kept_before(handed):
    StageChange.objects.create(lead=handed[1], from_stage="sql", to_stage="converted", at=LATER)

    found = pick(Wanted(kind="opportunities"), size=20, at=LATER)

    assert [(each.lead_id, each.at) for each in found] == [(handed[1].pk, LATER)]


# --- frozen as it was ---------------------------------------------------------------------------------------------
def test_a_case_holds_profile_score_and_what_marketing_did_before(handed, rep):
    for day in range(3):
        make_activity(
            handed[3], "email_clicked", at=AT - timedelta(hours=day + 1), url="https://x.es/kitchens"
        )
    make_activity(handed[3], "email_clicked", at=AT + timedelta(hours=1))
    happen(handed[3:], "rejected", at=LATER, **NEEDED)

    case = cases_of(begin(rep, at=LATER))[0]

    assert (case.title, case.facts["company.company"]) == ("Firm 3", "Firm 3")
    assert "person.phone" in case.known
    assert not {"person.phone", "person.email", "person.name", "company.domain"} & set(case.facts)
    assert (case.score, case.grade, case.fit) == (33, "C", 400)
    assert {line["en"]: line["points"] for line in case.lines} == {"phone": 400, "inquiry": 261}
    assert case.hits == ["phone", "inquiry"]
    assert case.counts == {"email_clicked": 3, "inquiry": 1}
    assert [action["kind"] for action in case.actions] == ["email_clicked"] * 3 + ["inquiry"]
    assert case.actions[0]["data"] == {"url": "https://x.es/kitchens"}
    assert case.actions[3]["said"] == "A kitchen, please"
    assert (case.outcome, case.reason, case.note) == ("returned", "No need", "Only looking")


def test_lines_of_a_special_model_keep_their_labels(publish_model, rep):
    publish_model(version(special("spain", SPAIN)))
    handed_over(1, phone=PHONE_NUMBER, country="ES")

    case = cases_of(begin(rep))[0]

    assert [(line["en"], line["points"]) for line in case.lines] == [("spain_phone", 900)]
    assert (case.model_key, case.definition_key) == ("spain", "")


def test_a_case_stays_as_it_was_when_the_lead_and_the_model_change(handed, rep, publish_model):
    meeting = begin(rep)
    before = list(ReviewCase.objects.order_by("pk").values())

    Lead.objects.update(company="Another", phone="", phone_e164="", version=F("version") + 1)
    for lead in handed:
        make_activity(lead, "download", at=AT - timedelta(days=1), title="Guide")
    publish_model(small_model(weights={"fit": 90, "engagement": 10}))
    happen(handed, "won", at=LATER)

    assert list(ReviewCase.objects.order_by("pk").values()) == before
    assert [each["key"] for each in ReviewMeeting.objects.get(pk=meeting.pk).criteria] == [
        "phone",
        "title",
        "inquiry",
    ]


def test_what_was_learned_after_the_hand_off_does_not_count_as_held(handed, rep):
    Lead.objects.filter(pk=handed[0].pk).update(job_title="Directora", job_title_norm="directora")

    case = ReviewCase.objects.get(lead=handed[0], meeting=begin(rep, at=LATER))

    assert case.hits == ["inquiry"]


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ([], "open"),
        (["accepted"], "accepted"),
        (["accepted", "recycled"], "returned"),
        (["accepted", "lost"], "lost"),
        (["rejected", "accepted", "won"], "won"),
    ],
)
def test_what_became_of_it_is_told(handed, rep, events, outcome):
    for day, kind in enumerate(events, 1):
        happen(handed[:1], kind, at=AT + timedelta(days=day))

    case = ReviewCase.objects.get(lead=handed[0], meeting=begin(rep, at=LATER))

    assert case.outcome == outcome


def test_the_sample_may_be_smaller_than_asked_for_but_not_empty(handed, rep):
    assert begin(rep, size=50).cases.count() == 4

    with pytest.raises(reviews.NothingToReview):
        begin(rep, reason="never")


def test_many_leads_cost_as_many_queries_as_few(publish_model, rep, django_assert_max_num_queries):
    publish_model()
    handed_over(30)

    with django_assert_max_num_queries(32):
        meeting = begin(rep, size=30)

    assert meeting.cases.count() == 30


# --- who is asked, and what they say ------------------------------------------------------------------------------
def test_who_is_invited_gets_one_notice_with_the_way_there(handed, rep, marketer):
    meeting = begin(rep, marketer)
    reviews.invite(meeting=meeting, invited=[rep.user_id], at=AT)

    notice = Notification.objects.get(user_id=rep.user_id)
    assert (notice.kind, notice.path) == ("meeting", f"review/{meeting.pk}/vote/")


def test_only_marketing_and_sales_of_this_workspace_are_invited(handed, viewer, other_workspace):
    stranger = people.make_member(other_workspace, "rep")

    with pytest.raises(reviews.NobodyInvited):
        begin(viewer, stranger)

    assert not ReviewMeeting.objects.exists()


def test_begun_twice_within_a_minute_it_is_one_review(handed, rep, admin):
    first = begin(rep, by=admin.user_id)

    assert begin(rep, by=admin.user_id, at=AT + timedelta(seconds=20)).pk == first.pk
    assert begin(rep, by=admin.user_id, at=AT + timedelta(seconds=61)).pk != first.pk


def test_a_verdict_may_be_changed_and_the_last_one_stands(reason, handed, rep):
    case = cases_of(begin(rep))[0]
    judge(case, [rep], "not_fit:no-need")
    judge(case, [rep], "too_early")

    verdict = ReviewVerdict.objects.get()
    assert (verdict.verdict, verdict.reason) == ("too_early", "")


@pytest.mark.parametrize(
    ("verdict", "why"), [("not_fit", ""), ("not_fit", "?"), ("good", "no-need"), ("bad", "")]
)
def test_a_verdict_needs_its_reason_and_no_other(reason, handed, rep, verdict, why):
    case = cases_of(begin(rep))[0]

    with pytest.raises(reviews.BadVerdict):
        reviews.judge(case=case, verdict=verdict, reason=why, by=rep.user_id, at=AT)

    assert not ReviewVerdict.objects.exists()


def test_who_was_not_invited_says_nothing(handed, rep, admin):
    case = cases_of(begin(rep))[0]

    with pytest.raises(Forbidden):
        reviews.judge(case=case, verdict="good", by=admin.user_id, at=AT)


def test_a_verdict_is_taken_back(handed, rep):
    case = cases_of(begin(rep))[0]
    judge(case, [rep], "good")

    reviews.take_back(case=case, by=rep.user_id)

    assert not ReviewVerdict.objects.exists()


def test_the_review_is_closed_though_verdicts_are_missing_and_then_takes_none(handed, rep):
    meeting = begin(rep)
    case = cases_of(meeting)[0]
    reviews.close(meeting=meeting, by=None, at=AT)

    with pytest.raises(reviews.ReviewClosed):
        reviews.judge(case=case, verdict="good", by=rep.user_id, at=AT)
    with pytest.raises(reviews.ReviewClosed):
        reviews.close(meeting=meeting, by=None, at=AT)

    reviews.reopen(meeting=meeting)
    judge(case, [rep], "good")


def test_who_is_behind_comes_first_and_is_reminded_once_a_day(handed, rep, manager):
    meeting = begin(rep, manager)
    for case in cases_of(meeting):
        judge(case, [manager], "good")

    assert [(each.user_id, each.given) for each in reviews.progress(meeting)] == [
        (rep.user_id, 0),
        (manager.user_id, 4),
    ]
    assert [reviews.remind(meeting=meeting, at=AT + timedelta(hours=hours)) for hours in (0, 1, 24)] == [
        1,
        0,
        1,
    ]


def test_a_case_outlives_its_lead(handed, rep):
    lead = make_lead()
    happen([lead], "handed_off", at=LATER)
    meeting = begin(rep, at=LATER)

    ReviewCase.objects.filter(lead=lead).update(lead=None)

    case = cases_of(meeting)[0]
    assert (case.lead_id, case.title) == (None, "")
    judge(case, [rep], "good")

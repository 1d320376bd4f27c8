"""The pages of a review: begun, judged case by case, closed, made a draft, printed."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring import queries
from scoring.models import ReviewAlarm, ReviewCase, ReviewMeeting, ReviewVerdict
from scoring.services import review as reviews
from scoring.services import review_alarm
from tests.factories import tenants as people
from tests.factories.distribution import make_reason
from tests.scoring.conftest import make_live
from tests.scoring.reviews import NEEDED, begin, cases_of, handed_over, happen, judge


NOW = timezone.now()
URL = "/w/acme/review/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def handed(workspace):
    with workspace_scope(workspace.pk):
        make_reason("no-need", label="No need")
        make_live(at=NOW)
        return handed_over(20, at=NOW)


@pytest.fixture
def meeting(workspace, handed, rep, marketer) -> ReviewMeeting:
    with workspace_scope(workspace.pk):
        return begin(rep, marketer, at=NOW)


@pytest.fixture
def closed(workspace, meeting, rep, marketer) -> ReviewMeeting:
    """Those with a phone are good, the others too early."""
    with workspace_scope(workspace.pk):
        for case in cases_of(meeting):
            told = "good" if "person.phone" in case.known else "too_early:no-need"
            judge(case, [rep, marketer], told, told, at=NOW)
        reviews.close(meeting=meeting, by=None, at=NOW)
    return meeting


def page(meeting, part="") -> str:
    return f"{URL}{meeting.pk}/{part}"


def case_at(workspace, meeting, position: int) -> ReviewCase:
    with workspace_scope(workspace.pk):
        return ReviewCase.objects.get(meeting=meeting, position=position)


def given(workspace) -> list[tuple[int, str, str]]:
    with workspace_scope(workspace.pk):
        found = ReviewVerdict.objects.order_by("pk").values_list("user_id", "verdict", "reason")
        return list(found)


# --- begun --------------------------------------------------------------------------------------------------------
def test_marketing_begins_a_review_with_the_people_it_ticked(mona, handed, rep):
    assert "Begin a review" in mona.get(URL).content.decode()
    assert "Rita Rep" in mona.get(f"{URL}new/").content.decode()

    answer = mona.post(
        f"{URL}new/",
        {"title": "Spring", "kind": "hand_offs", "size": 30, "days": 0, "invited": [rep.user_id]},
    )

    assert answer.status_code == 303
    text = mona.get(answer["Location"]).content.decode()
    assert "There are only 20 such leads" in text
    assert "Has not judged yet" in text


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"size": 51}, "less than or equal to 50"),
        ({"invited": []}, "Invite somebody"),
        ({"kind": "opportunities", "reason": "no-need"}, "Only hand-offs are given back"),
        ({"reason": "no-need"}, "No lead that Sales got fits this"),
    ],
)
def test_what_cannot_be_reviewed_is_said_in_the_form(mona, handed, rep, more, fault):
    values = {"title": "x", "kind": "hand_offs", "size": 20, "days": 0, "invited": [rep.user_id]} | more

    answer = mona.post(f"{URL}new/", values)

    assert answer.status_code == 422
    assert fault in answer.content.decode()


def test_an_alarm_comes_with_its_reason_filled_in(mona, workspace, handed):
    with workspace_scope(workspace.pk):
        happen(handed[:6], "rejected", at=NOW, **NEEDED)
        review_alarm.check(at=NOW)
        alarm = ReviewAlarm.objects.get()

    listed = mona.get(URL).content.decode()
    form = mona.get(f"{URL}new/?alarm={alarm.pk}").content.decode()

    assert "6 of 20 hand-offs came back" in listed
    assert f"?alarm={alarm.pk}" in listed
    assert '<option value="no-need" selected' in form
    assert "Given back: No need" in form
    assert "6 of 20" in mona.get("/w/acme/today/").content.decode()


def test_the_alarm_is_set_on_its_page(mona, workspace, handed):
    answer = mona.post(f"{URL}alarm/", {"number": "", "share": 40, "least": 10, "days": 14})

    assert answer.status_code == 303
    with workspace_scope(workspace.pk):
        assert review_alarm.rule() == review_alarm.Rule(number=None, share=40, least=10, days=14)
    assert mona.post(f"{URL}alarm/", {"share": 400, "least": 10, "days": 14}).status_code == 422


def test_what_came_back_is_told_by_rule_and_source(mona, workspace, handed):
    with workspace_scope(workspace.pk):
        happen(handed[:6], "rejected", at=NOW, **NEEDED)

    text = mona.get(URL).content.decode()

    assert "6 of 20 hand-offs in 90 days" in text
    assert "3 of 10" in text


# --- judged -------------------------------------------------------------------------------------------------------
def test_a_verdict_leads_to_the_next_case_in_one_answer(rita, workspace, meeting, rep):
    first, second = (case_at(workspace, meeting, place) for place in (0, 1))

    answer = rita.post(page(meeting, "vote/"), {"case": first.pk, "answer": "good"}, **HTMX)

    assert answer.status_code == 200
    assert answer["HX-Replace-Url"] == f"{page(meeting, 'vote/')}?case={second.pk}"
    assert "2 of 20" in answer.content.decode()
    assert given(workspace) == [(rep.user_id, "good", "")]


def test_without_scripts_it_leads_there_too(rita, workspace, meeting):
    first = case_at(workspace, meeting, 0)

    answer = rita.post(
        page(meeting, "vote/"), {"case": first.pk, "answer": "not_fit:no-need", "comment": "Late"}
    )

    assert answer.status_code == 303
    text = rita.get(answer["Location"]).content.decode()
    assert "2 of 20" in text
    assert "popover" in text


def test_a_verdict_without_its_reason_is_asked_again(rita, workspace, meeting):
    first = case_at(workspace, meeting, 0)

    answer = rita.post(
        page(meeting, "vote/"), {"case": first.pk, "answer": "not_fit", "comment": "Late"}, **HTMX
    )

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Say why it does not fit." in text
    assert ">Late</textarea>" in text
    assert given(workspace) == []


def test_undo_takes_a_verdict_back_and_a_changed_one_becomes_what_it_was(rita, workspace, meeting, rep):
    first = case_at(workspace, meeting, 0)
    early = {"case": first.pk, "answer": "too_early:no-need", "comment": "In May: call"}
    rita.post(page(meeting, "vote/"), early, **HTMX)
    changed = rita.post(page(meeting, "vote/"), {"case": first.pk, "answer": "good"}, **HTMX)
    assert 'value="too_early:no-need:In May: call"' in changed.content.decode()

    was = {"case": first.pk, "was": "too_early:no-need:In May: call"}
    rita.post(page(meeting, "vote/undo/"), was, **HTMX)
    assert given(workspace) == [(rep.user_id, "too_early", "no-need")]
    with workspace_scope(workspace.pk):
        assert ReviewVerdict.objects.get().comment == "In May: call"

    answer = rita.post(page(meeting, "vote/undo/"), {"case": first.pk, "was": ""})
    assert (answer.status_code, given(workspace)) == (303, [])


def test_others_verdicts_are_kept_back_until_ones_own(rita, workspace, meeting, marketer):
    first = case_at(workspace, meeting, 0)
    with workspace_scope(workspace.pk):
        reviews.judge(case=cases_of(meeting)[0], verdict="good", comment="Fine", by=marketer.user_id, at=NOW)

    assert "Fine" not in rita.get(page(meeting, "vote/")).content.decode()
    assert "1 given" in rita.get(page(meeting)).content.decode()

    rita.post(page(meeting, "vote/"), {"case": first.pk, "answer": "good"})
    assert "Fine" in rita.get(f"{page(meeting, 'vote/')}?case={first.pk}").content.decode()


def test_nobody_judges_what_is_no_case_of_the_review(rita, meeting):
    for bad in ("", "x", "9" * 30, "0"):
        assert rita.post(page(meeting, "vote/"), {"case": bad, "answer": "good"}).status_code == 404


def test_a_rep_who_is_not_asked_sees_no_names(client_for, workspace, meeting):
    stranger = client_for(people.make_member(workspace, "rep", name="Remo Rep"))

    text = stranger.get(page(meeting)).content.decode()

    assert "Case 1" in text
    assert "Firm" not in text
    assert stranger.get(page(meeting, "vote/")).status_code == 403


def test_an_erased_lead_leaves_a_case_without_a_name(rita, workspace, meeting):
    with workspace_scope(workspace.pk):
        ReviewCase.objects.filter(meeting=meeting, position=0).update(lead=None)

    assert "Case 1, erased" in rita.get(page(meeting)).content.decode()
    assert "Case 1, erased" in rita.get(page(meeting, "vote/")).content.decode()


def test_the_open_page_answers_204_while_nothing_was_said(rita, workspace, meeting, rep):
    text = rita.get(page(meeting)).content.decode()
    seen = text.partition("seen=")[2].partition('"')[0]

    assert rita.get(f"{page(meeting)}?seen={seen}", **HTMX).status_code == 204

    with workspace_scope(workspace.pk):
        judge(cases_of(meeting)[0], [rep], "good", at=NOW)
    assert rita.get(f"{page(meeting)}?seen={seen}", **HTMX).status_code == 200


# --- closed -------------------------------------------------------------------------------------------------------
def test_the_chair_closes_it_though_verdicts_are_missing(client_for, manager, meeting, rita):
    boss = client_for(manager)

    assert boss.post(page(meeting, "close/")).status_code == 303
    assert rita.post(page(meeting, "close/")).status_code == 403
    assert "Closed" in rita.get(page(meeting)).content.decode()
    assert boss.post(page(meeting, "close/"), {"again": "1"}).status_code == 303


def test_a_closed_review_says_what_it_found_and_opens_as_a_draft(mona, workspace, closed):
    text = mona.get(page(closed)).content.decode()
    assert "A lead is ready only if this is known: Phone." in text
    assert "10 of the 10 cases with it were too early or no fit, 0 of the 10 others." in text
    revision = text.partition('name="revision" value="')[2].partition('"')[0]
    based_on = text.partition('name="based_on" value="')[2].partition('"')[0]
    values = {"rule": "require/unknown:person.phone", "revision": revision, "based_on": based_on}

    answer = mona.post(page(closed, "draft/"), values)

    assert (answer.status_code, answer["Location"]) == (303, "/w/acme/scoring/draft/impact/")
    with workspace_scope(workspace.pk):
        light = queries.document_of(queries.draft())["light"]["condition"]
    assert {"field": "person.phone", "op": "is_not_empty"} in light["all"]
    assert mona.post(page(closed, "draft/"), values).status_code == 303
    assert mona.post(page(closed, "draft/"), values | {"rule": "grade/grade:D"}).status_code == 409


def test_a_manager_leads_it_but_leaves_the_draft_to_marketing(client_for, manager, closed):
    boss = client_for(manager)

    assert (
        "A marketer or an administrator puts them into the draft." in boss.get(page(closed)).content.decode()
    )
    assert boss.post(page(closed, "draft/"), {"rule": "x"}).status_code == 403
    assert boss.post(page(closed, "decide/"), {"decisions": "Ask for the phone."}).status_code == 303


def test_minutes_keep_people_verdicts_and_decisions(mona, workspace, closed):
    assert mona.post(page(closed, "decide/"), {"decisions": "Ask for the phone."}).status_code == 303

    text = mona.get(page(closed, "print/")).content.decode()

    assert "Ask for the phone." in text
    assert "Rita Rep (20/20)" in text
    assert "Too early" in text
    assert "No need" in text


def test_of_an_open_review_there_are_no_minutes(mona, meeting):
    assert mona.get(page(meeting, "print/"))["Location"] == page(meeting)


def test_more_people_are_invited_and_the_late_reminded(mona, meeting, manager):
    assert mona.post(page(meeting, "invite/"), {"invited": [manager.user_id]}).status_code == 303
    assert mona.post(page(meeting, "remind/")).status_code == 303


def test_another_workspaces_review_is_unknown(client_for, other_workspace, meeting):
    stranger = client_for(people.make_member(other_workspace, "admin"))

    assert stranger.get(f"/w/globex/review/{meeting.pk}/").status_code == 404
    assert stranger.get(f"/w/globex/review/{meeting.pk}/vote/").status_code == 404

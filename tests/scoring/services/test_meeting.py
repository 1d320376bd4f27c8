"""The definition meeting: what is counted, who is asked, who gives values and sees those of others."""

from datetime import timedelta

import pytest

from core.errors import Forbidden
from messaging.models import Notification
from scoring.models import Meeting, MeetingLine, MeetingVote
from scoring.services import meeting as meetings
from scoring.services import meeting_board
from scoring.services.meeting_board import Reader
from tests.factories import tenants as people
from tests.factories.leads import make_activity, make_field, make_lead
from tests.scoring.conftest import AT, PHONE, TITLE
from tests.scoring.meetings import give, line, own


# --- what is counted ----------------------------------------------------------------------------------------------
def test_lines_say_how_often_they_hold_and_what_became_of_those_leads(meeting):
    spain = line(meeting, field="company.country", op="eq", value="ES")

    assert (meeting.leads, meeting.known, meeting.won) == (10, 6, 2)
    assert (spain.leads, spain.known, spain.won) == (4, 4, 2)
    assert spain.category == "company"
    assert "Spain" in spain.label_en
    assert "España" in spain.label_es


@pytest.mark.parametrize(
    ("condition", "category", "leads"),
    [
        ({"field": "source.campaign", "op": "eq", "value": "spring"}, "source", 3),
        ({"activity": "email_clicked", "where": {"topic": {"eq": "kitchens"}}}, "email", 3),
        ({"activity": "email_clicked", "at_least": 3}, "email", 0),
        ({"activity": "email_clicked", "within_days": 30}, "email", 3),
        ({"field": "custom.rooms", "op": "gte", "value": 4}, "interest", 6),
        ({"field": "qualification.budget", "op": "is_not_empty"}, "qualification", 0),
        ({"activity": "page_view"}, "web", 0),
    ],
)
def test_fields_responses_and_activities_stand_in_their_category(meeting, condition, category, leads):
    found = line(meeting, **condition)

    assert (found.category, found.leads) == (category, leads)


def test_a_criterion_of_the_model_stands_there_once_under_its_key(meeting):
    phone = own(meeting, "phone")

    assert (phone.condition, phone.leads, phone.is_asked) == (PHONE, 4, True)
    assert MeetingLine.objects.filter(meeting=meeting, condition=PHONE).count() == 1
    assert not MeetingLine.objects.filter(meeting=meeting, condition={"activity": "inquiry"}, key="").exists()


def test_nobodys_name_nor_the_end_is_asked_for(meeting):
    asked = {each.condition.get("field") for each in MeetingLine.objects.filter(meeting=meeting)}

    assert not asked & {"custom.outcome", "behavior.stage", "score.grade"}
    assert not MeetingLine.objects.filter(condition__field="person.email", condition__op="eq").exists()


def test_outcomes_are_read_without_what_happened_later(publish_model, in_scope, rep):
    make_field("outcome", "text", category="outcome")
    publish_model()
    lead = make_lead(custom={"outcome": "won"}, created_at=AT - timedelta(days=3))
    make_activity(lead, "download", at=AT + timedelta(days=1), title="Guide")

    made = meetings.begin(title="x", invited=[rep.user_id], by=None, at=AT)

    downloads = line(made, activity="download")
    assert (downloads.known, downloads.won) == (0, 0)


def test_what_parts_no_lead_is_not_asked_at_first(meeting):
    assert not line(meeting, activity="page_view").is_asked
    assert not line(meeting, field="person.email", op="is_not_empty").is_asked
    assert line(meeting, field="source.campaign", op="eq", value="spring").is_asked


def test_a_workspace_without_leads_or_model_has_a_ballot_too(in_scope, rep):
    made = meetings.begin(title="x", invited=[rep.user_id], by=None, at=AT)

    assert (made.leads, made.scale) == (0, meetings.SCALE)
    assert MeetingLine.objects.filter(meeting=made).exists()


# --- who is asked -------------------------------------------------------------------------------------------------
def test_who_is_invited_gets_one_notice_with_the_way_there(meeting, rep):
    meetings.invite(meeting=meeting, invited=[rep.user_id], at=AT)

    notice = Notification.objects.get(user_id=rep.user_id)
    assert (notice.kind, notice.path) == ("meeting", f"scoring/meetings/{meeting.pk}/vote/")


def test_who_is_behind_is_reminded_once_a_day(meeting, rep, manager):
    for each in MeetingLine.objects.filter(meeting=meeting, is_asked=True):
        meetings.vote(line=each, value=1, comment="", by=manager.user_id, at=AT)

    told = [meetings.remind(meeting=meeting, at=AT + timedelta(hours=hours)) for hours in (0, 1, 24)]

    assert told == [1, 0, 1]
    assert Notification.objects.filter(user_id=rep.user_id).count() == 3
    assert Notification.objects.filter(user_id=manager.user_id).count() == 1


def test_only_sales_of_this_workspace_can_be_invited(publish_model, viewer, other_workspace):
    publish_model()
    stranger = people.make_member(other_workspace, "rep")

    with pytest.raises(meetings.NobodyInvited):
        meetings.begin(title="x", invited=[viewer.user_id, stranger.user_id], by=None, at=AT)

    assert not Meeting.objects.exists()


def test_a_value_may_be_changed_until_the_vote_is_closed(meeting, rep):
    phone = own(meeting, "phone")
    for value in (1, -2):
        meetings.vote(line=phone, value=value, comment=" because ", by=rep.user_id, at=AT)
    meetings.close(meeting=meeting, by=None, at=AT)

    with pytest.raises(meetings.MeetingClosed):
        meetings.vote(line=own(meeting, "phone"), value=3, comment="", by=rep.user_id, at=AT)

    vote = MeetingVote.objects.get()
    assert (vote.value, vote.comment) == (-2, "because")


def test_who_was_not_invited_gives_no_value(meeting, admin):
    with pytest.raises(Forbidden):
        meetings.vote(line=own(meeting, "phone"), value=3, comment="", by=admin.user_id, at=AT)


def test_who_has_not_voted_comes_first(meeting, rep, manager):
    for each in MeetingLine.objects.filter(meeting=meeting, is_asked=True):
        meetings.vote(line=each, value=1, comment="", by=manager.user_id, at=AT)

    found = meetings.progress(meeting)

    assert [(each.user_id, each.given, each.is_done) for each in found] == [
        (rep.user_id, 0, False),
        (manager.user_id, found[1].asked, True),
    ]


# --- who sees what ------------------------------------------------------------------------------------------------
def test_values_of_others_are_seen_after_ones_own(meeting, rep, manager):
    phone, title = own(meeting, "phone"), own(meeting, "title")
    meetings.vote(line=phone, value=3, comment="", by=manager.user_id, at=AT)
    meetings.vote(line=title, value=3, comment="", by=manager.user_id, at=AT)
    meetings.vote(line=title, value=-1, comment="", by=rep.user_id, at=AT)

    reps = {row.line.key: row for row in meeting_board.board(meeting, Reader(rep.user_id, True, False)).rows}

    assert (reps["phone"].tally, reps["phone"].given, reps["phone"].count) == (None, [], 1)
    assert [each.value for each in reps["title"].given] == [-1, 3]


@pytest.mark.parametrize(("is_chair", "seen"), [(True, 1), (False, 0)])
def test_the_chair_follows_and_who_only_listens_waits_for_the_end(meeting, admin, rep, is_chair, seen):
    meetings.vote(line=own(meeting, "phone"), value=3, comment="", by=rep.user_id, at=AT)
    reader = Reader(admin.user_id, False, is_chair)

    def shown() -> int:
        return sum(bool(row.given) for row in meeting_board.board(meeting, reader).rows)

    assert shown() == seen
    meetings.close(meeting=meeting, by=None, at=AT)
    assert shown() == 1


def test_the_board_begins_with_what_is_disputed(meeting):
    give(own(meeting, "phone"), 1, 2)
    give(own(meeting, "title"), -3, 3)
    meetings.close(meeting=meeting, by=None, at=AT)

    rows = meeting_board.board(meeting, Reader(0, False, True)).rows

    assert [row.line.key for row in rows[:2]] == ["title", "phone"]
    assert [row.tally.spread for row in rows[:3]] == [6, 1, 0]


def test_begun_twice_within_a_minute_it_is_one_meeting(publish_model, crowd, rep, admin):
    publish_model()

    def begin(**values) -> int:
        given = {"title": "Spring", "by": admin.user_id, "at": AT} | values
        return meetings.begin(invited=[rep.user_id], **given).pk

    first = begin()
    assert begin(at=AT + timedelta(seconds=20)) == first
    assert Notification.objects.filter(kind="meeting").count() == 1

    others = {begin(title="Autumn"), begin(by=rep.user_id), begin(at=AT + timedelta(seconds=61))}
    assert len(others - {first}) == 3
    meetings.close(meeting=Meeting.objects.get(pk=first), by=None, at=AT)
    assert begin(at=AT - timedelta(seconds=1)) != first


def test_title_is_asked_as_the_model_asks_it(meeting):
    assert own(meeting, "title").condition == TITLE


def test_how_sure_an_answer_is_stands_there_as_an_amount_alone(meeting):
    sure = MeetingLine.objects.filter(meeting=meeting, condition__field="qualification.budget_confidence")

    assert not sure.filter(condition__op="is_not_empty").exists()
    assert line(meeting, field="qualification.budget", op="is_not_empty")

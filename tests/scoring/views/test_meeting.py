"""The pages of a definition meeting: who begins, who gives values, what is kept back, and what comes of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.scope import workspace_scope
from scoring import queries
from scoring.models import EventQuestion, Meeting, MeetingLine, MeetingVote, SignOff
from scoring.services import meeting as meetings
from scoring.services import meeting_lines
from tests.factories.leads import make_lead
from tests.scoring.conftest import make_live


NOW = timezone.now()
URL = "/w/acme/scoring/meetings/"
JEREZ = {"field": "company.city", "op": "eq", "value": "Jerez"}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def meeting(workspace, rep, manager) -> Meeting:
    with workspace_scope(workspace.pk):
        make_live(at=NOW)
        make_lead(phone="+34600000147")
        make_lead(email="b@sol.es")
        return meetings.begin(title="Spring", invited=[rep.user_id, manager.user_id], by=None, at=NOW)


@pytest.fixture
def line(workspace, meeting) -> MeetingLine:
    with workspace_scope(workspace.pk):
        return MeetingLine.objects.select_related("meeting").get(meeting=meeting, key="phone")


def page(meeting, part="") -> str:
    return f"{URL}{meeting.pk}/{part}"


def were(workspace, meeting) -> str:
    with workspace_scope(workspace.pk):
        keys = MeetingLine.objects.filter(meeting=meeting, is_asked=True).values_list("pk", flat=True)
        return ",".join(map(str, keys))


def give(workspace, line, member, value, comment="") -> None:
    with workspace_scope(workspace.pk):
        meetings.vote(line=line, value=value, comment=comment, by=member.user_id, at=NOW)


def closed(workspace, meeting) -> None:
    with workspace_scope(workspace.pk):
        meetings.close(meeting=meeting, by=None, at=NOW)


def test_marketing_begins_a_meeting_with_the_people_it_ticked(mona, workspace, rep, manager):
    assert "Begin a meeting" in mona.get(URL).content.decode()
    assert "Rita Rep" in mona.get(f"{URL}new/").content.decode()

    answer = mona.post(f"{URL}new/", {"title": "Autumn", "invited": [rep.user_id]})

    assert answer.status_code == 303
    text = mona.get(answer["Location"]).content.decode()
    assert "Rita Rep" in text
    assert "Max Manager" not in text
    assert "Has not voted yet" in text
    assert f"{answer['Location']}vote/" in text


def test_nobody_ticked_is_said_by_the_field(mona, workspace, rep):
    answer = mona.post(f"{URL}new/", {"title": "Autumn"})

    assert answer.status_code == 422
    assert "Invite somebody of Sales at least." in answer.content.decode()


def test_a_value_leads_to_the_next_criterion(rita, workspace, meeting, line, rep):
    text = rita.get(f"{page(meeting, 'vote/')}?line={line.pk}").content.decode()
    assert 'data-key="7"' in text

    answer = rita.post(page(meeting, "vote/"), {"line": line.pk, "value": "-2", "comment": "No signal"})

    assert answer.status_code == 303
    following = rita.get(answer["Location"]).content.decode()
    assert f'name="line" value="{line.pk}"' not in following
    with workspace_scope(workspace.pk):
        vote = MeetingVote.objects.get()
        assert (vote.user_id, vote.value, vote.comment) == (rep.user_id, -2, "No signal")


def test_htmx_is_given_the_ballot_alone_and_its_address(rita, meeting, line):
    answer = rita.get(f"{page(meeting, 'vote/')}?line={line.pk}", **HTMX)

    assert "<html" not in answer.content.decode()
    assert answer["HX-Replace-Url"] == f"{page(meeting, 'vote/')}?line={line.pk}"


@pytest.mark.parametrize("value", ["4", "-4", "x", ""])
def test_another_value_is_refused(rita, workspace, meeting, line, value):
    answer = rita.post(page(meeting, "vote/"), {"line": line.pk, "value": value})

    assert answer.status_code == 422
    assert "Choose a value from −3 to +3" in answer.content.decode()
    with workspace_scope(workspace.pk):
        assert not MeetingVote.objects.exists()


def test_who_was_not_invited_is_told_so(client_for, admin, workspace, meeting, line):
    client = client_for(admin)

    assert "You are not asked for values" in client.get(page(meeting, "vote/")).content.decode()
    assert client.post(page(meeting, "vote/"), {"line": line.pk, "value": "1"}).status_code in {403, 409}
    with workspace_scope(workspace.pk):
        assert not MeetingVote.objects.exists()


def test_others_values_and_comments_wait_for_ones_own(rita, workspace, meeting, line, manager, rep):
    give(workspace, line, manager, 3, "They answer the phone")

    assert "They answer the phone" not in rita.get(page(meeting)).content.decode()
    assert "They answer the phone" not in rita.get(page(meeting, f"vote/{line.pk}/")).content.decode()

    give(workspace, line, rep, -1)
    assert "They answer the phone" in rita.get(page(meeting)).content.decode()
    assert "They answer the phone" in rita.get(page(meeting, f"vote/{line.pk}/"), **HTMX).content.decode()


def test_who_only_looks_sees_values_when_the_vote_is_closed(
    client_for, viewer, workspace, meeting, line, rep
):
    vera = client_for(viewer)
    give(workspace, line, rep, 3, "They answer the phone")

    assert "They answer the phone" not in vera.get(page(meeting)).content.decode()
    closed(workspace, meeting)
    assert "They answer the phone" in vera.get(page(meeting)).content.decode()


def test_the_open_page_is_sent_again_only_when_somebody_voted(mona, workspace, meeting, line, rep):
    text = mona.get(page(meeting)).content.decode()
    seen = text.split("seen=")[1].split('"')[0]

    assert mona.get(f"{page(meeting)}?seen={seen}", **HTMX).status_code == 204
    give(workspace, line, rep, 3)
    answer = mona.get(f"{page(meeting)}?seen={seen}", **HTMX)

    assert answer.status_code == 200
    assert answer.content.decode().count("seen=") == 1
    assert seen not in answer.content.decode()
    assert 'id="who-voted"' in answer.content.decode()
    assert "Link for Sales" not in answer.content.decode()  # what stays on the page beside it


def test_a_closed_meeting_asks_for_nothing_more(mona, rita, workspace, meeting, line):
    mona.post(page(meeting, "close/"))

    assert rita.get(page(meeting, "vote/")).status_code == 303
    assert rita.post(page(meeting, "vote/"), {"line": line.pk, "value": "1"}).status_code == 303
    assert "every 3s" not in rita.get(page(meeting)).content.decode()
    with workspace_scope(workspace.pk):
        assert not MeetingVote.objects.exists()


def test_the_chair_chooses_what_is_asked(mona, workspace, meeting, line):
    mona.post(page(meeting, "ballot/"), {"line": [line.pk], "were": were(workspace, meeting)})

    with workspace_scope(workspace.pk):
        assert MeetingLine.objects.filter(meeting=meeting, is_asked=True).get().pk == line.pk
    assert "1 criterion is on the ballot." in mona.get(page(meeting)).content.decode()


def test_a_line_that_another_chair_added_meanwhile_stays_on_the_ballot(mona, workspace, meeting, line, admin):
    seen = mona.get(page(meeting, "ballot/")).context["were"]
    with workspace_scope(workspace.pk):
        added = meeting_lines.add(meeting=meeting, condition=JEREZ, by=admin.user_id, at=NOW)

    mona.post(page(meeting, "ballot/"), {"line": [line.pk], "were": seen})

    with workspace_scope(workspace.pk):
        asked = MeetingLine.objects.filter(meeting=meeting, is_asked=True)
        assert set(asked.values_list("pk", flat=True)) == {line.pk, added.pk}


def test_a_line_of_five_thousand_digits_is_passed_over(mona, workspace, meeting, line):
    sent = {"line": [line.pk, "9" * 5000], "were": f"{were(workspace, meeting)},{'9' * 5000}"}
    assert mona.post(page(meeting, "ballot/"), sent).status_code == 303

    with workspace_scope(workspace.pk):
        assert MeetingLine.objects.filter(meeting=meeting, is_asked=True).get().pk == line.pk


def test_the_draft_opens_in_the_editor_and_is_signed_from_the_meeting(
    mona, client_for, manager, workspace, meeting, line, rep
):
    give(workspace, line, rep, 3)
    give(workspace, line, manager, 2)
    mona.post(page(meeting, "close/"))

    answer = mona.post(page(meeting, "draft/"))

    assert answer["Location"] == "/w/acme/scoring/draft/"
    with workspace_scope(workspace.pk):
        revision = queries.draft().revision
    text = client_for(manager).get(page(meeting)).content.decode()
    assert "Sign the definition" in text
    client_for(manager).post("/w/acme/scoring/draft/sign/", {"revision": revision})
    with workspace_scope(workspace.pk):
        assert SignOff.objects.get().side == "sales"
    assert "Max Manager" in mona.get(page(meeting, "minutes/")).content.decode()


def test_a_draft_of_an_open_vote_is_refused(mona, workspace, meeting):
    assert mona.post(page(meeting, "draft/")).status_code == 409


def test_minutes_tell_medians_points_and_comments_once_it_is_closed(
    mona, workspace, meeting, line, rep, manager
):
    give(workspace, line, rep, 3, "They answer the phone")
    give(workspace, line, manager, 2)
    assert mona.get(page(meeting, "minutes/")).status_code == 303

    closed(workspace, meeting)

    text = mona.get(page(meeting, "minutes/")).content.decode()
    assert "They answer the phone" in text
    assert "+2.5" in text
    assert "+33.0" in text
    assert "data-print" in text


def test_more_people_are_invited_and_who_is_late_is_reminded(mona, workspace, meeting, admin):
    assert "Alice Admin" in mona.get(page(meeting, "invite/")).content.decode()

    mona.post(page(meeting, "invite/"), {"invited": [admin.user_id]})
    mona.post(page(meeting, "remind/"))

    text = mona.get(page(meeting)).content.decode()
    assert "Alice Admin" in text
    assert "3 people reminded." in text
    assert "invited already" in mona.get(page(meeting, "invite/")).content.decode()


@pytest.mark.parametrize("part", ["close/", "draft/", "ballot/", "invite/", "remind/"])
def test_sales_leads_no_meeting(rita, meeting, part):
    assert rita.post(page(meeting, part)).status_code == 403


def test_what_to_ask_at_events_is_asked_by_sales_and_read_by_all(
    rita, mona, client_for, manager, workspace, rep
):
    asked = f"{URL}questions/"
    rita.post(f"{asked}ask/", {"text": "When does the lease end?"})
    assert rita.post(f"{asked}ask/", {"text": " "}).status_code == 422
    assert mona.post(f"{asked}ask/", {"text": "x"}).status_code == 403

    assert "When does the lease end?" in mona.get(asked).content.decode()
    max_ = client_for(manager)
    assert "I want to know it too" in max_.get(asked).content.decode()
    with workspace_scope(workspace.pk):
        pk = EventQuestion.objects.get().pk
    assert max_.post(f"{asked}{pk}/drop/").status_code == 404
    assert rita.post(f"{asked}{pk}/drop/").status_code == 303
    with workspace_scope(workspace.pk):
        assert not EventQuestion.objects.exists()


def test_the_board_costs_the_same_however_many_voted(
    mona, workspace, meeting, rep, manager, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as before:
        mona.get(page(meeting))
    with workspace_scope(workspace.pk):
        for each in MeetingLine.objects.filter(meeting=meeting, is_asked=True).select_related("meeting"):
            for member in (rep, manager):
                meetings.vote(line=each, value=1, comment="x", by=member.user_id, at=NOW)
    with django_assert_num_queries(len(before)):
        mona.get(page(meeting))

"""Before the vote: the count with its bar, a criterion of the chair's own; and how questions for events are settled."""

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from scoring.models import EventQuestion, Meeting, MeetingLine
from scoring.services import meeting as meetings
from scoring.services import meeting_counting, meeting_questions
from tests.factories.leads import make_lead
from tests.scoring.conftest import make_live
from work import jobs
from work.models import Job


NOW = timezone.now()
URL = "/w/acme/scoring/meetings/"
HTMX = {"HTTP_HX_REQUEST": "true"}
COUNTRY = '{"field": "company.country", "op": "eq", "value": "ES"}'


@pytest.fixture
def begun(workspace, rep, monkeypatch) -> Meeting:
    """A meeting whose ballot a worker has yet to count."""
    monkeypatch.setattr(meeting_counting, "FEW", 1)
    with workspace_scope(workspace.pk):
        make_live(at=NOW)
        make_lead(phone="+34600000147", country="ES")
        make_lead(email="b@sol.es")
        return meetings.begin(title="Spring", invited=[rep.user_id], by=None, at=NOW)


@pytest.fixture
def counted(workspace, begun) -> Meeting:
    work(workspace, 3)
    return begun


def work(workspace, times: int = 1) -> None:
    with workspace_scope(workspace.pk):
        for _step in range(times):
            jobs.run(keys=list(Job.objects.filter(kind="ballot").values_list("pk", flat=True)), at=NOW)


def page(meeting, part="") -> str:
    return f"{URL}{meeting.pk}/{part}"


def test_the_page_shows_the_count_and_then_the_ballot(mona, workspace, begun):
    work(workspace)
    shown = mona.get(page(begun)).content.decode()
    part = mona.get(page(begun, "counting/"), **HTMX)

    assert "The ballot is being counted" in shown
    assert "1 / 3" in part.content.decode()
    assert "Being counted" in mona.get(URL).content.decode()
    work(workspace, 2)
    assert mona.get(page(begun, "counting/"), **HTMX)["HX-Refresh"] == "true"
    assert mona.get(page(begun, "counting/"))["Location"] == page(begun)
    assert "Who has voted" in mona.get(page(begun)).content.decode()


@pytest.mark.parametrize("part", ["ballot/", "ballot/new/", "minutes/", "vote/"])
def test_there_is_nothing_to_vote_on_before(client_for, admin, begun, part):
    answer = client_for(admin).get(page(begun, part))

    assert (answer.status_code, answer["Location"]) == (303, page(begun))


def test_closing_or_drafting_before_is_refused(mona, begun):
    for part in ("close/", "draft/", "remind/"):
        assert mona.post(page(begun, part)).status_code == 409


def test_a_count_that_failed_says_so_and_is_tried_again(mona, rita, workspace, begun):
    with workspace_scope(workspace.pk):
        Job.objects.filter(kind="ballot").update(state="failed", result={"error": "Out of room"})

    failed = mona.get(page(begun)).content.decode()
    assert "The count of the ballot stopped" in failed
    assert "Out of room" in failed
    assert f'action="{page(begun, "count/")}"' in failed
    assert page(begun, "count/") not in rita.get(page(begun)).content.decode()
    assert rita.post(page(begun, "count/")).status_code == 403
    assert mona.post(page(begun, "count/")).status_code == 303
    assert "The ballot is being counted" in mona.get(page(begun)).content.decode()


def test_the_chair_adds_a_criterion_with_the_editor(mona, rita, workspace, counted):
    address = page(counted, "ballot/new/")
    assert "Put it on the ballot" in mona.get(address).content.decode()

    answer = mona.post(address, {"cond-json": COUNTRY})

    assert answer.status_code == 303, answer.content.decode()
    with workspace_scope(workspace.pk):
        line = MeetingLine.objects.get(added_by__isnull=False)
        assert (line.leads, line.is_asked) == (1, True)
    assert "of the chair" in mona.get(answer["Location"]).content.decode()
    assert "Country is Spain" in rita.get(f"{page(counted, 'vote/')}?line={line.pk}").content.decode()
    assert mona.post(address, {"cond-json": COUNTRY}).status_code == 409
    assert rita.get(address).status_code == 403


def test_a_criterion_of_nothing_is_refused_on_the_page(mona, workspace, counted):
    answer = mona.post(page(counted, "ballot/new/"), {})

    assert answer.status_code == 422
    assert "Choose what the criterion asks about." in answer.content.decode()
    with workspace_scope(workspace.pk):
        assert not MeetingLine.objects.filter(added_by__isnull=False).exists()


# --- questions for events -----------------------------------------------------------------------------------------
@pytest.fixture
def question(workspace, rep) -> EventQuestion:
    with workspace_scope(workspace.pk):
        return meeting_questions.wish(text="When does the lease end?", by=rep.user_id, at=NOW)


def test_the_chair_settles_what_the_answer_is(mona, rita, workspace, question):
    address = f"{URL}questions/{question.pk}/"
    assert "Settle" in mona.get(f"{URL}questions/").content.decode()
    assert "Settle" not in rita.get(f"{URL}questions/").content.decode()

    values = {"text": "When does it end?", "kind": "choice", "is_agreed": "on"}
    assert mona.post(address, values | {"options": "This year"}).status_code == 400
    answer = mona.post(address, values | {"options": "This year\nLater\n\n"})

    assert answer.status_code == 303
    listed = mona.get(answer["Location"]).content.decode()
    assert "agreed" in listed
    assert "This year · Later" in listed
    assert rita.post(address, values).status_code == 403


def test_words_of_another_question_are_refused(mona, rep, workspace, question):
    with workspace_scope(workspace.pk):
        meeting_questions.wish(text="Which budget?", by=rep.user_id, at=NOW)

    answer = mona.post(f"{URL}questions/{question.pk}/", {"text": "which budget", "kind": "text"})

    assert answer.status_code == 409
    assert "Another question asks this already." in answer.content.decode()


def test_programs_read_what_was_agreed(api, mona, rita, workspace, question, other_workspace):
    with workspace_scope(workspace.pk):
        other = meeting_questions.wish(text="Which rooms?", by=question.wishes.get().user_id, at=NOW)
        meeting_questions.settle(
            question=other,
            text=other.text,
            kind="choice",
            options=["A", "B"],
            is_agreed=True,
            by=None,
            at=NOW,
        )
    client = api("scoring:read")
    url = "/api/v1/scoring/event-questions/"

    every, agreed = (client.get(url + query).json()["results"] for query in ("", "?agreed=true"))

    assert [each["text"] for each in every] == ["When does the lease end?", "Which rooms?"]
    assert [
        (each["text"], each["kind"], each["options"], each["is_agreed"], each["wanted"]) for each in agreed
    ] == [("Which rooms?", "choice", ["A", "B"], True, 1)]
    assert api("leads:read").get(url).status_code == 403

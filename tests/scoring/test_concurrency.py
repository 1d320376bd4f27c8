"""Two people who do the same at the same moment, on connections of their own: what the second one gets."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from core.scope import workspace_scope
from messaging.models import Notification
from scoring import queries
from scoring.models import EventWish, Meeting, MeetingLine, MeetingSeat
from scoring.services import (
    drafts,
    learning,
    meeting_counting,
    meeting_lines,
    meeting_questions,
    publish,
    simulation,
)
from scoring.services import meeting as meetings
from tenants.models import Workspace
from tests.distribution.test_concurrency import at_once
from tests.factories import tenants
from tests.factories.leads import make_lead
from tests.scoring.conftest import AT, make_live
from work.models import Job


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told_that_it_is_live():
    acme = tenants.make_workspace("acme")
    with workspace_scope(acme.pk):
        make_live()
        draft = drafts.start(by=None, at=AT)

    def go_live() -> None:
        with workspace_scope(acme.pk), transaction.atomic():
            publish.publish(by=None, at=AT, revision=draft.revision)

    raised = at_once(go_live, go_live)

    assert [type(error) for error in raised] == [publish.DraftGone]
    assert raised[0].status == 409
    assert "v2 is live" in str(raised[0].message)
    with workspace_scope(acme.pk):
        assert (queries.live().version, Job.objects.filter(kind="rescore").count()) == (2, 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_to_learn_at_once_get_one_run():
    acme = tenants.make_workspace("acme")
    with workspace_scope(acme.pk):
        make_live()

    def ask() -> None:
        with workspace_scope(acme.pk), transaction.atomic():
            learning.begin(by=None)
            # Long enough for the other to have looked for a run.
            connection.cursor().execute("SELECT pg_sleep(0.3)")

    assert at_once(ask, ask) == []
    with workspace_scope(acme.pk):
        assert list(Job.objects.filter(kind=learning.KIND).values_list("state", flat=True)) == ["running"]


@pytest.fixture
def acme(transactional_db: None) -> Workspace:
    """A workspace with a live model and a phone, its rows committed."""
    made = tenants.make_workspace("acme")
    with workspace_scope(made.pk):
        make_live()
        make_lead(phone="+34600000147")
    return made


def twice(workspace: Workspace, act: Callable[[], object]) -> list[Exception]:
    """Do it in two transactions at once, each long enough for the other to have looked before it ends."""

    def do() -> None:
        with workspace_scope(workspace.pk), transaction.atomic():
            act()
            connection.cursor().execute("SELECT pg_sleep(0.3)")

    return at_once(do, do)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_meeting_begun_twice_at_once_is_one(acme):
    rep, admin = tenants.make_member(acme, "rep"), tenants.make_member(acme, "admin")

    raised = twice(
        acme, lambda: meetings.begin(title="Spring", invited=[rep.user_id], by=admin.user_id, at=AT)
    )

    with workspace_scope(acme.pk):
        assert (raised, Meeting.objects.count()) == ([], 1)
        assert MeetingSeat.objects.count() == Notification.objects.filter(kind="meeting").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_meeting_of_many_leads_begun_twice_at_once_is_counted_by_one_job(acme, monkeypatch):
    monkeypatch.setattr(meeting_counting, "FEW", 0)
    rep, admin = tenants.make_member(acme, "rep"), tenants.make_member(acme, "admin")

    raised = twice(
        acme, lambda: meetings.begin(title="Spring", invited=[rep.user_id], by=admin.user_id, at=AT)
    )

    with workspace_scope(acme.pk):
        assert (raised, Job.objects.filter(kind="ballot").count()) == ([], 1)
        Job.objects.filter(kind="ballot").update(state="canceled")
        meeting = Meeting.objects.get()
    assert twice(acme, lambda: meeting_counting.again(meeting=meeting, by=None, at=AT)) == []
    with workspace_scope(acme.pk):
        assert Job.objects.filter(kind="ballot", state="running").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_the_same_on_the_ballot_at_once_one_is_told(acme):
    rep = tenants.make_member(acme, "rep")
    with workspace_scope(acme.pk):
        meeting = meetings.begin(title="Spring", invited=[rep.user_id], by=None, at=AT)
    rule = {"field": "person.job_title", "op": "contains", "value": "captain"}

    raised = twice(acme, lambda: meeting_lines.add(meeting=meeting, condition=rule, by=1, at=AT))

    with workspace_scope(acme.pk):
        assert [type(error) for error in raised] == [meeting_lines.OnTheBallot]
        assert MeetingLine.objects.filter(meeting=meeting, condition=rule).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_what_a_draft_would_change_share_one_job(acme):
    with workspace_scope(acme.pk):
        drafts.start(by=None, at=AT)

    assert twice(acme, lambda: simulation.ask(by=None)) == []

    with workspace_scope(acme.pk):
        assert Job.objects.filter(kind="impact").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_question_is_joined_while_its_last_wish_is_taken_back(acme):
    one, other = tenants.make_member(acme, "rep"), tenants.make_member(acme, "manager")
    with workspace_scope(acme.pk):
        question = meeting_questions.wish(text="Lease?", by=one.user_id, at=AT)

    def drop() -> None:
        with workspace_scope(acme.pk), transaction.atomic():
            meeting_questions.unwish(question=question, by=one.user_id)
            connection.cursor().execute("SELECT pg_sleep(0.3)")

    def join() -> None:
        with workspace_scope(acme.pk), transaction.atomic():
            connection.cursor().execute("SELECT pg_sleep(0.1)")
            meeting_questions.wish(text="lease", by=other.user_id, at=AT)

    assert at_once(drop, join) == []

    with workspace_scope(acme.pk):
        (wish,) = EventWish.objects.select_related("question")
        assert (wish.user_id, wish.question.folded) == (other.user_id, "lease")

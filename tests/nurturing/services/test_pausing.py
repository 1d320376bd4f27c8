"""Pausing, archiving, publishing and leaving, while leads are on the road."""

from datetime import timedelta

import pytest

from messaging.models import Message
from messaging.services import house, progress
from nurturing import verbs
from nurturing.models import Enrollment
from nurturing.services import enroll, workflows
from tests.factories import messaging
from tests.factories.nurturing import (
    NOW,
    advance_all,
    email,
    enrollment_of,
    look_after,
    mailed,
    make_workflow,
)
from tests.nurturing.advancing import LATER, due_at
from work.models import WorkItem


pytestmark = pytest.mark.usefixtures("in_scope", "identity")


def test_a_pause_stops_everything_and_resuming_loses_nothing():
    workflow = make_workflow(is_default=True)
    leads = [mailed() for _ in range(3)]
    look_after(*leads)

    workflows.pause(workflow=workflow, by=None, at=NOW)
    advance_all()
    paused = Message.objects.count()
    workflow.refresh_from_db()
    workflows.resume(workflow=workflow, by=None, at=NOW + timedelta(hours=6))
    advance_all(NOW + timedelta(hours=6))

    assert paused == 0
    assert WorkItem.objects.filter(queue="enrollment").count() == 3
    assert Message.objects.count() == 3


def test_a_pause_holds_the_mails_that_wait_in_the_outbox():
    workflow = make_workflow(is_default=True)
    look_after(mailed())
    advance_all()

    def due():
        return WorkItem.objects.get(queue="mailing").due_at

    before = due()
    workflows.pause(workflow=workflow, by=None, at=NOW)
    held = due()
    workflow.refresh_from_db()
    workflows.resume(workflow=workflow, by=None, at=NOW + timedelta(hours=1))

    assert held > NOW + timedelta(days=3000)
    assert due() <= max(before, NOW + timedelta(hours=1))


def test_a_pause_holds_the_last_mail_of_who_has_finished_and_what_a_worker_has_in_hand(waiting):
    workflow = enrollment_of(waiting).workflow
    # Claimed by a worker that has not begun to send it.
    Message.objects.update(state="claimed")
    workflows.pause(workflow=workflow, by=None, at=NOW)
    message = Message.objects.get()
    begun = progress.begin(message.pk, ours=house.read())

    workflow.refresh_from_db()
    workflows.resume(workflow=workflow, by=None, at=NOW)
    resumed = Message.objects.get()

    assert (message.is_held, begun) == (True, None)
    assert (resumed.is_held, resumed.state) == (False, "queued")
    assert WorkItem.objects.get(queue="mailing").due_at <= NOW + timedelta(hours=24)


def test_archiving_takes_back_the_last_mail_of_who_has_finished():
    template = messaging.make_template()
    make_workflow(is_default=True)
    workflow = make_workflow(name="Other", steps=[email(template), {"id": "end", "kind": "exit"}])
    lead = mailed()
    enroll.enroll(lead_ids=[lead.pk], workflow=workflow, by=None, at=NOW)
    advance_all()
    workflow.refresh_from_db()
    workflows.archive(workflow=workflow, by=None, at=NOW)

    assert Message.objects.get().state == "withheld"


def test_whoever_was_moved_in_bulk_goes_back_to_where_they_stood():
    make_workflow(
        is_default=True, steps=[{"id": "wait", "kind": "wait", "days": 9}, {"id": "end", "kind": "exit"}]
    )
    other = make_workflow(name="Other")
    lead = mailed()
    look_after(lead)
    advance_all()
    before = enrollment_of(lead)
    former = verbs._run(lead_ids=[lead.pk], params={"workflow": other.pk}, by=None, at=NOW)

    undone = verbs._undo(before=former, params={"workflow": other.pk}, by=None, at=NOW)
    advance_all()

    now = Enrollment.objects.active().get(lead=lead)
    assert undone == [lead.pk]
    assert (now.pk, now.step) == (before.pk, "wait")
    assert due_at(now) > NOW + timedelta(days=8)


def test_nobody_goes_back_into_a_workflow_that_was_archived_meanwhile(marketer):
    make_workflow(
        is_default=True, steps=[{"id": "wait", "kind": "wait", "days": 9}, {"id": "end", "kind": "exit"}]
    )
    first, other = make_workflow(name="First"), make_workflow(name="Other")
    lead = mailed()
    enroll.enroll(lead_ids=[lead.pk], workflow=first, by=None, at=NOW)
    former = verbs._run(lead_ids=[lead.pk], params={"workflow": other.pk}, by=None, at=NOW)
    workflows.archive(workflow=first, by=marketer.user_id, at=NOW)

    verbs._undo(before=former, params={"workflow": other.pk}, by=None, at=NOW)

    assert not Enrollment.objects.active().filter(workflow=first).exists()
    assert WorkItem.objects.filter(queue="lead", key=lead.pk).exists()


def test_whoever_is_under_way_stays_on_the_version_they_entered():
    template = messaging.make_template()
    workflow = make_workflow(
        is_default=True,
        steps=[
            {"id": "wait", "kind": "wait", "days": 3},
            email(template),
            {"id": "end", "kind": "exit"},
        ],
    )
    early = mailed()
    look_after(early)
    advance_all()

    text = workflows.Text(steps=[{"id": "end", "kind": "exit", "reason": "Nothing"}])
    workflows.save_draft(workflow=workflow, text=text, by=None, at=NOW)
    workflows.publish(workflow=workflow, by=None, at=NOW)
    late = mailed()
    look_after(late)
    advance_all(LATER)

    assert [message.lead_id for message in Message.objects.all()] == [early.pk]
    assert enrollment_of(late).note == "Nothing"


def test_leaving_takes_back_the_mails_that_have_not_left():
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)
    advance_all()

    enroll.leave(enrollment_ids=[enrollment_of(lead).pk], reason="by_hand", by=None, at=NOW)

    message = Message.objects.get()
    assert (message.state, message.reason) == ("withheld", "no_longer_wanted")
    assert not WorkItem.objects.filter(queue="enrollment").exists()

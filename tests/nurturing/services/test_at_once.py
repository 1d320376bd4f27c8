"""Many hands at once: one active enrollment a lead, one mail a step, a pause that holds (E7, E1)."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from core.scope import workspace_scope
from leadcrm import pipeline
from leads.models import Lead
from messaging.models import Message
from nurturing.models import Enrollment, StepRun, Workflow
from nurturing.services import advance, enroll, workflows
from tests.factories import messaging
from tests.factories.nurturing import mailed, make_workflow
from tests.factories.tenants import make_workspace
from tests.together import together


AT = datetime(2027, 3, 17, 9, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def office():
    """Return a workspace with a default workflow and twelve leads."""
    workspace = make_workspace()
    with workspace_scope(workspace.pk):
        messaging.make_policy()
        make_workflow(is_default=True)
        for _number in range(12):
            mailed()
    return workspace


def ids(model):
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def test_twenty_enrollments_at_once_are_one_a_lead(office):
    with workspace_scope(office.pk):
        workflow, lead_ids = Workflow.objects.get(), ids(Lead)

    def by_hand():
        enroll.enroll(lead_ids=lead_ids, workflow=workflow, by=None, at=AT)

    def by_pipeline():
        pipeline.advance(keys=lead_ids, at=AT)

    together(office, *[by_hand, by_pipeline] * 10)

    with workspace_scope(office.pk):
        assert sorted(Enrollment.objects.active().values_list("lead_id", flat=True)) == lead_ids
        assert Enrollment.objects.count() == len(lead_ids)


def test_a_step_done_by_many_workers_at_once_sends_one_mail(office):
    with workspace_scope(office.pk):
        lead_ids = ids(Lead)
        pipeline.advance(keys=lead_ids, at=AT)
        keys = ids(Enrollment)

    together(office, *[lambda: advance.run(keys=keys, at=AT)] * 6)

    with workspace_scope(office.pk):
        assert Message.objects.count() == len(lead_ids)
        assert StepRun.objects.filter(kind="email").count() == len(lead_ids)


def test_a_pause_waits_for_steps_under_way_and_nothing_is_done_after_it(office):
    with workspace_scope(office.pk):
        workflow = Workflow.objects.get()
        pipeline.advance(keys=ids(Lead), at=AT)
        first, *others = ids(Enrollment)
    begun, paused = Event(), Event()

    def worker():
        advance.run(keys=[first], at=AT)
        begun.set()
        # The transaction is open still: whoever pauses has to wait for it.
        return paused.wait(timeout=1)

    def person():
        begun.wait(timeout=20)
        workflows.pause(workflow=workflow, by=None, at=AT)
        paused.set()

    early, _none = together(office, worker, person)

    with workspace_scope(office.pk):
        advance.run(keys=others, at=AT + timedelta(seconds=5))
        assert not early
        assert [message.origin for message in Message.objects.all()] == [f"enrollment:{first}"]


def test_care_steps_and_verbs_at_once_meet_no_deadlock(office):
    with workspace_scope(office.pk):
        lead_ids = ids(Lead)
        pipeline.advance(keys=lead_ids, at=AT)
        keys = ids(Enrollment)

    def leave():
        enroll.leave(enrollment_ids=keys[::2], reason="by_hand", by=None, at=AT)

    works = [
        lambda: pipeline.advance(keys=lead_ids, at=AT),
        lambda: advance.run(keys=keys, at=AT),
        lambda: pipeline.advance(keys=lead_ids[::-1], at=AT),
        leave,
    ]
    together(office, *works * 2)

    with workspace_scope(office.pk):
        assert Enrollment.objects.active().count() <= len(lead_ids)

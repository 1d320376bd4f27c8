"""Moving leads through their steps: each step once, in order, set-based."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.models import Activity, Lead, Task
from messaging.models import Message
from messaging.services import house, progress
from nurturing import verbs
from nurturing.models import Enrollment, StepRun
from nurturing.services import advance, enroll, workflows
from tests.factories import messaging
from tests.factories.nurturing import (
    NOW,
    advance_all,
    click,
    email,
    enrollment_of,
    look_after,
    mailed,
    make_workflow,
)
from work.models import WorkItem


pytestmark = pytest.mark.usefixtures("in_scope")
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def identity(in_scope):
    """Let the workspace have the postal address without which no mail leaves."""
    messaging.make_policy()


def due_at(enrollment):
    return WorkItem.objects.get(queue="enrollment", key=enrollment.pk).due_at


def branching(template, **more):
    """Return a mail whose click decides between a talk and a question."""
    return [
        email(template),
        {
            "id": "branch",
            "kind": "branch_click",
            "cases": [
                {"content": ["guide"], "go": "talk"},
                {"topics": ["kitchens"], "go": "kitchen"},
                {"links": ["https://example.com/prices"], "go": "talk"},
            ],
            "within_days": 5,
            "otherwise": "late",
            **more,
        },
        {"id": "talk", "kind": "wish", "go": "end"},
        {"id": "kitchen", "kind": "task", "title": "Send the kitchen book", "days": 2, "go": "end"},
        {"id": "late", "kind": "exit", "reason": "No click"},
        {"id": "end", "kind": "exit", "reason": "Clicked"},
    ]


def test_a_lead_that_enters_gets_its_first_mail_once_and_waits():
    workflow, lead = make_workflow(is_default=True), mailed()
    look_after(lead)

    advance_all()
    advance_all()

    message = Message.objects.get()
    enrollment = enrollment_of(lead)
    assert message.lead_id == lead.pk
    assert message.key == f"enrollment:{enrollment.pk}:mail"
    assert message.origin == f"enrollment:{enrollment.pk}"
    assert enrollment.workflow_id == workflow.pk
    assert (enrollment.step, enrollment.due_at) == ("wait", LATER)
    assert due_at(enrollment) == LATER
    assert StepRun.objects.get().message_id == message.pk


def test_the_wait_ends_at_its_moment_and_the_exit_finishes():
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)
    advance_all()

    advance_all(LATER - timedelta(seconds=1))
    before = enrollment_of(lead)
    advance_all(LATER)

    after = enrollment_of(lead)
    assert before.state == "active"
    assert (after.state, after.note, after.ended_at) == ("finished", "Read it all", LATER)
    assert list(StepRun.objects.order_by("pk").values_list("step", flat=True)) == ["mail", "wait", "end"]
    told = Activity.objects.filter(lead=lead, kind__startswith="workflow").order_by("pk")
    assert [activity.data.get("reason") for activity in told] == [None, "Read it all"]


@pytest.mark.parametrize(
    ("clicked", "step"),
    [
        ({"content": "guide"}, "talk"),
        ({"topic": "kitchens"}, "kitchen"),
        ({"url": "https://example.com/prices"}, "talk"),
    ],
)
def test_a_click_decides_the_branch_at_once(clicked, step):
    template = messaging.make_template()
    make_content_and_topic()
    make_workflow(steps=branching(template), is_default=True)
    lead = mailed()
    look_after(lead)
    advance_all()

    click(Message.objects.get(), NOW + timedelta(hours=1), **clicked)
    advance_all(NOW + timedelta(hours=1))

    run = StepRun.objects.get(step="branch")
    assert (run.result["because"], run.result["go"]) == ("click", step)
    assert enrollment_of(lead).note == "Clicked"
    lead.refresh_from_db()
    assert (lead.hand_off_wish_at is not None) == (step == "talk")
    assert Task.objects.filter(lead=lead).exists() == (step == "kitchen")


def make_content_and_topic():
    from nurturing.models import ContentPiece
    from tests.factories.leads import make_topic

    make_topic("kitchens")
    ContentPiece.objects.create(slug="guide", title="Guide", url="https://example.com/guide")


def test_without_a_click_the_branch_times_out():
    make_content_and_topic()
    make_workflow(steps=branching(messaging.make_template()), is_default=True)
    lead = mailed()
    look_after(lead)
    advance_all()

    advance_all(NOW + timedelta(days=4))
    waiting = enrollment_of(lead)
    advance_all(NOW + timedelta(days=5))

    assert (waiting.state, waiting.step) == ("active", "branch")
    assert enrollment_of(lead).note == "No click"
    assert StepRun.objects.get(step="branch").result["because"] == "time"


def test_a_click_on_another_link_or_in_another_mail_decides_nothing():
    make_content_and_topic()
    make_workflow(steps=branching(messaging.make_template()), is_default=True)
    lead, other = mailed(), mailed()
    look_after(lead, other)
    advance_all()
    mine, theirs = Message.objects.order_by("lead_id")

    click(mine, url="https://example.com/else", content="price-list")
    click(messaging.make_message(lead), content="guide")
    advance_all(NOW + timedelta(days=1))

    assert theirs.lead_id == other.pk
    assert [enrollment_of(one).step for one in (lead, other)] == ["branch", "branch"]


def test_care_wakes_a_branch_when_the_lead_is_marked():
    make_content_and_topic()
    make_workflow(steps=branching(messaging.make_template()), is_default=True)
    lead = mailed()
    look_after(lead)
    advance_all()
    click(Message.objects.get(), content="guide")

    look_after(lead, at=NOW + timedelta(minutes=1))

    assert due_at(enrollment_of(lead)) < NOW + timedelta(days=5)


def test_a_condition_parts_the_ways_and_both_come_together():
    template = messaging.make_template()
    steps = [
        {
            "id": "if",
            "kind": "branch_if",
            "condition": {"field": "company.employees", "op": "gte", "value": 50},
            "go": "big",
            "otherwise": "small",
        },
        {"id": "big", "kind": "task", "title": "Call the big one", "go": "end"},
        email(template, "small"),
        {"id": "end", "kind": "exit"},
    ]
    make_workflow(steps=steps, is_default=True)
    big, small = mailed(employees=200), mailed(employees=3)
    look_after(big, small)

    advance_all()

    assert [task.lead_id for task in Task.objects.all()] == [big.pk]
    assert [message.lead_id for message in Message.objects.all()] == [small.pk]
    assert [enrollment_of(one).state for one in (big, small)] == ["finished", "finished"]


def test_a_lead_that_may_no_longer_be_mailed_gets_nothing_and_leaves():
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)
    Lead.objects.filter(pk=lead.pk).update(marketing_consent="withdrawn")

    advance_all()
    look_after(lead)

    assert not Message.objects.exists()
    assert enrollment_of(lead).reason == "no_mail"


def test_without_a_postal_address_the_mail_waits_instead_of_being_lost():
    messaging.make_policy(postal_address="")
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)
    advance_all()
    waiting = enrollment_of(lead)

    messaging.make_policy()
    advance_all(NOW + timedelta(hours=1))

    assert (waiting.step, waiting.state) == ("mail", "active")
    assert Message.objects.count() == 1


def test_a_topic_somebody_does_not_want_is_skipped_visibly():
    from tests.factories.leads import make_topic

    template = messaging.make_template(topic=make_topic("kitchens"))
    make_workflow(steps=[email(template), {"id": "end", "kind": "exit"}], is_default=True)
    lead = mailed()
    messaging.make_recipient(lead.email, topics_off=["kitchens"])
    look_after(lead)

    advance_all()

    assert not Message.objects.exists()
    assert StepRun.objects.get(step="mail").result == {"skipped": "topic_off"}
    assert enrollment_of(lead).state == "finished"


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


def test_a_pause_holds_the_last_mail_of_who_has_finished_and_what_a_worker_has_in_hand():
    template = messaging.make_template()
    workflow = make_workflow(is_default=True, steps=[email(template), {"id": "end", "kind": "exit"}])
    lead = mailed()
    look_after(lead)
    advance_all()
    # Claimed by a worker that has not begun to send it.
    Message.objects.update(state="claimed")
    workflows.pause(workflow=workflow, by=None, at=NOW)
    message = Message.objects.get()
    begun = progress.begin(message.pk, ours=house.read())

    workflow.refresh_from_db()
    workflows.resume(workflow=workflow, by=None, at=NOW)
    resumed = Message.objects.get()

    assert enrollment_of(lead).state == "finished"
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


@pytest.mark.slow
def test_a_batch_costs_no_more_statements_than_one():
    make_content_and_topic()
    make_workflow(steps=branching(messaging.make_template()), is_default=True)

    def cost(count):
        leads = [mailed() for _ in range(count)]
        look_after(*leads)
        keys = [enrollment_of(lead).pk for lead in leads]
        with CaptureQueriesContext(connection) as captured:
            advance.run(keys=keys, at=NOW)
        return len(captured)

    one, many = cost(1), cost(12)

    assert many == one
    assert one <= 32

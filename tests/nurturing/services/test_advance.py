"""Moving leads through their steps: each step once, in order, set-based."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.models import Activity, Lead, Task
from messaging.models import Message
from nurturing.models import StepRun
from nurturing.services import advance
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
from tests.nurturing.advancing import LATER, due_at


pytestmark = pytest.mark.usefixtures("in_scope", "identity")


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

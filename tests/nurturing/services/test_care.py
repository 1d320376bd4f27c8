"""No lead is left alone: each has one care, and what it says is true."""

from datetime import timedelta

import pytest

from leadcrm import invariants, pipeline
from leads.choices import ActivityKind
from leads.models import Activity, Lead, LeadRank, Task
from leads.services import wishes
from nurturing.models import Care, Enrollment
from nurturing.services import arranging, enroll, workflows
from tests.factories import distribution, messaging
from tests.factories.leads import make_lead
from tests.factories.nurturing import (
    EVERYBODY,
    NOW,
    advance_all,
    enrollment_of,
    look_after,
    mailed,
    make_workflow,
)
from work.models import WorkItem


pytestmark = pytest.mark.usefixtures("in_scope")


def care_of(lead):
    care = Care.objects.get(pk=lead.pk)
    return (care.kind, care.reason)


def broken(workspace):
    """Return the names of nurturing's checks that fail, once the pipeline has looked at all leads."""
    WorkItem.objects.filter(queue="lead").delete()
    return sorted({v.check for v in invariants.violations() if v.check.startswith("nurturing.")})


def big(**more):
    return {"entry": {"field": "company.employees", "op": "gte", "value": 50}, **more}


def test_a_lead_that_may_be_mailed_enters_the_default_workflow(in_scope):
    workflow = make_workflow(is_default=True)
    lead = mailed()

    look_after(lead)

    assert care_of(lead) == ("nurture", "")
    assert enrollment_of(lead).workflow_id == workflow.pk
    assert WorkItem.objects.filter(queue="enrollment", key=enrollment_of(lead).pk).exists()
    assert broken(in_scope) == []


def test_looking_again_changes_nothing():
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)
    before = Care.objects.get(), Enrollment.objects.count(), Activity.objects.count()

    look_after(lead, at=NOW + timedelta(hours=2))

    assert (Care.objects.get().since, Enrollment.objects.count(), Activity.objects.count()) == (
        before[0].since,
        *before[1:],
    )


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"email": "", "phone": "600"}, "no_address"),
        ({"marketing_consent": "unknown"}, "no_consent"),
        ({"marketing_consent": "withdrawn"}, "no_consent"),
    ],
)
def test_a_lead_that_may_not_be_mailed_waits_for_a_person(columns, reason, in_scope):
    make_workflow(is_default=True)
    lead = mailed(**columns)

    look_after(lead)

    assert care_of(lead) == ("review", reason)
    assert not Enrollment.objects.exists()
    assert broken(in_scope) == []


@pytest.mark.parametrize(
    ("state", "reason"),
    [("unsubscribed", "unsubscribed"), ("bounced", "unreachable"), ("complained", "unsubscribed")],
)
def test_an_address_that_closes_ends_the_workflow(state, reason):
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)

    messaging.make_recipient(lead.email, state=state)
    look_after(lead)

    assert care_of(lead) == ("review", reason)
    assert (enrollment_of(lead).state, enrollment_of(lead).reason) == ("left", "no_mail")


def test_without_any_workflow_the_lead_is_on_the_list():
    lead = mailed()

    look_after(lead)

    assert care_of(lead) == ("review", "no_track")


def test_a_near_lead_that_no_workflow_takes_says_so():
    lead = mailed(light="amber")

    look_after(lead)

    assert care_of(lead) == ("review", "amber")


def test_a_workflow_whose_condition_holds_comes_before_the_default():
    default = make_workflow("Default", is_default=True)
    special = make_workflow("Big ones", **big())
    large, small = mailed(employees=80), mailed(employees=8)

    look_after(large, small)

    assert enrollment_of(large).workflow_id == special.pk
    assert enrollment_of(small).workflow_id == default.pk


def test_of_several_that_fit_the_first_in_order_takes_it():
    first = make_workflow("First", entry=EVERYBODY)
    second = make_workflow("Second", entry=EVERYBODY)
    arranging.order(workflow_ids=[second.pk, first.pk], by=None, at=NOW)
    lead = mailed()

    look_after(lead)

    assert enrollment_of(lead).workflow_id == second.pk


def test_a_lead_moves_to_a_better_workflow_only_from_the_default():
    make_workflow("Default", is_default=True)
    lead = mailed(employees=80)
    look_after(lead)
    big_ones = make_workflow("Big ones", **big())
    look_after(lead)
    moved = enrollment_of(lead)
    everybody = make_workflow("Everybody", entry=EVERYBODY)
    arranging.order(
        workflow_ids=[everybody.pk, big_ones.pk, Enrollment.objects.earliest("pk").workflow_id],
        by=None,
        at=NOW,
    )

    look_after(lead)

    assert moved.workflow_id == big_ones.pk
    assert Enrollment.objects.earliest("pk").reason == "other_workflow"
    assert enrollment_of(lead).pk == moved.pk


def test_a_track_leads_into_the_workflow_that_serves_it():
    make_workflow("Default", is_default=True)
    kitchens = make_workflow("Kitchens", track="kitchens")
    lead = mailed(track="kitchens")

    look_after(lead)

    assert enrollment_of(lead).workflow_id == kitchens.pk


def test_the_exit_condition_ends_the_workflow_and_keeps_the_lead_out():
    make_workflow(is_default=True, exit_condition={"field": "qualification.budget", "op": "gt", "value": 0})
    lead = mailed()
    look_after(lead)
    Lead.objects.filter(pk=lead.pk).update(budget=10_000)

    look_after(lead)
    look_after(lead)

    assert care_of(lead) == ("review", "track_ended")
    assert [one.reason for one in Enrollment.objects.all()] == ["exit_rule"]


@pytest.mark.parametrize(
    ("text", "days", "again"),
    [
        ({"reentry": "never"}, 1000, False),
        ({"reentry": "after", "reentry_days": 30}, 29, False),
        ({"reentry": "after", "reentry_days": 30}, 30, True),
        ({"reentry": "always"}, 0, True),
    ],
)
def test_coming_again_is_as_the_workflow_says(text, days, again):
    make_workflow(is_default=True, steps=[{"id": "end", "kind": "exit"}], **text)
    lead = mailed()
    look_after(lead)
    advance_all()

    look_after(lead, at=NOW + timedelta(days=days))

    assert (Enrollment.objects.count() == 2) == again
    assert care_of(lead) == (("nurture", "") if again else ("review", "track_ended"))


def test_sales_takes_the_lead_out_of_its_workflow(rep, in_scope):
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)

    LeadRank.objects.filter(pk=lead.pk).update(stage="mql", owner=rep.user)
    look_after(lead)

    assert care_of(lead) == ("sales", "")
    assert enrollment_of(lead).reason == "with_sales"
    assert broken(in_scope) == []


def test_a_closed_lead_needs_no_care(in_scope):
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)

    LeadRank.objects.filter(pk=lead.pk).update(stage="disqualified")
    Lead.objects.filter(pk=lead.pk).update(is_open=False)
    look_after(lead)

    assert not Care.objects.exists()
    assert enrollment_of(lead).reason == "closed"
    assert broken(in_scope) == []


def test_a_green_lead_that_nobody_can_take_waits_for_a_person():
    make_workflow(is_default=True)
    lead = mailed(light="green")

    look_after(lead)

    assert care_of(lead) == ("review", "no_owner")


def resting(**columns):
    day = (NOW + timedelta(days=30)).date()
    return mailed(recycle_reason="too-early", resume_on=day, **columns)


def test_a_returned_lead_rests_until_its_day():
    make_workflow(is_default=True)
    lead = resting(track="general")

    look_after(lead)
    rests = care_of(lead)
    look_after(lead, at=NOW + timedelta(days=30))

    assert rests == ("resume", "")
    assert care_of(lead) == ("nurture", "")


def test_a_returned_lead_with_a_chosen_track_is_mailed_meanwhile():
    make_workflow("Default", is_default=True)
    kitchens = make_workflow("Kitchens", track="kitchens")
    lead = resting(track="kitchens", by_hand=["track"])

    look_after(lead)

    assert care_of(lead) == ("nurture", "")
    assert Care.objects.get().resume_on == lead.resume_on
    assert enrollment_of(lead).workflow_id == kitchens.pk


def test_a_newer_inquiry_ends_the_rest():
    make_workflow(is_default=True)
    lead = resting()
    Lead.objects.filter(pk=lead.pk).update(last_inquiry_at=NOW + timedelta(days=1))

    look_after(lead, at=NOW + timedelta(days=2))

    assert care_of(lead) == ("nurture", "")


def test_the_pipeline_gives_a_rep_without_a_next_step_one_task(rep, in_scope):
    lead = mailed(stage="sal", owner=rep.user, contact_status="connected")

    pipeline.advance(keys=[lead.pk], at=NOW)
    pipeline.advance(keys=[lead.pk], at=NOW)

    task = Task.objects.get()
    assert (task.title, task.assignee_id) == ("Decide the next step", rep.user_id)
    assert task.due_at.date() == NOW.date() + timedelta(days=1)
    assert care_of(lead) == ("sales", "")


def test_a_rep_with_a_clock_needs_no_task(rep):
    lead = mailed(stage="sal", owner=rep.user)
    answered = {"state": "accepted", "answered_at": NOW}
    distribution.make_hand_off(lead, rep, at=NOW, **answered)

    pipeline.advance(keys=[lead.pk], at=NOW)

    assert not Task.objects.exists()


def test_a_wish_hands_a_lead_over_that_is_not_green(rep):
    distribution.make_route(distribution.make_pool(members=[rep]))
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)

    wishes.wish(lead_ids=[lead.pk], by=None, at=NOW, reason="Care")
    pipeline.advance(keys=[lead.pk], at=NOW)

    told = Activity.objects.get(kind=ActivityKind.HANDED_OFF)
    assert told.data["reason"] == "wish"
    assert care_of(lead) == ("sales", "")
    assert Lead.objects.get().hand_off_wish_at is None


def test_taking_somebody_out_by_hand_keeps_them_out():
    make_workflow(is_default=True)
    lead = mailed()
    look_after(lead)

    enroll.leave(enrollment_ids=[enrollment_of(lead).pk], reason="by_hand", by=None, at=NOW)
    look_after(lead)

    assert care_of(lead) == ("review", "track_ended")


def test_archiving_sends_everybody_to_another_care():
    default = make_workflow("Default", is_default=True)
    other = make_workflow("Big ones", **big())
    lead = mailed(employees=80)
    look_after(lead)

    workflows.archive(workflow=other, by=None, at=NOW)
    look_after(lead)

    assert Enrollment.objects.earliest("pk").reason == "archived"
    assert enrollment_of(lead).workflow_id == default.pk


def test_the_default_workflow_cannot_be_set_aside():
    workflow = make_workflow(is_default=True)

    with pytest.raises(workflows.DefaultNeeded):
        workflows.archive(workflow=workflow, by=None, at=NOW)


def test_a_lead_left_alone_would_be_seen(in_scope):
    make_workflow(is_default=True)
    lead, alone = mailed(), make_lead(email="alone@example.com")
    look_after(lead)
    Enrollment.objects.update(state="left", ended_at=NOW, reason="by_hand")
    WorkItem.objects.all().delete()

    assert broken(in_scope) == ["nurturing.nurture_without_enrollment", "nurturing.open_lead_without_care"]
    assert alone.pk

"""No lead is left alone: each has one care, and what it says is true."""

from datetime import timedelta

import pytest

from leads.models import Activity, Lead
from nurturing.models import Care, Enrollment
from nurturing.services import arranging, workflows
from tests.factories import messaging
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
from tests.nurturing.caring import broken, care_of
from work.models import WorkItem


pytestmark = pytest.mark.usefixtures("in_scope")


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

"""Care where Sales has a part: taken over, given back, resting, wished for, without a next step."""

from datetime import timedelta

import pytest

from leadcrm import pipeline
from leads.choices import ActivityKind
from leads.models import Activity, Lead, LeadRank, Task
from leads.services import wishes
from nurturing.models import Care
from nurturing.services import enroll
from tests.factories import distribution
from tests.factories.nurturing import (
    NOW,
    enrollment_of,
    look_after,
    mailed,
    make_workflow,
)
from tests.nurturing.caring import broken, care_of


pytestmark = pytest.mark.usefixtures("in_scope")


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

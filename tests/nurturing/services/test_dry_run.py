"""The dry run says what the activation does: over generated leads and workflows."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from leads.models import Lead
from nurturing.models import Enrollment
from nurturing.services import dry_run, enroll, entering, workflows
from tests.factories import messaging
from tests.factories.nurturing import (
    EVERYBODY,
    NOW,
    advance_all,
    enrollment_of,
    look_after,
    mailed,
    make_workflow,
    simple_steps,
)
from work import jobs
from work.models import Job


pytestmark = [pytest.mark.usefixtures("in_scope"), pytest.mark.slow]

LEADS = st.fixed_dictionaries(
    {
        "employees": st.sampled_from([None, 5, 80]),
        "marketing_consent": st.sampled_from(["given", "given", "unknown"]),
        "track": st.sampled_from(["", "kitchens", "baths"]),
        "light": st.sampled_from(["red", "amber", "green"]),
        "stage": st.sampled_from(["marketing", "marketing", "marketing", "disqualified"]),
        "budget": st.sampled_from([None, 1000]),
    }
)
BIG = {"field": "company.employees", "op": "gte", "value": 50}
BUDGET = {"field": "qualification.budget", "op": "gt", "value": 0}
WORKFLOWS = st.fixed_dictionaries(
    {
        "entry": st.sampled_from([{}, EVERYBODY, BIG]),
        "exit_condition": st.sampled_from([{}, BUDGET]),
        "reentry": st.sampled_from(["never", "always"]),
        "is_default": st.booleans(),
        "track": st.sampled_from(["", "kitchens"]),
    }
)


@contextmanager
def taken_back():
    """Let each example begin with nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(specs, steps):
    """Make the workflows but the last, which stays in dry run; at most one default, a track once."""
    taken, made = {""}, []
    for number, spec in enumerate(specs):
        is_last = number == len(specs) - 1
        is_default = spec["is_default"] and not any(one.is_default for one in made)
        track = spec["track"] if spec["track"] not in taken else ""
        taken.add(track)
        values = {**spec, "is_default": is_default, "track": track}
        made.append(make_workflow(f"Flow {number}", steps, is_active=not is_last, **values))
    return made


def activate(workflow):
    """Activate the workflow and let everybody in; return who came."""
    before = set(Enrollment.objects.values_list("pk", flat=True))
    job = workflows.activate(workflow=workflow, by=None, at=NOW)
    while Job.objects.get(pk=job.pk).state == Job.State.RUNNING:
        jobs.run(keys=[job.pk], at=NOW)
    came = Enrollment.objects.active().filter(workflow=workflow).exclude(pk__in=before)
    return set(came.values_list("lead_id", flat=True))


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # shrinking would run the database for minutes
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(leads=st.lists(LEADS, min_size=1, max_size=8), specs=st.lists(WORKFLOWS, min_size=1, max_size=3))
def test_activation_lets_in_exactly_whom_the_dry_run_named(leads, specs):
    with taken_back():
        *_others, last = build(specs, simple_steps(messaging.make_template()))
        made = [mailed(**lead) for lead in leads]
        look_after(*made)

        run = dry_run.dry_run(workflow=last, version=workflows.draft(last), at=NOW)
        came = activate(last)

    in_marketing = {lead.pk for lead, spec in zip(made, leads, strict=True) if spec["stage"] == "marketing"}
    assert set(run.entering) == came
    assert set(run.entering) | set(run.refused) == in_marketing
    assert not set(run.entering) & set(run.refused)
    assert all(dry_run.label(reason) for reason in run.counts)


def test_a_dry_run_writes_nothing():
    workflow = make_workflow(is_active=False, entry=EVERYBODY)
    lead = mailed()

    dry_run.dry_run(workflow=workflow, version=workflows.draft(workflow), at=NOW)

    assert not Enrollment.objects.exists()
    assert not hasattr(Lead.objects.get(pk=lead.pk), "care")


def test_it_says_who_gets_what_and_when():
    template = messaging.make_template()
    steps = [
        {"id": "hello", "kind": "email", "template": str(template.public_id)},
        {"id": "wait", "kind": "wait", "days": 3},
        {"id": "again", "kind": "email", "template": str(template.public_id)},
        {"id": "end", "kind": "exit"},
    ]
    workflow = make_workflow(steps=steps, is_active=False, entry=EVERYBODY)
    lead = mailed()
    version = workflows.draft(workflow)

    run = dry_run.dry_run(workflow=workflow, version=version, at=NOW)
    (entrant,) = dry_run.entrants(run, version=version)

    assert (entrant.lead, entrant.why) == (lead, "entry")
    assert [(mail.step, mail.at) for mail in entrant.mails] == [
        ("hello", NOW),
        ("again", NOW + timedelta(days=3)),
    ]


def test_of_an_outline_whose_jump_turned_backward_nobody_says_what_it_sends():
    steps = simple_steps(messaging.make_template())
    steps[1]["go"] = "mail"
    workflow = make_workflow(steps=steps, is_active=False, entry=EVERYBODY)
    mailed()
    version = workflows.draft(workflow)

    run = dry_run.dry_run(workflow=workflow, version=version, at=NOW)
    (entrant,) = dry_run.entrants(run, version=version)

    assert entrant.mails == []


def test_a_page_is_not_kept_waiting_for_every_lead_and_says_so(monkeypatch):
    monkeypatch.setattr(dry_run, "CHUNK", 2)
    monkeypatch.setattr(dry_run, "MOST", 3)
    workflow = make_workflow(is_active=False, entry=EVERYBODY)
    leads = [mailed().pk for _ in range(3)]
    whole = dry_run.dry_run(workflow=workflow, version=workflows.draft(workflow), at=NOW)
    mailed()

    part = dry_run.dry_run(workflow=workflow, version=workflows.draft(workflow), at=NOW)

    assert (whole.looked_at, whole.total, whole.is_partial) == (3, 3, False)
    assert (list(part.entering), part.total, part.is_partial) == (leads, 4, True)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"marketing_consent": "unknown"}, "no_consent"),
        ({"email": "", "phone": "600"}, "no_address"),
        ({"light": "green"}, "ready"),
        ({"employees": 3}, "no_fit"),
        ({"budget": 5, "employees": 80}, "exits"),
    ],
)
def test_it_says_why_somebody_does_not_enter(columns, reason):
    workflow = make_workflow(is_active=False, entry=BIG, exit_condition=BUDGET)
    mailed(**columns)

    run = dry_run.dry_run(workflow=workflow, version=workflows.draft(workflow), at=NOW)

    assert run.counts == {reason: 1}


def test_it_says_that_another_workflow_comes_first():
    make_workflow("First", entry=EVERYBODY)
    second = make_workflow("Second", is_active=False, entry=EVERYBODY)
    fresh, settled = mailed(), mailed()
    look_after(settled)

    run = dry_run.dry_run(workflow=second, version=workflows.draft(second), at=NOW)

    assert run.refused == {fresh.pk: "takes_other", settled.pk: "in_other"}


def test_the_activation_moves_leads_out_of_the_default_workflow():
    default = make_workflow("Default", is_default=True)
    special = make_workflow("Big", is_active=False, entry=BIG)
    lead = mailed(employees=80)
    look_after(lead)
    advance_all()
    assert enrollment_of(lead).workflow_id == default.pk

    came = activate(special)

    assert came == {lead.pk}
    assert enrollment_of(lead).workflow_id == special.pk


def test_the_activation_goes_on_in_chunks(monkeypatch):
    monkeypatch.setattr(entering, "SIZE", 2)
    workflow = make_workflow(is_active=False, entry=EVERYBODY)
    leads = {mailed().pk for _ in range(5)}

    assert activate(workflow) == leads
    job = Job.objects.get()
    assert (job.finished, job.result) == (5, {"entered": 5})


def test_the_activation_counts_whom_it_let_in_and_not_who_is_there_at_its_end(monkeypatch):
    monkeypatch.setattr(entering, "SIZE", 1)
    make_workflow("First", entry=BIG)
    workflow = make_workflow(is_active=False, entry=EVERYBODY)
    first, _second, _other = mailed(), mailed(), mailed(employees=80)
    job = workflows.activate(workflow=workflow, by=None, at=NOW)
    jobs.run(keys=[job.pk], at=NOW)
    enroll.leave_one(enrollment=enrollment_of(first), reason="by_hand", by=None, at=NOW)
    look_after(first)

    while Job.objects.get(pk=job.pk).state == Job.State.RUNNING:
        jobs.run(keys=[job.pk], at=NOW)

    assert Job.objects.get(pk=job.pk).result == {"entered": 2}


def test_enrolling_by_hand_says_who_could_not_enter(rep):
    make_workflow("Default", is_default=True)
    workflow = make_workflow("By hand")
    here, refused = mailed(), mailed(marketing_consent="unknown")
    theirs = mailed(stage="mql", owner=rep.user)
    look_after(here)

    answers = enroll.enroll(
        lead_ids=[here.pk, refused.pk, theirs.pk, 10**9], workflow=workflow, by=rep.user_id, at=NOW
    )
    again = enroll.enroll(lead_ids=[here.pk], workflow=workflow, by=rep.user_id, at=NOW)

    assert answers[here.pk] == enrollment_of(here)
    assert {answers[refused.pk], answers[theirs.pk], answers[10**9]} == {
        enroll.Refusal.NO_CONSENT,
        enroll.Refusal.WITH_SALES,
        enroll.Refusal.UNKNOWN,
    }
    assert again == {here.pk: enroll.Refusal.ALREADY_IN}


def test_nobody_is_enrolled_in_a_workflow_that_is_not_active():
    workflow = make_workflow(is_active=False)

    with pytest.raises(enroll.NotActive):
        enroll.enroll(lead_ids=[mailed().pk], workflow=workflow, by=None, at=NOW)

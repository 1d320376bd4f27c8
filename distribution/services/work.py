"""Working through today's list: a call is logged, its step is done, the next one planned; all of it undone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from distribution import policy, queries, steps
from distribution.models import HandOff
from distribution.steps import Step
from leads.models import Lead, Task
from leads.services import calls, tasks


@dataclass(frozen=True, slots=True)
class Logged:
    """What a logged call changed; enough to take it back."""

    lead_id: int
    at: datetime
    contact_status: str
    planned: Task | None
    finished_id: int | None


@transaction.atomic
def log_call(
    *,
    lead: Lead,
    outcome: str,
    note: str,
    step: str,
    when: str,
    when_at: datetime | None,
    task_id: int | None,
    by: int,
    at: datetime,
) -> Logged:
    """Log the call, finish the step that it was, and plan the next one; empty choices follow the outcome.

    Raises: what ``calls.log`` and ``tasks.add`` raise.
    """
    status = lead.rank.contact_status
    calls.log(lead=lead, outcome=outcome, note=note, by=by, at=at)
    finished = Task.objects.filter(pk=task_id, lead_id=lead.pk, done_at=None).first() if task_id else None
    if finished is not None:
        tasks.finish(task=finished, by=by, at=at)
    planned = _plan_next(lead, outcome, step=step, when=when, when_at=when_at, by=by, at=at)
    return Logged(lead.pk, at, status, planned, finished.pk if finished else None)


def _plan_next(
    lead: Lead, outcome: str, *, step: str, when: str, when_at: datetime | None, by: int, at: datetime
) -> Task | None:
    chosen = steps.plan(outcome, step=step, when=when)
    if chosen.step == Step.NONE:
        return None
    calendar = policy.of(queries.workspace()).calendar
    due_at = when_at or steps.moment(chosen.when, at=at, calendar=calendar)
    title = str(Step(chosen.step).label)
    return tasks.add(lead=lead, title=title, due_at=due_at, assignee_id=by, by=by, at=at, kind=chosen.step)


@transaction.atomic
def take_back(
    *,
    lead: Lead,
    logged_at: datetime,
    contact_status: str,
    planned_id: int | None,
    finished_id: int | None,
    by: int,
    at: datetime,
) -> None:
    """Undo what ``log_call`` did.

    Raises: NothingToTakeBack the second time.
    """
    calls.take_back(lead=lead, logged_at=logged_at, contact_status=contact_status, by=by, at=at)
    HandOff.objects.filter(lead_id=lead.pk, contacted_at=logged_at).update(contacted_at=None, updated_at=at)
    Task.objects.filter(pk=planned_id, lead_id=lead.pk, done_at=None).delete()
    finished = Task.objects.filter(pk=finished_id, lead_id=lead.pk, done_at__isnull=False).first()
    if finished is not None:
        tasks.reopen(task=finished, by=by, at=at)

"""Moving leads through their workflows: the handler of queue "enrollment".

A batch is grouped by version and walked from the first step to the last, each step done once for everybody who
stands at it; jumps go forward only, so one walk brings everybody to where they wait. What a step does is in
``steps``; it is all written at the end, in the transaction that takes the items off the queue.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from core import sets
from core.failpoints import failpoint
from core.scope import current_workspace_id
from leads import changes
from messaging.services import outbox
from nurturing.choices import EnrollmentState, LeaveReason, StepKind, WorkflowState
from nurturing.engine.outline import Outline, Step
from nurturing.models import Enrollment, StepRun, WorkflowVersion
from nurturing.services import enroll, steps
from nurturing.services.steps import Batch
from nurturing.services.travelers import Setting, Traveler
from work import queue


# While its workflow is paused an item comes back this often; resuming wakes it at once.
PAUSED = timedelta(hours=1)
# Every batch that sends has the week's mail looked at (``guard``).
GUARD, LOOKED_AT_AFTER = "guard", timedelta(minutes=1)
# Shared with other workers; whoever pauses or archives waits for us, and we for them.
STATES = (
    "SELECT id, state FROM nurturing_workflow WHERE workspace_id = %s AND id = ANY(%s) ORDER BY id FOR SHARE"
)
COLUMNS = ("step", "step_at", "due_at", "state", "ended_at", "note", "updated_at")


def run(*, keys: Sequence[int], at: datetime) -> None:
    """Do what is due for these enrollments, step by step until each waits or has left; running it again is harmless.

    Queries: about fifteen for any number of enrollments.
    """
    places = list(
        Enrollment.objects.active().filter(pk__in=keys).values_list("lead_id", "workflow_id", "version_id")
    )
    if not places:
        return
    versions = WorkflowVersion.objects.select_related("workflow").in_bulk({version for *_, version in places})
    due, later = _sorted(_lock(keys, places, versions), at=at)
    queue.mark_each(enroll.QUEUE, later)
    if not due:
        return
    batch = Batch(Setting.of([row.lead_id for row in due], at=at))
    travelers = [
        Traveler(row, batch.setting.leads[row.lead_id]) for row in due if row.lead_id in batch.setting.leads
    ]
    groups: dict[int, list[Traveler]] = defaultdict(list)
    for traveler in travelers:
        groups[traveler.enrollment.version_id].append(traveler)
    for version_id, group in sorted(groups.items()):
        _walk(versions[version_id], group, batch)
    _write(travelers, batch)
    failpoint("enrollment_before_commit")


def _lock(
    keys: Sequence[int], places: Sequence[tuple[int, int, int]], versions: Mapping[int, WorkflowVersion]
) -> list[tuple[Enrollment, str]]:
    """Return the active ones among the enrollments with their workflow's state, locked: flows, ranks, then rows.

    Ranks only where a wish may be written, since that asks for them too.
    """
    with connection.cursor() as cursor:
        params: list[Any] = [current_workspace_id(), sorted({flow for _lead, flow, _version in places})]
        cursor.execute(STATES, params)
        states = dict(cursor.fetchall())
    if wishing := [lead for lead, _flow, version in places if _wishes(versions[version])]:
        enroll.hold(wishing)
    wanted = Enrollment.objects.active().filter(pk__in=keys)
    rows = wanted.order_by("pk").select_for_update(of=("self",), no_key=True)
    return [(row, states.get(row.workflow_id, "")) for row in rows]


def _wishes(version: WorkflowVersion) -> bool:
    return any(step.get("kind") == StepKind.WISH for step in version.steps)


def _sorted(
    rows: Sequence[tuple[Enrollment, str]], *, at: datetime
) -> tuple[list[Enrollment], dict[int, datetime]]:
    """Return the enrollments to look at now, and when the others are to be looked at again."""
    later = {row.pk: at + PAUSED for row, state in rows if state == WorkflowState.PAUSED}
    orphans = [row for row, state in rows if state not in {WorkflowState.PAUSED, WorkflowState.ACTIVE}]
    if orphans:
        # Entered in the moment in which somebody set the workflow aside.
        enroll.leave_rows(orphans, reason=LeaveReason.ARCHIVED, by=None, at=at)
        changes.mark(row.lead_id for row in orphans)
    return [row for row, state in rows if state == WorkflowState.ACTIVE], later


def _walk(version: WorkflowVersion, group: Sequence[Traveler], batch: Batch) -> None:
    outline = Outline(version.steps)
    standing: dict[int, list[Traveler]] = defaultdict(list)
    for traveler in group:
        step = outline.step(traveler.enrollment.step) if traveler.enrollment.step else outline.first
        if step is None:
            traveler.finish()
            continue
        if not traveler.enrollment.step:
            traveler.arrive(step, at=batch.at)
        standing[step.index].append(traveler)
    for step in outline.steps:
        here = standing.pop(step.index, [])
        for traveler, go in steps.do(outline, step, here, batch, version):
            _go_on(traveler, outline, step, go, standing, batch)


def _go_on(
    traveler: Traveler,
    outline: Outline,
    step: Step,
    go: str,
    standing: dict[int, list[Traveler]],
    batch: Batch,
) -> None:
    following = outline.following(step, go)
    if step.kind == StepKind.EXIT or following is None or following.index <= step.index:
        traveler.finish(str(step.data.get("reason") or "") if step.kind == StepKind.EXIT else "")
        return
    traveler.arrive(following, at=batch.at)
    standing[following.index].append(traveler)


def _write(travelers: Sequence[Traveler], batch: Batch) -> None:
    messages = outbox.enqueue(mails=batch.mails, at=batch.at) if batch.mails else {}
    if batch.mails:
        queue.mark(GUARD, [1], delay=LOOKED_AT_AFTER)
    _write_runs(travelers, messages)
    sets.update(Enrollment, [_row(traveler, batch.at) for traveler in travelers], names=COLUMNS)
    waiting = {one.id: one.enrollment.due_at for one in travelers if not one.is_finished}
    queue.mark_each(enroll.QUEUE, {pk: due_at or batch.at for pk, due_at in waiting.items()})
    steps.finish(batch)
    finished = [one for one in travelers if one.is_finished]
    for one in finished:
        one.enrollment.note = one.note
    enroll.tell_finished([one.enrollment for one in finished], at=batch.at)
    changes.mark([*(one.lead_id for one in finished), *batch.refused])


def _write_runs(travelers: Sequence[Traveler], messages: Mapping[str, int]) -> None:
    sets.insert(
        StepRun,
        [
            {
                "enrollment_id": traveler.id,
                "step": run["step"],
                "kind": run["kind"],
                "at": run["at"],
                "message_id": messages.get(run["key"]),
                "result": run["result"],
            }
            for traveler in travelers
            for run in traveler.runs
        ],
        ignore_conflicts=True,
    )


def _row(traveler: Traveler, at: datetime) -> dict[str, Any]:
    row, ended = traveler.enrollment, traveler.is_finished
    return {
        "id": row.pk,
        "step": row.step,
        "step_at": row.step_at,
        "due_at": None if ended else row.due_at,
        "state": EnrollmentState.FINISHED if ended else EnrollmentState.ACTIVE,
        "ended_at": at if ended else None,
        "note": traveler.note,
        "updated_at": at,
    }

"""Nurture at size: everybody is enrolled; what one step costs a lead, and what a tick costs when nothing is due."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

import psycopg
from django.db import connection, transaction

from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leadcrm.bench.timing import Sample
from messaging.models import SendingPolicy
from nurturing.models import Enrollment, Workflow
from nurturing.services import advance, enroll, workflows
from work import claim


BATCH, BATCHES, TICKS = 200, 4, 100
STEP_TARGET, TICK_TARGET, HELD_TARGET = 60, 5, 10
ENROLL = """
INSERT INTO nurturing_enrollment (workspace_id, public_id, created_at, updated_at, lead_id, workflow_id, version_id,
  state, step, step_at, due_at, entered_at, reason, note)
SELECT r.workspace_id, gen_random_uuid(), %(at)s, %(at)s, r.lead_id, %(workflow)s, %(version)s, 'active', '', %(at)s,
  %(at)s::timestamptz + interval '1 day' + make_interval(mins => (r.lead_id * 7919 %% 129600)::int), %(at)s, '', ''
FROM leads_leadrank r JOIN leads_lead l ON l.workspace_id = r.workspace_id AND l.id = r.lead_id
WHERE r.workspace_id = %(workspace)s AND r.stage = 'marketing' AND l.marketing_consent = 'given'
ORDER BY r.lead_id ON CONFLICT DO NOTHING
"""
QUEUE = """
INSERT INTO work_workitem (workspace_id, queue, key, due_at, attempts, seq, error)
SELECT workspace_id, 'enrollment', id, due_at, 0, nextval('work_seq'), '' FROM nurturing_enrollment
WHERE workspace_id = %s AND state = 'active' ORDER BY id ON CONFLICT DO NOTHING
"""
UPDATE = "UPDATE leads_leadrank SET model_version = model_version WHERE workspace_id = %s AND lead_id BETWEEN %s AND %s"
# A fifth of the items was due, is done, and still stands in the index for whoever began to read before.
DONE = "DELETE FROM work_workitem WHERE queue = 'enrollment' AND workspace_id = %s AND key %% 5 = 0"
WAS_DUE = """
UPDATE work_workitem SET due_at = now() - interval '1 hour' WHERE queue = 'enrollment' AND workspace_id = %s
AND key %% 5 = 0
"""


def run(filled: Filled, at: datetime, owner: psycopg.Connection[Any] | None) -> list[Result]:
    """Enroll everybody who may be mailed and measure."""
    _enroll(filled, at)
    if owner:
        for table in ("nurturing_enrollment", "work_workitem"):
            owner.execute(f"VACUUM (ANALYZE) {table}")  # type: ignore[call-overload]
    floor, nothing = _floor(filled), _nothing()
    step = timing.sample(_steps(filled, at), times=BATCHES - 1, warm_ups=1)
    tick = timing.sample(partial(claim.claim, enroll.QUEUE), times=TICKS)
    size = filled.leads
    found = [
        step.result("nurture.advance", size, value=step.cost / BATCH, floor=floor, target=STEP_TARGET),
        step.result("nurture.advance_both_sides", size, value=step.both / BATCH, floor=floor),
        tick.result("nurture.idle_tick", size, floor=nothing.cost, target=TICK_TARGET),
    ]
    if owner:
        with _snapshot_held(filled, owner):
            held = timing.sample(partial(claim.claim, enroll.QUEUE), times=TICKS)
        found.append(
            held.result("nurture.idle_tick_open_snapshot", size, floor=nothing.cost, target=HELD_TARGET)
        )
    return found


def _enroll(filled: Filled, at: datetime) -> None:
    with workspace_scope(filled.workspace.pk), connection.cursor() as cursor:
        SendingPolicy.objects.update_or_create(
            defaults={"postal_address": "Calle Mayor 1, Madrid", "from_email": "news@bench.invalid"}
        )
        workflow = Workflow.objects.get(is_default=True)
        version = workflows.live(workflow)
        if version is None:
            raise RuntimeError("The default workflow has no published version.")
        names = {
            "workspace": filled.workspace.pk,
            "workflow": workflow.pk,
            "version": version.pk,
            "at": at,
        }
        cursor.execute(ENROLL, names)
        cursor.execute(QUEUE, [filled.workspace.pk])


def _steps(filled: Filled, at: datetime) -> Callable[[], None]:
    """Return what brings the next 200 enrolled through their first step: a mail queued, a wait begun."""
    with workspace_scope(filled.workspace.pk):
        rows = Enrollment.objects.active().filter(step="").order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[: BATCH * BATCHES])
    batches = iter([keys[start : start + BATCH] for start in range(0, len(keys), BATCH)])

    def go() -> None:
        with workspace_scope(filled.workspace.pk):
            advance.run(keys=next(batches, []), at=at)

    return go


def _floor(filled: Filled) -> float:
    """Return what a plain update costs a row."""
    rows = min(filled.leads, 20_000)
    with (
        workspace_scope(filled.workspace.pk),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        ids = [filled.workspace.pk, filled.first_id, filled.first_id + rows - 1]
        written = timing.sample(partial(cursor.execute, UPDATE, ids), times=1, warm_ups=0)
        transaction.set_rollback(True)
    return written.total / rows


def _nothing() -> Sample:
    with connection.cursor() as cursor:
        return timing.sample(partial(cursor.execute, "SELECT 1"), times=200)


@contextmanager
def _snapshot_held(filled: Filled, owner: psycopg.Connection[Any]) -> Iterator[None]:
    """Let somebody read on as of before a fifth of the items was done."""
    with connection.cursor() as cursor:
        cursor.execute(WAS_DUE, [filled.workspace.pk])
    with owner.transaction():
        owner.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        owner.execute("SELECT count(*) FROM bench_floor")
        with connection.cursor() as cursor:
            cursor.execute(DONE, [filled.workspace.pk])
        yield

"""Scoring: all leads against the least that reading and writing them costs, one lead against ``select 1``."""

from datetime import datetime
from functools import partial
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.scope import workspace_scope
from leadcrm import pipeline
from leadcrm.bench import filling, publishing, timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leads.choices import Stage
from leads.models import LeadRank
from scoring.services import rescore
from scoring.services.passes import over_many


TIMES = 40
# A full pass by its floor, one lead by the clock to "select 1", and in milliseconds of processors.
FULL_TARGET, ONE_TARGET, ONE_TARGET_MS = 4, 60, 5
WRITE = "UPDATE leads_leadrank SET model_version = coalesce(model_version, 0) + 1 WHERE workspace_id = %s"
READ = (
    "SELECT lead_id, count(*) FROM leads_activity WHERE workspace_id = %s GROUP BY lead_id",
    "SELECT sum(employees) FROM leads_lead WHERE workspace_id = %s",
)
WRITTEN = "SELECT pg_stat_get_xact_tuples_updated('leads_leadrank'::regclass)"


def run(filled: Filled, at: datetime, owner: psycopg.Connection[Any] | None) -> list[Result]:
    """Measure a publication, a rescore of everything, one that changes nothing, one lead's score and its pipeline."""
    published = publishing.run(filled, at, owner)
    return [*published, _full(filled, at, owner), _unchanged(filled, at), *_one(filled, at)]


def _floor(filled: Filled) -> float:
    """Return the least: one plain update of every rank and one read of every activity and lead."""
    pk = filled.workspace.pk
    with workspace_scope(pk), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        reads = [timing.sample(partial(cursor.execute, sql, [pk]), times=1, warm_ups=1) for sql in READ]
        write = timing.sample(partial(cursor.execute, WRITE, [pk]), times=1, warm_ups=0)
        transaction.set_rollback(True)
    return sum(part.total for part in [*reads, write])


def _pass(filled: Filled, at: datetime) -> int:
    """Rescore every lead in chunks; return how many ranks were written."""
    written = 0
    for chunk in filled.chunks():
        with workspace_scope(filled.workspace.pk), over_many():
            before = _written()
            rescore.bring_up_to_date(rows=chunk, at=at)
            written += _written() - before
    return written


def _written() -> int:
    """Return how many ranks this session says it wrote lately; only differences mean something."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchone()[0]


def _full(filled: Filled, at: datetime, owner: psycopg.Connection[Any] | None) -> Result:
    """Rescore as after a publication: every rank is of an older version, so every one is written.

    The floor is taken before and after: a machine that others share is not as fast from one minute to the next.
    """
    before = _floor(filled)
    with workspace_scope(filled.workspace.pk):
        LeadRank.objects.update(model_version=0)
    filling.tidy(owner)
    measured = timing.sample(lambda: _pass(filled, at), times=1, warm_ups=0)
    filling.tidy(owner)
    floor = (before + _floor(filled)) / 2
    return measured.result("rescore.all", filled.leads, floor=floor, target=FULL_TARGET)


def _unchanged(filled: Filled, at: datetime) -> Result:
    rows: list[int] = []
    measured = timing.sample(lambda: rows.append(_pass(filled, at)), times=1, warm_ups=0)
    return measured.result(
        "rescore.unchanged", filled.leads, value=float(rows[0]), unit="rows written", target=0
    )


def _one(filled: Filled, at: datetime) -> list[Result]:
    with workspace_scope(filled.workspace.pk):
        lead_id = (
            LeadRank.objects.filter(stage=Stage.MARKETING).order_by("-pk").values_list("pk", flat=True)[0]
        )
        with connection.cursor() as cursor:
            nothing = timing.sample(lambda: cursor.execute("SELECT 1"), times=200)
        score = timing.sample(lambda: rescore.score(lead_ids=[lead_id], at=at), times=TIMES)
        road = timing.sample(lambda: pipeline.advance(keys=[lead_id], at=at), times=TIMES)
        with CaptureQueriesContext(connection) as captured:
            pipeline.advance(keys=[lead_id], at=at)
    size, statements = filled.leads, float(len(captured))
    return [
        # By the clock, as the floor is: the server's own time for "select 1" is too short to divide by.
        score.result("rescore.one", size, value=score.p50, floor=nothing.p50, target=ONE_TARGET),
        score.result("rescore.one_both_sides", size, value=score.both, target=ONE_TARGET_MS),
        road.result("rescore.pipeline_of_one", size, floor=nothing.cost),
        road.result("rescore.pipeline_of_one_both_sides", size, value=road.both, floor=nothing.both),
        road.result("rescore.pipeline_statements", size, value=statements, unit="statements"),
    ]

"""Scores, grades and lights brought into line with the leads as they are: one statement, a lead or a chunk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from conditions.fragments import IdSet, Rows
from conditions.registry import Registry
from core import prepared
from core.scope import current_workspace_id
from leads.models import LeadRank
from scoring import queries
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.spec import ModelSpec
from scoring.models import ScoringModel
from scoring.services import snapshots
from scoring.services.snapshots import Change


# MATERIALIZED: without the word the planner works every rule out two or three times (scale §0.2).
# The rows are compared with what was read, so that of two passes at once the later one never writes what it
# worked out from an older lead; and an older version never writes over a newer one.
UPDATE = """
WITH n AS MATERIALIZED (
  SELECT l.id AS lead_id, r.fit AS old_fit, r.engagement AS old_engagement, r.score AS old_score,
    r.grade AS old_grade, r.light AS old_light, r.model_version AS old_version, r.grade_by_hand AS by_hand,
    d.fit, d.engagement, s.score, s.grade, g.light, g.reason
  {source}),
u AS (
  UPDATE leads_leadrank t SET fit = n.fit, engagement = n.engagement, score = n.score, grade = n.grade,
    light = n.light, light_reason = n.reason, model_version = %s
  FROM n WHERE t.workspace_id = %s AND {target} AND t.lead_id = n.lead_id
    AND coalesce(t.model_version, 0) <= %s
    AND (t.fit, t.engagement, t.score, t.grade, t.light, t.model_version, t.grade_by_hand) IS NOT DISTINCT FROM
      (n.old_fit, n.old_engagement, n.old_score, n.old_grade, n.old_light, n.old_version, n.by_hand)
    AND (t.fit, t.engagement, t.score, t.grade, t.light, t.light_reason, t.model_version) IS DISTINCT FROM
      (n.fit, n.engagement, n.score, n.grade, n.light, n.reason, %s)
  RETURNING t.lead_id, n.old_version, n.old_score, n.old_grade, n.old_light, t.score, t.grade, t.light)
SELECT * FROM u WHERE old_version IS NULL OR grade <> old_grade OR light <> old_light ORDER BY lead_id
"""


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """The live model with the names its conditions are read by."""

    spec: ModelSpec
    registry: Registry

    @property
    def version(self) -> int:
        """Return its number."""
        return self.spec.version or 0

    def compiler(self, *, at: datetime, explain: bool = False) -> ScoreCompiler:
        """Return the compiler for this moment's UTC day; the same one all day, since writing the SQL takes time."""
        return _compiler(self, at.astimezone(UTC).date(), explain=explain)


@lru_cache(maxsize=64)
def _compiler(live: Live, today: date, *, explain: bool) -> ScoreCompiler:
    return ScoreCompiler(live.spec, live.registry, today=today, explain=explain)


def live() -> Live | None:
    """Return the live model of the workspace in scope, None before the first publication.

    Queries: one, and three more for a version or a list of names that this process has not met.
    """
    names, public_id = queries.registry_and_live()
    return _live(public_id, names) if public_id else None


@lru_cache(maxsize=256)
def _live(public_id: UUID, names: Registry) -> Live:
    """Read a published version once: nothing of it can change (a trigger refuses)."""
    return Live(queries.spec_of(ScoringModel.objects.get(public_id=public_id), names), names)


@transaction.atomic(savepoint=False)
def score(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Score the leads by the live model; the pipeline's step. Running it again writes nothing.

    The rows are locked first, in order, so that what is read next is not older than what others wrote.
    """
    ids = sorted(set(lead_ids))
    list(LeadRank.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk", flat=True))
    bring_up_to_date(rows=IdSet(ids), at=at, lead_ids=ids)


def bring_up_to_date(*, rows: Rows, at: datetime, lead_ids: Sequence[int] = ()) -> list[int]:
    """Score these rows; return the leads whose grade or light changed, or that had no score yet.

    Snapshots and timeline entries of what changed are written too, and for ``lead_ids`` the snapshots of
    hand-offs, answers and outcomes that have none yet.
    """
    model = live()
    if model is None:
        return []
    compiler = model.compiler(at=at)
    changes = _update(compiler, rows=rows, version=model.version)
    snapshots.take(model.spec, compiler, changes=changes, lead_ids=lead_ids, at=at)
    return [change.lead_id for change in changes]


def _update(compiler: ScoreCompiler, *, rows: Rows, version: int) -> list[Change]:
    if isinstance(rows, IdSet):
        text = _text_for_ids(compiler, current_workspace_id(), version)
        with prepared.cursor() as cursor:
            cursor.execute(text, prepared.ids(rows.ids))
            return [Change(*row) for row in cursor.fetchall()]
    with connection.cursor() as cursor:
        cursor.execute(*_statement(compiler, current_workspace_id(), version, rows))
        return [Change(*row) for row in cursor.fetchall()]


def _statement(compiler: ScoreCompiler, workspace_id: int, version: int, rows: Rows) -> tuple[str, list[Any]]:
    source = compiler.from_sql(workspace_id=workspace_id, rows=rows)
    target = rows.limit("t.lead_id")
    sql = UPDATE.format(source=source.sql, target=target.sql)
    return sql, [*source.params, version, workspace_id, *target.params, version, version]


@lru_cache(maxsize=64)
def _text_for_ids(compiler: ScoreCompiler, workspace_id: int, version: int) -> str:
    """Return the statement for a lead or a batch; the same text all day, since 12 kB take time to write and to plan."""
    sql, params = _statement(compiler, workspace_id, version, IdSet(prepared.IDS))  # type: ignore[arg-type]
    return prepared.written(sql, ["".join(each) if each == list(prepared.IDS) else each for each in params])

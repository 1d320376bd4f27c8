"""Scores, grades and lights brought into line with the leads as they are: one statement, a lead or a chunk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction

from conditions.fragments import IdSet, Rows, to_come
from conditions.registry import Registry
from core import prepared
from core.scope import current_workspace_id
from leads.models import LeadRank
from scoring import queries
from scoring.choices import Event
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.spec import ModelSpec
from scoring.models import ScoringModel
from scoring.services import snapshots
from scoring.services.snapshots import Change


# MATERIALIZED: without the word the planner works every rule out two or three times (scale §0.2).
# The rows are compared with what was read, so that of two passes at once the later one never writes what it
# worked out from an older lead; and an older version never writes over a newer one.
# Lines and facts are put together only for a lead that moves, whose snapshot (k) is written by the same statement:
# the rules are worked out once. What the last SELECT finds of earlier snapshots is from before this statement.
UPDATE = """
WITH n AS MATERIALIZED (
  SELECT l.id AS lead_id, r.fit AS old_fit, r.engagement AS old_engagement, r.score AS old_score,
    r.grade AS old_grade, r.light AS old_light, r.model_version AS old_version, r.grade_by_hand AS by_hand,
    d.fit, d.engagement, s.score, s.grade, g.light, g.reason, {model} AS model_key, {definition} AS definition_key,
    CASE WHEN {moves} THEN {lines} END AS lines, CASE WHEN {moves} THEN {facts} END AS facts
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
    AND NOT EXISTS (SELECT 1 FROM leads_restriction x WHERE x.workspace_id = t.workspace_id
      AND x.lead_id = t.lead_id AND x.ended_at IS NULL)
  RETURNING t.lead_id, n.old_version, n.old_score, n.old_grade, n.old_light, t.fit, t.engagement, t.score, t.grade,
    t.light, t.model_version, n.model_key, n.definition_key, n.lines, n.facts),
k AS (
  INSERT INTO scoring_scoresnapshot (workspace_id, lead_id, event, at, model_version, model_key, definition_key,
    fit, engagement, score, grade, light, lines, facts)
  SELECT %s, lead_id, %s, %s::timestamptz, model_version, model_key, definition_key, fit, engagement, score, grade,
    light, lines, facts
  FROM u WHERE lines IS NOT NULL ORDER BY lead_id)
SELECT lead_id, old_version, old_score, old_grade, old_light, score, grade, light, lines,
  (SELECT p.lines FROM scoring_scoresnapshot p WHERE p.workspace_id = %s AND p.lead_id = u.lead_id
   ORDER BY p.at DESC, p.id DESC LIMIT 1)
FROM u WHERE lines IS NOT NULL ORDER BY lead_id
"""
MOVES = "(r.model_version IS NULL OR s.grade <> r.grade OR g.light <> r.light)"


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
    changes = _update(compiler, rows=rows, version=model.version, at=at)
    snapshots.tell(model.spec, changes=changes, at=at)
    snapshots.take(compiler, lead_ids=lead_ids, version=model.version, at=at)
    return [change.lead_id for change in changes]


def _update(compiler: ScoreCompiler, *, rows: Rows, version: int, at: datetime) -> list[Change]:
    text = _text(compiler, current_workspace_id(), version, to_come(rows))
    with prepared.cursor() as cursor:
        cursor.execute(text, {**rows.values(), "at": at.isoformat()})
        return [Change(*row) for row in cursor.fetchall()]


def _statement(compiler: ScoreCompiler, workspace_id: int, version: int, rows: Rows) -> tuple[str, list[Any]]:
    source = compiler.from_sql(workspace_id=workspace_id, rows=rows)
    target = rows.limit("t.lead_id")
    sql = UPDATE.format(
        model=compiler.chooser.model_key(),
        definition=compiler.chooser.definition_key(),
        moves=MOVES,
        lines=compiler.lines().sql,
        facts=compiler.facts().sql,
        source=source.sql,
        target=target.sql,
    )
    written = [version, workspace_id, *target.params, version, version]
    return sql, [*source.params, *written, workspace_id, str(Event.CHANGED), prepared.AT, workspace_id]


@lru_cache(maxsize=64)
def _text(compiler: ScoreCompiler, workspace_id: int, version: int, rows: Rows) -> str:
    """Return the statement for a lead, a batch or a chunk: the same all day, since 20 kB take time to write and plan.

    Planning took a tenth of a chunk's time.
    """
    return prepared.written(*_statement(compiler, workspace_id, version, rows))

"""Keeping scores as they were at what Sales did, and telling the timeline of grades and lights that changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import connection

from conditions.fragments import Fragment, IdSet
from core.scope import current_workspace_id
from leads.choices import ActivityKind
from leads.services import timeline
from scoring.choices import SNAPSHOT_KINDS
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.spec import CriterionSpec, ModelSpec


INSERT = """
INSERT INTO scoring_scoresnapshot (workspace_id, lead_id, event, activity_id, at, model_version, model_key,
  definition_key, fit, engagement, score, grade, light, lines, facts)
SELECT l.workspace_id, l.id, e.event, e.activity_id, %s, %s, {model}, {definition}, d.fit, d.engagement, s.score,
  s.grade, g.light, {lines}, {facts}
{source}
ON CONFLICT (workspace_id, activity_id) WHERE activity_id IS NOT NULL DO NOTHING
"""
EVENTS = """
JOIN unnest(%s::bigint[], %s::text[], %s::bigint[]) AS e(lead_id, event, activity_id) ON e.lead_id = l.id
"""
WANTING = """
SELECT a.lead_id, a.kind, a.id FROM leads_activity a
WHERE a.workspace_id = %s AND a.lead_id = ANY(%s::bigint[]) AND a.kind = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM scoring_scoresnapshot p
    WHERE p.workspace_id = %s AND p.activity_id = a.id)
"""
Lines = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """A lead whose grade or light is not what it was; ``old_version`` is None for its first score.

    ``lines`` of the score now, as its snapshot keeps them, and of the one kept before; None without one.
    """

    lead_id: int
    old_version: int | None
    old_score: int
    old_grade: str
    old_light: str
    score: int
    grade: str
    light: str
    lines: Any
    before: Any


def tell(spec: ModelSpec, *, changes: Sequence[Change], at: datetime) -> None:
    """Write an entry on the timeline for each change."""
    timeline.record_many(_entry(spec, change, at) for change in changes)


def take(compiler: ScoreCompiler, *, lead_ids: Sequence[int], version: int, at: datetime) -> None:
    """Write a snapshot for each hand-off, answer and outcome of the leads that has none yet."""
    if events := _wanting(lead_ids):
        _insert(compiler, events=events, version=version, at=at)


def _wanting(lead_ids: Sequence[int]) -> list[tuple[int, str, int]]:
    if not lead_ids:
        return []
    workspace_id = current_workspace_id()
    with connection.cursor() as cursor:
        cursor.execute(
            WANTING, [workspace_id, list(lead_ids), [str(kind) for kind in SNAPSHOT_KINDS], workspace_id]
        )
        return [tuple(row) for row in cursor.fetchall()]


def _insert(
    compiler: ScoreCompiler,
    *,
    events: Sequence[tuple[int, str, int]],
    version: int,
    at: datetime,
) -> None:
    columns = [list(column) for column in zip(*events, strict=True)]
    source = compiler.from_sql(
        workspace_id=current_workspace_id(),
        rows=IdSet(sorted(set(columns[0]))),
        extra=Fragment(EVENTS, tuple(columns)),
    )
    lines, facts = compiler.lines(), compiler.facts()
    sql = INSERT.format(
        model=compiler.chooser.model_key(),
        definition=compiler.chooser.definition_key(),
        lines=lines.sql,
        facts=facts.sql,
        source=source.sql,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, cast("list[Any]", [at, version, *lines.params, *facts.params, *source.params]))


def loaded(value: Any) -> Any:
    """Return JSON as Python, whether or not the driver has read it."""
    return json.loads(value) if isinstance(value, str) else value


def _entry(spec: ModelSpec, change: Change, at: datetime) -> timeline.Entry:
    data: dict[str, Any] = {
        "from": change.old_score if change.old_version is not None else None,
        "to": change.score,
        "grade_from": change.old_grade if change.old_version is not None else None,
        "grade_to": change.grade,
        "light_from": change.old_light if change.old_version is not None else None,
        "light_to": change.light,
        "version": spec.version,
    }
    before, lines = loaded(change.before) or {}, loaded(change.lines)
    if reason := _top_reason(spec, before, lines, rises=change.score >= change.old_score):
        criterion, tenths = reason
        data["reason"] = {
            "key": criterion.key,
            "en": criterion.label.en,
            "es": criterion.label.es,
            "tenths": tenths,
        }
    return timeline.Entry(change.lead_id, ActivityKind.SCORE_CHANGED, at, data=data)


def _top_reason(
    spec: ModelSpec, before: Lines, lines: Lines, *, rises: bool
) -> tuple[CriterionSpec, int] | None:
    """Return the criterion that moved the score most in the direction it went."""
    old, new = _flat(before), _flat(lines)
    moved = [
        (new.get(criterion.key, 0) - old.get(criterion.key, 0), criterion)
        for criterion in spec.every_criterion()
    ]
    moved = [(tenths, criterion) for tenths, criterion in moved if tenths and (tenths > 0) == rises]
    if not moved:
        return None
    tenths, criterion = max(moved, key=lambda pair: abs(pair[0]))
    return criterion, tenths


def _flat(lines: Lines) -> dict[str, int]:
    return {key: tenths for by_key in lines.values() for key, tenths in by_key.items()}

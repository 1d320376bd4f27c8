"""Bringing clues into line with the inferences, and the standing answers with the clues; set-based, of any number."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from conditions.faults import ConditionError
from conditions.fragments import IdRange, IdSet
from conditions.nodes import Node
from conditions.registry import Registry
from conditions.sql import Compiler
from core.limits import TooSlow, time_limit
from core.scope import current_workspace_id
from leads import changes, inferences
from leads.choices import ActivityKind
from leads.services import timeline


SAME = "c.workspace_id = %s AND c.lead_id = w.lead_id AND c.inference_id = w.inference_id"
CLAIM = "({t}.question, {t}.value, {t}.norm, {t}.is_at_least, {t}.confidence)"
SAYS = "({t}.question, {t}.value, {t}.is_at_least)"
ANOTHER = f"{SAYS.format(t='c')} IS DISTINCT FROM {SAYS.format(t='w')}"
DIFFERS = f"{CLAIM.format(t='c')} IS DISTINCT FROM {CLAIM.format(t='w')}"
# An answer that is certain ends the inferred one, and tells whether that was right. What no longer holds is withdrawn.
# A claim that somebody denied is not made of that lead again.
FRESH = f"""w.holds AND NOT w.known AND NOT EXISTS (SELECT 1 FROM leads_clue c WHERE {SAME}
  AND (c.ended_at IS NULL OR (c.outcome = 'denied' AND c.value = w.value AND c.is_at_least = w.is_at_least)))"""
WRITE = f"""
WITH {{wanted}},
ended AS (
  UPDATE leads_clue c SET ended_at = %s,
    outcome = CASE WHEN NOT w.known THEN '' WHEN w.agrees THEN 'hit' ELSE 'miss' END
  FROM w WHERE {SAME} AND c.ended_at IS NULL AND (w.known OR NOT w.holds)),
kept AS (
  UPDATE leads_clue c SET question = w.question, value = w.value, norm = w.norm, is_at_least = w.is_at_least,
    confidence = w.confidence, at = CASE WHEN {ANOTHER} THEN %s ELSE c.at END
  FROM w WHERE {SAME} AND c.ended_at IS NULL AND w.holds AND NOT w.known AND {DIFFERS}),
made AS (
  INSERT INTO leads_clue (workspace_id, lead_id, question, value, norm, is_at_least, confidence, evidence, activity_id,
    inference_id, at, outcome)
  SELECT %s, w.lead_id, w.question, w.value, w.norm, w.is_at_least, w.confidence, '', w.activity_id, w.inference_id,
    %s, '' FROM w WHERE {FRESH})
SELECT w.lead_id, i.name, w.holds, CASE WHEN w.holds THEN w.question ELSE c.question END,
  (CASE WHEN w.holds THEN w.value ELSE c.value END)::text,
  CASE WHEN w.holds THEN w.is_at_least ELSE c.is_at_least END, w.confidence
FROM w JOIN leads_inference i ON i.workspace_id = %s AND i.id = w.inference_id
LEFT JOIN leads_clue c ON {SAME} AND c.ended_at IS NULL
WHERE NOT w.known AND CASE WHEN c.id IS NULL THEN {FRESH} ELSE NOT w.holds OR {ANOTHER} END
ORDER BY w.lead_id, i.position, i.id
"""
# The strongest answer of each question: the higher confidence, then the newer, then the inference asked first.
STAND = """
UPDATE leads_lead l SET clues = s.clues FROM (
  SELECT x.id, coalesce(jsonb_object_agg(k.question, k.answer) FILTER (WHERE k.question IS NOT NULL), '{}') AS clues
  FROM unnest(%s::bigint[]) AS x (id) LEFT JOIN LATERAL (
    SELECT DISTINCT ON (c.question) c.question, jsonb_build_object('value', c.value, 'norm', c.norm,
      'is_at_least', c.is_at_least, 'confidence', c.confidence) AS answer
    FROM leads_clue c
    LEFT JOIN leads_inference i ON i.workspace_id = c.workspace_id AND i.id = c.inference_id
    WHERE c.workspace_id = %s AND c.lead_id = x.id AND c.ended_at IS NULL AND c.confidence < 100
    ORDER BY c.question, c.confidence DESC, c.at DESC, i.position NULLS FIRST, c.id DESC) k ON true
  GROUP BY x.id) s
WHERE l.workspace_id = %s AND l.id = s.id AND l.clues IS DISTINCT FROM s.clues
"""
MOVED = f"""
WITH {{wanted}}
SELECT DISTINCT w.lead_id FROM w
LEFT JOIN leads_clue c ON {SAME} AND c.ended_at IS NULL
WHERE CASE WHEN c.id IS NULL THEN {FRESH} ELSE w.known OR NOT w.holds OR {DIFFERS} END
"""
TRIAL = """
SELECT count(*), count(*) FILTER (WHERE {known}), count(*) FILTER (WHERE {known} AND {agrees})
FROM {tables} {activities} WHERE l.workspace_id = %s AND {holds}
"""
LIMIT_MS = 1_500


def infer(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Set, correct and withdraw what the inferences say of the leads, and let the strongest answers stand.

    A pipeline step, before classification and scoring, which read the answers: running it again changes nothing. It
    asks only what is certain, so that no inference follows from another, and touches no certain answer. What it set,
    changed or withdrew is told on the timeline; not a confidence that outcomes moved, nor what a certain answer ended.
    Queries: three for any number of leads and inferences, one more where something is told, one without any inference.
    """
    registry, rules = inferences.read()
    if not rules:
        return
    workspace_id, ids = current_workspace_id(), sorted(lead_ids)
    reading = inferences.Pass(registry, rules, today=at.date())
    wanted = reading.wanted(workspace_id=workspace_id, rows=IdSet(ids))
    # In the order of the statement: what ends, what is kept, what is new and not denied; and what of it is told.
    params: list[Any] = [*wanted.params, at, workspace_id, at, workspace_id, workspace_id, at, workspace_id]
    params += [workspace_id, workspace_id, workspace_id]
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(wanted=wanted.sql), params)
        told = cursor.fetchall()
    timeline.record_many(_entry(row, registry, at=at) for row in told)
    stand(lead_ids=ids)


def _entry(row: tuple[Any, ...], registry: Registry, *, at: datetime) -> timeline.Entry:
    lead_id, name, holds, question, value, is_at_least, confidence = row
    field = registry.field_named(question) if question.startswith("custom.") else None
    data = {
        "question": question,
        "value": json.loads(value),
        "confidence": confidence if holds else 0,
        "is_at_least": is_at_least,
        "evidence": name,
        "inferred": holds,
        **({"label": str(field.label)} if field else {}),
    }
    return timeline.Entry(lead_id, ActivityKind.CLUE, at, data=data)


def stand(*, lead_ids: Sequence[int]) -> None:
    """Write the strongest probable answers of the leads where they are not what stands. Queries: one."""
    workspace_id = current_workspace_id()
    with connection.cursor() as cursor:
        cursor.execute(STAND, [list(lead_ids), workspace_id, workspace_id])


def mark_moved(*, rows: IdRange, at: datetime) -> None:
    """Mark the leads of which an inference says something else than it did: since it changed, or by time alone.

    Queries: two, and the mark.
    """
    registry, rules = inferences.read()
    if not rules:
        return
    workspace_id = current_workspace_id()
    wanted = inferences.Pass(registry, rules, today=at.date()).wanted(workspace_id=workspace_id, rows=rows)
    params: list[Any] = [*wanted.params, workspace_id, workspace_id]
    with connection.cursor() as cursor:
        cursor.execute(MOVED.format(wanted=wanted.sql), params)
        found = [row[0] for row in cursor.fetchall()]
    changes.mark(found)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a condition and an answer would say: of how many leads, and how that fits what is certain already."""

    holds: int
    known: int
    agree: int

    @property
    def new(self) -> int:
        """How many leads would get the answer."""
        return self.holds - self.known


def try_out(
    *, node: Node, question: str, answer: tuple[Any, bool], registry: Registry, today: date
) -> Trial | None:
    """Return what the inference would say if it were saved; None if counting takes too long.

    Queries: one, and the limit's. Raises: ConditionError if nothing can be compared with the answer.
    """
    value, is_at_least = answer
    field = inferences.answer_field(question, registry)
    if field is None:
        raise ConditionError(_("This question does not exist."))
    compiler = Compiler(registry, today=today)
    claim = inferences.claim(field, value, is_at_least=is_at_least, registry=registry)
    parts = [compiler.add(part) for part in (inferences.known(field, registry), claim, node)]
    known, agrees, holds = parts
    activities = compiler.join_sql(workspace_id=current_workspace_id())
    sql = TRIAL.format(
        known=known.sql,
        agrees=agrees.sql,
        holds=holds.sql,
        tables=registry.rows.tables,
        activities=activities.sql,
    )
    params: list[Any] = [*known.params, *known.params, *agrees.params, *activities.params]
    params += [current_workspace_id(), *holds.params]
    try:
        with time_limit(LIMIT_MS), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return Trial(*cursor.fetchone())
    except TooSlow:
        return None

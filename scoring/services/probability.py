"""The one writer of ``LeadRank.probability``: the current learned model, as SQL over the rules it was made of.

Plain arithmetic on stored coefficients: neither numpy nor scikit-learn is needed to give a lead its probability.
Unit: tenths of a percent, 0 to 1000; NULL where nothing is known, or where the lead has left the road.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from conditions.faults import ConditionError
from conditions.fragments import Fragment, IdSet, Rows, join, to_come
from conditions.nodes import Group
from conditions.parse import parse
from conditions.registry import Registry
from core import prepared
from core.scope import current_workspace_id
from leads.choices import OPEN_STAGES
from leads.models import LeadRank
from scoring import queries
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.reader import criteria_registry
from scoring.engine.spec import ModelSpec
from scoring.models import LearnedModel, ScoringModel
from scoring.services.learning_hits import hits_of


UPDATE = """
UPDATE leads_leadrank t SET probability = n.probability
FROM (
  SELECT z.lead_id, CASE WHEN z.is_open THEN round(1000 * ({curve}))::smallint END AS probability
  FROM (SELECT l.id AS lead_id, r.stage = ANY(%s) AS is_open,
    greatest(-30, least(30, {odds})) AS odds {source}) z
) n
WHERE t.workspace_id = %s AND {target} AND t.lead_id = n.lead_id AND t.probability IS DISTINCT FROM n.probability
"""
CLEAR = """UPDATE leads_leadrank t SET probability = NULL
WHERE t.workspace_id = %s AND {target} AND t.probability IS NOT NULL"""


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """The current model with the rules its coefficients belong to."""

    spec: ModelSpec
    registry: Registry
    rules: tuple[Any, ...]
    odds: dict[str, Any]
    curve: dict[str, Any]


def current() -> LearnedModel | None:
    """Return the newest training run, None before the first. Queries: one."""
    return LearnedModel.objects.filter(is_current=True).defer("measures", "proposal", "effectiveness").first()


def of(rank: LeadRank) -> dict[str, Any] | None:
    """Return a lead's probability from 0 to 1 with what it was learned from. Queries: one, if it has one."""
    learned = current() if rank.probability is not None else None
    if learned is None:
        return None
    return {
        "value": (rank.probability or 0) / 1000,
        "outcomes": learned.outcomes,
        "won": learned.won,
        "model_version": learned.version,
        "trained_at": learned.trained_at,
    }


def bring_up_to_date(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Give these leads their probability; the pipeline's step after the score. Running it again writes nothing."""
    write(rows=IdSet(sorted(set(lead_ids))), at=at)


def write(*, rows: Rows, at: datetime) -> int:
    """Give these leads their probability, or take it from them where nothing was learned; return how many changed."""
    learned = current()
    if learned is None:
        return 0
    target = rows.limit("t.lead_id")
    if not learned.is_ready:
        return _execute(CLEAR.format(target=target.sql), [current_workspace_id(), *target.params])
    judge = _judge(learned.public_id, queries.registry())
    today = at.astimezone(UTC).date()
    with prepared.cursor() as cursor:
        cursor.execute(_text(judge, today, current_workspace_id(), to_come(rows)), rows.values())
        return cursor.rowcount


def _statement(judge: Judge, today: date, workspace_id: int, rows: Rows) -> tuple[str, list[Any]]:
    compiler, odds = _compiled(judge, today)
    source, target = compiler.from_sql(workspace_id=workspace_id, rows=rows), rows.limit("t.lead_id")
    curve = curve_sql(judge.curve)
    sql = UPDATE.format(curve=curve, odds=odds.sql, source=source.sql, target=target.sql)
    stages = [str(stage) for stage in OPEN_STAGES]
    return sql, [stages, *odds.params, *source.params, workspace_id, *target.params]


@lru_cache(maxsize=64)
def _text(judge: Judge, today: date, workspace_id: int, rows: Rows) -> str:
    """Return the statement for a lead, a batch or a chunk; the same all day, so that the server keeps its plan."""
    return prepared.written(*_statement(judge, today, workspace_id, rows))


def _execute(sql: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.rowcount


@lru_cache(maxsize=128)
def _judge(public_id: UUID, names: Registry) -> Judge:
    """Read a training run once: nothing of it changes."""
    learned = LearnedModel.objects.get(public_id=public_id)
    spec = queries.spec_of(ScoringModel.objects.versions().get(version=learned.version), names)
    rules = tuple(_node(rule["condition"], names) for rule in learned.rules)
    return Judge(spec, names, rules, learned.odds, learned.curve)


def _node(condition: Any, names: Registry) -> Any:
    """Return the rule; one that names what was deleted since never holds."""
    try:
        return parse(condition, criteria_registry(names), check_choices=False)
    except ConditionError:
        return Group("any")


@lru_cache(maxsize=64)
def _compiled(judge: Judge, today: date) -> tuple[ScoreCompiler, Fragment]:
    """Return the compiler and the sum of log odds; the same all day, since writing the SQL takes time."""
    compiler = ScoreCompiler(judge.spec, judge.registry, today=today)
    weights = judge.odds
    parts = [Fragment(f"({float(weights['intercept'])!r})::float8")]
    for criterion, hit in zip(compiler.criteria, hits_of(compiler), strict=True):
        weight = float(weights["criteria"].get(criterion.key, 0))
        if weight:
            parts.append(Fragment(f"({weight!r}) * ({hit.sql})", hit.params))
    for node, weight in zip(judge.rules, weights["rules"], strict=True):
        held = compiler.held_by_default(node)
        parts.append(Fragment(f"({float(weight)!r}) * ({held.sql})::int", held.params))
    for dimension, weight in zip(("fit", "engagement"), weights["dimensions"], strict=True):
        parts.append(Fragment(f"({float(weight)!r}) * d.{dimension} / 1000.0"))
    return compiler, join(" + ", parts)


def curve_sql(curve: dict[str, Any]) -> str:
    """Return the probability of ``z.odds``: Platt's curve, or straight lines between the knots."""
    knots = [(float(place), float(said)) for place, said in curve["knots"]]
    if not knots:
        slope, offset = float(curve["slope"]), float(curve["offset"])
        return f"1 / (1 + exp(-greatest(-30, least(30, ({slope!r}) * z.odds + ({offset!r})))))"
    whens = [f"WHEN z.odds < {knots[0][0]!r} THEN {knots[0][1]!r}"]
    for (left, low), (right, high) in zip(knots, knots[1:], strict=False):
        rise = (high - low) / (right - left)
        whens.append(f"WHEN z.odds < {right!r} THEN {low!r} + (z.odds - ({left!r})) * {rise!r}")
    return f"CASE {' '.join(whens)} ELSE {knots[-1][1]!r} END"

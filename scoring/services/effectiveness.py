"""What each rule and each grade did: leads, hand-offs, acceptance, won; and the leads that went against their score.

Counted by the live rules over leads as they were when Sales got them (``learning_rows``), in the training run; the page
reads what was counted, so that it costs the same for a thousand leads and a million.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdRange, join
from core.scope import current_workspace_id
from scoring.choices import GRADES
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.learning_evidence import Evidence
from scoring.engine.moments import as_of, asked_then
from scoring.engine.spec import numbered
from scoring.services.learning_hits import hits_of
from scoring.services.learning_rows import moments
from scoring.services.passes import over_many
from scoring.services.rescore import Live


EVERY = IdRange(0, 2**62)
MOST_ODD = 10
# Handed over, accepted, returned; how it ended is known, and won.
COUNTS = """count(*) FILTER (WHERE is_handed), count(*) FILTER (WHERE is_handed AND accepted),
  count(*) FILTER (WHERE is_handed AND rejected), count(*) FILTER (WHERE is_won IS NOT NULL),
  count(*) FILTER (WHERE is_won)"""
NAMES = ("handed", "accepted", "returned", "known", "won")
SEEN = """{moments}, seen AS MATERIALIZED (
  SELECT l.id AS lead_id, t.is_handed, t.accepted, t.rejected, t.is_won, s.own_grade, s.score, {model} AS model,
    {hits} AS hits {source})
"""
# Places from 1 are rules; 0 is every lead, −1 and below are the models by their number, the default one −1.
BY_RULE = """SELECT 0, {counts} FROM seen UNION ALL SELECT -1 - model, {counts} FROM seen GROUP BY model UNION ALL
SELECT u.place, {counts} FROM seen, unnest(seen.hits) WITH ORDINALITY u(hit, place) WHERE u.hit <> 0 GROUP BY u.place"""
BY_GRADE = "SELECT own_grade, {counts} FROM seen GROUP BY own_grade"
ODD = """(SELECT 'won', lead_id, score, own_grade FROM seen WHERE is_won AND own_grade IN ('C', 'D')
 ORDER BY score, lead_id DESC LIMIT %s)
UNION ALL
(SELECT 'returned', lead_id, score, own_grade FROM seen WHERE is_handed AND rejected AND is_won IS NOT TRUE
 AND own_grade IN ('A', 'B') ORDER BY score DESC, lead_id DESC LIMIT %s)"""
LEADS = "SELECT {columns} {source}"
GRADED = "SELECT grade, count(*) FROM leads_leadrank WHERE workspace_id = %s GROUP BY grade"


def count(*, live: Live, at: datetime) -> dict[str, Any]:
    """Count everything. Queries: five, each a pass over the leads or over those that ended."""
    with over_many():
        leads = _leads(live, at)
        start = _seen(live, at)
        counts = _rows(start, BY_RULE.format(counts=COUNTS))
        graded = _rows(start, BY_GRADE.format(counts=COUNTS))
        odd = _rows(start, ODD, [MOST_ODD, MOST_ODD])
    return _written(live, leads=leads, counts=counts, graded=graded, odd=odd)


def _written(
    live: Live,
    *,
    leads: Sequence[int],
    counts: Sequence[tuple[Any, ...]],
    graded: Sequence[tuple[Any, ...]],
    odd: Sequence[tuple[Any, ...]],
) -> dict[str, Any]:
    """Return the counts as a learned model keeps them."""
    by_place = {place: dict(zip(NAMES, found, strict=True)) for place, *found in counts}
    whole = by_place.get(0, dict.fromkeys(NAMES, 0))
    by_grade = {grade: dict(zip(NAMES, found, strict=True)) for grade, *found in graded}
    now = _grade_counts()
    parts = numbered(live.spec)
    # Held against the other leads of its model: no others could meet it.
    wholes = {number: by_place.get(-1 - number, dict.fromkeys(NAMES, 0)) for number, _part in parts}
    owners = [(number, criterion) for number, part in parts for criterion in part.criteria()]
    rules = [
        {"key": criterion.key, "leads": leads[place]} | _judged(by_place.get(place + 1), wholes[number])
        for place, (number, criterion) in enumerate(owners)
    ]
    grades = [
        {"grade": grade, "leads": now.get(grade, 0)} | _judged(by_grade.get(grade), whole) for grade in GRADES
    ]
    return {
        "whole": whole,
        "criteria": rules,
        "models": [
            {"key": part.key, "leads": count} | _judged(wholes[number], whole)
            for (number, part), count in zip(parts, leads[len(owners) :], strict=True)
        ],
        "grades": grades,
        "odd": [
            {"kind": kind, "lead": lead_id, "score": score, "grade": grade}
            for kind, lead_id, score, grade in odd
        ],
    }


def _judged(found: Mapping[str, int] | None, whole: Mapping[str, int]) -> dict[str, Any]:
    counts = found or dict.fromkeys(NAMES, 0)
    evidence = Evidence(counts["known"], counts["won"], whole["known"], whole["won"])
    return {**counts, "ratio": evidence.written()["ratio"]}


def _seen(live: Live, at: datetime) -> Fragment:
    today = at.astimezone(UTC).date()
    compiler = ScoreCompiler(asked_then(live.spec), as_of(live.registry, today=today), today=today)
    hits = join(", ", hits_of(compiler))
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=EVERY)
    start = moments(at=at)
    model = compiler.chooser.model_number
    sql = SEEN.format(moments=start.sql, model=model, hits=f"ARRAY[{hits.sql}]::float8[]", source=source.sql)
    return Fragment(sql, (*start.params, *hits.params, *source.params))


def _leads(live: Live, at: datetime) -> list[int]:
    """Return for how many leads each criterion holds now, and then how many have each model."""
    compiler = ScoreCompiler(live.spec, live.registry, today=at.astimezone(UTC).date())
    counts = [Fragment(f"count(*) FILTER (WHERE ({hit.sql}) <> 0)", hit.params) for hit in hits_of(compiler)]
    model = compiler.chooser.model_number
    counts += [
        Fragment(f"count(*) FILTER (WHERE {model} = {number})") for number, _part in numbered(live.spec)
    ]
    columns = join(", ", counts)
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=EVERY)
    params: list[Any] = [*columns.params, *source.params]
    with connection.cursor() as cursor:
        cursor.execute(LEADS.format(columns=columns.sql, source=source.sql), params)
        return list(cursor.fetchone() or [])


def _grade_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(GRADED, [current_workspace_id()])
        return dict(cursor.fetchall())


def _rows(start: Fragment, sql: str, more: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    params: list[Any] = [*start.params, *more]
    with connection.cursor() as cursor:
        cursor.execute(start.sql + sql, params)
        return cursor.fetchall()

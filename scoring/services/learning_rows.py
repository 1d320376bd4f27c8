"""The sample to learn from: leads with a known outcome, with the facts as they were when Sales got them.

A lead that was handed over is read as its snapshot kept it then, with the activities until then: nothing learned later
counts. A lead that only an import says the end of (custom fields of category "outcome") is read as it is now: what
it was before its end was never kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdRange, join, literal
from conditions.registry import FieldType, Registry
from core.scope import current_workspace_id
from leads.models import FieldDefinition
from scoring.engine import learning_candidates
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.learning import Candidate, Sample, Task
from scoring.engine.learning_candidates import POOLED, QUANTILES, Profile
from scoring.engine.moments import as_of, asked_then
from scoring.engine.reader import OUTCOME
from scoring.engine.spec import ModelSpec
from scoring.services.learning_hits import hits_of
from scoring.services.passes import over_many


WON = ("won", "ganada", "ganado", "1", "true", "yes", "si", "sí", "y", "converted")
LOST = ("lost", "perdida", "perdido", "0", "false", "no", "n")
EVERY = IdRange(0, 2**62)
FIELD = "outcome"
# The newest ones: older outcomes tell of other times.
MOST = 60_000
CHUNK = 90  # concat takes a hundred arguments
PIECE = 2_000

# Of an activity a: the end of a deal counts while it stands, one that was opened again is open.
# (Conversion's table is read, its code is not imported: no workflow knows another.)
# Compared as text, so that it is one hash join whatever the planner knows, and an odd value is nobody's deal.
STANDS = """NOT EXISTS (
      SELECT 1 FROM conversion_opportunity o WHERE o.workspace_id = a.workspace_id
        AND o.id::text = a.data->>'opportunity' AND a.kind IN ('won', 'lost') AND o.state <> a.kind)"""
# What became of a hand-off: won if it ever was; lost if it was since the last hand-off, or if Sales gave it back or up
# then and it is not won since.
MOMENTS = """
WITH first AS MATERIALIZED (
  SELECT DISTINCT ON (lead_id) lead_id, id FROM scoring_scoresnapshot
  WHERE workspace_id = %s AND event = 'handed_off' ORDER BY lead_id, at, id),
handed AS MATERIALIZED (
  SELECT f.lead_id, f.id, coalesce(a.occurred_at, p.at) AS at, p.facts
  FROM first f JOIN scoring_scoresnapshot p ON p.workspace_id = %s AND p.id = f.id
  LEFT JOIN leads_activity a ON a.workspace_id = p.workspace_id AND a.id = p.activity_id),
ends AS MATERIALIZED (
  SELECT h.lead_id, bool_or(a.kind = 'won') AS won,
    max(a.occurred_at) FILTER (WHERE a.kind IN ('lost', 'rejected'))
      >= coalesce(max(a.occurred_at) FILTER (WHERE a.kind = 'handed_off'), min(h.at)) AS lost,
    bool_or(a.kind = 'accepted') AS accepted, bool_or(a.kind = 'rejected') AS rejected
  FROM handed h JOIN leads_activity a ON a.lead_id = h.lead_id AND a.occurred_at >= h.at
  WHERE a.workspace_id = %s AND a.kind IN ('handed_off', 'accepted', 'rejected', 'won', 'lost')
    AND {stands}
  GROUP BY h.lead_id),
known AS MATERIALIZED (
  SELECT l.id AS lead_id, h.facts, coalesce(h.at, %s) AS at, coalesce(h.at, l.created_at) AS happened_at,
    h.id IS NOT NULL AS is_handed, coalesce(e.accepted, false) AS accepted, coalesce(e.rejected, false) AS rejected,
    CASE WHEN e.won THEN true WHEN e.lost OR h.id IS NOT NULL AND r.stage IN ('disqualified', 'invalid') THEN false
      ELSE {imported} END AS is_won
  FROM leads_lead l JOIN leads_leadrank r ON r.workspace_id = l.workspace_id AND r.lead_id = l.id
  LEFT JOIN handed h ON h.lead_id = l.id LEFT JOIN ends e ON e.lead_id = l.id
  WHERE l.workspace_id = %s AND (h.id IS NOT NULL OR {imported} IS NOT NULL)
  ORDER BY h.id IS NULL, l.id DESC LIMIT %s),
moments AS MATERIALIZED (SELECT k.*, (k.at AT TIME ZONE 'UTC')::date AS day FROM known k)
"""


def moments(*, at: datetime) -> Fragment:
    """Return the WITH that makes ``moments`` known: a row for each lead whose hand-off or end is known."""
    keys = FieldDefinition.objects.filter(category=OUTCOME).order_by("key").values_list("key", flat=True)
    texts = [f"lower(l.custom->>{literal(key)})" for key in dict.fromkeys([FIELD, *keys])]
    told = f"coalesce({', '.join(texts)})"
    won, lost = (", ".join(literal(word) for word in words) for words in (WON, LOST))
    imported = f"CASE WHEN {told} IN ({won}) THEN true WHEN {told} IN ({lost}) THEN false END"
    workspace = current_workspace_id()
    return Fragment(
        MOMENTS.format(imported=imported, stands=STANDS),
        (workspace, workspace, workspace, at, workspace, MOST),
    )


def task(*, spec: ModelSpec, registry: Registry, at: datetime) -> Task:
    """Return what can be learned from: the sample, and the rules that could be."""
    today = at.astimezone(UTC).date()
    names = as_of(registry, today=today)
    start = moments(at=at)
    with over_many():
        found = learning_candidates.candidates(registry, _profile(start, names))
        return Task(spec, found, _sample(start, spec, names, found, today))


def _sample(
    start: Fragment, spec: ModelSpec, names: Registry, found: Sequence[Candidate], today: date
) -> Sample:
    compiler = ScoreCompiler(asked_then(spec), names, today=today)
    columns = join(
        ", ",
        [
            Fragment("l.id, t.is_won"),
            _hits(compiler),
            _bits(compiler, found),
            Fragment("d.fit, d.engagement, s.own_grade, coalesce(nullif(l.company_norm, ''), l.domain)"),
            Fragment(f"t.happened_at, l.external_id, {compiler.chooser.model_number}"),
        ],
    )
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=EVERY)
    sql = f"{start.sql} SELECT {columns.sql} {source.sql} AND t.is_won IS NOT NULL ORDER BY l.id"
    params: list[Any] = [*start.params, *columns.params, *source.params]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        lists: list[list[Any]] = [[] for _ in fields(Sample)]
        for row in _rows(cursor):
            for kept, value in zip(lists, row, strict=True):
                kept.append(value)
    return Sample(*lists)


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(PIECE):
        yield from rows


def _hits(compiler: ScoreCompiler) -> Fragment:
    joined = join(", ", hits_of(compiler))
    return Fragment(f"ARRAY[{joined.sql}]::float8[]", joined.params)


def _bits(compiler: ScoreCompiler, found: Sequence[Candidate]) -> Fragment:
    """Return one text a lead, a character for each candidate: thousands of values would take longer to send."""
    held = [compiler.held_by_default(candidate.node) for candidate in found]
    marks = [Fragment(f"CASE WHEN {each.sql} THEN '1' ELSE '0' END", each.params) for each in held]
    pieces = []
    for place in range(0, len(marks), CHUNK):
        joined = join(", ", marks[place : place + CHUNK])
        pieces.append(Fragment(f"concat({joined.sql})", joined.params))
    joined = join(" || ", pieces)
    return Fragment(joined.sql or "''", joined.params)


def _profile(start: Fragment, names: Registry) -> Profile:
    """Return how the facts of the sample are spread. Queries: two."""
    fields = learning_candidates.counted_fields(names)
    numbers = [item for item in learning_candidates.asked_fields(names) if item.type is FieldType.NUMBER]
    listed = " UNION ALL ".join(
        f"SELECT {place}, x::text FROM unnest({item.column}) x"
        if item.type is FieldType.LIST
        else f"SELECT {place}, ({item.column})::text"
        for place, item in enumerate(fields)
    )
    quantiles = ", ".join(
        f"percentile_disc(ARRAY[{', '.join(map(str, QUANTILES))}]) WITHIN GROUP (ORDER BY {item.column})"
        for item in numbers
    )
    where = "WHERE l.workspace_id = %s AND r.workspace_id = %s AND t.is_won IS NOT NULL"
    workspace = current_workspace_id()
    params: list[Any] = [*start.params, workspace, workspace]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{start.sql} SELECT v.place, v.value, count(*) AS n FROM {names.rows.tables} "
            f"CROSS JOIN LATERAL ({listed}) v(place, value) {where} AND v.value <> '' "
            f"GROUP BY 1, 2 HAVING count(*) >= {POOLED} ORDER BY n DESC, value",
            params,
        )
        values: dict[str, list[tuple[str, int]]] = {}
        for place, value, count in cursor.fetchall():
            values.setdefault(fields[place].name, []).append((value, count))
        cursor.execute(
            f"{start.sql} SELECT count(*){', ' * bool(quantiles)}{quantiles} FROM {names.rows.tables} {where}",
            params,
        )
        rows, *found = cursor.fetchone() or (0,)
    return Profile(
        rows, values, {item.name: list(limits or []) for item, limits in zip(numbers, found, strict=True)}
    )

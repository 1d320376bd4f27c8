"""Counting for the ballot: how often each criterion holds among leads, and how those leads ended.

Over the newest hundred thousand leads and known outcomes, in seven statements whatever the number of lines: each is one
pass. Outcomes are read as they were when Sales got the lead (``learning_rows``), so that no line knows the end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdRange, join
from conditions.nodes import Node
from conditions.registry import FieldType, Registry
from conditions.sql import Compiler
from core.scope import current_workspace_id
from scoring.engine import learning_candidates, meeting_catalog
from scoring.engine.meeting_catalog import PAGES, QUARTERS, RESPONSES, Frequencies, Item
from scoring.engine.moments import as_of, asked_then
from scoring.engine.reader import criteria_registry, label_of
from scoring.engine.spec import ModelSpec, Text
from scoring.services.learning_rows import moments
from scoring.services.passes import over_many


MOST = 100_000
# Which values are frequent shows among fewer.
SAMPLE = 20_000
FIRST = """SELECT min(lead_id), count(*) FROM (
  SELECT lead_id FROM leads_leadrank WHERE workspace_id = %s ORDER BY lead_id DESC LIMIT %s) newest"""
WHERE = "WHERE l.workspace_id = %s AND r.workspace_id = %s AND l.id >= %s AND r.lead_id >= %s"
PATH = "regexp_replace({column}, '^[a-z]+://[^/]+|[?#].*$', '', 'gi')"


@dataclass(frozen=True, slots=True)
class Ended:
    """Of known outcomes: how many, and for how many each condition held, the lost and the won apart."""

    lost: int
    won: int
    of_lost: list[int]
    of_won: list[int]


def listed(*, spec: ModelSpec | None, names: Registry) -> list[tuple[Item, Text]]:
    """Return what could be defined, each with its sentence. Queries: five, besides those of the planner."""
    with over_many():
        found = _frequencies(criteria_registry(names), *_first(SAMPLE))
    items = meeting_catalog.items(names, found, spec)
    return [(item, item.label or label_of(item.node, names)) for item in items]


def held(nodes: Sequence[Node], *, names: Registry, at: datetime) -> tuple[int, list[int]]:
    """Return how many of the newest leads are counted, and for how many of them each condition holds. Queries: two."""
    with over_many():
        first, _total = _first(MOST)
        total, *counts = _held(nodes, criteria_registry(names), first, at.astimezone(UTC).date())
    return total, counts


def ended(nodes: Sequence[Node], *, names: Registry, at: datetime) -> Ended:
    """Return the same of the leads whose end is known, as they were when Sales got them. Queries: one."""
    with over_many():
        (lost, *of_lost), (won, *of_won) = _ended(nodes, names, at)
    return Ended(lost, won, of_lost, of_won)


def own(names: Registry, spec: ModelSpec | None, *, as_then: bool) -> dict[str, Node]:
    """Return what is counted of each criterion by key: its condition, among the leads of its model.

    With ``as_then`` "how long ago" counts from the moment of each lead.
    """
    read = asked_then(spec) if spec and as_then else spec
    return {item.key: item.held for item in meeting_catalog.own_items(names, read)}


def _first(most: int) -> tuple[int, int]:
    """Return the first of the newest leads, and how many they are."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [current_workspace_id(), most])
        first, total = cursor.fetchone()
    return first or 0, total


def _frequencies(names: Registry, first: int, total: int) -> Frequencies:
    found = Frequencies(total)
    if not total:
        return found
    return Frequencies(
        total,
        _values(names, first, found.floor),
        _quarters(names, first),
        _responses(names, first, found.floor),
    )


def _values(names: Registry, first: int, floor: int) -> dict[str, list[tuple[str, int]]]:
    """Return the frequent values of each field that has values to list, most frequent first."""
    fields = [
        item for item in learning_candidates.counted_fields(names) if item.type is not FieldType.BOOLEAN
    ]
    listed = " UNION ALL ".join(
        f"SELECT {place}, x::text FROM unnest({item.column}) x"
        if item.type is FieldType.LIST
        else f"SELECT {place}, ({item.column})::text"
        for place, item in enumerate(fields)
    )
    sql = (
        f"SELECT v.place, v.value, count(*) AS n FROM {names.rows.tables} "
        f"CROSS JOIN LATERAL ({listed}) v(place, value) {WHERE} AND v.value <> '' "
        "GROUP BY 1, 2 HAVING count(*) >= %s ORDER BY n DESC, value"
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for place, value, number in _rows(sql, [*_newest(first), floor]):
        found.setdefault(fields[place].name, []).append((value, number))
    return found


def _quarters(names: Registry, first: int) -> dict[str, list[Any]]:
    """Return the quartiles of each number."""
    numbers = [item for item in learning_candidates.asked_fields(names) if item.type is FieldType.NUMBER]
    columns = ", ".join(
        f"percentile_disc(ARRAY{list(QUARTERS)}) WITHIN GROUP (ORDER BY {item.column})" for item in numbers
    )
    rows = _rows(f"SELECT {columns} FROM {names.rows.tables} {WHERE}", _newest(first)) if numbers else []
    return {
        item.name: list(limits or []) for item, limits in zip(numbers, next(iter(rows), ()), strict=False)
    }


def _responses(names: Registry, first: int, floor: int) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Return the frequent values of what activities answered, by leads."""
    source = names.source
    known = [pair for pair in RESPONSES if names.property_of((pair[0],), pair[1])]
    if source is None or not known:
        return {}
    listed = " UNION ALL ".join(_response_sql(names, place, pair) for place, pair in enumerate(known))
    sql = (
        f"SELECT v.place, v.value, count(DISTINCT {source.row_column}) AS n FROM {source.table} a "
        f"CROSS JOIN LATERAL ({listed}) v(place, value) WHERE {source.workspace_column} = %s "
        f"AND {source.row_column} >= %s AND {source.kind_column} = ANY(%s) AND v.value NOT IN ('', '/') "
        "GROUP BY 1, 2 HAVING count(DISTINCT a.lead_id) >= %s ORDER BY n DESC, value"
    )
    kinds = sorted({kind for kind, _name in known})
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for place, value, number in _rows(sql, [current_workspace_id(), first, kinds, floor]):
        found.setdefault(known[place], []).append((value, number))
    return found


def _response_sql(names: Registry, place: int, pair: tuple[str, str]) -> str:
    kind, name = pair
    prop = names.required_property((kind,), name)
    column = PATH.format(column=prop.column) if name == PAGES else prop.column
    where = f"WHERE a.kind = '{kind}'"  # our own word
    if prop.type is FieldType.LIST:
        return f"SELECT {place}, x::text FROM unnest({column}) x {where}"
    return f"SELECT {place}, ({column})::text {where}"


def _held(nodes: Sequence[Node], names: Registry, first: int, today: date) -> list[int]:
    """Return of how many of the newest leads, and for how many of them each condition holds."""
    rules = Compiler(names, today=today)
    counts = _counts(rules, nodes)
    joined = rules.join_sql(workspace_id=current_workspace_id(), rows=IdRange(first, 2**62))
    sql = f"SELECT {counts.sql} FROM {names.rows.tables} {joined.sql} {WHERE}"
    return list(next(_rows(sql, [*counts.params, *joined.params, *_newest(first)])))


def _ended(nodes: Sequence[Node], names: Registry, at: datetime) -> tuple[list[int], list[int]]:
    """Return the same for the leads that were lost and for those that were won, as they were at hand-off."""
    today = at.astimezone(UTC).date()
    then = as_of(names, today=today)
    start = moments(at=at)
    rules = Compiler(then, today=today)
    counts = _counts(rules, nodes)
    joined = rules.join_sql(workspace_id=current_workspace_id(), rows=IdRange(0, 2**62))
    sql = (
        f"{start.sql} SELECT t.is_won, {counts.sql} FROM {then.rows.tables} {joined.sql} {WHERE} "
        "AND t.is_won IS NOT NULL GROUP BY t.is_won"
    )
    params = [*start.params, *counts.params, *joined.params, *_newest(0)]
    found: dict[bool, list[int]] = {is_won: list(numbers) for is_won, *numbers in _rows(sql, params)}
    nothing = [0] * (len(nodes) + 1)
    return found.get(False, nothing), found.get(True, nothing)


def _counts(rules: Compiler, nodes: Sequence[Node]) -> Fragment:
    held = [rules.add(node) for node in nodes]
    return join(
        ", ",
        [
            Fragment("count(*)"),
            *(Fragment(f"count(*) FILTER (WHERE {each.sql})", each.params) for each in held),
        ],
    )


def _newest(first: int) -> list[Any]:
    return [current_workspace_id(), current_workspace_id(), first, first]


def _rows(sql: str, params: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        yield from cursor.fetchall()

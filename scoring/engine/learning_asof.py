"""The registry through which rules read a lead as it was: facts of a snapshot, activities until then.

Embedded in a statement that knows ``moments t`` (lead_id, at, day, facts): where ``t.facts`` is NULL the lead is
read as it is. Days count from the moment: activities are moved so that the moment's day is today, and so are dates
where a rule asks how long ago they were.
"""

from dataclasses import replace
from datetime import date

from conditions.columns import json_column
from conditions.fragments import literal
from conditions.nodes import FieldTest, Group, Node, Not
from conditions.registry import Field, FieldType, Registry, RowSource
from scoring.engine.spec import CriterionSpec, ModelSpec


RELATIVE = {"in_last_days", "not_in_last_days", "older_than_days", "in_next_days"}
DATED = {FieldType.DATE, FieldType.DATETIME}
THEN = "@then"
ACTIVITIES = """(SELECT x.lead_id, x.workspace_id, x.kind, x.data, x.occurred_at,
  (DATE '{today}' - (t.day - x.day)) AS day
  FROM {table} x JOIN moments t ON t.lead_id = x.lead_id WHERE x.occurred_at <= t.at)"""
TABLES = """{tables} JOIN moments t ON t.lead_id = l.id
  CROSS JOIN LATERAL (SELECT {columns} OFFSET 0) f"""


def as_of(registry: Registry, *, today: date) -> Registry:
    """Return the registry that reads the moment's facts; scores are left as they are."""
    facts = [field for field in registry.fields if not field.name.startswith("score.")]
    others = [field for field in registry.fields if field.name.startswith("score.")]
    columns: list[str] = []
    read = [_read(field, columns) for field in facts]
    moved = [_moved(field, today) for field in read if field.type in DATED]
    tables = TABLES.format(tables=registry.rows.tables, columns=", ".join(columns))
    source = registry.source
    assert source is not None  # noqa: S101 - leads always have activities
    return replace(
        registry,
        fields=(*read, *moved, *others),
        rows=RowSource(tables=tables),
        source=replace(source, table=ACTIVITIES.format(today=today.isoformat(), table=source.table)),
    )


def _read(field: Field, columns: list[str]) -> Field:
    """Add the columns that read the field then, each once a lead; return the field over them."""
    place = len(columns) + 1
    kept = _kept(field)
    cast = ' COLLATE "C"' if field.type in {FieldType.TEXT, FieldType.CHOICE} else ""
    columns.append(f"(CASE WHEN t.facts IS NULL THEN {field.column} ELSE {kept} END){cast} AS f{place}")
    folded = None
    if field.folded_column:
        same = f"t.facts IS NULL OR {kept} IS NOT DISTINCT FROM ({field.column})::text"
        columns.append(
            f'(CASE WHEN {same} THEN {field.folded_column} ELSE lower({kept}) END) COLLATE "C" AS f{place + 1}'
        )
        folded = f"f.f{place + 1}"
    return replace(field, column=f"f.f{place}", folded_column=folded)


def _kept(field: Field) -> str:
    if field.type is FieldType.DATETIME:
        return f"(t.facts->>{literal(field.name)})::timestamptz"
    return json_column("t.facts", field.name, field.type)


def _moved(field: Field, today: date) -> Field:
    days = f"(DATE '{today.isoformat()}' - t.day)"
    moved = f"({field.column} + {days}" + (
        " * interval '1 day')" if field.type is FieldType.DATETIME else ")"
    )
    return replace(field, name=field.name + THEN, column=moved)


def asked_then(spec: ModelSpec) -> ModelSpec:
    """Return the model whose tests of "how long ago" count from the moment."""
    groups = tuple(
        replace(group, criteria=tuple(_criterion(criterion) for criterion in group.criteria))
        for group in spec.groups
    )
    return replace(spec, groups=groups)


def _criterion(criterion: CriterionSpec) -> CriterionSpec:
    return replace(criterion, condition=_node(criterion.condition))


def _node(node: Node) -> Node:
    match node:
        case Group(mode=mode, children=children):
            return Group(mode, tuple(_node(child) for child in children))
        case Not(child=child):
            return Not(_node(child))
        case FieldTest(field=field, op=op) if op in RELATIVE:
            return replace(node, field=field + THEN)
    return node

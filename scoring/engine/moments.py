"""Reading leads as they stood at a moment of each: activities until then, days counted from it.

Embedded in a statement that knows ``moments t`` (lead_id, at, day, and for ``as_of`` facts). Activities are moved so
that the moment's day is today, and so are dates where a rule asks how long ago they were. With ``several`` moments of a
lead each has an ``id`` of its own and is a row of its own; then it is the moments that are limited, not the rows.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from conditions.columns import json_column
from conditions.fragments import literal
from conditions.nodes import FieldTest, Group, Node, Not
from conditions.registry import Field, FieldType, Registry, RowSource
from scoring.engine.spec import LightSpec, ModelSpec


RELATIVE = {"in_last_days", "not_in_last_days", "older_than_days", "in_next_days"}
DATED = {FieldType.DATE, FieldType.DATETIME}
THEN = "@then"
ACTIVITIES = """(SELECT {own}x.lead_id, x.workspace_id, x.kind, x.data, x.occurred_at,
  (DATE '{today}' - (t.day - x.day)) AS day
  FROM {table} x JOIN moments t ON t.lead_id = x.lead_id WHERE x.occurred_at <= t.at)"""
MOMENT = " JOIN moments t ON t.lead_id = l.id"
FACTS = "\n  CROSS JOIN LATERAL (SELECT {columns} OFFSET 0) f"


def moved(registry: Registry, *, today: date, several: bool = False) -> Registry:
    """Return the registry that reads facts as they are, and no activity later than the moment."""
    return _then(registry, registry.fields, MOMENT, today, several=several)


def as_of(registry: Registry, *, today: date, several: bool = False) -> Registry:
    """Return the registry that reads the moment's facts too, where it kept any; scores are left as they are."""
    columns: list[str] = []
    fields = [
        field if field.name.startswith("score.") else _read(field, columns) for field in registry.fields
    ]
    facts = FACTS.format(columns=", ".join(columns))
    return _then(registry, fields, MOMENT + facts, today, several=several)


def _then(
    registry: Registry, fields: Sequence[Field], joined: str, today: date, *, several: bool
) -> Registry:
    """Return the registry of these fields, with each dated one a second time as counted from the moment."""
    source = registry.source
    assert source is not None  # noqa: S101 - leads always have activities
    own = "t.id AS moment_id, " if several else ""
    table = ACTIVITIES.format(own=own, today=today.isoformat(), table=source.table)
    return replace(
        registry,
        fields=(*fields, *(_moved(field, today) for field in fields if field.type in DATED)),
        rows=RowSource(registry.rows.tables + joined, "t.id" if several else registry.rows.id_column),
        source=replace(source, table=table, row_column="a.moment_id" if several else source.row_column),
    )


def _moved(field: Field, today: date) -> Field:
    days = f"(DATE '{today.isoformat()}' - t.day)"
    by = f"{days} * interval '1 day'" if field.type is FieldType.DATETIME else days
    return replace(field, name=field.name + THEN, column=f"({field.column} + {by})")


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


def asked_then(spec: ModelSpec) -> ModelSpec:
    """Return the version whose tests of "how long ago" count from the moment, in every model and definition."""
    groups = tuple(
        replace(
            group,
            criteria=tuple(
                replace(criterion, condition=_asked(criterion.condition)) for criterion in group.criteria
            ),
        )
        for group in spec.groups
    )
    return replace(
        spec,
        groups=groups,
        light=_light_then(spec.light),
        condition=_asked(spec.condition),
        models=tuple(asked_then(model) for model in spec.models),
    )


def _light_then(light: LightSpec) -> LightSpec:
    teams = tuple(
        replace(team, when=_asked(team.when), light=_light_then(team.light)) for team in light.teams
    )
    return replace(light, condition=_asked(light.condition), teams=teams)


def _asked(node: Node) -> Node:
    match node:
        case Group(mode=mode, children=children):
            return Group(mode, tuple(_asked(child) for child in children))
        case Not(child=child):
            return Not(_asked(child))
        case FieldTest(field=field, op=op) if op in RELATIVE:
            return replace(node, field=field + THEN)
    return node

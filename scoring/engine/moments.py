"""Reading leads as they stood at a moment of each: activities until then, days counted from it, facts as they are.

Embedded in a statement that knows ``moments t`` (lead_id, at, day). Activities are moved so that the moment's day is
today, and so are dates where a rule asks how long ago they were.
"""

from dataclasses import replace
from datetime import date

from conditions.nodes import FieldTest, Group, Node, Not
from conditions.registry import Field, FieldType, Registry, RowSource
from scoring.engine.spec import LightSpec, ModelSpec


RELATIVE = {"in_last_days", "not_in_last_days", "older_than_days", "in_next_days"}
DATED = {FieldType.DATE, FieldType.DATETIME}
THEN = "@then"
ACTIVITIES = """(SELECT x.lead_id, x.workspace_id, x.kind, x.data, x.occurred_at,
  (DATE '{today}' - (t.day - x.day)) AS day
  FROM {table} x JOIN moments t ON t.lead_id = x.lead_id WHERE x.occurred_at <= t.at)"""


def moved(registry: Registry, *, today: date) -> Registry:
    """Return the registry that counts days from the moment and knows no later activity."""
    dated = [_moved(field, today) for field in registry.fields if field.type in DATED]
    source = registry.source
    assert source is not None  # noqa: S101 - leads always have activities
    return replace(
        registry,
        fields=(*registry.fields, *dated),
        rows=RowSource(tables=f"{registry.rows.tables} JOIN moments t ON t.lead_id = l.id"),
        source=replace(source, table=ACTIVITIES.format(today=today.isoformat(), table=source.table)),
    )


def _moved(field: Field, today: date) -> Field:
    days = f"(DATE '{today.isoformat()}' - t.day)"
    by = f"{days} * interval '1 day'" if field.type is FieldType.DATETIME else days
    return replace(field, name=field.name + THEN, column=f"({field.column} + {by})")


def asked_then(spec: ModelSpec) -> ModelSpec:
    """Return the model whose tests of "how long ago" count from the moment, the light's too."""
    groups = tuple(
        replace(
            group,
            criteria=tuple(
                replace(criterion, condition=_then(criterion.condition)) for criterion in group.criteria
            ),
        )
        for group in spec.groups
    )
    return replace(spec, groups=groups, light=LightSpec(_then(spec.light.condition), spec.light.near))


def _then(node: Node) -> Node:
    match node:
        case Group(mode=mode, children=children):
            return Group(mode, tuple(_then(child) for child in children))
        case Not(child=child):
            return Not(_then(child))
        case FieldTest(field=field, op=op) if op in RELATIVE:
            return replace(node, field=field + THEN)
    return node

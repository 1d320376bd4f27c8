"""The second reading of a condition, which lives only here: plain Python over plain facts.

Written from docs/conditions.md, not from the SQL, so that the two can be held against each other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from conditions.nodes import ActivityTest, FieldTest, Group, Node, Not
from conditions.registry import Field, FieldType, Registry


@dataclass(frozen=True)
class Happened:
    """One activity of a row."""

    kind: str
    day: date
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Clock:
    today: date
    zone: tzinfo = UTC


def holds(
    node: Node,
    facts: Mapping[str, object],
    happened: Sequence[Happened],
    registry: Registry,
    clock: Clock,
) -> bool:
    match node:
        case Group(mode="all"):
            return all(holds(child, facts, happened, registry, clock) for child in node.children)
        case Group():
            return any(holds(child, facts, happened, registry, clock) for child in node.children)
        case Not():
            return not holds(node.child, facts, happened, registry, clock)
        case FieldTest():
            return answer_of(node, facts.get(node.field), registry.field_named(node.field), clock)
        case ActivityTest():
            return _often_enough(node, happened, registry, clock)


def _often_enough(test: ActivityTest, happened: Sequence[Happened], registry: Registry, clock: Clock) -> bool:
    count = sum(1 for activity in happened if _counts(activity, test, registry, clock))
    least = test.at_least if test.at_least is not None else (1 if test.at_most is None else 0)
    return count >= least and (test.at_most is None or count <= test.at_most)


def _counts(activity: Happened, test: ActivityTest, registry: Registry, clock: Clock) -> bool:
    age = (clock.today - activity.day).days
    in_window = age >= 0 and (test.within_days is None or age < test.within_days)
    if activity.kind not in test.kinds or not in_window:
        return False
    return all(
        answer_of(
            part,
            activity.properties.get(part.field),
            registry.property_of(test.kinds, part.field),
            clock,
        )
        for part in test.where
    )


OPPOSITES = {
    "ne": "eq",
    "not_in": "in",
    "not_contains": "contains",
    "has_none": "has_any",
    "not_in_last_days": "in_last_days",
    "is_not_empty": "is_empty",
}


def answer_of(test: FieldTest, value: object, of: Field, clock: Clock) -> bool:
    if test.op in OPPOSITES:
        return not answer_of(FieldTest(test.field, OPPOSITES[test.op], test.value), value, of, clock)
    comparable = _comparable(value, of, clock)
    if test.op == "is_empty":
        return comparable in (None, "", ())
    if comparable is None:
        return False
    wanted = (
        tuple(_comparable(item, of, clock) for item in test.value)
        if isinstance(test.value, tuple)
        else (_comparable(test.value, of, clock) if test.op not in DAY_COUNTS else test.value)
    )
    if test.op in DAY_COUNTS:
        return DAY_COUNTS[test.op]((clock.today - comparable).days, test.value)
    return ANSWERS[test.op](comparable, wanted)


DAY_COUNTS: dict[str, Callable[[int, int], bool]] = {
    "in_last_days": lambda age, count: 0 <= age < count,
    "older_than_days": lambda age, count: age >= count,
    "in_next_days": lambda age, count: 0 <= -age < count,
}
ANSWERS: dict[str, Callable] = {
    "eq": lambda value, wanted: value == wanted,
    "on": lambda value, wanted: value == wanted,
    "is": lambda value, wanted: value is wanted,
    "in": lambda value, wanted: value in wanted,
    "contains": lambda value, wanted: wanted in value,
    "contains_any": lambda value, wanted: any(item in value for item in wanted),
    "contains_all": lambda value, wanted: all(item in value for item in wanted),
    "starts_with": lambda value, wanted: value.startswith(wanted),
    "ends_with": lambda value, wanted: value.endswith(wanted),
    "gt": lambda value, wanted: value > wanted,
    "gte": lambda value, wanted: value >= wanted,
    "lt": lambda value, wanted: value < wanted,
    "lte": lambda value, wanted: value <= wanted,
    "before": lambda value, wanted: value < wanted,
    "after": lambda value, wanted: value > wanted,
    "between": lambda value, wanted: wanted[0] <= value <= wanted[1],
    "has": lambda value, wanted: wanted in value,
    "has_any": lambda value, wanted: bool(set(wanted) & set(value)),
    "has_all": lambda value, wanted: set(wanted) <= set(value),
}


def _comparable(value: object, of: Field, clock: Clock) -> object:
    """Return the value as it is compared: folded, as a day, as a tuple."""
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(_folded(item, of) for item in value)
    if isinstance(value, datetime):
        return value.astimezone(clock.zone).date()
    return _folded(value, of)


def _folded(value: object, of: Field) -> object:
    return of.fold(value) if of.folded_column and isinstance(value, str) and of.type in FOLDED else value


FOLDED = (FieldType.TEXT, FieldType.LIST)

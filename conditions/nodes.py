"""The tree of a condition, frozen, and its way back to JSON. Built by ``parse.py`` only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


Scalar = str | int | Decimal | date | bool
Value = Scalar | tuple[Scalar, ...] | None
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class FieldTest:
    """One field held against a value; many values and ranges are tuples, tests of emptiness have None."""

    field: str
    op: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class ActivityTest:
    """How often activities of these kinds happened, within the last so many days or ever.

    Without bounds it asks for one at least; ``at_most`` 0 asks for none. ``where`` tests must all hold for an
    activity to count; their ``field`` is a property of the kind.
    """

    kinds: tuple[str, ...]
    where: tuple[FieldTest, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    within_days: int | None = None

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The fewest and the most that satisfy it; None means no upper bound."""
        if self.at_least is None and self.at_most is None:
            return 1, None
        return self.at_least or 0, self.at_most


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not hold."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Group:
    """All or any of the children hold; an empty ``all`` holds for every row, an empty ``any`` for none."""

    mode: Literal["all", "any"]
    children: tuple["Node", ...] = ()


Node = FieldTest | ActivityTest | Not | Group


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything under it, top first."""
    yield node
    match node:
        case Group(children=children):
            for child in children:
                yield from walk(child)
        case Not(child=child):
            yield from walk(child)


def field_names(node: Node) -> set[str]:
    """Return the fields the tree names: what must not be deleted while it is in use."""
    return {part.field for part in walk(node) if isinstance(part, FieldTest)}


def activity_kinds(node: Node) -> set[str]:
    """Return the kinds of activity the tree counts."""
    return {kind for part in walk(node) if isinstance(part, ActivityTest) for kind in part.kinds}


def to_json(node: Node) -> Json:
    """Return the tree as the JSON it was parsed from; equal trees give equal JSON."""
    match node:
        case Group(mode=mode, children=children):
            return {mode: [to_json(child) for child in children]}
        case Not(child=child):
            return {"not": to_json(child)}
        case FieldTest():
            return {"field": node.field, **_test_json(node)}
        case ActivityTest():
            return _activity_json(node)


def _test_json(test: FieldTest) -> Json:
    return {"op": test.op} if test.value is None else {"op": test.op, "value": _value_json(test.value)}


def _activity_json(test: ActivityTest) -> Json:
    where: dict[str, Json] = {}
    for prop in test.where:
        value = True if prop.value is None else _value_json(prop.value)
        where.setdefault(prop.field, {})[prop.op] = value
    optional = {
        "where": where or None,
        "at_least": test.at_least,
        "at_most": test.at_most,
        "within_days": test.within_days,
    }
    kinds = test.kinds[0] if len(test.kinds) == 1 else list(test.kinds)
    return {"activity": kinds, **{key: value for key, value in optional.items() if value is not None}}


def _value_json(value: Value) -> object:
    match value:
        case tuple():
            return [_value_json(item) for item in value]
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
    return value

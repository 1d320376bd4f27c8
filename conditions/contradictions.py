"""Conditions that can never hold, as far as one can tell without asking the data: tests of a field at odds.

Not a solver: it sees what people write by mistake, and says nothing of what it cannot see.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from conditions.nodes import FieldTest, Group, Node
from conditions.operators import OPERATORS
from conditions.registry import Field, FieldType, Registry


Pair = tuple[FieldTest, FieldTest]
# What a test says of the number: the bound, whether it is itself excluded.
LOWER = {"gt": True, "gte": False, "eq": False}
UPPER = {"lt": True, "lte": False, "eq": False}
AMONG = frozenset({"eq", "in", "is"})


def find(node: Node, registry: Registry) -> Pair | None:
    """Return two tests that never hold together though the condition asks for both, or None.

    An "any" is at fault only if each of its parts is. Raises: UnknownName for a tree of another registry.
    """
    match node:
        case Group(mode="all", children=children):
            tests = list(_required(children))
            for first, second in combinations(tests, 2):
                if first.field == second.field and _exclude(first, second, registry.field(first.field)):
                    return first, second
            found = (find(child, registry) for child in children if isinstance(child, Group))
            return next((pair for pair in found if pair), None)
        case Group(children=children) if children:
            faults = [find(child, registry) for child in children]
            return faults[0] if all(faults) else None
    return None


def _required(children: Sequence[Node]) -> Iterable[FieldTest]:
    """Yield the tests that must hold: of the group and of the "all" groups inside it."""
    for child in children:
        if isinstance(child, FieldTest):
            yield child
        elif isinstance(child, Group) and child.mode == "all":
            yield from _required(child.children)


def _exclude(first: FieldTest, second: FieldTest, field: Field) -> bool:
    return (
        _is_opposite(first, second, field)
        or _is_opposite(second, first, field)
        or _asks_of_nothing(first, second, field)
        or _asks_of_nothing(second, first, field)
        or _no_value_left(first, second, field)
        or _no_number_left(first, second, field)
    )


def _is_opposite(first: FieldTest, second: FieldTest, field: Field) -> bool:
    return OPERATORS[field.type][first.op].opposite_of == second.op and first.value == second.value


def _asks_of_nothing(first: FieldTest, second: FieldTest, field: Field) -> bool:
    """Say whether one asks for no value and the other for some: a field without one fails every positive test."""
    is_positive = second.op != "is_empty" and not OPERATORS[field.type][second.op].opposite_of
    return first.op == "is_empty" and is_positive


def _no_value_left(first: FieldTest, second: FieldTest, field: Field) -> bool:
    # A list has many values at once; only what is one value can be two things too many.
    if field.type is FieldType.LIST or not {first.op, second.op} <= AMONG:
        return False
    return _values(first, field).isdisjoint(_values(second, field))


def _values(test: FieldTest, field: Field) -> set[object]:
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    return {
        field.fold(value) if field.folded_column and isinstance(value, str) else value for value in values
    }


def _no_number_left(first: FieldTest, second: FieldTest, field: Field) -> bool:
    if field.type is not FieldType.NUMBER:
        return False
    lows = [bound for test in (first, second) for bound in _bounds(test, LOWER, 0)]
    highs = [bound for test in (first, second) for bound in _bounds(test, UPPER, 1)]
    return any(
        low > high or (low == high and (low_open or high_open))
        for low, low_open in lows
        for high, high_open in highs
    )


def _bounds(test: FieldTest, ops: dict[str, bool], place: int) -> list[tuple[Decimal, bool]]:
    if test.op == "between" and isinstance(test.value, tuple):
        return [(Decimal(str(test.value[place])), False)]
    return [(Decimal(str(test.value)), ops[test.op])] if test.op in ops else []

"""The operators of each type of field: the value they take, and which is the opposite of which.

An opposite (``ne``, ``not_in``, ``has_none`` …) holds exactly where its positive does not: so a field without
a value satisfies it, and fails every positive test.
"""

from dataclasses import dataclass
from enum import Enum, auto

from conditions.registry import FieldType


class Takes(Enum):
    """What an operator is given to compare with."""

    NOTHING = auto()
    ONE = auto()
    MANY = auto()
    RANGE = auto()
    DAYS = auto()


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator of one field type; ``opposite_of`` names the positive operator that it negates."""

    name: str
    takes: Takes
    opposite_of: str = ""


def _operators(*operators: Operator) -> dict[str, Operator]:
    emptiness = (Operator("is_empty", Takes.NOTHING), Operator("is_not_empty", Takes.NOTHING, "is_empty"))
    return {operator.name: operator for operator in (*operators, *emptiness)}


EQUALITY = (
    Operator("eq", Takes.ONE),
    Operator("ne", Takes.ONE, "eq"),
    Operator("in", Takes.MANY),
    Operator("not_in", Takes.MANY, "in"),
)
DAYS = (
    Operator("on", Takes.ONE),
    Operator("before", Takes.ONE),
    Operator("after", Takes.ONE),
    Operator("between", Takes.RANGE),
    Operator("in_last_days", Takes.DAYS),
    Operator("not_in_last_days", Takes.DAYS, "in_last_days"),
    Operator("older_than_days", Takes.DAYS),
    Operator("in_next_days", Takes.DAYS),
)
OPERATORS: dict[FieldType, dict[str, Operator]] = {
    FieldType.TEXT: _operators(
        *EQUALITY,
        Operator("contains", Takes.ONE),
        Operator("not_contains", Takes.ONE, "contains"),
        Operator("contains_any", Takes.MANY),
        Operator("contains_all", Takes.MANY),
        Operator("starts_with", Takes.ONE),
        Operator("ends_with", Takes.ONE),
    ),
    FieldType.NUMBER: _operators(
        Operator("eq", Takes.ONE),
        Operator("ne", Takes.ONE, "eq"),
        Operator("gt", Takes.ONE),
        Operator("gte", Takes.ONE),
        Operator("lt", Takes.ONE),
        Operator("lte", Takes.ONE),
        Operator("between", Takes.RANGE),
    ),
    FieldType.DATE: _operators(*DAYS),
    FieldType.DATETIME: _operators(*DAYS),
    FieldType.CHOICE: _operators(*EQUALITY),
    FieldType.LIST: _operators(
        Operator("has", Takes.ONE),
        Operator("has_any", Takes.MANY),
        Operator("has_all", Takes.MANY),
        Operator("has_none", Takes.MANY, "has_any"),
    ),
    FieldType.BOOLEAN: _operators(Operator("is", Takes.ONE)),
}

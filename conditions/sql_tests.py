"""The SQL of one field test. Every expression is true or false, never NULL.

A positive test is coalesced to false, an opposite is NOT of its positive: so three-valued logic stops here.
Texts are folded in Python and held against folded columns: no lower(), no ILIKE, nothing that depends on the
cluster's locale.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from conditions.fragments import Fragment
from conditions.nodes import FieldTest, Scalar, Value
from conditions.operators import OPERATORS
from conditions.registry import Field, FieldType


@dataclass(frozen=True, slots=True)
class Days:
    """The day that counts as today, and the zone in which the days of moments begin."""

    today: date
    zone: tzinfo

    def start(self, day: date) -> datetime:
        """Return the moment that the day begins."""
        return datetime.combine(day, time(), self.zone)


Span = tuple[date | None, date | None]  # first day and the day after the last; None is open
DAY = timedelta(days=1)


def expression_of(test: FieldTest, field: Field, days: Days) -> Fragment:
    """Return the expression of this test over the field's column."""
    operator = OPERATORS[field.type][test.op]
    sql, params = _positive(operator.opposite_of or test.op, test.value, field, days)
    held = f"coalesce({sql}, false)"
    return Fragment(f"NOT {held}" if operator.opposite_of else held, params)


def _positive(op: str, value: Value, field: Field, days: Days) -> Fragment:
    column = field.tested_column
    if op == "is_empty":
        return _is_empty(column, field.type)
    match field.type:
        case FieldType.TEXT:
            return _text(op, value, field)
        case FieldType.NUMBER:
            return _number(op, value, column)
        case FieldType.DATE | FieldType.DATETIME:
            return _within(column, SPANS[op](value, days.today), field.type, days)
        case FieldType.LIST:
            return _list(op, value, field)
        case FieldType.BOOLEAN:
            return Fragment(f"{column} IS {'TRUE' if value else 'FALSE'}")
    return _equal(op, value, column)


def _is_empty(column: str, kind: FieldType) -> Fragment:
    match kind:
        case FieldType.TEXT | FieldType.CHOICE:
            # The cast serves choices that are numbers: no number is written as nothing.
            return Fragment(f"coalesce(({column})::text, '') = ''")
        case FieldType.LIST:
            return Fragment(f"coalesce(cardinality({column}), 0) = 0")
    return Fragment(f"{column} IS NULL")


def _items(value: Value) -> list[Scalar | None]:
    """Return one value or many as a list."""
    return list(value) if isinstance(value, tuple) else [value]


def _equal(op: str, value: Value, column: str) -> Fragment:
    if op == "eq":
        return Fragment(f"{column} = %s", (value,))
    return Fragment(f"{column} = ANY(%s)", (_items(value),))


# The comparison, and the pattern made of each text.
PATTERNS: dict[str, tuple[str, str]] = {
    "contains": ("LIKE %s", "%{}%"),
    "contains_any": ("LIKE ANY(%s::text[])", "%{}%"),
    "contains_all": ("LIKE ALL(%s::text[])", "%{}%"),
    "starts_with": ("LIKE %s", "{}%"),
    "ends_with": ("LIKE %s", "%{}"),
}


def _text(op: str, value: Value, field: Field) -> Fragment:
    column = field.tested_column
    texts = [str(item) for item in _items(value)]
    if field.folded_column:
        texts = [field.fold(text) for text in texts]
    if op not in PATTERNS:
        comparison = "= ANY(%s::text[])" if op == "in" else "= %s"
        return Fragment(f"{column} {comparison}", _one_or_list(value, texts))
    comparison, pattern = PATTERNS[op]
    texts = [pattern.format(_escaped(text)) for text in texts]
    return Fragment(f"{column} {comparison}", _one_or_list(value, texts))


def _one_or_list(value: Value, texts: list[str]) -> tuple[object]:
    return (texts,) if isinstance(value, tuple) else (texts[0],)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


COMPARISONS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def _number(op: str, value: Value, column: str) -> Fragment:
    if op == "between":
        low, high = _items(value)
        return Fragment(f"{column} BETWEEN %s AND %s", (low, high))
    return Fragment(f"{column} {COMPARISONS[op]} %s", (value,))


def _list(op: str, value: Value, field: Field) -> Fragment:
    items = _items(value)
    if field.folded_column:
        items = [field.fold(str(item)) for item in items]
    array = f"{field.element}[]"
    sign = "&&" if op == "has_any" else "@>"
    return Fragment(f"({field.tested_column})::{array} {sign} %s::{array}", (items,))


# Whole days: "the last 7 days" are today and the six before it, "the next 7" today and the six after.
SPANS: dict[str, Callable[..., Span]] = {
    "on": lambda day, _today: (day, day + DAY),
    "before": lambda day, _today: (None, day),
    "after": lambda day, _today: (day + DAY, None),
    "between": lambda pair, _today: (pair[0], pair[1] + DAY),
    "in_last_days": lambda count, today: (today - (count - 1) * DAY, today + DAY),
    "older_than_days": lambda count, today: (None, today - (count - 1) * DAY),
    "in_next_days": lambda count, today: (today, today + count * DAY),
}


def _within(column: str, span: Span, kind: FieldType, days: Days) -> Fragment:
    """Compare the bare column with bounds made here, so that an index on it can serve."""
    cast = "date" if kind is FieldType.DATE else "timestamptz"
    bounds = [(sign, day) for sign, day in zip((">=", "<"), span, strict=True) if day is not None]
    sql = " AND ".join(f"{column} {sign} %s::{cast}" for sign, _day in bounds)
    return Fragment(sql, tuple(day if kind is FieldType.DATE else days.start(day) for _sign, day in bounds))

"""A test of a field as one row of a form, and back: field, operator and values as texts. Pure."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language

from conditions.nodes import FieldTest, Json, Scalar
from conditions.operators import OPERATORS, Operator, Takes
from conditions.registry import Field, FieldType, Registry


MAX_ROWS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form, as posted: nothing in it has been checked."""

    field: str
    op: str = ""
    values: tuple[str, ...] = ()
    negated: bool = False


def row_of(test: FieldTest, *, negated: bool = False) -> Row:
    """Return the row that shows the test."""
    return Row(test.field, test.op, _texts(test), negated)


def row_json(row: Row, registry: Registry) -> Json:
    """Return the JSON of one row."""
    test: Json = {"field": row.field, "op": row.op}
    field = registry.field_named(row.field)
    operator = OPERATORS[field.type].get(row.op) if field else None
    if field and operator and operator.takes is not Takes.NOTHING:
        test["value"] = value_of(row, field, operator)
    return test


def _texts(test: FieldTest) -> tuple[str, ...]:
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    return tuple(_text(value) for value in values if value is not None)


def _text(value: Scalar) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
    return str(value)


def value_of(row: Row, field: Field, operator: Operator) -> object:
    """Return what was typed as JSON, for the parser to judge: what is no value of its field stays a text."""
    texts = [text.strip() for text in row.values]
    match operator.takes:
        case Takes.MANY:
            lines = [line.strip() for text in texts for line in text.splitlines()]
            return [_read(line, field) for line in lines if line]
        case Takes.RANGE:
            return [_read(text, field) for text in texts]
        case Takes.DAYS:
            return number(texts[0]) if texts else ""
    return _read(texts[0], field) if texts else ""


def _read(text: str, field: Field) -> object:
    options = field.options()
    if options is not None:
        # A choice that is gone is read as the others are, so that the parser can say that it is gone.
        as_others = number if any(isinstance(value, int) for value, _label in options) else _as_is
        return next((value for value, _label in options if str(value) == text), as_others(text))
    return READERS.get(field.type, _as_is)(text) if field.element == "text" else number(text)


def _as_is(text: str) -> object:
    return text


def number(text: str) -> object:
    """Read a number with a point or a decimal comma; thousands may be grouped as the reader's language does."""
    mark = "." if (get_language() or "").startswith("es") else ","
    if re.fullmatch(rf"-?\d{{1,3}}({re.escape(mark)}\d{{3}})+", text):
        text = text.replace(mark, "")
    with suppress(ValueError):
        return int(text)
    with suppress(InvalidOperation, OverflowError):
        found = Decimal(text.replace(",", ".") if "." not in text else text)
        return float(found)
    return text


def _boolean(text: str) -> object:
    return {"true": True, "false": False}.get(text, text)


READERS: dict[FieldType, Callable[[str], object]] = {
    FieldType.NUMBER: number,
    FieldType.BOOLEAN: _boolean,
}

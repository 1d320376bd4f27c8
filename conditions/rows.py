"""A flat condition as the rows of a form, and back: field, operator and values as texts. Pure."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import get_language

from conditions.nodes import FieldTest, Group, Json, Node, Scalar, to_json
from conditions.operators import OPERATORS, Operator, Takes
from conditions.registry import Field, FieldType, Registry


MAX_ROWS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form, as posted: nothing in it has been checked."""

    field: str
    op: str = ""
    values: tuple[str, ...] = ()


def is_flat(node: Node) -> bool:
    """Whether the condition is one list of field tests, which rows can show."""
    match node:
        case FieldTest():
            return True
        case Group(children=children):
            return all(isinstance(child, FieldTest) for child in children)
    return False


def fits_rows(node: Node, registry: Registry) -> bool:
    """Whether rows would give back this very condition, so that opening and saving a form changes nothing."""
    if not is_flat(node) or len(_tests(node)) > MAX_ROWS:
        return False
    return [row_json(row, registry) for row in rows_of(node)] == [to_json(test) for test in _tests(node)]


def rows_of(node: Node) -> list[Row]:
    """Return the rows of a flat condition."""
    return [Row(test.field, test.op, _texts(test)) for test in _tests(node)]


def posted_rows(data: QueryDict, prefix: str) -> list[Row]:
    """Return the rows in posted data, ``<prefix>-0-field`` and so on, in the order of their numbers."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-field")
    numbers = sorted(int(match[1]) for key in data if (match := pattern.fullmatch(key)))
    rows = []
    for number in numbers[:MAX_ROWS]:
        name = f"{prefix}-{number}"
        values = tuple(data.getlist(f"{name}-value"))
        rows.append(Row(data.get(f"{name}-field", ""), data.get(f"{name}-op", ""), values))
    return rows


def tree_of(mode: str, rows: Sequence[Row], registry: Registry) -> Json:
    """Return the JSON of these rows, for the parser to judge: what is no value of its field stays a text."""
    return {"any" if mode == "any" else "all": [row_json(row, registry) for row in rows]}


def row_json(row: Row, registry: Registry) -> Json:
    """Return the JSON of one row."""
    test: Json = {"field": row.field, "op": row.op}
    field = registry.field_named(row.field)
    operator = OPERATORS[field.type].get(row.op) if field else None
    if field and operator and operator.takes is not Takes.NOTHING:
        test["value"] = _value(row, field, operator)
    return test


def _tests(node: Node) -> list[FieldTest]:
    children = node.children if isinstance(node, Group) else (node,)
    return [child for child in children if isinstance(child, FieldTest)]


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


def _value(row: Row, field: Field, operator: Operator) -> object:
    texts = [text.strip() for text in row.values]
    match operator.takes:
        case Takes.MANY:
            lines = [line.strip() for text in texts for line in text.splitlines()]
            return [_read(line, field) for line in lines if line]
        case Takes.RANGE:
            return [_read(text, field) for text in texts]
        case Takes.DAYS:
            return _number(texts[0]) if texts else ""
    return _read(texts[0], field) if texts else ""


def _read(text: str, field: Field) -> object:
    options = field.options()
    if options is not None:
        # A choice that is gone is read as the others are, so that the parser can say that it is gone.
        as_others = _number if any(isinstance(value, int) for value, _label in options) else _as_is
        return next((value for value, _label in options if str(value) == text), as_others(text))
    return READERS.get(field.type, _as_is)(text) if field.element == "text" else _number(text)


def _as_is(text: str) -> object:
    return text


def _number(text: str) -> object:
    """Read a number with a point or a decimal comma; thousands may be grouped as the reader's language does."""
    mark = "." if (get_language() or "").startswith("es") else ","
    if re.fullmatch(rf"-?\d{{1,3}}({re.escape(mark)}\d{{3}})+", text):
        text = text.replace(mark, "")
    with suppress(ValueError):
        return int(text)
    with suppress(InvalidOperation, OverflowError):
        number = Decimal(text.replace(",", ".") if "." not in text else text)
        return float(number)
    return text


def _boolean(text: str) -> object:
    return {"true": True, "false": False}.get(text, text)


READERS: dict[FieldType, Callable[[str], object]] = {
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
}

"""Reading the value of one test: its type, its size, and whether it is a choice that exists."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from conditions.faults import Faults, shown
from conditions.nodes import Scalar, Value
from conditions.operators import Operator, Takes
from conditions.registry import Field, FieldType


MAX_TEXT = 500
MAX_ITEMS = 100
MAX_DAYS = 36_500
MAX_NUMBER = 10**15
FIRST_YEAR, LAST_YEAR = 1900, 2200
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadValue(ValueError):
    """One value is not what its field takes; the text is a finished sentence."""


def read_value(
    raw: object, path: str, *, field: Field, operator: Operator, faults: Faults, check_choices: bool
) -> Value:
    """Return the value as the tree keeps it, noting what is wrong with it."""
    read_one = partial(_scalar, field=field, check_choices=check_choices)
    match operator.takes:
        case Takes.NOTHING:
            return None
        case Takes.ONE:
            return _noted(read_one, raw, path, faults)
        case Takes.DAYS:
            return _noted(days, raw, path, faults)
        case Takes.RANGE:
            return _range(raw, path, read_one, faults)
        case Takes.MANY:
            return _many(raw, path, read_one, faults)


def days(raw: object) -> int:
    """Return a number of whole days.

    Raises: BadValue.
    """
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= MAX_DAYS:
        raise BadValue(_("Give a whole number of days from 1 to %(most)d.") % {"most": MAX_DAYS})
    return raw


def _noted(read: Callable[[object], Scalar], raw: object, path: str, faults: Faults) -> Scalar | None:
    try:
        return read(raw)
    except BadValue as fault:
        faults.add(path, str(fault))
        return None


def _many(raw: object, path: str, read_one: Callable[[object], Scalar], faults: Faults) -> Value:
    if not isinstance(raw, list) or not 1 <= len(raw) <= MAX_ITEMS:
        faults.add(path, _("Give a list of 1 to %(most)d values.") % {"most": MAX_ITEMS})
        return None
    read = [_noted(read_one, item, f"{path}[{index}]", faults) for index, item in enumerate(raw)]
    return tuple(item for item in read if item is not None)


def _range(raw: object, path: str, read_one: Callable[[object], Scalar], faults: Faults) -> Value:
    if not isinstance(raw, list) or len(raw) != 2:
        faults.add(path, _("Give a list of two values, the lower one first."))
        return None
    low, high = (_noted(read_one, item, f"{path}[{index}]", faults) for index, item in enumerate(raw))
    if low is None or high is None:
        return None
    if low > high:  # type: ignore[operator]  # both were read as the field's one type
        faults.add(path, _("The first value must not be above the second."))
    return (low, high)


def _scalar(raw: object, *, field: Field, check_choices: bool) -> Scalar:
    match field.type:
        case FieldType.TEXT:
            return _text(raw, field.fold if field.folded_column else str.strip)
        case FieldType.NUMBER:
            return _number(raw)
        case FieldType.DATE | FieldType.DATETIME:
            return _date(raw)
        case FieldType.BOOLEAN:
            return _boolean(raw)
        case FieldType.CHOICE:
            return _choice(raw, field, check_choices=check_choices)
        case FieldType.LIST:
            return _element(raw, field, check_choices=check_choices)


def _text(raw: object, fold: Callable[[str], str]) -> str:
    if not isinstance(raw, str):
        raise BadValue(_("Give a text."))
    if len(raw) > MAX_TEXT:
        raise BadValue(_("A text may have at most %(most)d characters.") % {"most": MAX_TEXT})
    if UNSTORABLE.search(raw):
        raise BadValue(_("This text has a character that cannot be stored."))
    if not fold(raw):
        raise BadValue(_("Give a text that is not empty."))
    return raw


def _number(raw: object) -> int | Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise BadValue(_("Give a number."))
    if not -MAX_NUMBER <= raw <= MAX_NUMBER:  # holds for NaN and the infinities too
        raise BadValue(_("This number is too large."))
    return raw if isinstance(raw, int) else Decimal(repr(raw))


def _date(raw: object) -> date:
    if not isinstance(raw, str) or not ISO_DATE.fullmatch(raw):
        raise BadValue(_("Give a date as YYYY-MM-DD."))
    try:
        day = date.fromisoformat(raw)
    except ValueError as error:
        raise BadValue(_("This date does not exist.")) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadValue(
            _("Give a date from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return day


def _boolean(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise BadValue(_("Give true or false."))
    return raw


def _choice(raw: object, field: Field, *, check_choices: bool) -> str | int:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise BadValue(_("Give one of the choices."))
    if isinstance(raw, str):
        _text(raw, str.strip)
    elif abs(raw) > MAX_NUMBER:
        raise BadValue(_("This number is too large."))
    options = field.options() if check_choices else None
    # Types are compared too: 1 and "1" are different values to the database.
    if options is not None and not any(
        value == raw and type(value) is type(raw) for value, _label in options
    ):
        raise BadValue(_("“%(value)s” is not one of the choices.") % {"value": shown(raw)})
    return raw


def _element(raw: object, field: Field, *, check_choices: bool) -> str | int:
    wanted = int if field.element == "bigint" else str
    if isinstance(raw, bool) or not isinstance(raw, wanted):
        raise BadValue(_("Give a number.") if wanted is int else _("Give a text."))
    if field.folded_column:
        return _text(raw, field.fold)
    return _choice(raw, field, check_choices=check_choices)

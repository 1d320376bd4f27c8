"""One text or JSON value to the type a column wants; None where it is nothing of the kind."""

import math
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.dateparse import parse_datetime

from core.text import clean, fold


TRUE = {"1", "true", "yes", "y", "on", "si", "x", "verdadero"}
FALSE = {"0", "false", "no", "n", "off", "falso"}
FIRST_YEAR, LAST_YEAR = 1900, 2100
BIGGEST = 9_000_000_000_000_000


def text(value: Any, *, limit: int) -> str | None:
    """Return a cleaned text of at most ``limit`` characters; numbers count as text, lists and objects do not."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return clean(str(value))[:limit].strip()


def number(value: Any) -> int | float | None:
    """Return a finite number; "1.234,5" and "1,234.5" are understood, "12 people" is not."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        # So large an integer fits no float: compared, never converted.
        return value if abs(value) <= BIGGEST else None
    if not isinstance(value, str):
        return None
    try:
        found = float(_plain(value))
    except ValueError:
        return None
    if not math.isfinite(found) or abs(found) > BIGGEST:
        return None
    return int(found) if found.is_integer() else found


def _plain(written: str) -> str:
    """Return the number with a point for decimals and nothing for thousands."""
    compact = written.strip().replace(" ", "").replace("\u00a0", "")
    comma, point = compact.rfind(","), compact.rfind(".")
    if comma >= 0 and point >= 0:
        drop, decimal = (".", ",") if comma > point else (",", ".")
        return compact.replace(drop, "").replace(decimal, ".")
    if comma >= 0:
        head, _comma, tail = compact.rpartition(",")
        is_thousands = "," in head or (len(tail) == 3 and head.lstrip("-") not in {"", "0"})
        return compact.replace(",", "" if is_thousands else ".")
    if compact.count(".") > 1:
        return compact.replace(".", "")
    return compact


def whole(value: Any, *, least: int = 0, most: int = BIGGEST) -> int | None:
    """Return a whole number within the bounds."""
    found = number(value)
    return round(found) if found is not None and least <= found <= most else None


def boolean(value: Any) -> bool | None:
    """Return yes or no as people and programs write them."""
    if isinstance(value, bool):
        return value
    folded = fold(str(value)) if isinstance(value, str | int | float) else ""
    return True if folded in TRUE else False if folded in FALSE else None


def moment(value: Any) -> datetime | None:
    """Return a moment with its zone, without one UTC; of years that leads may come from."""
    if not isinstance(value, str):
        return None
    try:
        found = parse_datetime(value.strip())
    except ValueError:
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def web_address(value: Any, *, limit: int = 300) -> str | None:
    """Return an http(s) address, or one without scheme; anything else (javascript:, spaces) is none."""
    found = text(value, limit=2000)
    if not found or len(found) > limit or any(char.isspace() for char in found):
        return None
    try:
        parts = urlsplit(found if "://" in found else f"https://{found}")
    except ValueError:
        return None
    return found if parts.scheme.lower() in {"http", "https"} and "." in parts.netloc else None

"""Values as a reader of the active language writes them, and as a spreadsheet of that language reads them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import moments, numbers


DASH = "–"
SECONDS_A_DAY = 86_400


def _is_spanish() -> bool:
    return (get_language() or "").startswith("es")


def count(value: int | None) -> str:
    """Return a number of things."""
    return DASH if value is None else numbers.plain(value)


def percent(value: float | Fraction | None, places: int | None = None) -> str:
    """Return a fraction as percent, with one place below ten."""
    if value is None:
        return DASH
    hundredfold = float(value) * 100
    shown = places if places is not None else (1 if 0 < abs(hundredfold) < 10 else 0)
    return numbers.percent(float(value), shown)


def change(value: float | None) -> str:
    """Return by how much something grew, signed."""
    if value is None:
        return DASH
    return f"+{percent(value)}" if value > 0 else percent(value)


def money(value: Fraction | int | None, currency: str) -> str:
    """Return an amount in whole units; small ones with cents."""
    if value is None:
        return DASH
    cents = round(value * 100)
    return numbers.money(cents if abs(cents) < 10_000 else round(Fraction(cents, 100)) * 100, currency)


def cost(value: Fraction | None, currency: str) -> str:
    """Return a cost; one that is not known is called so, never zero."""
    return _("unknown") if value is None else money(value, currency)


def days(value: float | None) -> str:
    """Return a length in days; below one day, in hours and minutes."""
    if value is None:
        return DASH
    if value < 1:
        return moments.duration(value * SECONDS_A_DAY)
    return _("%(days)s d") % {"days": numbers.plain(round(value, 1), 1)}


def wait(seconds: float | None) -> str:
    """Return a wait in its two largest units."""
    return DASH if seconds is None else moments.duration(seconds)


def decimal(value: Any, places: int) -> str:
    """Return a number for a spreadsheet: a decimal comma in Spanish, no thousands mark."""
    if value is None:
        return ""
    number = (
        Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))
    )
    text = f"{number:.{places}f}"
    return text.replace(".", ",") if _is_spanish() else text


def separator() -> str:
    """Return what stands between the values of a row."""
    return ";" if _is_spanish() else ","

"""Numbers and money as a reader of the active language writes them."""

from decimal import Decimal

from django.utils.numberformat import format as number_format
from django.utils.translation import get_language


# Decimal mark and thousands mark; Django groups Spanish by a no-break space, business Spanish by a point.
MARKS = {"es": (",", "."), "en": (".", ",")}
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "MXN": "MX$", "BRL": "R$", "JPY": "¥"}
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def plain(value: float | Decimal | str, places: int = 0) -> str:
    """Return the number with the language's marks and the given places."""
    decimal_mark, thousands_mark = MARKS.get(_language(), MARKS["en"])
    text = number_format(
        value,
        decimal_mark,
        places,
        grouping=3,
        thousand_sep=thousands_mark,
        force_grouping=True,
        use_l10n=False,
    )
    return text.replace("-", MINUS)


def tenths(value: int, *, signed: bool = False) -> str:
    """Return tenths of a point as points with one place: 255 → "25.5", or "+25.5" if signed."""
    text = plain(Decimal(value) / 10, 1)
    return f"+{text}" if signed and value > 0 else text


def percent(share: float, places: int = 0) -> str:
    """Return a share from 0 to 1 as percent: "73%", in Spanish "73 %"."""
    gap = NO_BREAK if _language() == "es" else ""
    return f"{plain(round(share * 100, places), places)}{gap}%"


def money(cents: int, currency: str) -> str:
    """Return an amount in its currency, without cents when there are none."""
    amount = plain(Decimal(abs(cents)) / 100, 2 if cents % 100 else 0)
    symbol = SYMBOLS.get(currency, currency)
    sign = MINUS if cents < 0 else ""
    if _language() == "es":
        return f"{sign}{amount}{NO_BREAK}{symbol}"
    gap = NO_BREAK if symbol.isalpha() and len(symbol) > 1 else ""
    return f"{sign}{symbol}{gap}{amount}"

"""Moments as lists write them: in any order of day and month, which only the whole column tells. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from capture.parsers import values
from core.text import fold


DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
ORDERS = frozenset({DAY_FIRST, MONTH_FIRST})
MONTHS = {"jan": 1, "ene": 1, "gen": 1, "feb": 2, "fev": 2, "mar": 3, "mrz": 3, "apr": 4, "abr": 4, "avr": 4,
          "may": 5, "mai": 5, "mag": 5, "jun": 6, "juin": 6, "giu": 6, "jul": 7, "juil": 7, "lug": 7, "aug": 8,
          "ago": 8, "aou": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "out": 10, "ott": 10, "nov": 11,
          "dec": 12, "dic": 12, "dez": 12, "des": 12}  # fmt: skip
NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-])")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
DAY_WORD = re.compile(
    r"(?:[a-z]+\.?,? +)?(\d{1,2})(?:st|nd|rd|th|[.ºo])?[ -]+(?:de )?([a-z]{3,})\.?,?[ -]+(?:del? )?(\d{4}|\d{2})\b"
)
WORD_DAY = re.compile(r"(?:[a-z]+\.?, +)?([a-z]{3,})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})\b")
CLOCK = re.compile(
    r"[ t,]*(?:at |a las )?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)? *(a\.? ?m|p\.? ?m)?\.?"
)
ZONE = re.compile(r" *(?:gmt|utc)? *([+-])(\d{2}):?(\d{2})")
HALF_DAY = 12
# Numbers of days as spreadsheets count them (1982 to 2064), seconds and their thousands since 1970.
DAYS = range(30_000, 60_000)
SPREADSHEET = datetime(1899, 12, 30, tzinfo=UTC)
SECONDS, THOUSANDTHS = re.compile(r"1\d{9}"), re.compile(r"1\d{12}")
# "26" is this century; nobody's list is of leads from 1926.
CENTURY = 2000


def order(cells: Iterable[str], *, country: str = "") -> str:
    """Return whether days or months come first in this column: a value above 12 tells.

    Where none tells, a clock of twelve hours or the United States mean months, all else days.
    """
    is_twelve = country == "US"
    for cell in cells:
        if found := NUMBERS.match(cell.strip()):
            first, second = int(found[1]), int(found[3])
            if first > HALF_DAY or second > HALF_DAY:
                return DAY_FIRST if first > HALF_DAY else MONTH_FIRST
            is_twelve = is_twelve or (
                found[2] == "/" and bool(re.search(r"\d *[ap]m$", cell.strip().lower()))
            )
    return MONTH_FIRST if is_twelve else DAY_FIRST


def moment(cell: str, *, first: str = DAY_FIRST) -> datetime | None:
    """Return the moment a cell tells, without a zone as UTC; None for what is none.

    ``first`` says what the first of two numbers is that may be day or month, as ``order`` found it.
    """
    if found := values.moment(cell):
        return found
    text = fold(cell)
    if text.isdigit():
        return _counted(text)
    parts = _year_first(text) or _numbers(text, first) or _day_word(text) or _word_day(text)
    return _made(*parts) if parts else None


def _counted(text: str) -> datetime | None:
    if len(text) == 5 and int(text) in DAYS:
        return SPREADSHEET + timedelta(days=int(text))
    if SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    return datetime.fromtimestamp(int(text) / 1000, UTC) if THOUSANDTHS.fullmatch(text) else None


Parts = tuple[int, int, int, str]


def _year_first(text: str) -> Parts | None:
    found = YEAR_FIRST.match(text)
    return (int(found[1]), int(found[2]), int(found[3]), text[found.end() :]) if found else None


def _numbers(text: str, first: str) -> Parts | None:
    if not (found := NUMBERS.match(text)):
        return None
    day, month = int(found[1]), int(found[3])
    if (first == MONTH_FIRST and found[2] != ".") or month > HALF_DAY:
        day, month = month, day
    return _year(found[4]), month, day, text[found.end() :]


def _day_word(text: str) -> Parts | None:
    found = DAY_WORD.match(text)
    month = _month(found[2]) if found else 0
    return (_year(found[3]), month, int(found[1]), text[found.end() :]) if found and month else None


def _word_day(text: str) -> Parts | None:
    found = WORD_DAY.match(text)
    month = _month(found[1]) if found else 0
    return (_year(found[3]), month, int(found[2]), text[found.end() :]) if found and month else None


def _month(word: str) -> int:
    return MONTHS.get(word[:4]) or MONTHS.get(word[:3], 0)


def _year(written: str) -> int:
    return int(written) + (CENTURY if len(written) == 2 else 0)


def _made(year: int, month: int, day: int, rest: str) -> datetime | None:
    clock = CLOCK.match(rest)
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    half = (clock[4] or "")[:1] if clock else ""
    if half and hour <= HALF_DAY:
        hour = hour % HALF_DAY + (HALF_DAY if half == "p" else 0)
    zone = ZONE.match(rest, clock.end()) if clock else None
    offset = timedelta(hours=int(zone[2]), minutes=int(zone[3])) if zone else timedelta()
    try:
        ahead = timezone(-offset if zone and zone[1] == "-" else offset)
        found = datetime(year, month, day, hour, minute, second, tzinfo=ahead)
    except ValueError:
        return None
    return found if values.FIRST_YEAR <= year <= values.LAST_YEAR else None

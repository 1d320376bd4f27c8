"""Where the table in a file begins, and what its columns are called. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from capture.parsers import guessing
from capture.parsers.files.base import NotATable, Row, TooLarge


MAX_COLUMNS = 500
# Rows looked at; a title above the table is a few lines long.
LOOKED_AT = 60
# How much of a usual row the header must fill, so that a title above it is not one.
LEAST_FILLED = 0.6
# So many cells named like facts make a row the header where an earlier one has none, and so many where it has fewer:
# reports put a small table of hosts or figures above the large one.
TELLING, MANY = 2, 3


@dataclass(frozen=True, slots=True)
class Head:
    """The columns' names, and the number of the first row that may be data."""

    names: tuple[str, ...]
    first: int


def find(rows: Sequence[Row], *, name: str) -> Head:
    """Return the header among the first rows; the columns of a table without one are A, B, C.

    A header is the first row that fills about as many cells as the rows below do: titles and notes above it are
    passed over. A first row that holds an e-mail, a phone or a date is data. Raises: NotATable, TooLarge.
    """
    told = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not told:
        raise NotATable(_("%(path)s has no header.") % {"path": name})
    header = _header(told)
    if header.fault:
        raise NotATable(header.fault)
    width = max(len(header.cells), 1)
    if width > MAX_COLUMNS:
        raise TooLarge(_("The file has more than 500 columns."))
    below = [row for row in told if row.number > header.number]
    if guessing.is_data(header.cells, [row.cells for row in below]):
        width = min(max(_used(row.cells) for row in [header, *below]), MAX_COLUMNS)
        return Head(tuple(letters(place) for place in range(width)), header.number)
    return Head(tuple(names(header.cells)), header.number + 1)


def tells(found: Head) -> bool:
    """Say whether the columns are named like facts, or the table has none named but holds data."""
    return bool(_named(found.names)) or found.names[:2] == ("A", "B")


def _header(told: Sequence[Row]) -> Row:
    usual = _usual([_filled(row.cells) for row in told])
    wide = [row for row in told if _filled(row.cells) >= usual * LEAST_FILLED]
    first = wide[0]
    best = max(wide, key=lambda row: _named(row.cells))
    if guessing.is_data(first.cells):
        return first
    if not _named(first.cells):
        return best if _named(best.cells) >= TELLING else first
    is_better = _named(best.cells) >= MANY and _filled(best.cells) > _filled(first.cells)
    return best if is_better and _named(best.cells) > _named(first.cells) else first


def _usual(counts: Sequence[int]) -> int:
    """Return the count that most rows have, the larger of two that are as frequent."""
    frequent = Counter(counts)
    return max(frequent, key=lambda count: (frequent[count], count))


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _used(cells: Sequence[str]) -> int:
    """Return how many cells there are up to the last with text."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _named(cells: Sequence[str]) -> int:
    return sum(bool(guessing.by_name(cell)) for cell in cells)


def names(cells: Sequence[str]) -> list[str]:
    """Return the header's names, trimmed; a name that comes twice is numbered."""
    found: list[str] = []
    for cell in cells:
        name = " ".join(cell.replace("\ufeff", "").replace("\0", "").split())
        count = 2
        unique = name
        while unique and unique in found:
            unique, count = f"{name} ({count})", count + 1
        found.append(unique)
    return found


def letters(place: int) -> str:
    """Return what a spreadsheet calls the column: A for 0, AA for 26."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found

"""Which mark parts the decimals of a column: "154.217" alone reads as thousands, among others it may not. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from capture.parsers.files.base import Row
from leads.readers import is_grouped


# Rows that are looked at before the first one is imported.
LOOKED_AT = 5_000
NUMBER = re.compile(r"^[+-]?\d*([.,])\d+$")


def marks(rows: Iterable[Row], columns: Collection[int]) -> dict[int, str]:
    """Return the decimal mark, "." or ",", of each of the columns whose values show it beyond doubt.

    Beyond doubt: a value such as "0.5", "12.34" or "0.446" stands there, and none that is grouped by the same mark
    ("1.234.567", "1.234,5").
    """
    seen: dict[int, set[str]] = {place: set() for place in columns}
    for row in rows:
        for place in columns:
            if place < len(row.cells):
                seen[place].add(_shape(row.cells[place].strip()))
    found = {place: shapes - {""} for place, shapes in seen.items()}
    return {place: next(iter(shapes)) for place, shapes in found.items() if shapes in ({"."}, {","})}


def _shape(cell: str) -> str:
    """Return the mark that parts this value's decimals; "" where it has none or either reading is possible."""
    found = NUMBER.match(cell)
    if found:
        return "" if is_grouped(cell) else found[1]
    return "other" if is_grouped(cell) or ("." in cell and "," in cell) else ""


def exact(cell: str, mark: str) -> str | Decimal:
    """Return the number where the cell is one with this decimal mark, else the cell as it is."""
    found = NUMBER.match(cell)
    return Decimal(cell.replace(",", ".")) if found and found[1] == mark else cell


def columns_of(header: Sequence[str], columns: Mapping[str, str], facts: Collection[str]) -> list[int]:
    """Return the places of the columns that become one of the facts."""
    return [place for place, name in enumerate(header) if columns.get(name) in facts]

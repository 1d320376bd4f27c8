"""A report's numbers as a table: the page draws it, CSV writes it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from core.tables import Column
from core.text import guarded
from reporting import formats


Kind = Literal["text", "count", "percent", "change", "money", "cost", "days", "wait"]
PLACES = {"count": 0, "percent": 1, "change": 1, "money": 2, "cost": 2, "days": 2, "wait": 2}
SECONDS_AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. ``grade`` draws the letter's square before it."""

    value: Any
    kind: Kind = "count"
    currency: str = ""
    url: str = ""
    is_strong: bool = False
    grade: str = ""

    @property
    def text(self) -> str:
        """Return the value as the page says it."""
        if self.kind in ("money", "cost"):
            return (formats.money if self.kind == "money" else formats.cost)(self.value, self.currency)
        if self.kind == "text":
            return str(self.value)
        return str(getattr(formats, self.kind)(self.value))

    @property
    def raw(self) -> str:
        """Return the value for a spreadsheet: shares as percent, waits as hours."""
        if self.kind == "text":
            return guarded(str(self.value))
        if self.value is None:
            return formats.cost(None, "") if self.kind == "cost" else ""
        factor = {"percent": 100, "change": 100, "wait": 1 / SECONDS_AN_HOUR}.get(self.kind, 1)
        return formats.decimal(self.value * factor if factor != 1 else self.value, PLACES[self.kind])


@dataclass(frozen=True, slots=True)
class Track:
    """A funnel's bar and where the period before stood, both as SVG lengths of a hundred."""

    width: str
    past: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the first cell names it."""

    cells: Sequence[Cell]
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name for its address, a caption, columns, rows and perhaps a total."""

    name: str
    caption: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row | None = None
    ordering: str = ""
    has_track: bool = False
    empty: str | Promise = ""


def to_csv(sheet: Sheet) -> str:
    """Return the sheet as a spreadsheet of the active language reads it, with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=formats.separator(), lineterminator="\r\n")
    writer.writerow([guarded(_head(column, sheet)) for column in sheet.columns])
    for row in [*sheet.rows, *([sheet.total] if sheet.total else [])]:
        writer.writerow([cell.raw for cell in row.cells])
    return "\ufeff" + out.getvalue()


def _head(column: Column, sheet: Sheet) -> str:
    """Return the column's label with the unit its numbers have in the file."""
    position = list(sheet.columns).index(column)
    sample = next((row.cells[position] for row in sheet.rows if position < len(row.cells)), None)
    unit = {"percent": " (%)", "change": " (%)", "wait": " (h)", "days": " (d)"}.get(
        sample.kind if sample else "", ""
    )
    if sample and sample.kind in ("money", "cost"):
        unit = f" ({sample.currency})"
    return f"{column.label}{unit}"

"""Tables whose rows stand whole in their first column, as when a CSV was opened by another delimiter and saved."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext_lazy as _

from capture.parsers import guessing
from capture.parsers.files import head
from capture.parsers.files.base import Row, Table, TooLarge


DELIMITERS = (";", ",", "\t", "|")
LOOKED_AT, MOST, TELLING = 50, 0.8, 2


def unpacked(table: Table) -> Table:
    """Return the table that stands in the only column of this one, or this one.

    Raises: TooLarge, and as the table's own reading.
    """
    if len(table.header) != 1:
        return table
    rows = [row.cells[0] for row in islice(table, LOOKED_AT) if not row.fault and row.cells]
    for delimiter in DELIMITERS:
        names = _parts(table.header[0], delimiter)
        alike = sum(len(_parts(row, delimiter)) == len(names) for row in rows)
        named = sum(bool(guessing.by_name(name)) for name in names)
        if named >= TELLING and alike >= MOST * len(rows) > 0:
            if len(names) > head.MAX_COLUMNS:
                raise TooLarge(_("The file has more than 500 columns."))
            return NestedFile(table, delimiter)
    return table


class NestedFile:
    """The table in the only column of another; its rows keep their numbers."""

    def __init__(self, table: Table, delimiter: str) -> None:
        self._table = table
        self.kind, self.encoding, self.delimiter = table.kind, table.encoding, delimiter
        self.header = tuple(head.names(_parts(table.header[0], delimiter)))

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield the rows whose number is at least ``start``."""
        for row in self._table.rows(start):
            cells = _parts(row.cells[0], self.delimiter) if row.cells else []
            fault = row.fault
            if not fault and any(cell.strip() for cell in cells[len(self.header) :]):
                fault = str(_("The row has more cells than the header has names."))
            yield Row(row.number, cells[: head.MAX_COLUMNS], fault)


def _parts(text: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader([text.replace("\r", " ").replace("\n", " ")], delimiter=delimiter), [])
    except csv.Error:
        return [text]

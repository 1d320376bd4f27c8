"""Rows as they were read from a file, written once so that they can be read again from any row at any time.

One JSON text a line: first ``{"kind", "header"}``, then ``[number, cells]`` or ``[number, cells, fault]``. Nothing
is guessed a second time, and what could not be read stays in its place with its reason.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from capture.parsers.files.base import Row, Table, TooLarge


# Empty ones are written too: a few bytes a record could else fill a disk.
MAX_CELLS = 10_000_000


class FlatFile:
    """The rows of another file as ``write`` wrote them."""

    encoding = delimiter = ""

    def __init__(self, path: Path) -> None:
        """Read the header. Raises: OSError."""
        self.path = path
        with path.open(encoding="ascii") as file:
            told = json.loads(file.readline())
        self.kind: str = told["kind"]
        self.header: tuple[str, ...] = tuple(told["header"])

    def __iter__(self) -> Iterator[Row]:
        """Yield every row."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield the rows whose number is at least ``start``."""
        with self.path.open(encoding="ascii") as file:
            next(file)
            for line in file:
                row = Row(*json.loads(line))
                if row.number >= start:
                    yield row


def write(table: Table, path: Path, *, most: int) -> None:
    """Write the table's rows, at most so many. Raises: TooLarge, and as the table's own reading."""
    with path.open("w", encoding="ascii") as file:
        file.write(json.dumps({"kind": table.kind, "header": table.header}) + "\n")
        cells = 0
        for count, row in enumerate(table, 1):
            cells += len(row.cells)
            if cells > MAX_CELLS:
                raise TooLarge(_("The file has more than 10 million cells. Save it as CSV."))
            if count > most:
                raise TooLarge(
                    _("The file has more than 100,000 rows. Split it, or use the command import_leads.")
                )
            told = [row.number, list(row.cells), *([row.fault] if row.fault else [])]
            file.write(json.dumps(told, separators=(",", ":")) + "\n")

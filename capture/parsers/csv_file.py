"""Reading a CSV file as it comes: any of the usual encodings and delimiters, gzipped or not, row by row."""

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from capture.parsers.files import dialect, encoding, head
from capture.parsers.files.base import Row


MAX_CELL = 200_000
# What one row may hold; a line longer than this is passed over, not kept.
MAX_ROW = 1_000_000


class CsvFile:
    """A file whose header has been read; iterate it for the rows. Memory does not grow with the file."""

    kind = "csv"

    def __init__(self, path: Path, *, name: str = "") -> None:
        """Look at the file; ``name`` is what refusals call it.

        Raises: NotATable for a file that is empty, binary or without a header, TooLarge, OSError, EOFError.
        """
        self.path, self.name = path, name or path.name
        # Two times over, so that a cell too long is told as such and not as a broken row.
        csv.field_size_limit(2 * MAX_CELL)
        writing = encoding.find(path, name=self.name)
        self.encoding = writing.encoding
        self.dialect = dialect.find(writing.sample, is_whole=len(writing.sample) < encoding.SAMPLE // 4)
        self.head = head.find(list(islice(self._records(), head.LOOKED_AT)), name=self.name)
        self.header = self.head.names

    @property
    def delimiter(self) -> str:
        """Return what stands between cells."""
        return self.dialect.delimiter

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows below the header; rows without any text are left out."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield the rows below the header whose number is at least ``start``."""
        start = max(start, self.head.first)
        for row in self._records(len(self.header)):
            if row.number >= start and (row.fault or any(cell.strip() for cell in row.cells)):
                yield self._fitted(row)

    def _records(self, width: int = 0) -> Iterator[Row]:
        with encoding.open_text(self.path, self.encoding) as text:
            for _line in range(self.dialect.skip_lines):
                text.readline(MAX_ROW)
            yield from _Records(text, self.dialect, width)

    def _fitted(self, row: Row) -> Row:
        surplus = [cell for cell in row.cells[len(self.header) :] if cell.strip()]
        if row.fault or surplus:
            fault = row.fault or str(_("The row has more cells than the header has names."))
            return Row(row.number, row.cells[: head.MAX_COLUMNS], fault)
        if any(len(cell) > MAX_CELL for cell in row.cells):
            return Row(row.number, row.cells, str(_("A cell holds more than 200,000 characters.")))
        return row


class _Lines:
    """The lines of a text, noting which were taken for the record that is being read; some may be put back."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0
        self.is_over = self.is_cut = False

    def begin(self) -> None:
        """Begin the next record."""
        self.taken, self.size, self.is_over, self.is_cut = [], 0, False, False

    def put_back(self) -> None:
        """Give all lines of this record but the first back, to be read once more."""
        self._back.extendleft(reversed(self.taken[1:]))

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._read()
        self.size += len(line)
        if not line or self.size > MAX_ROW:
            if line:
                self._back.appendleft(line)
            self.is_over = True
            raise StopIteration
        self.taken.append(line)
        return line

    def _read(self) -> str:
        line = self._text.readline(MAX_ROW)
        if len(line) < MAX_ROW or line.endswith(("\n", "\r")):
            return line.replace("\0", "") or line
        # The rest of a line that is too long is let go.
        self.is_cut = True
        while (rest := self._text.readline(MAX_ROW)) and not rest.endswith(("\n", "\r")):
            pass
        return line[:100] + "\n"


class _Records:
    """The records of a text; a quotation mark that is never closed costs its own line, not those below."""

    def __init__(self, text: io.TextIOBase, dialect: dialect.Dialect, width: int) -> None:
        self._lines = _Lines(text)
        self._reader = csv.reader(self._lines, delimiter=dialect.delimiter, quotechar=dialect.quote)
        self._dialect, self._width = dialect, width

    def __iter__(self) -> Iterator[Row]:
        number = 0
        while True:
            number += 1
            self._lines.begin()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._faulty(number, str(error))
                continue
            if self._lines.is_cut:
                yield Row(number, cells, str(_("The row holds more than 1,000,000 characters.")))
            elif self._lines.is_over or self._swallowed(cells):
                yield self._faulty(number, str(_("A quotation mark is opened and never closed.")))
            else:
                yield Row(number, cells)

    def _faulty(self, number: int, fault: str) -> Row:
        self._lines.put_back()
        line = self._lines.taken[:1]
        reader = csv.reader(line, delimiter=self._dialect.delimiter, quoting=csv.QUOTE_NONE)
        try:
            return Row(number, next(reader, []), fault)
        except csv.Error:
            return Row(number, (), fault)

    def _swallowed(self, cells: Sequence[str]) -> bool:
        """Say whether a record of several lines fits the header worse than its second line alone."""
        if len(self._lines.taken) < 2 or not self._width or len(cells) == self._width:
            return False
        second = csv.reader(
            self._lines.taken[1:2], delimiter=self._dialect.delimiter, quotechar=self._dialect.quote
        )
        return len(next(second, [])) == self._width

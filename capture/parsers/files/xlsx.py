"""Reading a workbook (XLSX) as its rows come: the first sheet with data, cells as a person sees them.

Our own reader, since what there is either builds every cell of the sheet's rectangle (a file of 1.6 kB then asks for
hundreds of GB) or keeps a core busy for minutes.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from capture.parsers.files import head, package, workbook
from capture.parsers.files.base import NotATable, Row, TooLarge
from capture.parsers.files.workbook import Workbook


MAX_ROWS, LAST_ROW = 100_000, 1_048_576
# All cells together, a shared text as often as it is shown.
MAX_CHARACTERS = 200_000_000
# Empty cells have a style at most; this many of them are no table.
MAX_CELLS = 5_000_000


class XlsxFile:
    """A workbook whose header has been read; iterate it for the rows, whose numbers are those of the sheet."""

    kind = "xlsx"
    encoding = delimiter = ""

    def __init__(self, path: Path, *, name: str = "") -> None:
        """Look at the workbook. It is read once as a whole, so that none breaks in the middle of an import.

        Raises: NotATable for what is broken, protected or empty; TooLarge.
        """
        self.path, self.name = path, name or path.name
        with package.opened(path, name=self.name) as opened:
            book = workbook.read(opened)
            self._sheet, self.head = self._first_table(opened, book)
            _measure(opened, book, self._sheet)
        self.header = self.head.names

    def _first_table(self, opened: zipfile.ZipFile, book: Workbook) -> tuple[str, head.Head]:
        """Return the first sheet with rows below a header that names facts, else with rows, else with any text; one
        that is hidden only where none that is shown has rows.
        """
        found: list[tuple[int, str, head.Head]] = []
        for place, sheet in enumerate(book.sheets):
            if place >= book.shown and any(rank for rank, _sheet, _head in found):
                break
            top = list(islice(_Sheet(opened, book, sheet).rows(), head.LOOKED_AT))
            if any(row.cells for row in top):
                its = head.find(top, name=self.name)
                has_rows = top[-1].number >= its.first
                found.append((has_rows + (has_rows and head.tells(its)), sheet, its))
        if not found:
            raise NotATable(_("%(path)s has no header.") % {"path": self.name})
        _rank, sheet, its = max(found, key=lambda one: one[0])
        return sheet, its

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows below the header; rows without any text are left out."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield the rows below the header whose number is at least ``start``."""
        start = max(start, self.head.first)
        width = len(self.header)
        with package.opened(self.path, name=self.name) as opened:
            for row in _Sheet(opened, workbook.read(opened), self._sheet).rows():
                # Notes beside the table are no part of it.
                cells = row.cells[:width]
                if row.number >= start and any(cell.strip() for cell in cells):
                    yield Row(row.number, cells, _fault(cells))


def _fault(cells: Sequence[str]) -> str:
    if any(len(cell) > workbook.MAX_TEXT for cell in cells):
        return str(_("A cell holds more than 40,000 characters."))
    return ""


def _measure(opened: zipfile.ZipFile, book: Workbook, sheet: str) -> None:
    characters = 0
    for count, row in enumerate(_Sheet(opened, book, sheet).rows()):
        characters += sum(map(len, row.cells))
        if count > MAX_ROWS:
            raise TooLarge(_("The sheet has more than 100,000 rows. Split it, or save it as CSV."))
        if characters > MAX_CHARACTERS:
            raise TooLarge(_("The sheet holds more than 200 million characters. Save it as CSV."))


@lru_cache
def _column(letters: str) -> int:
    """Return the place of a column: 0 for A, 26 for AA."""
    place = 0
    for letter in letters[:4].upper():
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


class _Sheet:
    """One sheet, read tag by tag; a row is a list of texts up to its last one that is not empty."""

    def __init__(self, opened: zipfile.ZipFile, book: Workbook, part: str) -> None:
        self._part, self._book = package.Part(opened, part), book
        self._done: list[Row] = []
        self._number = self._place = self._count = 0
        self._cells: list[str] = []
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._size = 0
        self._is_value = False
        self._spoken = 0

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are written in the sheet, with their numbers."""
        for _piece in self._part.read(start=self._start, end=self._end, text=self._text):
            done, self._done = self._done, []
            yield from done

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v" or (tag == "t" and not self._spoken):
            self._is_value = True
        elif tag == "row":
            # Numbers rise, whatever is written, since an import goes on behind the last one.
            self._number = max(int(attributes.get("r", 0)), self._number + 1)
            if self._number > LAST_ROW:
                raise TooLarge(_("The sheet has more than 100,000 rows. Split it, or save it as CSV."))
            self._place, self._cells = -1, []
        elif tag == "rPh":
            self._spoken += 1

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self._place = _column(letters) if letters else self._place + 1
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._pieces, self._size = [], 0
        self._count += 1
        if self._count > MAX_CELLS:
            raise TooLarge(_("The sheet has more than 5 million cells. Save it as CSV."))

    def _text(self, data: str) -> None:
        if self._is_value and self._size <= workbook.MAX_TEXT:
            self._pieces.append(data)
            self._size += len(data)

    def _end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._is_value = False
        elif tag == "c":
            if self._pieces:
                self._put(self._shown("".join(self._pieces)))
        elif tag == "row":
            if self._cells:
                self._done.append(Row(self._number, self._cells))
        elif tag == "rPh":
            self._spoken -= 1

    def _put(self, value: str) -> None:
        if not value:
            return
        if self._place >= head.MAX_COLUMNS:
            raise TooLarge(_("The file has more than 500 columns."))
        self._cells.extend([""] * (self._place + 1 - len(self._cells)))
        self._cells[self._place] = value

    def _shown(self, written: str) -> str:
        match self._type:
            case "s":
                return self._book.texts[int(written)]
            case "b":
                return "TRUE" if written.strip() == "1" else "FALSE"
            case "n":
                return self._book.number(written, self._style)
            case "inlineStr" | "str":
                return workbook.unescaped(written)
            case "d":
                return written.replace("T00:00:00", "").replace("T", " ")
            case _:
                return written

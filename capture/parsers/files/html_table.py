"""The table of a web page, which many programs save under a spreadsheet's name (XLS)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from capture.parsers.files import encoding, head
from capture.parsers.files.base import NotATable, Row, TooLarge


BEGINS = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*|<\?xml[^>]{0,200}>\s*|<!doctype html[^>]{0,300}>\s*)*"
    rb"<(?:html|head|body|table|meta|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
PIECE, MAX_CELL, MAX_TAG = 64 * 1024, 200_000, 1024 * 1024
# As for workbooks: tags cost ten times what the cells of a CSV do.
MAX_BYTES = 10 * MAX_TAG
SILENT = {"style", "script", "head", "title"}


def is_page(raw: bytes) -> bool:
    """Say whether a file that begins like this is a web page."""
    return bool(BEGINS.match(raw))


class HtmlFile:
    """The rows of a page's tables; iterate it for those below the header, whose number is their place."""

    kind, delimiter = "html", ""

    def __init__(self, path: Path, *, name: str = "") -> None:
        """Look at the page. Raises: NotATable for one without a table, TooLarge, OSError, EOFError."""
        self.path, self.name = path, name or path.name
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge(_("%(path)s is larger than 10 MB. Save it as CSV.") % {"path": self.name})
        written = encoding.find(path, name=self.name)
        told = CHARSET.search(written.sample[:2000])
        is_older = written.encoding in {"cp1252", "latin-1"}
        self.encoding = told[1] if told and is_older and encoding.is_known(told[1]) else written.encoding
        top = list(islice(self._records(), head.LOOKED_AT))
        if not any(row.cells for row in top):
            raise NotATable(_("%(path)s is a web page without a table.") % {"path": self.name})
        self.head = head.find(top, name=self.name)
        self.header = self.head.names

    def __iter__(self) -> Iterator[Row]:
        """Yield every row below the header."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield the rows below the header whose number is at least ``start``."""
        start = max(start, self.head.first)
        for row in self._records():
            cells = row.cells[: len(self.header)]
            if row.number >= start and any(cells):
                too_long = any(len(cell) > MAX_CELL for cell in cells)
                yield Row(row.number, cells, str(_("A cell holds more than 200,000 characters.")) * too_long)

    def _records(self) -> Iterator[Row]:
        reader = _Reader()
        with encoding.open_text(self.path, self.encoding) as text:
            while piece := text.read(PIECE):
                reader.feed(piece)
                if len(reader.rawdata) > MAX_TAG:
                    raise TooLarge(_("The page holds a tag of more than a megabyte."))
                done, reader.done = reader.done, []
                yield from done
            reader.close()
            reader.end_row()
            yield from reader.done


class _Reader(HTMLParser):
    """Gathers the cells of each row; those of a table inside a cell are part of the cell's own row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Row] = []
        self._number = 0
        self._cells: list[str] | None = None
        self._pieces: list[str] | None = None
        self._size = 0
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent = tag
        elif tag == "tr":
            self.end_row()
            self._cells = []
        elif tag in {"td", "th"}:
            self._end_cell()
            self._pieces, self._size = [], 0
        elif tag == "br" and self._pieces is not None:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._pieces is not None and not self._silent and self._size <= MAX_CELL:
            self._pieces.append(data)
            self._size += len(data)

    def _end_cell(self) -> None:
        if self._pieces is not None and self._cells is not None:
            if len(self._cells) > head.MAX_COLUMNS:
                raise TooLarge(_("The file has more than 500 columns."))
            lines = "".join(self._pieces).split("\n")
            self._cells.append("\n".join(" ".join(line.split()) for line in lines).strip())
        self._pieces = None

    def end_row(self) -> None:
        """Take the row that is open as done."""
        self._end_cell()
        if self._cells:
            self._number += 1
            self.done.append(Row(self._number, self._cells))
        self._cells = None

"""Reading a CSV file as it comes: any of the usual encodings and delimiters, gzipped or not, row by row."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import clevercsv
from django.utils.translation import gettext_lazy as _

from capture.parsers.files.base import NotATable, Row


SAMPLE = 64 * 1024
MAX_COLUMNS = 500
MAX_CELL = 200_000
DELIMITERS = [",", ";", "\t", "|"]
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What no text file holds; a file with these is a picture, a workbook, an archive.
BINARY = frozenset(range(9)) | frozenset(range(14, 27)) | {28, 29, 30, 31}


class NotCsv(NotATable):
    """The file is no table of text."""

    code = "not_csv"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is written."""

    encoding: str
    delimiter: str
    quote: str
    skip_lines: int = 0


class CsvFile:
    """A file whose header has been read; iterate it for the rows. Memory does not grow with the file."""

    kind = "csv"

    def __init__(self, path: Path, *, name: str = "") -> None:
        """Look at the file; ``name`` is what refusals call it.

        Raises: NotCsv for a file that is missing, empty, binary or without a header.
        """
        self.path, self.name = path, name or path.name
        try:
            self.dialect = _dialect(path)
            self.header = tuple(self._header())
        except (OSError, EOFError, gzip.BadGzipFile) as error:
            raise NotCsv(
                _("%(path)s cannot be read: %(error)s.") % {"path": path.name, "error": error}
            ) from error

    @property
    def encoding(self) -> str:
        """Return the name of the text's encoding."""
        return self.dialect.encoding

    @property
    def delimiter(self) -> str:
        """Return what stands between cells."""
        return self.dialect.delimiter

    def _header(self) -> list[str]:
        for row in self._rows():
            if any(cell.strip() for cell in row.cells):
                return _names(row.cells)
        raise NotCsv(_("%(path)s has no header.") % {"path": self.path.name})

    def _rows(self) -> Iterator[Row]:
        with (
            _open(self.path) as raw,
            io.TextIOWrapper(raw, encoding=self.dialect.encoding, errors="replace", newline="") as text,
        ):
            for _line in range(self.dialect.skip_lines):
                text.readline()
            reader = csv.reader(text, delimiter=self.dialect.delimiter, quotechar=self.dialect.quote or '"')
            number = 0
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield Row(number, (), str(error))
                    continue
                yield Row(number, cells)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows below the header; rows without any text are left out."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield the rows below the header whose number is at least ``start``."""
        is_below = False
        for row in self._rows():
            has_text = bool(row.fault) or any(cell.strip() for cell in row.cells)
            if has_text and is_below and row.number >= start:
                yield self._fitted(row)
            is_below = is_below or has_text

    def _fitted(self, row: Row) -> Row:
        surplus = [cell for cell in row.cells[len(self.header) :] if cell.strip()]
        if row.fault or surplus:
            fault = row.fault or str(_("The row has more cells than the header has names."))
            return Row(row.number, row.cells, fault)
        if any(len(cell) > MAX_CELL for cell in row.cells):
            return Row(row.number, row.cells, str(_("A cell holds more than 200,000 characters.")))
        return row


def _names(cells: Sequence[str]) -> list[str]:
    """Return the header's names, trimmed; a name that comes twice is numbered."""
    if len(cells) > MAX_COLUMNS:
        raise NotCsv(_("The file has more than 500 columns."))
    names: list[str] = []
    for cell in cells:
        name = cell.strip().lstrip("\ufeff").strip()
        count = 2
        unique = name
        while unique and unique in names:
            unique, count = f"{name} ({count})", count + 1
        names.append(unique)
    return names


def _open(path: Path) -> BinaryIO:
    """Open the file, unpacked if it is gzipped; by its first bytes, not by its name."""
    file = path.open("rb")
    is_packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    return gzip.open(file) if is_packed else file  # type: ignore[return-value]


def _dialect(path: Path) -> Dialect:
    csv.field_size_limit(2 * MAX_CELL)
    with _open(path) as file:
        sample = file.read(SAMPLE)
    if not sample.strip():
        raise NotCsv(_("%(path)s is empty.") % {"path": path.name})
    encoding = _encoding(path, sample)
    text = _cut(codecs.decode(sample, encoding, "replace"), is_whole=len(sample) < SAMPLE)
    first, _newline, _rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return Dialect(encoding, first.strip()[4], '"', skip_lines=1)
    return _sniffed(text, encoding)


def _cut(text: str, *, is_whole: bool) -> str:
    """Return the text up to its last line end, since half a row misleads."""
    return text if is_whole or "\n" not in text else text[: text.rindex("\n") + 1]


def _sniffed(text: str, encoding: str) -> Dialect:
    found = clevercsv.Detector().detect(text, delimiters=DELIMITERS)
    delimiter = found.delimiter if found and found.delimiter in DELIMITERS else ""
    return Dialect(encoding, delimiter or _frequent(text), (found.quotechar if found else "") or '"')


def _frequent(text: str) -> str:
    """Return the delimiter that the first line has most of; a comma for a table of one column."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _encoding(path: Path, sample: bytes) -> str:
    for bom, name in BOMS:
        if sample.startswith(bom):
            return name
    if guessed := _utf_16_without_bom(sample):
        return guessed
    if BINARY & set(sample):
        raise NotCsv(_("%(path)s is no text file. Save it as CSV first.") % {"path": path.name})
    return "utf-8" if _is_utf_8(path) else "cp1252"


def _utf_16_without_bom(sample: bytes) -> str:
    """Say which byte of each pair is always zero, as in western text of two bytes a letter."""
    odd, even = sample[1::2], sample[::2]
    if odd and odd.count(0) > 0.9 * len(odd) and even.count(0) == 0:
        return "utf-16-le"
    if even and even.count(0) > 0.9 * len(even) and odd.count(0) == 0:
        return "utf-16-be"
    return ""


def _is_utf_8(path: Path) -> bool:
    """Read the whole file once: the first letter with an accent may stand in the last row."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with _open(path) as file:
            while chunk := file.read(1024 * 1024):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

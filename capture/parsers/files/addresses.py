"""Addresses in a row, as they stand in the To: line of a mail: ``Ana Gil <ana@sol.es>, bo@sol.es``."""

import re
from collections.abc import Iterator
from pathlib import Path

from capture.parsers import kinds
from capture.parsers.files import encoding
from capture.parsers.files.base import Row


HEADER = ("Name", "E-mail")
# One address with the name before it; what parts them is no part of either.
ONE = re.compile(
    rf'(?:"(?P<quoted>[^"]{{0,200}})"|(?P<plain>[^"<>@,;\n]{{1,200}}))?\s*<\s*(?P<inside>{kinds.EMAIL.pattern})\s*>'
    rf"|(?P<bare>{kinds.EMAIL.pattern})"
)
BETWEEN = re.compile(r"[\s,;]*")
# The beginning of a file that is looked at, and what an address and its name may be long.
LOOKED_AT, PIECE = 8_000, 64 * 1024
LONGEST = 1_000


def is_line(text: str) -> bool:
    """Say whether a text that begins like this is addresses and nothing else, several on one line.

    One on each line is a table of one column, which is read as such.
    """
    sample = text[:LOOKED_AT]
    if sample.count("@") < 2 or not any(line.count("@") > 1 for line in sample.splitlines()):
        return False
    place = BETWEEN.match(sample).end()  # type: ignore[union-attr]
    count = 0
    while found := ONE.match(sample, place):
        count += 1
        place = BETWEEN.match(sample, found.end()).end()  # type: ignore[union-attr]
    # The last one may be cut where the sample ends.
    return count > 1 and (place == len(sample) or (len(text) > LOOKED_AT and len(sample) - place < LONGEST))


class AddressFile:
    """A file of addresses, each a row; the first is number 2."""

    kind, delimiter, header = "addresses", "", HEADER

    def __init__(self, path: Path, *, written: str) -> None:
        """Read the file in the encoding ``written``."""
        self.path, self.encoding = path, written

    def __iter__(self) -> Iterator[Row]:
        """Yield a row for each address."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield a row for each address whose number is at least ``start``."""
        for number, found in enumerate(self._found(), 2):
            if number >= start:
                name = (found["quoted"] or found["plain"] or "").strip()
                yield Row(number, [name, found["inside"] or found["bare"]])

    def _found(self) -> Iterator[re.Match[str]]:
        with encoding.open_text(self.path, self.encoding) as text:
            rest = ""
            while piece := text.read(PIECE):
                rest += piece
                end = max(map(rest.rfind, ",;\n"))
                yield from ONE.finditer(rest[: end + 1])
                rest = rest[end + 1 :][-LONGEST:]
            yield from ONE.finditer(rest)

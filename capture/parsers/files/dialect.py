"""What stands between the cells of a text file, and around them. Pure."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import clevercsv


USUAL = (",", ";", "\t", "|")
# Seen in files of older programs; believed only where the usual ones give no table.
RARE = ("\x1f", "\x01", "^", "~", "¦", ":")
ROWS = 200
# How many rows must be of one width.
MOST, ENOUGH = 0.8, 0.9
# What the guess of a hard case may look at; it takes its time.
HARD_SAMPLE = 8_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells are written; ``skip_lines`` lines at the top only say so."""

    delimiter: str
    quote: str
    skip_lines: int = 0


def find(sample: str, *, is_whole: bool) -> Dialect:
    """Return the dialect of a text that begins like this; a comma for a table of one column."""
    text = sample if is_whole else _cut(sample)
    first = text.lstrip("\ufeff").partition("\n")[0].strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):
        return Dialect(first[4], '"', skip_lines=1)
    lines = [line for line in text.replace("\0", "").splitlines(keepends=True) if line.strip()]
    delimiter = _even(lines, USUAL, MOST) or _even(lines, RARE, ENOUGH) or _hard(text)
    return Dialect(delimiter, _quote(text, delimiter))


def _cut(text: str) -> str:
    """Return the text up to its last line end, since half a row misleads."""
    end = max(text.rfind("\n"), text.rfind("\r"))
    return text[: end + 1] if end >= 0 else text


def _even(lines: Sequence[str], candidates: Sequence[str], least: float) -> str:
    """Return the delimiter that cuts most rows into the same number of cells, more than one."""
    rated = {delimiter: _evenness(lines, delimiter) for delimiter in candidates}
    best = max(rated, key=lambda delimiter: rated[delimiter])
    return best if rated[best][0] >= least else ""


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), ROWS):
            widths[len(row)] += 1
    except csv.Error:
        return 0.0, 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    usual = max(wide, key=lambda width: (wide[width], width))
    return wide[usual] / widths.total(), usual


def _hard(text: str) -> str:
    found = clevercsv.Detector().detect(_cut(text[:HARD_SAMPLE]), delimiters=list(USUAL))
    if found and found.delimiter in USUAL:
        return found.delimiter
    first = text.partition("\n")[0]
    return max(USUAL, key=first.count)


def _quote(text: str, delimiter: str) -> str:
    """Return the apostrophe where cells stand in apostrophes and none in quotation marks."""
    if '"' in text:
        return '"'
    between = re.escape(delimiter)
    cells = re.findall(rf"(?:^|{between})'[^'\n]*'(?={between}|$)", text, re.MULTILINE)
    return "'" if len(cells) > text.count("\n") else '"'

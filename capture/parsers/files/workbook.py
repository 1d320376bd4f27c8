"""What a workbook says about its sheets: their order, the shared texts, and which formats are dates."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from capture.parsers.files.base import TooLarge
from capture.parsers.files.package import Part, Unreadable
from core.text import clean


MAX_TEXTS = 2_000_000
# No spreadsheet lets a cell or a format be longer; what goes on is not kept.
MAX_TEXT, LONGEST_FORMAT = 40_000, 255
ROOT, OFFICE = "_rels/.rels", "officeDocument"
# Formats that every spreadsheet has without naming them.
DATES = frozenset([*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58])
TIMES = frozenset([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56])
# What in a format is text or a color rather than a part of a date.
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# The day that is number 0; 1900 had no 29 February, but the first spreadsheets thought so.
EPOCH, EPOCH_1904, FALSE_LEAP_DAY = datetime(1899, 12, 30), datetime(1904, 1, 1), 60  # noqa: DTZ001
LAST_DAY = 2_958_466


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown: as a day, a time of day, both, or padded with zeros to so many digits."""

    is_date: bool = False
    is_time: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """The parts of the sheets in their order, those that are shown first; the texts and formats of their cells."""

    sheets: tuple[str, ...]
    texts: tuple[str, ...]
    formats: Mapping[str, Format]
    epoch: datetime
    # how many of the sheets are shown
    shown: int

    def number(self, written: str, style: str) -> str:
        """Return a number as it is shown: dates by ISO 8601, whole numbers without a point.

        What is no number stays as it is written.
        """
        try:
            value = float(written)
        except ValueError:
            return written.strip()
        shown = self.formats.get(style)
        if shown and (shown.is_date or shown.is_time) and 0 <= value < LAST_DAY:
            return self._moment(value, shown)
        if value.is_integer() and abs(value) < 1e15:
            return f"{int(value):0{shown.digits if shown else 0}d}"
        return f"{value:.15g}"

    def _moment(self, value: float, shown: Format) -> str:
        days = value + (self.epoch is EPOCH and 0 < value < FALSE_LEAP_DAY)
        moment = self.epoch + timedelta(seconds=round(days * 86_400))
        if not shown.is_date or (shown.is_time and value < 1):
            return moment.strftime("%H:%M:%S")
        return moment.strftime("%Y-%m-%d %H:%M:%S" if moment.time() != datetime.min.time() else "%Y-%m-%d")


def read(package: zipfile.ZipFile) -> Workbook:
    """Return what the workbook says. Raises: Unreadable where it is none, and as ``Part.read``."""
    main = next(iter(_targets(package, "", OFFICE).values()), "") if ROOT in package.NameToInfo else ""
    if not main or main.endswith(".bin"):
        raise Unreadable(_("This is no XLSX workbook. Save it as XLSX or CSV first."))
    related = _targets(package, main, "")
    shown: list[str] = []
    hidden: list[str] = []
    is_1904 = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal is_1904
        if tag == "workbookPr":
            is_1904 = attributes.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            part = related.get(key, "")
            if "chartsheet" not in part and part in package.NameToInfo:
                (hidden if "idden" in attributes.get("state", "") else shown).append(part)

    _whole(Part(package, main), start)
    texts = _targets(package, main, "sharedStrings")
    styles = _targets(package, main, "styles")
    return Workbook(
        sheets=(*shown, *hidden),
        texts=tuple(_texts(package, next(iter(texts.values())))) if texts else (),
        formats=_formats(package, next(iter(styles.values()))) if styles else {},
        epoch=EPOCH_1904 if is_1904 else EPOCH,
        shown=len(shown),
    )


def _whole(
    part: Part,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    for _piece in part.read(start=start, end=end, text=text):
        pass


def _targets(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Return relation → part for what a part refers to, of one kind or of all."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}" if kind else ""):
            target = attributes["Target"]
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[attributes["Id"]] = posixpath.normpath(path)

    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if part and relations not in package.NameToInfo:
        return found
    _whole(Part(package, relations), start)
    return found


def _texts(package: zipfile.ZipFile, part: str) -> list[str]:
    """Return the shared texts; of rich ones all runs, of Asian ones not how they are pronounced."""
    found: list[str] = []
    pieces: list[str] = []
    depth = size = 0
    is_text = False

    def start(tag: str, _attributes: Mapping[str, str]) -> None:
        nonlocal depth, is_text, size
        depth += tag == "rPh"
        is_text = tag == "t" and not depth
        if tag == "si":
            pieces.clear()
            size = 0

    def end(tag: str) -> None:
        nonlocal depth, is_text
        depth -= tag == "rPh"
        is_text = False
        if tag == "si":
            if len(found) >= MAX_TEXTS:
                raise TooLarge(_("The workbook holds more than two million texts. Save it as CSV."))
            found.append(unescaped("".join(pieces)))

    def text(data: str) -> None:
        nonlocal size
        if is_text and size <= MAX_TEXT:
            pieces.append(data)
            size += len(data)

    _whole(Part(package, part), start, end, text)
    return found


def unescaped(text: str) -> str:
    """Return a text as it was typed: spreadsheets write control characters as ``_x000D_``."""
    return clean(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) if "_x" in text else text


def _formats(package: zipfile.ZipFile, part: str) -> dict[str, Format]:
    """Return style → format, for the styles that show a number as something else."""
    named: dict[int, str] = {}
    styles: list[int] = []
    inside = ""

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if tag in {"cellXfs", "cellStyleXfs"}:
            inside = tag
        elif tag == "numFmt":
            named[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:LONGEST_FORMAT]
        elif tag == "xf" and inside == "cellXfs":
            styles.append(int(attributes.get("numFmtId", 0)))

    _whole(Part(package, part), start)
    codes = {key: _format(key, named.get(key)) for key in set(styles)}
    every = {str(place): codes[key] for place, key in enumerate(styles)}
    return {style: found for style, found in every.items() if found != Format()}


def _format(key: int, code: str | None) -> Format:
    if code is None:
        return Format(is_date=key in DATES, is_time=key in TIMES or key == 22)
    positive = QUOTED.sub("", code.partition(";")[0]).lower()
    if re.fullmatch(r"0{2,15}", positive):
        return Format(digits=len(positive))
    if "general" in positive or re.search(r"[0#?@]", re.sub(r"\.0+", "", positive)):
        return Format()
    has_time = bool(re.search(r"[hs]|am/pm", positive))
    # A single m is a month beside days and years, a minute beside hours and seconds.
    return Format(
        is_date=bool(re.search(r"[yd]", positive)) or ("m" in positive and not has_time), is_time=has_time
    )

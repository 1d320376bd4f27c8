"""Charts as plain lengths, drawn by the templates beside them. Pure: no words but those given, no colors.

Every chart has a title (the finding) and a description; lengths are texts, since a template of
another language would write a comma into an SVG attribute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, log10


WIDTH = 320
LABEL, VALUE = 112, 62
ROW = 28
LEFT, RIGHT, TOP, BOTTOM = 30, 316, 12, 118
# A scale of times has longer words.
WIDE_LEFT = 48


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Chart:
    """What all kinds share; ``name`` makes ids of the page unique."""

    name: str
    title: str
    description: str
    height: int
    template: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A labeled bar of a bar chart."""

    label: str
    text: str
    y: str
    text_y: str
    width: str
    text_x: str
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Bars(Chart):
    """Bars that lie, one below the other, from zero."""

    bars: Sequence[Bar] = ()
    start: int = LABEL


def bars(
    name: str, title: str, description: str, values: Sequence[tuple[str, float, str]], *, strong: int = 1
) -> Bars:
    """Return a bar for each (label, value, text); those after the first ``strong`` are drawn weaker."""
    most = max((value for _label, value, _text in values), default=0) or 1
    found = []
    for place, (label, value, text) in enumerate(values):
        width = max(value, 0) / most * (WIDTH - LABEL - VALUE)
        y = place * ROW + 4
        found.append(
            Bar(clip(label), text, str(y), str(y + 13), _n(width), _n(LABEL + width + 6), place >= strong)
        )
    height = len(found) * ROW + 6
    return Bars(name, title, description, height, "reporting/charts/bars.html", found)


def clip(text: str, most: int = 17) -> str:
    """Return the text as it fits beside a bar."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a column: which series it belongs to, and where it lies."""

    series: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale or a word below it."""

    text: str
    position: str
    text_position: str


@dataclass(frozen=True, slots=True)
class Columns(Chart):
    """Columns over time; series beside one another share a place, or stand on each other."""

    series: Sequence[tuple[int, str]] = ()
    segments: Sequence[Segment] = ()
    grid: Sequence[Tick] = ()
    below: Sequence[Tick] = ()


def columns(
    name: str,
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    is_stacked: bool = True,
) -> Columns:
    """Return a column for each label; stacked, or each series in front of the one before."""
    sums = [sum(values) for values in zip(*(values for _label, values in series), strict=True)]
    tops = sums if is_stacked else [value for _label, values in series for value in values]
    top, ticks = scale(max(tops, default=0))
    step = (RIGHT - LEFT) / max(len(labels), 1)
    width = min(step * 0.7, 32)
    segments = []
    for place in range(len(labels)):
        base, x = float(BOTTOM), LEFT + step * place + (step - width) / 2
        for number, (_label, values) in enumerate(series):
            height = values[place] / top * (BOTTOM - TOP)
            y = (base if is_stacked else BOTTOM) - height
            if height > 0:
                segments.append(Segment(number + 1, _n(x), _n(y), _n(width), _n(height)))
            base -= height if is_stacked else 0
    return Columns(
        name,
        title,
        description,
        140,
        "reporting/charts/columns.html",
        [(number + 1, label) for number, (label, _values) in enumerate(series)],
        segments,
        _grid(top, ticks),
        _below(labels, step, LEFT),
    )


def _grid(top: float, ticks: Sequence[float], texts: Sequence[str] = ()) -> list[Tick]:
    found = []
    for place, tick in enumerate(ticks):
        y = BOTTOM - tick / top * (BOTTOM - TOP)
        found.append(Tick(texts[place] if texts else _n(tick), _n(y), _n(y + 4)))
    return found


def _below(labels: Sequence[str], step: float, left: int) -> list[Tick]:
    """Return a few of the labels, so that they do not run into one another."""
    every = ceil(len(labels) / 6) or 1
    return [
        Tick(label, _n(left + step * (place + 0.5)), "134")
        for place, label in enumerate(labels)
        if place % every == 0
    ]


def scale(most: float) -> tuple[float, list[float]]:
    """Return the top of a scale that begins with zero, and its round marks."""
    if most <= 0:
        return 1.0, [0.0, 1.0]
    power = 10 ** (ceil(log10(most)) - 1) if most > 1 else 1
    step = next(size * power for size in (0.5, 1, 2, 2.5, 5, 10) if size * power * 4 >= most)
    step = max(step, 1) if most >= 1 else step
    marks = [step * place for place in range(ceil(most / step) + 1)]
    return marks[-1], marks


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a line chart: its runs of points, broken where a value is missing."""

    series: int
    runs: Sequence[str]
    dots: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Lines(Chart):
    """Lines over time."""

    lines: Sequence[Line] = ()
    grid: Sequence[Tick] = ()
    below: Sequence[Tick] = ()


def lines(
    name: str,
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Sequence[float | None]],
    *,
    top: float,
    marks: Sequence[tuple[float, str]],
) -> Lines:
    """Return a line for each series; ``marks`` are the scale's (value, text)."""
    step = (RIGHT - WIDE_LEFT) / max(len(labels), 1)
    found = [_line(number + 1, values, step, top) for number, values in enumerate(series)]
    grid = _grid(top, [value for value, _text in marks], [text for _value, text in marks])
    template = "reporting/charts/lines.html"
    return Lines(name, title, description, 140, template, found, grid, _below(labels, step, WIDE_LEFT))


def _line(number: int, values: Sequence[float | None], step: float, top: float) -> Line:
    points = [
        None
        if value is None
        else (_n(WIDE_LEFT + step * (place + 0.5)), _n(BOTTOM - value / top * (BOTTOM - TOP)))
        for place, value in enumerate(values)
    ]
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(",".join(point))
    dots = [point for point in points if point is not None]
    return Line(number, [" ".join(run) for run in runs if len(run) > 1], dots)


@dataclass(frozen=True, slots=True)
class Range:
    """A share with the interval in which the true one lies."""

    label: str
    text: str
    y: str
    text_y: str
    middle: str
    low: str
    high: str
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Ranges(Chart):
    """A point and a whisker for each label, on one scale of shares."""

    ranges: Sequence[Range] = ()
    ticks: Sequence[Tick] = field(default_factory=list)
    bottom: str = ""


RANGE_LEFT, RANGE_RIGHT = 30, 216


def ranges(
    name: str,
    title: str,
    description: str,
    values: Sequence[tuple[str, float | None, tuple[float, float] | None, str, bool]],
    *,
    marks: Sequence[tuple[float, str]],
) -> Ranges:
    """Return a whisker for each (label, share, interval, text, has too few cases); marks are (share, text)."""
    top = marks[-1][0] if marks else 1.0
    found = []
    for place, (label, value, interval, text, is_weak) in enumerate(values):
        y = place * ROW + 16
        low, high = interval or (0.0, 0.0)
        found.append(
            Range(
                label,
                text,
                str(y),
                str(y + 4),
                "" if value is None else _x(value, top),
                _x(low, top),
                _x(min(high, top), top),
                is_weak,
            )
        )
    bottom = len(found) * ROW + 4
    ticks = [Tick(text, _x(value, top), str(bottom + 14)) for value, text in marks]
    return Ranges(
        name, title, description, bottom + 20, "reporting/charts/ranges.html", found, ticks, str(bottom)
    )


def _x(value: float, top: float) -> str:
    return _n(RANGE_LEFT + value / top * (RANGE_RIGHT - RANGE_LEFT))

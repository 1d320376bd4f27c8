"""The score's history as lengths for an SVG: a stair from one kept score to the next, up to now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scoring.services.history import Point


LEFT, RIGHT, TOP, BOTTOM = 36, 472, 10, 110
SCALE = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Dot:
    """A kept score where it lies; lengths are texts, since a comma has no place in an attribute."""

    x: str
    y: str
    point: Point


@dataclass(frozen=True, slots=True)
class Stair:
    """The whole chart: the line, a dot where the grade changed, and the lines of the scale."""

    line: str
    dots: Sequence[Dot]
    scale: Sequence[tuple[str, str, int]]
    first: datetime
    last: datetime


def stair(points: Sequence[Point], *, score: int, now: datetime) -> Stair | None:
    """Return the chart; None where there is no past to draw."""
    if not points or points[0].at >= now:
        return None
    span = (now - points[0].at).total_seconds()

    def x(at: datetime) -> str:
        return _n(LEFT + (at - points[0].at).total_seconds() / span * (RIGHT - LEFT))

    corners, before = [], points[0]
    for point in points:
        corners += [f"{x(point.at)},{_y(before.score)}", f"{x(point.at)},{_y(point.score)}"]
        before = point
    corners += [f"{_n(RIGHT)},{_y(before.score)}", f"{_n(RIGHT)},{_y(score)}"]
    dots = [
        Dot(x(point.at), _y(point.score), point)
        for place, point in enumerate(points)
        if not place or point.grade != points[place - 1].grade
    ]
    scale = [(_y(value), _n(float(_y(value)) + 4), value) for value in SCALE]
    return Stair(" ".join(corners), dots, scale, points[0].at, now)


def _y(score: int) -> str:
    return _n(BOTTOM - score / 100 * (BOTTOM - TOP))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

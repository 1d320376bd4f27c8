"""The dial of a definition: how much of a score or grade it asks for, all else as it is (seed 001, points of cooking).

A definition is turned along a scale. Where it asks for a least score, the scale is the score; where it asks for a
grade, the scale is the grade and, within a grade, the score; where it asks for neither, the score. A *line* is a place
on the scale; a lead stands above it if it is as far or further. So a riper setting hands over no lead that a rarer one
would not.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from conditions.nodes import FieldTest, Group, Node
from scoring.choices import GRADES
from scoring.engine.spec import LightSpec, score_fields_of


GRADE, SCORE = "score.grade", "score.score"
MOST = 100
STEP = MOST + 1  # places of the scale in one grade
# From rare to well done; of those who meet all else, the share of newcomers that the setting takes.
SETTINGS = {"rare": 0.6, "medium_rare": 0.4, "medium": 0.25, "medium_well": 0.15, "well_done": 0.08}
# A rarer setting takes at least so many times as many newcomers as the next riper one.
APART = 1.1
# Which of them remain where fewer lines differ.
FEWER = {
    1: ("medium",),
    2: ("rare", "well_done"),
    3: ("rare", "medium", "well_done"),
    4: ("rare", "medium_rare", "medium_well", "well_done"),
    5: tuple(SETTINGS),
}


class Fixed(StrEnum):
    """Why a definition cannot be turned."""

    ENTANGLED = "entangled"  # score or grade are asked for in another way than "at least"
    TWICE = "twice"
    BEYOND = "beyond"  # more points than there are
    BROKEN = "broken"  # it names something deleted since


class Line(NamedTuple):
    """A place on the scale; ``grade`` is "" where the scale is the score alone."""

    grade: str
    score: int

    @property
    def rank(self) -> int:
        """Return the place as a number: the higher, the more is asked."""
        return STEP * (len(GRADES) - 1 - GRADES.index(self.grade)) + self.score if self.grade else self.score

    @property
    def key(self) -> str:
        """Return it as a form says it: "B-47", "62"."""
        return f"{self.grade}-{self.score}" if self.grade else str(self.score)


@dataclass(frozen=True, slots=True)
class Dial:
    """A definition that can be turned.

    ``place`` is the requirement that is turned, None where there is none yet; ``line`` is where it stands now.
    """

    light: LightSpec
    place: int | None
    by_grade: bool
    line: Line

    @property
    def kept(self) -> LightSpec:
        """Return all else that the definition asks for."""
        parts = self.light.requirements
        return replace(
            self.light,
            condition=Group("all", tuple(part for place, part in enumerate(parts) if place != self.place)),
        )

    @property
    def rank_sql(self) -> str:
        """Return the lead's place on the scale, over ``s``."""
        if not self.by_grade:
            return "s.score"
        return f"({STEP} * (strpos('{GRADES[::-1]}', s.grade) - 1) + s.score)"

    def at(self, rank: int) -> Line:
        """Return the line of that place on this scale."""
        if not self.by_grade:
            return Line("", rank)
        return Line(GRADES[len(GRADES) - 1 - rank // STEP], rank % STEP)

    def read(self, key: str) -> Line | None:
        """Return the line that the key names, None if it names none of this scale."""
        grade, _dash, score = key.rpartition("-")
        is_number = score.isascii() and score.isdecimal() and len(score) < 4
        if not is_number or int(score) > MOST or bool(grade) != self.by_grade:
            return None
        return Line(grade, int(score)) if grade in {"", *GRADES} else None

    def turned(self, line: Line) -> LightSpec:
        """Return the definition with the line there; a line nobody asked for yet comes last."""
        parts = list(self.light.requirements)
        if self.place is not None:
            parts[self.place] = _asks(line)
        elif line.score:
            parts.append(_asks(line))
        return replace(self.light, condition=Group("all", tuple(parts)))


@dataclass(frozen=True, slots=True)
class Setting:
    """One of the dial's settings, from "rare" to "well_done"."""

    name: str
    line: Line


def dial_of(light: LightSpec) -> Dial | Fixed:
    """Return the definition's dial, or why it cannot be turned."""
    if light.is_broken:
        return Fixed.BROKEN
    parts = light.requirements
    asked = [(place, part) for place, part in enumerate(parts) if score_fields_of(part)]
    scores = [(place, least) for place, part in asked if (least := _least_score(part)) is not None]
    grades = [(place, line) for place, part in asked if (line := _least_grade(part)) is not None]
    if len(scores) + len(grades) < len(asked):
        return Fixed.ENTANGLED
    if len(scores) > 1 or (not scores and len(grades) > 1):
        return Fixed.TWICE
    if scores and scores[0][1] > MOST:
        return Fixed.BEYOND
    if scores:
        return Dial(light, scores[0][0], by_grade=False, line=Line("", max(0, scores[0][1])))
    if grades:
        return Dial(light, grades[0][0], by_grade=True, line=grades[0][1])
    return Dial(light, None, by_grade=False, line=Line("", 0))


def settings(dial: Dial, reached: Mapping[int, int]) -> list[Setting]:
    """Return the settings for these newcomers (place on the scale → how many), the rarest first.

    Each line is a place that somebody reached, the one whose share comes nearest to the setting's (by ratio). Settings
    differ by a tenth of their newcomers at least, so there are fewer where fewer places were reached.
    """
    total = sum(reached.values())
    above: list[tuple[int, int]] = []
    for rank in sorted(reached, reverse=True):
        above.append((rank, reached[rank] + (above[-1][1] if above else 0)))
    room = _room(above)
    names = FEWER[min(room[0], len(SETTINGS))] if above else ()
    ripest_first = [SETTINGS[name] * total for name in reversed(names)]
    found = [_tidied(dial, rank, reached) for rank in _nearest(above, room, ripest_first)]
    return [Setting(name, line) for name, line in zip(names, reversed(found), strict=True)]


def _room(above: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each place how many settings fit from there down, far enough apart."""
    room = [1] * len(above)
    following = len(above)
    for place in range(len(above) - 1, -1, -1):
        while following and above[following - 1][1] >= APART * above[place][1]:
            following -= 1
        if following < len(above):
            room[place] = 1 + room[following]
    return room


def _nearest(above: Sequence[tuple[int, int]], room: Sequence[int], targets: Sequence[float]) -> list[int]:
    """Return for each target the place whose count comes nearest, far enough from the one before."""
    chosen: list[int] = []
    least = 0.0
    for left, target in zip(range(len(targets), 0, -1), targets, strict=True):
        fit = [place for place, (_rank, count) in enumerate(above) if count >= least and room[place] >= left]
        best = min(fit, key=lambda place: abs(math.log(above[place][1] / target)))
        chosen.append(above[best][0])
        least = APART * above[best][1]
    return chosen


def _tidied(dial: Dial, rank: int, reached: Mapping[int, int]) -> Line:
    """Return the line; where it takes all that reached the grade, the grade alone says so."""
    line = dial.at(rank)
    if not line.grade:
        return line
    whole = Line(line.grade, 0)
    return line if any(whole.rank <= other < rank for other in reached) else whole


def _asks(line: Line) -> Node:
    """Return the requirement whose line that is."""
    least = FieldTest(SCORE, "gte", line.score)
    if not line.grade:
        return least
    place = GRADES.index(line.grade)
    if not line.score:
        return FieldTest(GRADE, "in", tuple(GRADES[: place + 1]))
    within = Group("all", (FieldTest(GRADE, "in", (line.grade,)), least))
    return Group("any", (FieldTest(GRADE, "in", tuple(GRADES[:place])), within)) if place else within


def _least_score(node: Node) -> int | None:
    """Return the whole points that a plain "at least" or "more than" asks for."""
    match node:
        case FieldTest(field="score.score", op="gte", value=int() | Decimal() as value):
            return math.ceil(value)
        case FieldTest(field="score.score", op="gt", value=int() | Decimal() as value):
            return math.floor(value) + 1
    return None


def _least_grade(node: Node) -> Line | None:
    """Return the line of a requirement on the grade, as people write it or as ``_asks`` does."""
    worst = _worst(node)
    if worst:
        return Line(worst, 0)
    match node:
        case Group(mode="all", children=(grade, score)):
            return _line(_worst(grade), _least_score(score), "A")
        case Group(mode="any", children=(better, Group(mode="all", children=(grade, score)))):
            above = _worst(better)
            expected = GRADES[GRADES.index(above) + 1 :][:1] if above else ""
            return _line(_only(grade), _least_score(score), expected)
    return None


def _line(grade: str, score: int | None, expected: str) -> Line | None:
    if not grade or grade != expected or score is None or not 0 <= score <= MOST:
        return None
    return Line(grade, score)


def _worst(node: Node) -> str:
    """Return the worst grade that a plain test lets pass, "" where it is no such test or leaves one out between."""
    held = _grades(node)
    return GRADES[len(held) - 1] if held and held == set(GRADES[: len(held)]) else ""


def _only(node: Node) -> str:
    """Return the one grade that a plain test lets pass, "" where there are others or none."""
    held = _grades(node)
    return held.pop() if len(held) == 1 else ""


def _grades(node: Node) -> set[str]:
    match node:
        case FieldTest(field="score.grade", op="eq" | "in" as op, value=value):
            named = {value} if op == "eq" else set(value or ())  # type: ignore[arg-type]
            return {grade for grade in GRADES if grade in named}
        case FieldTest(field="score.grade", op="ne" | "not_in" as op, value=value):
            named = {value} if op == "ne" else set(value or ())  # type: ignore[arg-type]
            return {grade for grade in GRADES if grade not in named}
    return set()

"""A scoring model as frozen values. Units: points, caps and thresholds in tenths of a point."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from django.utils.translation import get_language

from conditions.nodes import FieldTest, Group, Node, walk
from scoring.choices import GRADES, Dimension, Mode


FULL = 1000
SCORE_FIELDS = ("score.grade", "score.score")


@dataclass(frozen=True, slots=True)
class Text:
    """A label in both languages; as a text it is the reader's."""

    en: str
    es: str

    def __str__(self) -> str:
        return self.es if (get_language() or "en").startswith("es") else self.en


@dataclass(frozen=True, slots=True)
class CriterionSpec:
    """One rule and its points; ``is_broken`` says it names something that no longer exists, so it never holds."""

    key: str
    label: Text
    condition: Node
    points: int
    mode: str = Mode.PER_LEAD
    window_days: int | None = None
    half_life_days: int | None = None
    cap: int | None = None
    is_broken: bool = False

    @property
    def counts_activities(self) -> bool:
        """Whether it is worth its points for each activity."""
        return self.mode == Mode.PER_ACTIVITY


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """Criteria of one dimension that share a cap."""

    key: str
    label: Text
    dimension: str
    cap: int | None
    criteria: tuple[CriterionSpec, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Which grade a fit and an engagement make together.

    ``cells[i][j]`` is the grade of a lead that passed ``i`` of the fit thresholds and ``j`` of the engagement
    thresholds; more of either never makes it worse.
    """

    fit: tuple[int, ...]
    engagement: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]

    def grade(self, fit: int, engagement: int) -> str:
        """Return the grade of these tenths."""
        row = sum(fit >= threshold for threshold in self.fit)
        column = sum(engagement >= threshold for threshold in self.engagement)
        return self.cells[row][column]

    def ways_to(self, grade: str) -> list[tuple[int, int]]:
        """Return the (fit, engagement) from which on the grade, or a better one, is reached: least ones only."""
        floors = ((0, *self.fit), (0, *self.engagement))
        ways: list[tuple[int, int]] = []
        for row, cells in enumerate(self.cells):
            columns = [index for index, cell in enumerate(cells) if cell <= grade]
            if columns and (not ways or floors[1][columns[0]] < ways[-1][1]):
                ways.append((floors[0][row], floors[1][columns[0]]))
        return ways

    def gap(self, fit: int, engagement: int, grade: str) -> int | None:
        """Return the tenths wanting for the grade, fit and engagement together; None if no way leads there."""
        gaps = [max(0, least - fit) + max(0, other - engagement) for least, other in self.ways_to(grade)]
        return min(gaps) if gaps else None


@dataclass(frozen=True, slots=True)
class LightSpec:
    """What turns the light green, and how near to it is amber. Units: ``near`` in whole points."""

    condition: Node
    near: int

    @property
    def requirements(self) -> tuple[Node, ...]:
        """What must hold: the parts of an "all", or the whole."""
        if isinstance(self.condition, Group) and self.condition.mode == "all":
            return self.condition.children
        return (self.condition,)


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """The whole model. Units: weights in percent, together 100."""

    name: str
    fit_weight: int
    engagement_weight: int
    grid: Grid
    light: LightSpec
    groups: tuple[GroupSpec, ...]
    version: int | None = None

    def criteria(self) -> Iterator[CriterionSpec]:
        """Yield every criterion in order."""
        for group in self.groups:
            yield from group.criteria

    def groups_of(self, dimension: str) -> tuple[GroupSpec, ...]:
        """Return the groups of one dimension."""
        return tuple(group for group in self.groups if group.dimension == dimension)

    def weight(self, dimension: str) -> int:
        """Return the dimension's share of the score in percent."""
        return self.fit_weight if dimension == Dimension.FIT else self.engagement_weight


def score_fields_of(node: Node) -> set[str]:
    """Return the results of scoring that the condition asks about."""
    return {
        part.field for part in walk(node) if isinstance(part, FieldTest) and part.field.startswith("score.")
    }


def cut(value: int, cap: int | None) -> int:
    """Return the value held between minus and plus the cap."""
    return value if cap is None else max(-cap, min(cap, value))


def next_grade(grade: str) -> str | None:
    """Return the grade above, None above A."""
    place = GRADES.index(grade)
    return GRADES[place - 1] if place else None


@lru_cache(maxsize=512)
def decay_table(points: int, half_life_days: int) -> tuple[int, ...]:
    """Return what an activity of age 0, 1, 2 … days weighs, in tenths, up to the last day it weighs anything.

    ``round_half_away(points × 0.5^(age / half-life))``, worked out in decimals of fifty digits, so that no
    machine rounds otherwise. Source: design §4.
    """
    context = Context(prec=50)
    half = Decimal("0.5")
    weights: list[int] = []
    while True:
        power = context.power(half, context.divide(Decimal(len(weights)), Decimal(half_life_days)))
        size = context.multiply(Decimal(abs(points)), power).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        if not size:
            return tuple(weights)
        weights.append(int(size) if points > 0 else -int(size))


def replace_version(spec: ModelSpec, version: int | None) -> ModelSpec:
    """Return the model under its version's number."""
    return replace(spec, version=version)

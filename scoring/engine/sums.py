"""From the points of single criteria to fit, engagement, score and grade; every cut is a line of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.choices import Dimension
from scoring.engine.spec import FULL, CriterionSpec, GroupSpec, ModelSpec, cut


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution in tenths. ``kind``: "criterion", "cap" (of a criterion), "group_cap", "clamp"."""

    key: str
    kind: str
    tenths: int
    criterion: CriterionSpec | None = None
    group: GroupSpec | None = None


@dataclass(frozen=True, slots=True)
class DimensionSum:
    """The lines of one dimension; they sum to ``tenths`` exactly."""

    dimension: str
    tenths: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What the points of the criteria come to; ``grade`` is the grid's, whatever a person has set."""

    fit: DimensionSum
    engagement: DimensionSum
    score: int
    grade: str


def total(spec: ModelSpec, raw: Mapping[str, int]) -> Total:
    """Sum up the criteria's points before any cut, given by key."""
    fit = _dimension(spec, Dimension.FIT, raw)
    engagement = _dimension(spec, Dimension.ENGAGEMENT, raw)
    # Both are at least 0, so rounding half away from zero is rounding half up.
    weighted = spec.fit_weight * fit.tenths + spec.engagement_weight * engagement.tenths
    return Total(fit, engagement, (weighted + 500) // 1000, spec.grid.grade(fit.tenths, engagement.tenths))


def _dimension(spec: ModelSpec, dimension: str, raw: Mapping[str, int]) -> DimensionSum:
    lines: list[Line] = []
    value = 0
    for group in spec.groups_of(dimension):
        value += _group(group, raw, lines)
    clamped = max(0, min(FULL, value))
    lines.append(Line(f"{dimension}/clamp", "clamp", clamped - value))
    return DimensionSum(dimension, clamped, tuple(line for line in lines if line.tenths))


def _group(group: GroupSpec, raw: Mapping[str, int], lines: list[Line]) -> int:
    value = 0
    for criterion in group.criteria:
        points = raw.get(criterion.key, 0)
        kept = cut(points, criterion.cap)
        lines.append(Line(criterion.key, "criterion", points, criterion, group))
        lines.append(Line(f"{criterion.key}/cap", "cap", kept - points, criterion, group))
        value += kept
    kept = cut(value, group.cap)
    lines.append(Line(f"{group.key}/group-cap", "group_cap", kept - value, None, group))
    return kept

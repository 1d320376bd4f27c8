"""What would reach the next grade: the fewest things that are not known or have not happened yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from conditions.nodes import ActivityTest, FieldTest, Node, walk
from scoring.engine.spec import CriterionSpec, ModelSpec, cut, next_grade
from scoring.engine.sums import Total, total


MOST_STEPS = 3
MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may still come; ``tenths`` is what its dimension gains, ``asks`` whether a question answers it."""

    criterion: CriterionSpec
    dimension: str
    tenths: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """The way to the next grade: how many tenths are wanting, and the steps that together reach it.

    Without ``reaches`` no few steps do; ``steps`` are then the ones that bring most.
    """

    grade: str
    gap: int
    steps: tuple[Step, ...]
    reaches: bool
    score: int


@dataclass(frozen=True, slots=True)
class Way:
    """The steps that were found, and the total after them."""

    steps: tuple[Step, ...]
    after: Total
    reaches: bool


def advise(spec: ModelSpec, raw: Mapping[str, int], now: Total, facts: Mapping[str, object]) -> Advice | None:
    """Return the way from the grade the grid gives now to the one above; None at A or where no way leads up."""
    wanted = next_grade(now.grade)
    gap = spec.grid.gap(now.fit.tenths, now.engagement.tenths, wanted) if wanted else None
    if wanted is None or gap is None:
        return None
    way = cheapest(spec, raw, facts, lambda after: after.grade <= wanted)
    return Advice(wanted, gap, way.steps, way.reaches, way.after.score)


def cheapest(
    spec: ModelSpec, raw: Mapping[str, int], facts: Mapping[str, object], reached: Callable[[Total], bool]
) -> Way:
    """Return the fewest steps after which the total is ``reached``; of equally few, those of least points."""
    now = total(spec, raw)
    steps = _candidates(spec, raw, now, facts)
    for size in range(1, MOST_STEPS + 1):
        # Sorted, so that of equally short ways the one asking for least points comes first.
        for chosen in sorted(combinations(steps, size), key=lambda some: sum(step.tenths for step in some)):
            after = total(spec, _with(raw, chosen))
            if reached(after):
                return Way(chosen, after, reaches=True)
    best = tuple(steps[:MOST_STEPS])
    return Way(best, total(spec, _with(raw, best)), reaches=False)


def _candidates(
    spec: ModelSpec, raw: Mapping[str, int], now: Total, facts: Mapping[str, object]
) -> list[Step]:
    steps = []
    for group in spec.groups:
        for criterion in group.criteria:
            if not _may_come(criterion, raw, facts):
                continue
            step = Step(criterion, group.dimension, 0, asks=_is_asked(criterion.condition))
            after = total(spec, _with(raw, [step]))
            gain = after.fit.tenths - now.fit.tenths + after.engagement.tenths - now.engagement.tenths
            if gain > 0:
                steps.append(Step(criterion, group.dimension, gain, step.asks))
    return sorted(steps, key=lambda step: (-step.tenths, not step.asks))[:MOST_CANDIDATES]


def _may_come(criterion: CriterionSpec, raw: Mapping[str, int], facts: Mapping[str, object]) -> bool:
    """Say whether the criterion could still be met: what is known to be otherwise will not change by asking."""
    points = raw.get(criterion.key, 0)
    if criterion.points <= 0 or criterion.is_broken or cut(points, criterion.cap) < points:
        return False
    if criterion.counts_activities:
        return True
    return not points and any(_is_open(part, facts) for part in walk(criterion.condition))


def _is_open(part: Node, facts: Mapping[str, object]) -> bool:
    match part:
        case ActivityTest():
            return part.at_most is None
        case FieldTest(field=name):
            return is_unknown(name, facts)
    return False


def is_unknown(name: str, facts: Mapping[str, object]) -> bool:
    """Say whether nobody knows the field yet, so that a question may answer it."""
    return facts.get(name) in (None, "", [])


def _is_asked(node: Node) -> bool:
    return any(isinstance(part, FieldTest) for part in walk(node))


def _with(raw: Mapping[str, int], steps: Sequence[Step]) -> dict[str, int]:
    gained = {step.criterion.key: step.criterion.points for step in steps}
    return {key: raw.get(key, 0) + gained.get(key, 0) for key in {*raw, *gained}}

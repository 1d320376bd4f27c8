"""A scoring model as frozen values. Units: points, caps and thresholds in tenths of a point."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language

from conditions.nodes import FieldTest, Group, Node, walk
from scoring.choices import GRADES, Dimension, Mode


FULL = 1000
SCORE_FIELDS = ("score.grade", "score.score")
EVERY = Group("all")


@dataclass(frozen=True, slots=True)
class Text:
    """A label in both languages; as a text it is the reader's."""

    en: str
    es: str

    def __str__(self) -> str:
        return self.es if (get_language() or "en").startswith("es") else self.en


NO_TEXT = Text("", "")


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
    """What turns the light green, and how near to it is amber. Units: ``near`` in whole points.

    ``teams`` are the definitions that some leads have instead, in order: the first whose ``when`` holds counts.
    """

    condition: Node
    near: int
    teams: tuple["TeamSpec", ...] = ()
    is_broken: bool = False

    @property
    def requirements(self) -> tuple[Node, ...]:
        """What must hold: the parts of an "all", or the whole."""
        if isinstance(self.condition, Group) and self.condition.mode == "all":
            return self.condition.children
        return (self.condition,)


@dataclass(frozen=True, slots=True)
class TeamSpec:
    """A definition of green that a sales team holds for the leads for which ``when`` holds.

    ``team`` is the id of the team, None if it is nobody's in particular; ``light`` has no teams of its own.
    """

    key: str
    label: Text
    when: Node
    light: LightSpec
    team: int | None = None
    is_broken: bool = False


class Address(NamedTuple):
    """Which definition: the key of the model ("" for the default one) and of the definition ("" for its own)."""

    model: str = ""
    definition: str = ""


class Definition(NamedTuple):
    """A definition with its model and the place it is found by; ``label`` is None for the model's own."""

    address: Address
    model: "ModelSpec"
    label: Text | None
    light: LightSpec
    when: Node | None = None


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model; the default one holds the others too, and is then the whole version. Units: weights in percent.

    A lead's model is the first of ``models`` whose ``condition`` holds for it, else the default one, which has
    neither ``key`` nor condition. ``groups`` and ``criteria()`` are the model's own, ``every_…`` those of all.
    """

    name: str
    fit_weight: int
    engagement_weight: int
    grid: Grid
    light: LightSpec
    groups: tuple[GroupSpec, ...]
    version: int | None = None
    key: str = ""
    label: Text = NO_TEXT
    condition: Node = EVERY
    is_broken: bool = False
    models: tuple["ModelSpec", ...] = ()

    def parts(self) -> tuple["ModelSpec", ...]:
        """Return the models in the order they are asked: the default one last."""
        return (*self.models, self)

    def part(self, key: str) -> "ModelSpec":
        """Return the model of that key; the default one where there is none (any more)."""
        return next((part for part in self.models if part.key == key), self)

    def definitions(self) -> Iterator[Definition]:
        """Yield what may turn a lead green, model by model, the teams' before the model's own."""
        for part in self.parts():
            for team in part.light.teams:
                yield Definition(Address(part.key, team.key), part, team.label, team.light, team.when)
            yield Definition(Address(part.key), part, None, part.light)

    def definition(self, address: Address) -> Definition:
        """Return the definition at the address; the model's own where there is none (any more)."""
        found = {each.address: each for each in self.definitions()}
        return found.get(address) or found.get(Address(address.model)) or found[Address()]

    def criteria(self) -> Iterator[CriterionSpec]:
        """Yield every criterion of this model in order."""
        for group in self.groups:
            yield from group.criteria

    def every_group(self) -> Iterator[GroupSpec]:
        """Yield the groups of every model."""
        for part in self.parts():
            yield from part.groups

    def every_criterion(self) -> Iterator[CriterionSpec]:
        """Yield the criteria of every model; no two share a key."""
        for part in self.parts():
            yield from part.criteria()

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


@lru_cache(maxsize=1024)
def decay_table(points: int, half_life_days: int, window_days: int | None = None) -> tuple[int, ...]:
    """Return what an activity of age 0, 1, 2 … days weighs, in tenths, up to the last day it weighs anything.

    ``round_half_away(points × 0.5^(age / half-life))``, worked out in decimals of fifty digits, so that no
    machine rounds otherwise; not beyond the window, if there is one. Source: design §4.
    """
    context = Context(prec=50)
    step = context.power(Decimal("0.5"), context.divide(Decimal(1), Decimal(half_life_days)))
    sign, start, size = 1 if points > 0 else -1, Decimal(abs(points)), Decimal(abs(points))
    weights: list[int] = []
    while window_days is None or len(weights) < window_days:
        if weights and len(weights) % half_life_days == 0:
            # Only a whole half-life can fall on a tie, so there the size is exact again.
            start = size = context.divide(start, Decimal(2))
        weight = int(size.quantize(Decimal(1), rounding=ROUND_HALF_UP, context=context))
        if not weight:
            break
        weights.append(sign * weight)
        size = context.multiply(size, step)
    return tuple(weights)


def numbered(spec: ModelSpec) -> list[tuple[int, ModelSpec]]:
    """Return the models in order, each with the number that statements know it by: the default one is 0."""
    parts = spec.parts()
    return [(place % len(parts), part) for place, part in enumerate(parts, 1)]


def with_light(spec: ModelSpec, address: Address, light: LightSpec) -> ModelSpec:
    """Return the version with another condition and nearness under one definition; its teams stay.

    Raises: LookupError where there is no such definition.
    """
    if address.model:
        if address.model not in {part.key for part in spec.models}:
            raise LookupError(address)
        own = Address(definition=address.definition)
        models = (with_light(part, own, light) if part.key == address.model else part for part in spec.models)
        return replace(spec, models=tuple(models))
    if not address.definition:
        return replace(spec, light=replace(light, teams=spec.light.teams))
    if address.definition not in {team.key for team in spec.light.teams}:
        raise LookupError(address)
    teams = tuple(
        replace(team, light=replace(light, teams=())) if team.key == address.definition else team
        for team in spec.light.teams
    )
    return replace(spec, light=replace(spec.light, teams=teams))


def replace_version(spec: ModelSpec, version: int | None) -> ModelSpec:
    """Return the model under its version's number."""
    return replace(spec, version=version)

"""From weights to points that a model can have: whole, within its range, cut as the model cuts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.choices import Dimension
from scoring.engine.learning import NewRule, Task
from scoring.engine.learning_arrays import Array, Data
from scoring.engine.learning_fit import Learned
from scoring.engine.spec import FULL, Grid, ModelSpec, numbered


# Of the leads that may reach the end of a dimension, beyond which points say nothing more.
AT_THE_END = 99.0
POINT = 10


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A proposal in tenths. ``caps`` of criteria and ``group_caps`` only where they change; ``grids``, by the
    key of the model, have thresholds that as many of its leads reach as today.
    """

    criteria: Mapping[str, int]
    rules: tuple[tuple[NewRule, int], ...]
    caps: Mapping[str, int]
    group_caps: Mapping[str, None]
    grids: Mapping[str, Grid]

    @property
    def grid(self) -> Grid:
        """Return the default model's."""
        return self.grids[""]


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """Where a feature counts: in which model, by its number, and with what share of the score, in percent."""

    dimension: str
    group: str
    model: int
    share: int


def points_of(task: Task, learned: Learned, data: Data) -> Points:
    """Return the learned weights as points."""
    columns = _columns(task, learned)
    tenths = _scaled(columns, learned, data)
    keys = task.spec_keys
    points = dict(zip(keys, (int(value) for value in tenths), strict=False))
    rules = zip(learned.rules, (int(value) for value in tenths[len(keys) :]), strict=True)
    group_caps = _group_caps(task.spec, columns, tenths, learned.features(data), data)
    dims = dimensions(task, learned, tenths, group_caps, data)
    return Points(
        points,
        tuple((rule, value) for rule, value in rules),
        _caps(task.spec, points),
        group_caps,
        {
            part.key: _same_shares(part.grid, data.dims[own] * FULL, dims[own])
            for number, part in numbered(task.spec)
            for own in [data.of_model(number)]
        },
    )


def scored(task: Task, learned: Learned, points: Points, data: Data) -> tuple[Array, list[str]]:
    """Return whole scores and grades by the proposal; per-activity points are exact to a tenth an activity."""
    tenths = np.array([*points.criteria.values(), *(value for _rule, value in points.rules)], dtype=float)
    dims = dimensions(task, learned, tenths, points.group_caps, data)
    every = task.spec.parts()
    weights = np.array([(part.fit_weight, part.engagement_weight) for part in every])[data.models - 1]
    score = ((weights * dims).sum(axis=1) + 500) // 1000
    grids = [points.grids[every[number - 1].key] for number in data.models]
    cells = zip(grids, dims, strict=True)
    return score, [grid.grade(int(fit), int(engagement)) for grid, (fit, engagement) in cells]


def dimensions(
    task: Task, learned: Learned, tenths: Array, group_caps: Mapping[str, None], data: Data
) -> Array:
    """Return fit and engagement in tenths, as the model would sum them: cut by group, then clamped."""
    columns = _columns(task, learned)
    worth = np.rint(learned.features(data) * tenths)
    caps = {group.key: group.cap for group in task.spec.every_group()} | dict(group_caps)
    sums = {dimension: np.zeros(len(worth)) for dimension in Dimension.values}
    for group in dict.fromkeys((column.group, column.dimension) for column in columns):
        places = [place for place, column in enumerate(columns) if column.group == group[0]]
        value = worth[:, places].sum(axis=1)
        cap = caps.get(group[0])
        sums[group[1]] += value if cap is None else np.clip(value, -cap, cap)
    return np.column_stack([np.clip(sums[dimension], 0, FULL) for dimension in Dimension.values])


def _columns(task: Task, learned: Learned) -> list[_Column]:
    columns = [
        _Column(group.dimension, group.key, number, part.weight(group.dimension))
        for number, part in numbered(task.spec)
        for group in part.groups
        for _ in group.criteria
    ]
    for rule in learned.rules:
        dimension = task.candidates[rule.places[0]].dimension
        columns.append(_Column(dimension, group_key(dimension), 0, task.spec.weight(dimension)))
    return columns


def group_key(dimension: str) -> str:
    """Return the key of the group that new rules of a dimension go into."""
    return f"learned_{dimension}"


def _scaled(columns: Sequence[_Column], learned: Learned, data: Data) -> Array:
    """Return whole points: weights over their dimension's share, as large as the range allows."""
    share = np.array([max(column.share, 1) / 100 for column in columns])
    worth = learned.weights / share
    features = learned.features(data)
    ends = [float(np.abs(worth).max()) if len(worth) else 0.0]
    for dimension in Dimension.values:
        places = [place for place, column in enumerate(columns) if column.dimension == dimension]
        ends.append(float(np.percentile(features[:, places] @ worth[places], AT_THE_END)) if places else 0.0)
    largest = max(ends)
    if largest <= 0:
        return np.zeros(len(columns))
    return np.rint(worth * (FULL / POINT) / largest) * POINT


def _caps(spec: ModelSpec, points: Mapping[str, int]) -> dict[str, int]:
    """Return the caps of criteria that grow or shrink with their points."""
    caps = {}
    for criterion in spec.every_criterion():
        if criterion.cap is not None and criterion.points:
            cap = round(criterion.cap * abs(points[criterion.key] / criterion.points) / POINT) * POINT
            caps[criterion.key] = max(0, min(FULL, cap))
    return {
        criterion.key: caps[criterion.key]
        for criterion in spec.every_criterion()
        if criterion.key in caps and caps[criterion.key] != criterion.cap
    }


def _group_caps(
    spec: ModelSpec, columns: Sequence[_Column], tenths: Array, features: Array, data: Data
) -> dict[str, None]:
    """Return the groups whose cap would cut what was learned from one lead of the model in a hundred, or more."""
    cut: dict[str, None] = {}
    for group in spec.every_group():
        places = [place for place, column in enumerate(columns) if column.group == group.key]
        own = data.of_model(columns[places[0]].model) if places else np.zeros(0, dtype=bool)
        if group.cap is None or not own.any():
            continue
        value = features[own][:, places] @ tenths[places]
        if (np.abs(value) > group.cap).mean() >= 0.01:
            cut[group.key] = None
    return cut


def _same_shares(grid: Grid, now: Array, then: Array) -> Grid:
    if not len(now):
        return grid
    return Grid(
        _thresholds(grid.fit, now[:, 0], then[:, 0]),
        _thresholds(grid.engagement, now[:, 1], then[:, 1]),
        grid.cells,
    )


def _thresholds(thresholds: Sequence[int], now: Array, then: Array) -> tuple[int, ...]:
    """Return whole points that as many leads reach as reach the thresholds today, each above the one before."""
    found: list[int] = []
    steps = np.arange(1, FULL // POINT + 1) * POINT
    reached = np.array([(then >= step).mean() for step in steps])
    for place, threshold in enumerate(thresholds):
        least = found[-1] // POINT if found else 0
        most = len(steps) - (len(thresholds) - place - 1)
        off = np.abs(reached[least:most] - (now >= threshold).mean())
        found.append(int(steps[least + int(np.argmin(off))]))
    return tuple(found)

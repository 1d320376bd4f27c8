"""A whole training run: measured on leads that were not looked at, then learned from all of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from conditions.nodes import to_json
from scoring.engine.learning import FOLDS, LEAST_AUC, Task, Verdict
from scoring.engine.learning_arrays import Array, Data, folds
from scoring.engine.learning_curve import fitted_curve
from scoring.engine.learning_evidence import Evidence
from scoring.engine.learning_fit import Learned, learn
from scoring.engine.learning_measures import block
from scoring.engine.learning_points import Points, points_of, scored
from scoring.engine.spec import Grid, numbered


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What came out; ``measures`` has a block each for "published", "proposal" and "probability"."""

    verdict: Verdict
    learned: Learned
    points: Points
    measures: dict[str, dict[str, Any]]


def published(task: Task) -> Array:
    """Return the scores by the rules as they are, finer than whole points."""
    sample, parts = task.sample, task.parts()
    fit = np.array([part.fit_weight for part in parts]) * np.array(sample.fit)
    return fit + np.array([part.engagement_weight for part in parts]) * np.array(sample.engagement)


def measure_published(task: Task, *, is_calibrated: bool) -> dict[str, Any]:
    """Return the block of the published rules; ``is_calibrated`` only where there are outcomes enough for it."""
    scores = published(task).astype(float)
    said = _held_out_curve(task, scores) if is_calibrated else None
    return block(scores=list(scores), probabilities=said, won=task.sample.won, grades=task.sample.grades)


def _held_out_curve(task: Task, scores: Array) -> Array:
    """Return the probabilities that the scores stand for, each by a curve fitted to other leads."""
    data = Data.of(task.sample)
    said = np.zeros(len(scores))
    for train, test in folds(data, count=FOLDS):
        said[test] = fitted_curve(scores[train] / 1000, data.won[train]).of(scores[test] / 1000)
    return said


def places(scores: Array) -> Array:
    """Return each lead's place among these, from 0 to 1; equal ones share the middle.

    The points of each fold are on a scale of their own, so leads of two folds compare by place, not by points.
    """
    _values, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - counts / 2)[which] / max(len(scores), 1))


def study(task: Task) -> Study:
    """Learn, and measure by cross-validation what was learned; every choice is made again within each fold.

    On one core: these fits are small, and threads that wait for one another take longer than the work.
    """
    with threadpool_limits(limits=1):
        return _study(task)


def _study(task: Task) -> Study:
    data = Data.of(task.sample)
    size = len(data.won)
    scores, score_said, said, order = np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size)
    grades = np.full(size, "D")
    for train, test in folds(data, count=FOLDS):
        part, rest = data.part(train), data.part(test)
        learned = learn(task, part)
        points = points_of(task, learned, part)
        before, _ = scored(task, learned, points, part)
        after, graded = scored(task, learned, points, rest)
        scores[test], grades[test] = places(after), graded
        score_said[test] = fitted_curve(before / 1000, part.won).of(after / 1000)
        said[test] = learned.probabilities(rest)
        order[test] = places(said[test])
    won = task.sample.won
    measures = {
        "published": measure_published(task, is_calibrated=True),
        "proposal": block(scores=list(scores), probabilities=score_said, won=won, grades=list(grades)),
        "probability": block(scores=list(order), probabilities=said, won=won, grades=task.sample.grades),
    }
    learned = learn(task, data)
    return Study(_verdict(measures["probability"]), learned, points_of(task, learned, data), measures)


def _verdict(measured: dict[str, Any]) -> Verdict:
    """Return whether what was learned is better than chance, for certain and by enough to be of use."""
    least, _most = measured["auc_interval"]
    return Verdict.READY if least > 0.5 and measured["auc"] >= LEAST_AUC else Verdict.CHANCE


def written(task: Task, found: Study) -> dict[str, Any]:
    """Return the run as a learned model keeps it; without rules and weights where it is no better than chance."""
    kept: dict[str, Any] = {"verdict": str(found.verdict), "missing": None, "measures": found.measures}
    if found.verdict != Verdict.READY:
        return kept
    learned = found.learned
    keys, count = task.spec_keys, len(learned.rules)
    odds = [float(each) for each in learned.odds]
    return kept | {
        "rules": [
            {
                "condition": to_json(rule.node(task.candidates)),
                "dimension": str(task.candidates[rule.places[0]].dimension),
            }
            for rule in learned.rules
        ],
        "odds": {
            "criteria": dict(zip(keys, odds, strict=False)),
            "rules": odds[len(keys) : len(keys) + count],
            "dimensions": odds[len(keys) + count :],
            "intercept": learned.intercept,
        },
        "curve": {
            "slope": learned.curve.slope,
            "offset": learned.curve.offset,
            "knots": [list(knot) for knot in learned.curve.knots],
        },
        "proposal": _proposal(task, found),
    }


def _proposal(task: Task, found: Study) -> dict[str, Any]:
    data, points = Data.of(task.sample), found.points
    features = found.learned.features(data) != 0
    owners = [(number, part) for number, part in numbered(task.spec) for _ in part.criteria()]
    homes = [number for number, _part in owners] + [0] * len(found.learned.rules)
    seen = []
    for place, number in enumerate(homes):
        # Held against the other leads of the same model: no others could have met it.
        own = data.of_model(number)
        seen.append(_evidence(features[own, place], data.won[own]))
    criteria = list(task.spec.every_criterion())
    return {
        "criteria": [
            {
                "key": criterion.key,
                "model": part.key,
                "now": criterion.points,
                "points": points.criteria[criterion.key],
                "cap": points.caps.get(criterion.key),
                "evidence": evidence,
            }
            for criterion, evidence, (_number, part) in zip(criteria, seen, owners, strict=False)
        ],
        "rules": [
            {"points": value, "evidence": evidence}
            for (_rule, value), evidence in zip(points.rules, seen[len(criteria) :], strict=True)
        ],
        "group_caps": list(points.group_caps),
        "grid": _thresholds(points.grid),
        "grids": {key: _thresholds(grid) for key, grid in points.grids.items() if key},
    }


def _thresholds(grid: Grid) -> dict[str, list[int]]:
    return {"fit": list(grid.fit), "engagement": list(grid.engagement)}


def _evidence(held: Array, won: Array) -> dict[str, object]:
    return Evidence(int(held.sum()), int(won[held].sum()), len(won), int(won.sum())).written()

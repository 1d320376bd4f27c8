"""A first fit over everything that could be asked, so that rules are chosen by what it says, not by single outcomes.

Few outcomes are told apart by many facts that each say little. Chosen one by one against the outcomes, most of them
would be left out, and those that luck favors taken up. A penalized regression over all of them at once weighs each
by what the others leave; rules are then sought that say nearly the same (``learning_rules``).
"""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from conditions.nodes import FieldTest
from scoring.engine.learning import Task
from scoring.engine.learning_arrays import Array, Data, folds, some
from scoring.engine.learning_curve import steepness


# For a thousand leads; scikit-learn's C falls as the leads grow in number, since the evidence sums up and C does not.
PENALTIES = (0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 1.0)
INNER = 5
FEW = 3_000
# More leads than this teach no other penalty, and no other weights.
MOST_TRIED, MOST_TAUGHT = 5_000, 20_000
# A number's trend is penalized so much less than its steps: most numbers go one way.
TREND = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """One fit over everything. ``weights``: in log odds, of hits, dimensions and bits; ``penalty``: what held it."""

    weights: Array
    intercept: float
    penalty: float

    def sums(self, data: Data) -> Array:
        """Return what it says of each lead, in log odds."""
        hits, dims = data.hits.shape[1], data.dims.shape[1]
        of_hits, of_dims, of_bits = np.split(self.weights, [hits, hits + dims])
        return np.asarray(data.hits @ of_hits + data.dims @ of_dims + data.bits @ of_bits + self.intercept)


def teach(task: Task, data: Data, *, penalty: float | None = None) -> Taught:
    """Fit everything that could be asked at once; the penalty is chosen by cross-validation if none is given."""
    data = data.part(some(data.won, MOST_TAUGHT))
    won, numbers = data.won, _numbers(task)
    # The steps that a number has climbed: its place among the leads.
    trends = [data.bits[:, places].sum(axis=1) for places in numbers]
    x = np.column_stack([data.hits, data.dims, data.bits, *trends]).astype(float)
    size = x.shape[1] - len(trends)
    middle, spread = x.mean(axis=0), x.std(axis=0)
    scale = np.where(spread > 1e-9, 1 / np.where(spread > 1e-9, spread, 1), 0)
    scale[size:] *= TREND
    if not scale.any() or won.min() == won.max():
        return Taught(np.zeros(size), 0.0, penalty or PENALTIES[0])
    x -= middle
    x *= scale
    if penalty is None:
        tried = some(won, MOST_TRIED)
        penalty = _best(x[tried], data.part(tried))
    fitted = _fit(x, won, penalty)
    weights = fitted.coef_[0] * scale
    intercept = float(fitted.intercept_[0]) - float(middle @ weights)
    # A trend is the sum of its steps, so what it is worth each of them is worth.
    for places, worth in zip(numbers, weights[size:], strict=True):
        weights[data.hits.shape[1] + data.dims.shape[1] + np.array(places)] += worth
    return Taught(weights[:size], intercept, penalty)


def _numbers(task: Task) -> list[list[int]]:
    """Return the candidates that are steps of one number, for each number."""
    found: dict[str, list[int]] = {}
    for place, candidate in enumerate(task.candidates):
        if isinstance(candidate.node, FieldTest) and candidate.node.op == "gte":
            found.setdefault(candidate.subject, []).append(place)
    return list(found.values())


def _best(x: Array, data: Data) -> float:
    """Return the penalty with the least error on leads that were not looked at."""
    said = {penalty: np.full(len(data.won), data.won.mean()) for penalty in PENALTIES}
    for train, test in folds(data, count=INNER if len(data.won) <= FEW else 3):
        if data.won[train].min() == data.won[train].max():
            continue  # all of the other end's leads are of one company
        for penalty in PENALTIES:
            fitted = _fit(x[train], data.won[train], penalty)
            said[penalty][test] = steepness(fitted.decision_function(x[test]))
    return min(PENALTIES, key=lambda penalty: log_loss(data.won, said[penalty], labels=[0, 1]))


def _fit(x: Array, won: Array, penalty: float) -> LogisticRegression:
    held = LogisticRegression(C=penalty * 1000 / len(won), solver="lbfgs", tol=1e-3, max_iter=200)
    return held.fit(x, won)

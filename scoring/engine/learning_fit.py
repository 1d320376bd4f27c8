"""Learning from outcomes: which rules are worth adding, what each is worth, and how likely a lead is to be won.

One penalized regression over everything that could be asked says what is known of each lead; a few rules beside the
criteria are sought that say nearly the same, and a curve makes a probability of their sum.
"""

from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import Ridge

from scoring.engine.learning import FOLDS, NewRule, Task
from scoring.engine.learning_arrays import Array, Data, features_of, folds
from scoring.engine.learning_curve import Curve, fitted_curve, steepness
from scoring.engine.learning_rules import chosen
from scoring.engine.learning_teacher import Taught, teach


# Up to so many leads the curve is fitted to sums of rules chosen without the lead: what is chosen among few leads
# says more of those than of others.
FEW = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What one run learned. ``weights``: of the criteria, then of the new rules, in log odds for one hit.

    ``odds`` are those of the probability, over criteria, new rules and the two dimensions; ``curve`` makes a
    probability of their sum.
    """

    rules: tuple[NewRule, ...]
    weights: Array
    odds: Array
    intercept: float
    curve: Curve

    def features(self, data: Data) -> Array:
        """Return what the proposal sees: hits of the criteria and of the new rules."""
        return features_of(data, self.rules)

    def sums(self, data: Data) -> Array:
        """Return the sum of what speaks for each lead."""
        return np.asarray(np.column_stack([self.features(data), data.dims]) @ self.odds + self.intercept)

    def probabilities(self, data: Data) -> Array:
        """Return how likely each lead is to be won."""
        return self.curve.of(self.sums(data))


def learn(task: Task, data: Data) -> Learned:
    """Learn from these leads."""
    taught = teach(task, data)
    found = _found(task, data, taught)
    sums = found.sums(data)
    if len(data.won) <= FEW and data.won.min() < data.won.max():
        for train, test in folds(data, count=FOLDS):
            part = data.part(train)
            held = _found(task, part, teach(task, part, penalty=taught.penalty))
            sums[test] = held.sums(data.part(test))
    return replace(found, curve=fitted_curve(sums, data.won))


def _found(task: Task, data: Data, taught: Taught) -> Learned:
    """Return the rules and weights that say nearly what was taught; the curve is yet to be fitted."""
    rules, weights = chosen(task, data, taught)
    seen, sums = np.column_stack([features_of(data, rules), data.dims]), taught.sums(data)
    said = steepness(sums)
    near = Ridge(alpha=1e-3).fit(seen, sums, sample_weight=said * (1 - said))
    return Learned(rules, weights, near.coef_, float(near.intercept_), Curve(1.0, 0.0))

"""Learning from outcomes: which rules are worth adding, what each is worth, and how likely a lead is to be won.

The only modules that load numpy and scikit-learn are this one and its neighbors ``learning_points`` and
``learning_measures``: import them inside workers and commands, never from a page.

A logistic regression with a penalty (chosen by cross-validation) over the hits of the criteria and a few rules more,
which are taken up one by one as long as they tell something that the others do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from conditions.nodes import FieldTest
from scoring.engine.learning import FOLDS, NewRule, Sample, Task
from scoring.engine.learning_curve import Curve, fitted_curve, steepness


Array = np.ndarray[Any, Any]
PENALTIES = (0.01, 0.1, 1.0, 10.0)
INNER = 3
# A rule is added if its score statistic says so: 7 is one chance in 120 for a rule that says nothing.
LEAST_GAIN = 7.0
MOST_NEW = 24
# Of a value that is one of several: this many standard errors from the average.
FAR = 1.0
# And in log odds, drawn to the average where the cases are few: such values may be a rule of their own.
STRONG = 0.9
LEAST_POOL = 8
# The share of leads that may fall below 0 points in a dimension.
BELOW = 0.02
# Leads of one company share their fate; where many do, they go into the same fold.
SHARED = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """The sample as arrays; ``bits`` has a column for each candidate, ``models`` the number of each lead's model."""

    hits: Array
    bits: Array
    dims: Array
    won: Array
    groups: Array | None
    models: Array

    @classmethod
    def of(cls, sample: Sample) -> "Data":
        """Return the arrays of the sample."""
        width = len(sample.bits[0]) if sample.bits else 0
        packed = "".join(sample.bits).encode()
        bits = (np.frombuffer(packed, dtype=np.uint8) - ord("0")).reshape(len(sample), width)
        dims = np.column_stack([sample.fit, sample.engagement]).astype(float) / 1000
        hits = np.array(sample.hits, dtype=float).reshape(len(sample), -1)
        won, models = np.array(sample.won, dtype=int), np.array(sample.models, dtype=int)
        return cls(hits, bits.astype(np.float32), dims, won, _groups(sample), models)

    def part(self, places: Array) -> "Data":
        """Return some of the leads."""
        groups = None if self.groups is None else self.groups[places]
        dims, won, models = self.dims[places], self.won[places], self.models[places]
        return Data(self.hits[places], self.bits[places], dims, won, groups, models)

    def of_model(self, number: int) -> Array:
        """Return which leads have the model."""
        return np.asarray(self.models == number)


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

    def probabilities(self, data: Data) -> Array:
        """Return how likely each lead is to be won."""
        seen = np.column_stack([self.features(data), data.dims])
        return self.curve.of(seen @ self.odds + self.intercept)


def learn(task: Task, data: Data) -> Learned:
    """Learn from these leads."""
    rules = tuple(_added(task, data))
    features = features_of(data, rules)
    penalty = best_penalty(features, data)
    weights, _ = sensible(features, data.won, penalty)
    rules, features, weights = upright(task, data, rules, penalty, weights)
    seen = np.column_stack([features, data.dims])
    odds, intercept = logistic(seen, data.won, penalty)
    held_out = np.zeros(len(data.won))
    for train, test in folds(data, count=FOLDS):
        part, base = logistic(seen[train], data.won[train], penalty)
        held_out[test] = seen[test] @ part + base
    return Learned(rules, weights, odds, intercept, fitted_curve(held_out, data.won))


def upright(
    task: Task, data: Data, rules: tuple[NewRule, ...], penalty: float, weights: Array
) -> tuple[tuple[NewRule, ...], Array, Array]:
    """Turn new rules that speak against leads into their opposites, while many leads would fall below nothing.

    A dimension ends at 0: below it a model could not tell the bad from the worse. Thresholds go first, since "less
    than" reads as well as "at least".
    """
    turned = list(rules)
    count = len(task.spec_keys)
    homes = [group.dimension for group in task.spec.every_group() for _ in group.criteria]
    homes += [task.candidates[rule.places[0]].dimension for rule in rules]
    for dimension in dict.fromkeys(homes):
        among = np.array([home == dimension for home in homes])
        while True:
            columns = features_of(data, turned)
            is_low = (columns[:, among] @ weights[among] < -1e-9).mean() > BELOW
            against = [place for place in np.flatnonzero(among) if place >= count and weights[place] < 0]
            if not is_low or not against:
                break
            place = min(
                against, key=lambda each: (not _is_threshold(task, turned[each - count]), weights[each])
            )
            rule = turned[place - count]
            turned[place - count] = replace(rule, is_turned=not rule.is_turned)
            weights, _ = sensible(features_of(data, turned), data.won, penalty)
    return tuple(turned), features_of(data, turned), weights


def features_of(data: Data, rules: Sequence[NewRule]) -> Array:
    """Return the hits of the criteria, and beside them whether each new rule holds."""
    return np.column_stack([data.hits, *(column_of(rule, data.bits) for rule in rules)])


def _is_threshold(task: Task, rule: NewRule) -> bool:
    node = task.candidates[rule.places[0]].node
    return isinstance(node, FieldTest) and node.op == "gte"


def column_of(rule: NewRule, bits: Array) -> Array:
    """Return for each lead whether the rule holds."""
    held = bits[:, list(rule.places)].max(axis=1)
    if not rule.is_turned:
        return held
    return (1 if rule.known is None else bits[:, rule.known]) - held


def logistic(x: Array, won: Array, penalty: float) -> tuple[Array, float]:
    """Return weights and intercept; the penalty weighs all features alike, whatever their units."""
    scale = x.std(axis=0)
    scale[scale < 1e-9] = np.inf  # what never differs says nothing
    if not np.isfinite(scale).any() or won.min() == won.max():
        return np.zeros(x.shape[1]), float(np.log((won.mean() + 1e-9) / (1 - won.mean() + 1e-9)))
    model = LogisticRegression(C=penalty, solver="newton-cholesky", max_iter=100)
    model.fit(x / scale, won)
    return model.coef_[0] / scale, float(model.intercept_[0])


def sensible(x: Array, won: Array, penalty: float) -> tuple[Array, float]:
    """Fit so that no rule gets a sign against what its own leads did; such a one gets nothing.

    Rules that overlap push one another across zero, which is right for a sum and reads wrong on a page.
    """
    kept = np.ones(x.shape[1], dtype=bool)
    average = won.mean()
    above = np.array([_mean(won, x[:, place] > 0) - average for place in range(x.shape[1])])
    for _ in range(3):
        weights, intercept = np.zeros(x.shape[1]), 0.0
        if not kept.any():
            break
        weights[kept], intercept = logistic(x[:, kept], won, penalty)
        against = weights * above < 0
        if not (against & kept).any():
            break
        kept &= ~against
    weights[~kept] = 0
    return weights, intercept


def _mean(won: Array, among: Array) -> float:
    return float(won[among].mean()) if among.any() else float(won.mean())


def best_penalty(x: Array, data: Data) -> float:
    """Return the penalty with the least error on leads that were not looked at."""
    errors = []
    for penalty in PENALTIES:
        said = np.zeros(len(data.won))
        for train, test in folds(data, count=INNER):
            weights, intercept = logistic(x[train], data.won[train], penalty)
            said[test] = steepness(x[test] @ weights + intercept)
        errors.append(brier_score_loss(data.won, said))
    return PENALTIES[int(np.argmin(errors))]


def folds(data: Data, *, count: int) -> Iterator[tuple[Array, Array]]:
    """Yield (train, test), each with its share of the won; a company's leads stay together where many share one."""
    if data.groups is not None:
        return StratifiedGroupKFold(count, shuffle=True, random_state=7).split(
            data.hits, data.won, data.groups
        )
    return StratifiedKFold(count, shuffle=True, random_state=7).split(data.hits, data.won)


def _groups(sample: Sample) -> Array | None:
    """Return a number for each company, or None where few leads share one."""
    numbers: dict[str, int] = {}
    found = [
        numbers.setdefault(name or f"\0{place}", len(numbers)) for place, name in enumerate(sample.company)
    ]
    sizes = np.bincount(found) if found else np.array([])
    shared = sizes[sizes > 1].sum()
    is_enough = len(sizes) >= 10 * FOLDS and sizes.max() < len(found) / FOLDS
    return np.array(found) if is_enough and shared > SHARED * len(found) else None


def _added(task: Task, data: Data) -> Iterator[NewRule]:
    """Yield the rules worth adding, the one that tells most first."""
    rules = [*_single(task, data), *_pools(task, data)]
    if not rules:
        return
    columns = np.column_stack([column_of(rule, data.bits) for rule in rules])
    open_, x = np.ones(len(rules), dtype=bool), data.hits
    for _ in range(MOST_NEW):
        weights, intercept = logistic(x, data.won, 1.0) if x.shape[1] else (np.zeros(0), _base(data.won))
        gains = np.where(open_, _gains(columns, data.won, steepness(x @ weights + intercept)), 0)
        best = int(np.argmax(gains))
        if gains[best] < LEAST_GAIN:
            return
        open_[best] = False
        x = np.column_stack([x, columns[:, best]])
        yield rules[best]


def _base(won: Array) -> float:
    return float(np.log(won.mean() / (1 - won.mean())))


def _gains(columns: Array, won: Array, said: Array) -> Array:
    """Return the score statistic of each column: how much of what was said wrong it goes with."""
    spread = said * (1 - said)
    together = spread @ columns
    variance = spread @ (columns * columns) - together**2 / spread.sum()
    wrong = (won - said) @ columns
    # A rule whose own leads did the opposite would only correct others, and read wrong on a page.
    alone = (won - won.mean()) @ columns
    return np.where((variance > 1e-6) & (wrong * alone > 0), wrong**2 / np.maximum(variance, 1e-6), 0)


def _single(task: Task, data: Data) -> Iterator[NewRule]:
    least = max(10, len(data.won) // 400)
    held = data.bits.sum(axis=0)
    average = data.won.mean()
    known = {
        candidate.subject: place
        for place, candidate in enumerate(task.candidates)
        if isinstance(candidate.node, FieldTest) and candidate.node.op == "is_not_empty"
    }
    for place, candidate in enumerate(task.candidates):
        if candidate.is_pooled or not least <= held[place] <= len(data.won) - least:
            continue
        node = candidate.node
        is_known = isinstance(node, FieldTest) and node.op == "is_not_empty"
        rate = data.won[data.bits[:, place] > 0].mean()
        is_limit = isinstance(node, FieldTest) and node.op == "gte"
        yield NewRule(
            (place,),
            is_turned=is_known and bool(rate < average),
            known=known.get(candidate.subject) if is_limit else None,
        )


def _pools(task: Task, data: Data) -> Iterator[NewRule]:
    """Yield "is one of" for each field of many values: those that win more often, much more, less and much less."""
    fields: dict[str, list[int]] = {}
    for place, candidate in enumerate(task.candidates):
        if isinstance(candidate.node, FieldTest) and candidate.node.op == "eq":
            fields.setdefault(candidate.subject, []).append(place)
    average = data.won.mean()
    for places in fields.values():
        if len(places) < LEAST_POOL:
            continue
        count = data.bits[:, places].sum(axis=0)
        won = data.bits[data.won > 0][:, places].sum(axis=0)
        more, spread = won - count * average, count * average * (1 - average)
        far, odds = more / np.sqrt(np.maximum(spread, 1e-9)), more / (spread + 1)
        up, down = far >= FAR, far <= -FAR
        for chosen in (up, up & (odds >= STRONG), down, down & (odds <= -STRONG)):
            pool = tuple(place for place, is_in in zip(places, chosen, strict=True) if is_in)
            if len(pool) > 1:
                yield NewRule(pool)

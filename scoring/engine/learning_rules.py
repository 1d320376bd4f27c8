"""Which rules say nearly what a fit over everything says, and what each of them is worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LinearRegression

from conditions.nodes import FieldTest
from scoring.engine.learning import NewRule, Task
from scoring.engine.learning_arrays import Array, Data, features_of, mixed, some
from scoring.engine.learning_curve import steepness
from scoring.engine.learning_teacher import MOST_TAUGHT, Taught
from scoring.engine.reader import MAX_CRITERIA


# Rules are added until they say so much of what the whole fit says, and while one says a bit more.
ENOUGH, LEAST_MORE = 0.97, 0.0005
MOST_NEW = 48
# With fewer leads than this, made-up ones with the facts of several help to choose the rules.
MIXED = 2_000
# Of a value that is one of several: this many standard errors from the average.
FAR = 1.0
# And in log odds, drawn to the average where the cases are few: such values may be a rule of their own.
STRONG = 0.9
LEAST_POOL = 8
# The share of leads that may fall below 0 points in a dimension.
BELOW = 0.02
RIDGE = 1e-4
# So many standard errors from the average, a rule's own leads did one thing and not the other.
CLEAR = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class _Likeness:
    """Columns held against the sums of a whole fit, each the way round in which it may speak.

    No rule gets a sign against what its own leads clearly did: rules that overlap push one another across zero, which
    is right for a sum and reads wrong on a page. Where they did neither for certain, it stands here both ways round.
    ``owners``: the column of each; ``gram`` and ``goal`` are of columns with spread 1, weighted by how much is open
    about each lead. A column that never differs is not among them.
    """

    owners: Array
    signs: Array
    spreads: Array
    gram: Array
    goal: Array
    whole: float
    count: int

    @classmethod
    def of(cls, columns: Array, sums: Array, far: Array) -> "_Likeness":
        said = steepness(sums)
        weights = said * (1 - said)
        weights = weights / weights.sum()
        middle = columns - weights @ columns
        spreads = np.sqrt(weights @ middle**2)
        tells = spreads > 1e-6
        both = [np.flatnonzero(tells & (sign * far > -CLEAR)) for sign in (1, -1)]
        owners, signs = np.concatenate(both), np.repeat([1, -1], [len(each) for each in both])
        scaled = middle[:, owners] * (signs / spreads[owners])
        goal = sums - weights @ sums
        return cls(
            owners,
            signs,
            spreads[owners],
            (scaled * weights[:, None]).T @ scaled,
            scaled.T @ (weights * goal),
            float(weights @ goal**2),
            columns.shape[1],
        )

    def solved(self, places: Sequence[int]) -> Array:
        """Return what each of these is worth, none below 0."""
        if not places:
            return np.zeros(0)
        chosen = list(places)
        root = np.linalg.cholesky(self.gram[np.ix_(chosen, chosen)] + RIDGE * np.eye(len(chosen)))
        fitted = LinearRegression(positive=True, fit_intercept=False)
        return np.asarray(fitted.fit(root.T, np.linalg.solve(root, self.goal[chosen])).coef_)

    def weights(self) -> Array:
        """Return what each column is worth, in log odds for one hit."""
        found = np.zeros(self.count)
        np.add.at(found, self.owners, self.solved(range(len(self.owners))) * self.signs / self.spreads)
        return found


def _far(held: Array, won: Array) -> Array:
    """Return by how many standard errors the leads of each column were won more often than the average."""
    count = held.sum(axis=0)
    average = won.mean()
    spread = np.sqrt(average * (1 - average) * count * (1 - count / len(won)))
    return np.asarray((won - average) @ held / np.maximum(spread, 1e-9))


def chosen(task: Task, data: Data, taught: Taught) -> tuple[tuple[NewRule, ...], Array]:
    """Return the rules worth adding, the one that tells most first, and the weights of criteria and rules."""
    rules = _added(task, data.part(some(data.won, MOST_TAUGHT)), taught)
    return _upright(task, data, rules, taught)


def weights_of(task: Task, data: Data, rules: Sequence[NewRule], taught: Taught) -> Array:
    """Return what each criterion and rule is worth, in log odds for one hit, to say nearly what was taught."""
    return _likeness(task, data, rules, taught).weights()


def _likeness(task: Task, data: Data, rules: Sequence[NewRule], taught: Taught) -> _Likeness:
    """Hold criteria and rules against what was taught; of few leads also by made-up ones, which it can judge too."""
    far = _far(features_of(data, rules) > 0, data.won)
    every = mixed(data, [candidate.subject for candidate in task.candidates], least=MIXED)
    return _Likeness.of(features_of(every, rules), taught.sums(every), far)


def _added(task: Task, data: Data, taught: Taught) -> tuple[NewRule, ...]:
    rules = [*_single(task, data), *_pools(task, data)]
    first = data.hits.shape[1]
    alike = _likeness(task, data, rules, taught)
    places = [int(place) for place in np.flatnonzero(alike.owners < first)]
    worth = alike.solved(places)
    room = MAX_CRITERIA - sum(len(group.criteria) for group in task.spec.groups)
    for _ in range(min(MOST_NEW, room)):
        wanting = alike.goal - alike.gram[:, places] @ worth
        if worth @ (alike.goal[places] + wanting[places]) >= ENOUGH * alike.whole:
            break
        wanting[places] = 0
        best = int(np.argmax(wanting)) if len(wanting) else 0
        if not len(wanting) or wanting[best] <= 0 or wanting[best] ** 2 < LEAST_MORE * alike.whole:
            break
        places.append(best)
        worth = alike.solved(places)
    kept = [
        int(alike.owners[place]) - first for place, value in zip(places, worth, strict=True) if value > 1e-6
    ]
    return tuple(rules[place] for place in dict.fromkeys(kept) if place >= 0)


def _upright(
    task: Task, data: Data, rules: tuple[NewRule, ...], taught: Taught
) -> tuple[tuple[NewRule, ...], Array]:
    """Turn new rules that speak against leads into their opposites, while many leads would fall below nothing.

    A dimension ends at 0: below it a model could not tell the bad from the worse. Thresholds go first, since "less
    than" reads as well as "at least".
    """
    turned = list(rules)
    weights = weights_of(task, data, turned, taught)
    count = len(task.spec_keys)
    homes = [group.dimension for group in task.spec.every_group() for _ in group.criteria]
    homes += [task.candidates[rule.places[0]].dimension for rule in rules]
    for dimension in dict.fromkeys(homes):
        among = np.array([home == dimension for home in homes])
        # Each rule is turned once: turned back and forth, two that say the same would never end.
        for _ in rules:
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
            weights = weights_of(task, data, turned, taught)
    return tuple(turned), weights


def _is_threshold(task: Task, rule: NewRule) -> bool:
    node = task.candidates[rule.places[0]].node
    return isinstance(node, FieldTest) and node.op == "gte"


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

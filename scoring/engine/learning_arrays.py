"""The sample as arrays, the columns that rules make of it, and its folds.

numpy and scikit-learn are loaded by this module and those that build on it (``learning_teacher``, ``learning_rules``,
``learning_fit``, ``learning_points``, ``learning_measures``, ``learning_study``): import them inside workers and
commands, never from a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from scoring.engine.learning import FOLDS, NewRule, Sample


Array = np.ndarray[Any, Any]
# Leads of one company share their fate; where many do, they go into the same fold.
SHARED = 0.2
# Of leads drawn from many, at least so many that were won, and so many lost.
RARE = 300


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


def features_of(data: Data, rules: Sequence[NewRule]) -> Array:
    """Return the hits of the criteria, and beside them whether each new rule holds."""
    return np.column_stack([data.hits, *(column_of(rule, data.bits) for rule in rules)])


def column_of(rule: NewRule, bits: Array) -> Array:
    """Return for each lead whether the rule holds."""
    held = bits[:, list(rule.places)].max(axis=1)
    if not rule.is_turned:
        return held
    return (1 if rule.known is None else bits[:, rule.known]) - held


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


def mixed(data: Data, subjects: Sequence[str], *, least: int) -> Data:
    """Return the leads, and beside them made-up ones with the facts of several, until there are so many.

    What is known of one subject stays together, as do the criteria with the dimensions. ``won`` says nothing of them.
    """
    size = len(data.won)
    if size >= least:
        return data
    random = np.random.default_rng(7)
    more = random.integers(0, size, least - size)
    made = data.part(more)
    bits = made.bits.copy()
    for subject in dict.fromkeys(subjects):
        places = np.array([place for place, each in enumerate(subjects) if each == subject])
        bits[:, places] = data.bits[random.integers(0, size, len(more))[:, None], places]
    return Data(
        np.concatenate([data.hits, made.hits]),
        np.concatenate([data.bits, bits]),
        np.concatenate([data.dims, made.dims]),
        np.concatenate([data.won, made.won]),
        None,
        np.concatenate([data.models, made.models]),
    )


def some(won: Array, most: int) -> Array:
    """Return the places of so many leads, or of more where one end is rare; drawn the same way each time."""
    rarer = max(min(won.mean(), 1 - won.mean()), 1e-9)
    return np.sort(np.random.default_rng(7).permutation(len(won))[: max(most, int(RARE / rarer))])

"""What the good, the too early and the unfitting cases of a review have in common.

A pattern is something that some cases have and others have not: a criterion that held, the grade, a value, something
that nobody knew, something that had happened. It tells if a verdict was given clearly more or less often with it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.choices import Verdict
from scoring.engine.learning_evidence import Evidence
from scoring.engine.spec import Address


Json = dict[str, Any]
Ratio = tuple[float, float, float]
# With fewer cases on a side nothing is said.
FEWEST = 5
# A 95 % interval misses one time in twenty.
BY_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Feature:
    """Something a case can have. ``kind``: "criterion", "grade", "fact", "unknown", "did".

    ``name`` is a criterion's key, a grade, a field or a kind of activity; ``node`` is the condition that asks for it.
    """

    kind: str
    name: str
    value: Any = None
    node: Json | None = field(default=None, hash=False, compare=False)

    @property
    def key(self) -> str:
        """Return what names it in a form."""
        return f"{self.kind}:{self.name}" + ("" if self.value is None else f"={self.value}")


@dataclass(frozen=True, slots=True)
class Judged:
    """One case with the verdict that most gave; ``address``: by which model and definition it was scored."""

    features: frozenset[Feature]
    verdict: str
    address: Address = Address()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A feature that tells: how many of each verdict have it, of how many, and how often against those without it."""

    feature: Feature
    counts: Mapping[str, int]
    totals: Mapping[str, int]
    ratios: Mapping[str, Ratio]

    @property
    def cases(self) -> int:
        """Return how many cases have it."""
        return sum(self.counts.values())

    def is_more(self, *verdicts: str) -> bool:
        """Say whether any of the verdicts was clearly more frequent with it."""
        return any(verdict in self.ratios and self.ratios[verdict][1] > 1 for verdict in verdicts)

    @property
    def strength(self) -> float:
        """Return how far from 1 the nearest end of the clearest interval is, as a logarithm."""
        return max(max(math.log(low), -math.log(high)) for _ratio, low, high in self.ratios.values())

    @property
    def good_share(self) -> float:
        """Return the share of good ones with it, as a part of the share among all; 1 is as good as any."""
        among = self.counts[Verdict.GOOD] / self.cases
        of_all = self.totals[Verdict.GOOD] / sum(self.totals.values())
        return among / of_all if of_all else 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """What tells, clearest first; ``tried`` is how many comparisons were made to find it."""

    patterns: tuple[Pattern, ...]
    tried: int

    @property
    def by_chance(self) -> int:
        """Return how many of the comparisons would have told something if nothing meant anything."""
        return round(self.tried * BY_CHANCE)


def patterns(cases: Iterable[Judged]) -> Found:
    """Return every feature that tells something; cases on which two verdicts are level do not count."""
    judged = [case for case in cases if case.verdict]
    totals = _counts(judged)
    having: dict[Feature, list[Judged]] = {}
    for case in judged:
        for each in case.features:
            having.setdefault(each, []).append(case)
    found, tried = [], 0
    for each, among in having.items():
        if FEWEST <= len(among) <= len(judged) - FEWEST:
            counts = _counts(among)
            ratios = _ratios(counts, totals)
            tried += len(ratios)
            clear = {verdict: ratio for verdict, ratio in ratios.items() if ratio[1] > 1 or ratio[2] < 1}
            if clear:
                found.append(Pattern(each, counts, totals, clear))
    return Found(tuple(sorted(found, key=_place)), tried)


def _ratios(counts: Mapping[str, int], totals: Mapping[str, int]) -> dict[str, Ratio]:
    """Return for each verdict how many times as often it was given with the feature as without it."""
    n, every = sum(counts.values()), sum(totals.values())
    evidence = {verdict: Evidence(n, counts[verdict], every, totals[verdict]) for verdict in Verdict.values}
    return {verdict: found.ratio for verdict, found in evidence.items() if found.ratio}


def distinct(found: Sequence[Pattern], cases: Sequence[Judged]) -> list[Pattern]:
    """Return the patterns without those that say the same of the same cases as an earlier one, or its opposite."""
    order = {kind: place for place, kind in enumerate(("criterion", "grade", "fact", "unknown", "did"))}
    kept: dict[frozenset[int], Pattern] = {}
    for pattern in sorted(found, key=lambda each: order[each.feature.kind]):
        members = frozenset(place for place, case in enumerate(cases) if pattern.feature in case.features)
        others = frozenset(range(len(cases))) - members
        if members not in kept and others not in kept:
            kept[members] = pattern
    return sorted(kept.values(), key=_place)


def shares(cases: Iterable[Judged], kind: str, name: str) -> list[tuple[Feature | None, Mapping[str, int]]]:
    """Return the verdicts by each value of a field (or by grade), most cases first; None stands for no value."""
    counts: dict[Feature | None, Counter[str]] = {}
    for case in cases:
        if case.verdict:
            own: list[Feature | None] = [
                each for each in case.features if each.kind == kind and (each.name == name or not name)
            ]
            for each in own or [None]:
                counts.setdefault(each, Counter())[case.verdict] += 1
    return sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0].key if pair[0] else "~"))


def _counts(cases: Iterable[Judged]) -> dict[str, int]:
    counted = Counter(case.verdict for case in cases)
    return {verdict: counted[verdict] for verdict in Verdict.values}


def _place(pattern: Pattern) -> tuple[float, str]:
    return -pattern.strength, pattern.feature.key

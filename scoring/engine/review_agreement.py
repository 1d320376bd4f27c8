"""How far the participants of a review agree: what most said, how often all did, and how much of it is not chance."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over the cases that two or more gave a verdict on: on how many all said the same; ``alpha`` as below."""

    cases: int
    same: int
    alpha: float | None

    @property
    def share(self) -> float | None:
        """Return the share of cases on which all said the same."""
        return self.same / self.cases if self.cases else None


def agreement(cases: Iterable[Sequence[str]]) -> Agreement:
    """Return how far the verdicts agree; each item holds the verdicts given on one case."""
    judged = [list(verdicts) for verdicts in cases if len(verdicts) > 1]
    return Agreement(len(judged), sum(len(set(verdicts)) == 1 for verdicts in judged), alpha(judged))


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Return Krippendorff's alpha for nominal values, where people may have left units out.

    1 is full agreement, 0 what chance alone would bring, below 0 less than that. None where there is nothing to tell
    apart: no unit with two values, or the same value everywhere. Source: K. Krippendorff, *Computing Krippendorff's
    Alpha-Reliability* (2011), section C; the coincidence matrix of a unit with m values gives each pair 1 / (m − 1).
    """
    differing, totals = 0.0, Counter[str]()
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        totals.update(counts)
        # Ordered pairs within the unit whose values differ.
        pairs = len(values) ** 2 - sum(count**2 for count in counts.values())
        differing += pairs / (len(values) - 1)
    n = totals.total()
    expected = n**2 - sum(count**2 for count in totals.values())
    if not expected:
        return None
    return 1 - (n - 1) * differing / expected


def majority(verdicts: Sequence[str]) -> str:
    """Return what more people said than anything else; empty where nobody said anything or two things are level."""
    ranked = Counter(verdicts).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def dissent(verdicts: Sequence[str]) -> tuple[int, int]:
    """Return what cases are sorted by, the most disputed last: how many differ from most, then how many kinds."""
    counts = Counter(verdicts)
    most = max(counts.values(), default=0)
    return len(verdicts) - most, len(counts)

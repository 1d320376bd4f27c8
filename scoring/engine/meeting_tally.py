"""What a ballot came to: the median of each line, how far the values are apart, and points made of the median."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median, pstdev


TOP = 3
VALUES = tuple(range(-TOP, TOP + 1))


@dataclass(frozen=True, slots=True)
class Tally:
    """The values given for one line, lowest first."""

    values: tuple[int, ...]

    @property
    def count(self) -> int:
        """Return how many gave a value."""
        return len(self.values)

    @property
    def median(self) -> float | None:
        """Return the value in the middle, between two of them their mean; None without any."""
        return float(median(self.values)) if self.values else None

    @property
    def spread(self) -> int:
        """Return how far the lowest and the highest value are apart."""
        return self.values[-1] - self.values[0] if self.values else 0

    @property
    def disagreement(self) -> tuple[int, float, int]:
        """Return what lines are sorted by, the most disputed last: spread, then how the rest differ, then votes."""
        return self.spread, pstdev(self.values) if self.values else 0.0, self.count

    @property
    def columns(self) -> list[int]:
        """Return how often each value from −3 to +3 was given."""
        return [self.values.count(value) for value in VALUES]


def tally(values: Iterable[int]) -> Tally:
    """Return the values of one line, ordered."""
    return Tally(tuple(sorted(values)))


def tallies(votes: Iterable[tuple[int, int]], lines: Sequence[int]) -> dict[int, Tally]:
    """Return the tally of each line, of (line, value) pairs; a line without votes has an empty one."""
    given: dict[int, list[int]] = {line: [] for line in lines}
    for line, value in votes:
        if line in given:
            given[line].append(value)
    return {line: tally(values) for line, values in given.items()}


def points(middle: float, scale: int) -> int:
    """Return the tenths of a median: three is worth ``scale``, whole points, the sign kept; nothing but 0 makes 0."""
    if not middle:
        return 0
    exact = Decimal(str(middle)) * scale / TOP / 10
    whole = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return int(whole or (1 if middle > 0 else -1)) * 10

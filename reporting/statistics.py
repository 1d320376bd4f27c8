"""Shares and how sure one may be of them. Pure."""

from dataclasses import dataclass
from math import sqrt


# Below so many cases a rate says little: pages write "too few".
ENOUGH = 30
# Standard deviations of a 95 % interval.
Z = 1.959963984540054


def share(part: float, whole: float) -> float | None:
    """Return part of whole as a fraction, None of nothing."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of cases with Wilson's 95 % interval, all as fractions."""

    hits: int
    cases: int

    @property
    def value(self) -> float | None:
        """Return the share, None without cases."""
        return share(self.hits, self.cases)

    @property
    def is_enough(self) -> bool:
        """Say whether there are cases enough to speak of a rate."""
        return self.cases >= ENOUGH

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return between which shares the true one lies, 19 times in 20. Source: Wilson 1927."""
        if not self.cases:
            return None
        rate, n = self.hits / self.cases, self.cases
        middle = (rate + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

"""What leads with a rule did against those without it: shares, their ratio, and how sure both are."""

import math
from dataclasses import dataclass
from datetime import date


Z95 = 1.96
# A rule that alone parts winners from losers this well usually says that somebody knew the end.
TOO_GOOD = 0.85
# Fewer outcomes than this do not tell of a change.
FEWEST = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """Leads for which a rule holds, how many of them were won, and the same of all leads."""

    n: int
    won: int
    all_n: int
    all_won: int

    @property
    def rate(self) -> float | None:
        """Return the share won of those it holds for."""
        return self.won / self.n if self.n else None

    @property
    def ratio(self) -> tuple[float, float, float] | None:
        """Return how many times as often as the others they were won, with the 95 % interval of the log ratio.

        None where it holds for all or for none, or where nobody else was won. Source: Katz et al. 1978, with half a
        case added where a side has none.
        """
        others, won_others = self.all_n - self.n, self.all_won - self.won
        if not self.n or not others or not self.all_won:
            return None
        extra = 0.5 if not self.won or not won_others else 0.0
        hit, rest = (self.won + extra) / (self.n + extra), (won_others + extra) / (others + extra)
        spread = math.sqrt(
            max(0.0, 1 / (self.won + extra) - 1 / (self.n + extra))
            + max(0.0, 1 / (won_others + extra) - 1 / (others + extra))
        )
        ratio = hit / rest
        return ratio, ratio * math.exp(-Z95 * spread), ratio * math.exp(Z95 * spread)

    @property
    def is_too_good(self) -> bool:
        """Return whether this rule alone knows the end nearly always: then somebody may have written it down after."""
        lost, all_lost = self.n - self.won, self.all_n - self.all_won
        if not self.all_won or not all_lost:
            return False
        area = (self.won / self.all_won - lost / all_lost + 1) / 2
        return max(area, 1 - area) >= TOO_GOOD

    def written(self) -> dict[str, object]:
        """Return it as JSON."""
        ratio = self.ratio
        return {
            "n": self.n,
            "won": self.won,
            "ratio": [round(each, 2) for each in ratio] if ratio else None,
            "is_too_good": self.is_too_good,
        }


def wilson(hits: int, cases: int) -> tuple[float, float] | None:
    """Return the share's 95 % interval (Wilson 1927); None without cases."""
    if not cases:
        return None
    share, square = hits / cases, Z95**2
    middle = share + square / (2 * cases)
    half = Z95 * math.sqrt(share * (1 - share) / cases + square / (4 * cases**2))
    return (middle - half) / (1 + square / cases), (middle + half) / (1 + square / cases)


def drift(ends: list[tuple[date, bool]]) -> dict[str, object] | None:
    """Return how the newest fifth of the outcomes differs from the rest, None where it does not for certain.

    ``ends``: (day the road began, whether it was won). A month at least must lie between first and last, and a day is
    never parted: within it nothing is newer.
    """
    known = sorted(ends, key=lambda end: end[0])
    if len(known) < 5 * FEWEST or (known[-1][0] - known[0][0]).days < 28:
        return None
    fifth = len(known) - len(known) // 5
    between = (place for place in range(1, len(known)) if known[place - 1][0] != known[place][0])
    cut = min(between, key=lambda place: abs(place - fifth))
    before, after = known[:cut], known[cut:]
    was, now = (sum(won for _day, won in part) / len(part) for part in (before, after))
    share = sum(won for _day, won in known) / len(known)
    spread = math.sqrt(share * (1 - share) * (1 / len(before) + 1 / len(after)))
    if min(len(before), len(after)) < FEWEST or abs(now - was) < max(3 * spread, 0.2 * was):
        return None
    return {
        "since": after[0][0].isoformat(),
        "was": round(was, 4),
        "now": round(now, 4),
        "n": len(after),
    }

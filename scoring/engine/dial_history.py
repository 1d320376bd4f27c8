"""What this workspace's own history says of each place on a dial's scale; kept as counts, so that parts add up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.engine.dial import Line
from scoring.engine.learning_evidence import wilson


WEEK = 7
# The place of a lead that does not meet all else that the definition asks for: below every line.
NOWHERE = -1
# With fewer cases a share is not told, with fewer newcomers neither settings nor days.
FEWEST = 20
# Days after it came at which a newcomer is looked at; the first look is an hour after, or now.
PROBES = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90)
Counts = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases with its 95 % interval; ``wanting`` is how many more it takes before it is told."""

    hits: int
    cases: int

    @property
    def wanting(self) -> int:
        """Return how many cases are missing."""
        return max(0, FEWEST - self.cases)

    @property
    def value(self) -> float | None:
        """Return the share, None while too few cases are known."""
        return None if self.wanting else self.hits / self.cases

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return Wilson's interval, None while too few cases are known."""
        return None if self.wanting else wilson(self.hits, self.cases)


@dataclass(frozen=True, slots=True)
class Ripening:
    """How long newcomers take: of ``share`` of them that get there within ``within`` days, half do by ``median``.

    All None where too few newcomers are known; ``median`` None where none gets there.
    """

    median: int | None = None
    share: float | None = None
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line would mean. ``raw``: the share of its newcomers that got no further than to the next line up;
    ``near``: how many of the cases of ``accepted`` stood there.
    """

    a_week: float
    accepted: Share
    won: Share
    ripening: Ripening
    near: int = 0
    raw: float = 0


@dataclass(frozen=True, slots=True)
class History:
    """Counts by place on the scale.

    ``came``, ``days``: newcomers looked at, one in ``every``, and over how many days they came; ``reached``: how far
    they got in their first week.
    ``accepted``, ``returned``, ``won``, ``ended``: past hand-offs where they stood when they were made.
    ``before``, ``after``: for each look, by its place in ``PROBES``, how far those who were there had ever been.
    """

    came: int = 0
    days: int = 0
    every: int = 1
    reached: Counts = field(default_factory=dict)
    accepted: Counts = field(default_factory=dict)
    returned: Counts = field(default_factory=dict)
    won: Counts = field(default_factory=dict)
    ended: Counts = field(default_factory=dict)
    before: Mapping[int, Counts] = field(default_factory=dict)
    after: Mapping[int, Counts] = field(default_factory=dict)

    def __add__(self, other: "History") -> "History":
        """Return both together: two parts of the same leads."""
        return History(
            self.came + other.came,
            max(self.days, other.days),
            max(self.every, other.every),
            _sum(self.reached, other.reached),
            _sum(self.accepted, other.accepted),
            _sum(self.returned, other.returned),
            _sum(self.won, other.won),
            _sum(self.ended, other.ended),
            _sum_looks(self.before, other.before),
            _sum_looks(self.after, other.after),
        )

    @property
    def met(self) -> Counts:
        """Return how far those newcomers got who met all else that is asked for."""
        return {rank: count for rank, count in self.reached.items() if rank != NOWHERE}

    @property
    def wanting(self) -> int:
        """Return how many more newcomers it takes before settings are told."""
        return max(0, FEWEST - sum(self.met.values()))

    def same(self, line: Line, marked: Sequence[Line]) -> Line:
        """Return the first of the marked lines that takes the same newcomers, the line itself where none does."""
        taken = _above(self.reached, line.rank)
        return next((each for each in marked if _above(self.reached, each.rank) == taken), line)

    def figures(self, rank: int, next_up: int | None = None) -> Figures:
        """Return what a line at that place would mean; ``next_up`` is the next one that is shown."""
        accepted = _above(self.accepted, rank)
        answered = _sum(self.accepted, self.returned)
        cases, won, taken = (_above(counts, rank) for counts in (answered, self.won, self.reached))
        return Figures(
            taken * self.every * WEEK / max(self.days, WEEK),
            Share(accepted, cases),
            Share(won, won + _above(self.ended, rank)),
            self.ripening(rank),
            _between(answered, rank, next_up),
            _between(self.reached, rank, next_up) / taken if taken else 0,
        )

    def ripening(self, rank: int) -> Ripening:
        """Return how long newcomers take to that place.

        Some came too lately to be known for long, so the share by each look is Kaplan and Meier's (1958), as far
        as enough are known.
        """
        waiting, reached = 1.0, []
        for look, day in enumerate(PROBES):
            here = self.before.get(look, {})
            at_risk = sum(count for place, count in here.items() if place < rank)
            if sum(here.values()) < FEWEST:
                break
            arrived = _above(self.after.get(look, {}), rank) - _above(here, rank)
            waiting *= 1 - arrived / at_risk if at_risk else 1
            reached.append((day, 1 - waiting))
        if not reached:
            return Ripening()
        within, share = reached[-1]
        # Floats: half of a share that was reached at one look must be found at that look.
        median = next((day for day, part in reached if part >= share / 2 - 1e-9), None)
        return Ripening(median if share > 0 else None, share, within)

    def as_json(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        return {
            "came": self.came,
            "days": self.days,
            "every": self.every,
            **{name: _pairs(getattr(self, name)) for name in COUNTS},
            **{name: _pairs_by_look(getattr(self, name)) for name in LOOKS},
        }


COUNTS = ("reached", "accepted", "returned", "won", "ended")
LOOKS = ("before", "after")


def from_json(kept: Mapping[str, Any]) -> History:
    """Return what ``as_json`` wrote."""
    return History(
        kept.get("came", 0),
        kept.get("days", 0),
        kept.get("every", 1),
        _counts(kept.get("reached", [])),
        _counts(kept.get("accepted", [])),
        _counts(kept.get("returned", [])),
        _counts(kept.get("won", [])),
        _counts(kept.get("ended", [])),
        {look: _counts(pairs) for look, pairs in kept.get("before", [])},
        {look: _counts(pairs) for look, pairs in kept.get("after", [])},
    )


def _sum(one: Counts, other: Counts) -> Counts:
    return Counter(one) + Counter(other)


def _sum_looks(one: Mapping[int, Counts], other: Mapping[int, Counts]) -> Mapping[int, Counts]:
    return {look: _sum(one.get(look, {}), other.get(look, {})) for look in {*one, *other}}


def _above(counts: Counts, rank: int) -> int:
    return sum(count for place, count in counts.items() if place >= rank)


def _between(counts: Counts, rank: int, next_up: int | None) -> int:
    return _above(counts, rank) - (_above(counts, next_up) if next_up is not None else 0)


def _pairs(counts: Counts) -> list[tuple[int, int]]:
    return [(place, count) for place, count in sorted(counts.items())]


def _pairs_by_look(looks: Mapping[int, Counts]) -> list[tuple[int, list[tuple[int, int]]]]:
    return [(look, _pairs(counts)) for look, counts in sorted(looks.items())]


def _counts(pairs: list[tuple[int, int]]) -> Counts:
    return dict(pairs)

"""What Sales sends back and what is given up, with the reasons.

Two questions: of the hand-offs offered in the period, how many came back; and which leads left Sales or the road in
the period, and why.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from reporting.choices import Fate
from reporting.queries.scope import Scope, part_of, rows


OFFERS = """
SELECT r.source_id, h.owner_id, h.state IN ('rejected', 'recycled'), h.reason,
  count(*), count(*) FILTER (WHERE h.state IN ('accepted', 'rejected', 'recycled'))
FROM distribution_handoff h
JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = h.lead_id
WHERE h.workspace_id = %(workspace)s AND h.offered_at >= %(start)s AND h.offered_at < %(end)s
  AND h.state <> 'reassigned'{limits}
GROUP BY 1, 2, 3, 4
"""
# Neither an undone move happened nor its undoing: the lead's next move says so. Back to Marketing from no Sales stage
# is a lead opened again.
EXITS = """
SELECT CASE WHEN s.to_stage <> 'marketing' THEN s.to_stage WHEN s.from_stage = 'mql' THEN 'returned'
    ELSE 'recycled' END, s.reason, {part}, count(*)
FROM leads_stagechange s
JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = s.lead_id
WHERE s.workspace_id = %(workspace)s AND s.at >= %(start)s AND s.at < %(end)s AND s.reason <> 'undo'
  AND (s.to_stage IN ('disqualified', 'invalid') AND (
      SELECT n.reason FROM leads_stagechange n
      WHERE n.workspace_id = %(workspace)s AND n.lead_id = s.lead_id AND (n.at, n.id) > (s.at, s.id)
      ORDER BY n.at, n.id LIMIT 1
    ) IS DISTINCT FROM 'undo'
    OR s.to_stage = 'marketing' AND s.from_stage IN ('mql', 'sal', 'sql')){limits}
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Dishes:
    """Hand-offs of the period: offered, answered by a person, and of these sent back, with the reasons."""

    offered: int = 0
    answered: int = 0
    sent_back: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Dishes") -> "Dishes":
        return Dishes(
            self.offered + other.offered,
            self.answered + other.answered,
            self.sent_back + other.sent_back,
            self.reasons + other.reasons,
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """The hand-offs of one source, owner and answer."""

    source_id: int | None
    owner_id: int | None
    dishes: Dishes


@dataclass(frozen=True, slots=True)
class Exit:
    """So many leads left in one way, for one reason, in one part of the period."""

    fate: str
    reason: str
    part: date
    count: int


Key = TypeVar("Key")


def offers(scope: Scope) -> list[Offer]:
    """Return what became of the hand-offs of the period. Queries: one."""
    found = rows(OFFERS.format(limits=scope.limits("r", owner="h.owner_id")), scope.values)
    return [
        Offer(
            source, owner, Dishes(count, answered, count if is_back else 0, _counter(reason, count, is_back))
        )
        for source, owner, is_back, reason, count, answered in found
    ]


def _counter(reason: str, count: int, is_back: bool) -> Counter[str]:  # noqa: FBT001 - a column
    return Counter({reason: count}) if is_back else Counter()


def summed(found: Iterable[Offer], key: Callable[[Offer], Key]) -> dict[Key, Dishes]:
    """Return the dishes of each key."""
    sums: dict[Key, Dishes] = {}
    for offer in found:
        sums[key(offer)] = sums.get(key(offer), Dishes()) + offer.dishes
    return sums


def whole(found: Iterable[Offer]) -> Dishes:
    """Return the dishes of all."""
    return sum((offer.dishes for offer in found), Dishes())


def exits(scope: Scope) -> list[Exit]:
    """Return who left Sales or the road in the period. Queries: one."""
    statement = EXITS.format(part=part_of("s.at"), limits=scope.limits("r"))
    return [Exit(*row) for row in rows(statement, scope.values)]


def by_fate(found: Sequence[Exit], key: Callable[[Exit], Key]) -> dict[Key, Counter[str]]:
    """Return for each key how many left in each way."""
    sums: dict[Key, Counter[str]] = {}
    for leaving in found:
        sums.setdefault(key(leaving), Counter())[leaving.fate] += leaving.count
    return sums


def fates(found: Sequence[Exit]) -> Counter[str]:
    """Return how many left in each way."""
    return by_fate(found, lambda _leaving: None).get(None, Counter({str(fate): 0 for fate in Fate}))

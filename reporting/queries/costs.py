"""What the leads of a period cost: each carries its share of its campaign's cost (docs/reports.md).

A campaign with costs by day costs what the days of the period say; one with both dates the same each day. Either is
shared by the leads it brought in the period. One without dates is shared by all the leads it ever brought. What was
spent without bringing a lead is kept apart, and a campaign without a known cost costs "unknown", never nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reporting.period import Period
from reporting.queries.road import Counts, Key
from reporting.queries.scope import Scope, rows


CAMPAIGNS = """
SELECT c.id, c.source_id, c.cost, c.starts_on, c.ends_on, coalesce(r.ever, 0), coalesce(r.now, 0), d.cents
FROM leads_campaign c
LEFT JOIN (
  SELECT campaign_id, coalesce(sum(amount_cents) FILTER (WHERE day BETWEEN %(first)s AND %(last)s), 0) AS cents
  FROM leads_campaigncost WHERE workspace_id = %(workspace)s GROUP BY campaign_id
) d ON d.campaign_id = c.id
LEFT JOIN (
  SELECT campaign_id, count(*) AS ever, count(*) FILTER (WHERE created_at >= %(start)s AND created_at < %(end)s) AS now
  FROM leads_leadrank WHERE workspace_id = %(workspace)s AND campaign_id IS NOT NULL GROUP BY campaign_id
) r ON r.campaign_id = c.id
WHERE c.workspace_id = %(workspace)s AND (c.cost IS NOT NULL OR d.campaign_id IS NOT NULL) ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class Priced:
    """A campaign whose cost is known: what one of its leads cost, and what was spent without one."""

    source_id: int | None
    a_lead: Fraction
    without_lead: Fraction


@dataclass(frozen=True, slots=True)
class Cost:
    """What was spent, and how far the leads came that it was spent on; ``spent`` None is unknown."""

    spent: Fraction | None = None
    paid: Counts = Counts()

    def __add__(self, other: "Cost") -> "Cost":
        known = [cost for cost in (self.spent, other.spent) if cost is not None]
        return Cost(sum(known, Fraction()) if known else None, self.paid + other.paid)

    def per(self, step: str) -> Fraction | None:
        """Return the cost of each paid lead that reached the step; None if unknown or if none did."""
        count = self.paid.at(step)
        return self.spent / count if self.spent is not None and count else None

    @property
    def roi(self) -> Fraction | None:
        """Return what was won beyond the cost, as a fraction of the cost."""
        return (self.paid.amount - self.spent) / self.spent if self.spent else None


Prices = Mapping[int, Priced]


def prices(scope: Scope) -> Prices:
    """Return the campaigns whose cost is known, by id. Queries: one."""
    values = {**scope.values, "first": scope.period.first, "last": scope.period.last}
    return {pk: priced(scope.period, Campaign(*row)) for pk, *row in rows(CAMPAIGNS, values)}


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of known cost, and how many leads it brought ever and in the period.

    ``cents`` is what its days of the period cost; None where no cost by day was ever said.
    """

    source_id: int | None
    cost: int | None
    starts_on: date | None
    ends_on: date | None
    ever: int
    now: int
    cents: int | None = None


def priced(period: Period, campaign: Campaign) -> Priced:
    """Return what one lead of the campaign costs, and what was spent in the period without one."""
    cost, source_id = Fraction(campaign.cost or 0), campaign.source_id
    starts, ends = campaign.starts_on, campaign.ends_on
    if campaign.cents is not None:
        spent = Fraction(int(campaign.cents), 100)
    elif starts is None or ends is None:
        return Priced(source_id, cost / campaign.ever if campaign.ever else Fraction(), Fraction())
    else:
        spent = cost * overlap(period, starts, ends) / max((ends - starts).days + 1, 1)
    if campaign.now:
        return Priced(source_id, spent / campaign.now, Fraction())
    return Priced(source_id, Fraction(), spent)


def overlap(period: Period, first: date, last: date) -> int:
    """Return how many days the period shares with the campaign."""
    return max((min(period.last, last) - max(period.first, first)).days + 1, 0)


def of_cells(cells: Mapping[tuple[Key, int | None], Counts], known: Prices) -> dict[Key, Cost]:
    """Return each key's cost by the leads it has of each campaign."""
    found: dict[Key, Cost] = {}
    for (key, campaign_id), counts in cells.items():
        price = known.get(campaign_id or 0)
        here = Cost(price.a_lead * counts.leads, counts) if price else Cost()
        found[key] = found.get(key, Cost()) + here
    return found


def without_leads(scope: Scope, known: Prices) -> dict[int, Priced]:
    """Return the campaigns of the question that cost something and brought no lead."""
    return {
        pk: price
        for pk, price in known.items()
        if price.without_lead
        and scope.campaign_id in (None, pk)
        and scope.source_id in (None, price.source_id)
        and scope.owner_id is None
    }


def total(scope: Scope, cells: Mapping[tuple[Key, int | None], Counts], known: Prices) -> Cost:
    """Return the cost of the whole question, with what brought no lead."""
    found = sum(of_cells(cells, known).values(), Cost())
    idle = without_leads(scope, known)
    return found + Cost(sum((price.without_lead for price in idle.values()), Fraction())) if idle else found

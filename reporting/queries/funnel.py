"""The funnel: inquiries, then the road of the leads that came in the same period, with times and costs."""

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.choices import ROAD, By, Step
from reporting.queries import costs
from reporting.queries.costs import Cost
from reporting.queries.inquiries import Inquiries, inquiries
from reporting.queries.road import Cohort, Counts, Key, cohort, step_days
from reporting.queries.scope import Scope
from reporting.statistics import share


@dataclass(frozen=True, slots=True)
class Line:
    """One set of inquiries and leads: all, one source, one campaign, one part of the period."""

    inquiries: Inquiries = Inquiries()
    counts: Counts = Counts()
    cost: Cost = Cost()

    def at(self, step: str) -> int:
        """Return how many reached the step."""
        if step == Step.INQUIRIES:
            return self.inquiries.received
        return self.inquiries.accepted if step == Step.ACCEPTED else self.counts.at(step)

    def passed(self, step: str) -> float | None:
        """Return which share of the step before reached this one.

        Of accepted inquiries, those that opened a lead: people inquire again, and leads are imported too.
        """
        if step == Step.INQUIRIES:
            return None
        if step == Step.ACCEPTED:
            return share(self.inquiries.accepted, self.inquiries.received)
        if step == Step.LEADS:
            return share(self.inquiries.opened, self.inquiries.accepted)
        return share(self.counts.at(step), self.counts.at(ROAD[ROAD.index(Step(step)) - 1]))


@dataclass(frozen=True, slots=True)
class Funnel:
    """The whole period, each key of it, and the median days to each step from the one before."""

    total: Line
    lines: Mapping[Key, Line]
    days: Mapping[str, float | None]


def funnel(scope: Scope, *, by: str = By.TIME, with_days: bool = True, with_cost: bool = True) -> Funnel:
    """Return the funnel of the period. Queries: four; one less without the days, and without the cost.

    For one person's leads there are no inquiries: these belong to nobody yet.
    """
    leads = cohort(scope, by=by)
    asked = inquiries(scope, by=by) if scope.owner_id is None else {}
    prices = costs.prices(scope) if with_cost else {}
    total = Line(sum(asked.values(), Inquiries()), leads.total, costs.total(scope, leads.cells, prices))
    return Funnel(total, _lines(scope, by, leads, asked, prices), step_days(scope) if with_days else {})


def _lines(
    scope: Scope, by: str, leads: Cohort, asked: Mapping[Key, Inquiries], prices: costs.Prices
) -> dict[Key, Line]:
    counts, spent = leads.by_key(), costs.of_cells(leads.cells, prices)
    for pk, price in costs.without_leads(scope, prices).items() if by in (By.SOURCE, By.CAMPAIGN) else ():
        key = pk if by == By.CAMPAIGN else price.source_id
        spent[key] = spent.get(key, Cost()) + Cost(price.without_lead)
    return {
        key: Line(asked.get(key, Inquiries()), counts.get(key, Counts()), spent.get(key, Cost()))
        for key in {*counts, *asked, *spent}
    }

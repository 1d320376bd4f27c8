"""How far the leads that arrived in a period have come until now: the cohort behind funnel, sources and grades.

Definitions (docs/reports.md): a lead reached a step if it ever was there or beyond; converted and won count only
while the conversion stands. Times are of the first arrival at a step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reporting.choices import ROAD, By, Step
from reporting.queries.scope import Scope, part_of, rows


Key = int | str | date | None
KEYS = {
    By.SOURCE: "r.source_id",
    By.CAMPAIGN: "r.campaign_id",
    By.TIME: part_of("r.created_at"),
    "all": "NULL::int",
}
COHORT = """
WITH cohort AS NOT MATERIALIZED (
  SELECT r.lead_id, r.created_at, r.stage, r.campaign_id, {key} AS key
  FROM leads_leadrank r
  WHERE r.workspace_id = %(workspace)s AND r.created_at >= %(start)s AND r.created_at < %(end)s{limits}
), moves AS (
  SELECT s.lead_id,
    min(s.at) AS mql_at,
    min(s.at) FILTER (WHERE s.to_stage <> 'mql') AS sal_at,
    min(s.at) FILTER (WHERE s.to_stage IN ('sql', 'converted')) AS sql_at,
    max(s.at) FILTER (WHERE s.to_stage = 'converted') AS converted_at
  FROM leads_stagechange s
  WHERE s.workspace_id = %(workspace)s AND s.to_stage IN ('mql', 'sal', 'sql', 'converted') AND s.at >= %(start)s
  GROUP BY s.lead_id
), deals AS (
  SELECT o.lead_id, min(o.closed_at) AS won_at, sum(o.amount) FILTER (WHERE o.currency = %(currency)s) AS amount
  FROM conversion_opportunity o
  WHERE o.workspace_id = %(workspace)s AND o.state = 'won' AND o.lead_id IS NOT NULL
  GROUP BY o.lead_id
), road AS (
  SELECT c.key, c.campaign_id, c.created_at, m.mql_at, m.sal_at, m.sql_at,
    m.mql_at IS NOT NULL OR c.stage IN ('mql', 'sal', 'sql', 'converted') AS mql,
    m.sal_at IS NOT NULL OR c.stage IN ('sal', 'sql', 'converted') AS sal,
    m.sql_at IS NOT NULL OR c.stage IN ('sql', 'converted') AS sql,
    c.stage = 'converted' AS converted,
    CASE WHEN c.stage = 'converted' THEN m.converted_at END AS converted_at,
    c.stage = 'converted' AND d.won_at IS NOT NULL AS won,
    CASE WHEN c.stage = 'converted' THEN d.won_at END AS won_at,
    CASE WHEN c.stage = 'converted' THEN d.amount END AS amount
  FROM cohort c LEFT JOIN moves m ON m.lead_id = c.lead_id LEFT JOIN deals d ON d.lead_id = c.lead_id
)
"""
COUNTS = """
SELECT key, campaign_id, count(*), count(*) FILTER (WHERE mql), count(*) FILTER (WHERE sal),
  count(*) FILTER (WHERE sql), count(*) FILTER (WHERE converted), count(*) FILTER (WHERE won),
  coalesce(sum(amount), 0)
FROM road GROUP BY key, campaign_id
"""
# Days from step to step: the median of those who took it.
MEDIANS = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM mql_at - created_at)),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM sal_at - mql_at)),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM sql_at - sal_at)),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM converted_at - sql_at)),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM won_at - converted_at))
FROM road WHERE mql_at IS NOT NULL
"""
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Counts:
    """How many leads came how far, and what the won ones brought in whole units of money."""

    leads: int = 0
    mql: int = 0
    sal: int = 0
    sql: int = 0
    converted: int = 0
    won: int = 0
    amount: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in FIELDS))

    def at(self, step: str) -> int:
        """Return how many reached the step."""
        return int(getattr(self, step))


FIELDS = ("leads", "mql", "sal", "sql", "converted", "won", "amount")


@dataclass(frozen=True, slots=True)
class Cohort:
    """The counts by key and campaign; keys are what was asked for."""

    cells: Mapping[tuple[Key, int | None], Counts]

    @property
    def total(self) -> Counts:
        """Return the whole cohort."""
        return sum(self.cells.values(), Counts())

    def by_key(self) -> dict[Key, Counts]:
        """Return the counts of each key."""
        found: dict[Key, Counts] = {}
        for (key, _campaign), counts in self.cells.items():
            found[key] = found.get(key, Counts()) + counts
        return found


def cohort(scope: Scope, *, by: str = "all") -> Cohort:
    """Return how far the leads of the period came, by source, campaign or part of the period. Queries: one."""
    found = rows(_statement(scope, by) + COUNTS, scope.values)
    return Cohort({(key, campaign): Counts(*map(int, counts)) for key, campaign, *counts in found})


def step_days(scope: Scope) -> dict[str, float | None]:
    """Return the median days from each step to the next, by the step reached. Queries: one."""
    found: tuple[Any, ...] = rows(_statement(scope, "all") + MEDIANS, scope.values)[0]
    later: tuple[Step, ...] = ROAD[1:]
    return {
        str(step): None if seconds is None else float(seconds) / SECONDS_A_DAY
        for step, seconds in zip(later, found, strict=True)
    }


def _statement(scope: Scope, by: str) -> str:
    return COHORT.format(key=KEYS[by], limits=scope.limits("r"))

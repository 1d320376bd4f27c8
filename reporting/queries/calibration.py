"""Does the score work? Grades against what became of their leads, without hindsight.

``then``: the leads first handed off in the period, by the grade kept at that hand-off. ``now``: the leads that arrived
in the period, by the grade they have now.
"""

from dataclasses import dataclass

from reporting.choices import Basis
from reporting.queries.scope import Scope, rows
from reporting.statistics import Rate


THEN = """
  SELECT f.lead_id, f.since, f.stage, g.grade FROM (
    SELECT DISTINCT ON (h.lead_id) h.lead_id, h.offered_at AS since, r.stage
    FROM distribution_handoff h
    JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = h.lead_id
    WHERE h.workspace_id = %(workspace)s AND h.offered_at >= %(start)s AND h.offered_at < %(end)s{limits}
    ORDER BY h.lead_id, h.offered_at, h.id
  ) f LEFT JOIN LATERAL (
    SELECT p.grade FROM scoring_scoresnapshot p
    WHERE p.workspace_id = %(workspace)s AND p.lead_id = f.lead_id AND p.event = 'handed_off' AND p.at >= f.since
    ORDER BY p.at, p.id LIMIT 1
  ) g ON true
"""
NOW = """
  SELECT r.lead_id, r.created_at AS since, r.stage, r.grade FROM leads_leadrank r
  WHERE r.workspace_id = %(workspace)s AND r.created_at >= %(start)s AND r.created_at < %(end)s{limits}
"""
STATEMENT = """
WITH base AS {kept} ({base}), moves AS (
  SELECT s.lead_id, bool_or(s.to_stage <> 'marketing') AS mql,
    bool_or(s.to_stage IN ('sal', 'sql', 'converted')) AS sal,
    bool_or(s.to_stage = 'marketing' AND s.from_stage = 'mql') AS returned
  FROM leads_stagechange s {since}
  WHERE s.workspace_id = %(workspace)s AND s.at >= %(start)s AND (s.to_stage IN ('mql', 'sal', 'sql', 'converted')
    OR s.to_stage = 'marketing' AND s.from_stage = 'mql' AND s.reason <> 'undo')
  GROUP BY s.lead_id
), deals AS (
  SELECT DISTINCT o.lead_id FROM conversion_opportunity o
  WHERE o.workspace_id = %(workspace)s AND o.state = 'won' AND o.lead_id IS NOT NULL
)
SELECT b.grade, count(*),
  count(*) FILTER (WHERE {handed} OR m.mql OR b.stage IN ('mql', 'sal', 'sql', 'converted')),
  count(*) FILTER (WHERE m.sal OR b.stage IN ('sal', 'sql', 'converted')),
  count(*) FILTER (WHERE m.returned),
  count(*) FILTER (WHERE b.stage = 'converted'),
  count(*) FILTER (WHERE b.stage = 'converted' AND d.lead_id IS NOT NULL)
FROM base b LEFT JOIN moves m ON m.lead_id = b.lead_id LEFT JOIN deals d ON d.lead_id = b.lead_id
GROUP BY b.grade
"""
SINCE = "JOIN base b ON b.lead_id = s.lead_id AND s.at >= b.since"
GRADES = "ABCD"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the leads of one grade; ``returned`` counts leads that Sales sent back at least once."""

    leads: int = 0
    handed_off: int = 0
    accepted: int = 0
    returned: int = 0
    converted: int = 0
    won: int = 0

    @property
    def acceptance(self) -> Rate:
        """Return how many of the handed off were accepted."""
        return Rate(self.accepted, self.handed_off)

    @property
    def win(self) -> Rate:
        """Return how many of the handed off were won."""
        return Rate(self.won, self.handed_off)


def calibration(scope: Scope, *, basis: str) -> dict[str, Outcome]:
    """Return the outcome of each grade, best first; "" for hand-offs whose score was not kept. Queries: one."""
    limits = scope.limits("r")
    is_then = basis == Basis.THEN
    base = (THEN if is_then else NOW).format(limits=limits)
    # Every move of a lead comes after its arrival; only those after a hand-off must be told apart.
    pieces = (
        {"handed": "true", "kept": "MATERIALIZED", "since": SINCE}
        if is_then
        else {"handed": "false", "kept": "NOT MATERIALIZED", "since": ""}
    )
    found = rows(STATEMENT.format(base=base, **pieces), scope.values)
    outcomes = {grade or "": Outcome(*counts) for grade, *counts in found}
    return {grade: outcomes.get(grade, Outcome()) for grade in GRADES} | (
        {"": outcomes[""]} if "" in outcomes else {}
    )

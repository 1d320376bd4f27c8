"""How fast Sales answers and contacts what it was handed, by rep, team and part of the period.

Definitions (docs/reports.md): the hand-offs offered in the period, without those a manager gave to somebody else. The
first contact is the first call or meeting after the offer, as the response clock notes it; waits are plain hours, the
agreed times are working hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from capture.choices import UNCOUNTED
from reporting.queries.scope import Scope, part_of, rows


STATEMENT = """
WITH offers AS MATERIALIZED (
  SELECT h.owner_id, m.team_id, {part} AS part, h.state, h.answered_at, h.accept_due_at, h.contact_due_at,
    h.contacted_at, extract(epoch FROM h.contacted_at - h.offered_at) AS wait,
    extract(epoch FROM h.contacted_at - coalesce(i.received_at, r.created_at)) AS whole
  FROM distribution_handoff h
  JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = h.lead_id
  LEFT JOIN tenants_membership m ON m.workspace_id = %(workspace)s AND m.user_id = h.owner_id
  LEFT JOIN LATERAL (
    SELECT q.received_at FROM capture_inquiry q
    WHERE q.workspace_id = %(workspace)s AND q.lead_id = h.lead_id AND q.received_at <= h.offered_at
      AND q.reason <> ALL(%(uncounted)s) AND h.contacted_at IS NOT NULL
    ORDER BY q.received_at DESC LIMIT 1
  ) i ON true
  WHERE h.workspace_id = %(workspace)s AND h.offered_at >= %(start)s AND h.offered_at < %(end)s
    AND h.state <> 'reassigned'{limits}
)
SELECT CASE WHEN grouping(owner_id) = 0 THEN 'owner' WHEN grouping(team_id) = 0 THEN 'team'
    WHEN grouping(part) = 0 THEN 'part' ELSE 'all' END, owner_id, team_id, part,
  count(*), count(contacted_at), count(*) FILTER (WHERE wait <= 300), count(*) FILTER (WHERE wait <= 3600),
  count(*) FILTER (WHERE wait <= 86400),
  count(*) FILTER (WHERE contacted_at IS NULL AND state IN ('offered', 'accepted')),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY wait), percentile_cont(0.9) WITHIN GROUP (ORDER BY wait),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY whole), percentile_cont(0.9) WITHIN GROUP (ORDER BY whole),
  count(*) FILTER (WHERE state IN ('accepted', 'rejected', 'recycled') AND answered_at <= accept_due_at),
  count(*) FILTER (WHERE state IN ('accepted', 'rejected', 'recycled', 'expired')
    OR state = 'offered' AND accept_due_at <= %(at)s),
  count(*) FILTER (WHERE contacted_at <= contact_due_at),
  count(*) FILTER (WHERE contacted_at IS NOT NULL
    OR state IN ('accepted', 'recycled') AND contact_due_at <= %(at)s),
  count(*) FILTER (WHERE state IN ('accepted', 'rejected', 'recycled')),
  count(*) FILTER (WHERE state IN ('rejected', 'recycled'))
FROM offers GROUP BY GROUPING SETS ((), (team_id), (team_id, owner_id), (part))
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a set of hand-offs waited.

    Units: seconds. ``within_*`` are cumulative; ``open`` still wait for their first contact, and what is neither
    contacted nor open ended without one. ``answers`` and ``contacts`` are those whose time is up or which were done;
    ``answered`` those a person answered, ``sent_back`` those of them returned or recycled.
    """

    offered: int = 0
    contacted: int = 0
    within_5m: int = 0
    within_1h: int = 0
    within_24h: int = 0
    open: int = 0
    median: float | None = None
    p90: float | None = None
    median_from_inquiry: float | None = None
    p90_from_inquiry: float | None = None
    answered_in_time: int = 0
    answers: int = 0
    contacted_in_time: int = 0
    contacts: int = 0
    answered: int = 0
    sent_back: int = 0

    @property
    def later(self) -> int:
        """Return how many were contacted after more than a day."""
        return self.contacted - self.within_24h

    @property
    def never(self) -> int:
        """Return how many ended without a contact."""
        return self.offered - self.contacted - self.open


@dataclass(frozen=True, slots=True)
class Response:
    """The waits of all, of each rep (by user), team and part; the key None is without owner or team."""

    total: Waits
    owners: Mapping[int | None, Waits]
    teams: Mapping[int | None, Waits]
    parts: Mapping[date, Waits]


def response(scope: Scope, *, at: datetime) -> Response:
    """Return how fast the hand-offs of the period were met. Queries: one."""
    statement = STATEMENT.format(part=part_of("h.offered_at"), limits=scope.limits("r", owner="h.owner_id"))
    found: dict[str, dict[Any, Waits]] = {"all": {}, "owner": {}, "team": {}, "part": {}}
    asked = scope.values | {"at": at, "uncounted": list(UNCOUNTED)}
    for kind, owner_id, team_id, part, *values in rows(statement, asked):
        key = {"owner": owner_id, "team": team_id, "part": part}.get(kind)
        found[kind][key] = Waits(*values)
    return Response(found["all"].get(None, Waits()), found["owner"], found["team"], found["part"])

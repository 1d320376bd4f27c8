"""Dishes sent back (seed 001): of what Marketing handed over, how much came back, with which rules, from where, why.

Read from the snapshots of hand-offs and returns. An offer that the clock passed on to the next person is one hand-off.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from core.scope import current_workspace_id
from scoring.engine.learning_evidence import Evidence


DAYS = 90
# Each hand-off of the time with the reason it came back for, if it did before the next one.
BACK = """
WITH handed AS MATERIALIZED (
  SELECT p.id, p.lead_id, p.at, lead(p.at) OVER (PARTITION BY p.lead_id ORDER BY p.at, p.id) AS next_at, p.lines,
    p.model_key,
    p.facts->>'source.source' AS source
  FROM scoring_scoresnapshot p JOIN leads_activity a ON a.workspace_id = p.workspace_id AND a.id = p.activity_id
  WHERE p.workspace_id = %(workspace)s AND p.event = 'handed_off' AND p.at >= %(since)s
    AND coalesce((a.data->>'round')::int, 1) = 1),
rejected AS MATERIALIZED (
  SELECT x.lead_id, x.at, coalesce(nullif(a.data->>'reason_label', ''), a.data->>'reason', '') AS reason
  FROM scoring_scoresnapshot x JOIN leads_activity a ON a.workspace_id = x.workspace_id AND a.id = x.activity_id
  WHERE x.workspace_id = %(workspace)s AND x.event = 'rejected' AND x.at >= %(since)s),
returned AS (
  SELECT DISTINCT ON (h.id) h.id, r.reason FROM handed h
  JOIN rejected r ON r.lead_id = h.lead_id AND r.at >= h.at AND (h.next_at IS NULL OR r.at < h.next_at)
  ORDER BY h.id, r.at),
back AS MATERIALIZED (SELECT h.lines, h.model_key, h.source, r.reason FROM handed h LEFT JOIN returned r ON r.id = h.id)
SELECT 'all' AS kind, '' AS name, NULL AS model, count(*) AS n, count(reason) AS back FROM back
UNION ALL SELECT 'reason', reason, NULL, count(*), count(*) FROM back WHERE reason IS NOT NULL GROUP BY reason
"""
WITH_WHAT = """
UNION ALL SELECT 'source', coalesce(source, ''), NULL, count(*), count(reason) FROM back GROUP BY coalesce(source, '')
UNION ALL SELECT 'model', model_key, NULL, count(*), count(reason) FROM back GROUP BY model_key
UNION ALL SELECT 'criterion', k.key, back.model_key, count(*), count(reason) FROM back CROSS JOIN LATERAL (
  SELECT e.key FROM jsonb_each(back.lines->'fit') e WHERE e.value <> 'null' AND strpos(e.key, '/') = 0
  UNION SELECT e.key FROM jsonb_each(back.lines->'engagement') e
    WHERE e.value <> 'null' AND strpos(e.key, '/') = 0) k GROUP BY k.key, back.model_key
"""


@dataclass(frozen=True, slots=True)
class Share:
    """How many hand-offs there were, and how many of them came back; ``model``: whose criterion it is, else None."""

    name: str
    handed: int
    returned: int
    model: str | None = None

    @property
    def rate(self) -> float | None:
        """Return the share that came back."""
        return self.returned / self.handed if self.handed else None


@dataclass(frozen=True, slots=True)
class Returns:
    """What came back of the hand-offs since ``since``; rows with most returns first."""

    since: datetime
    whole: Share
    reasons: list[Share]
    sources: list[Share]
    criteria: list[Share]
    models: list[Share]

    def against_others(self, share: Share) -> tuple[float, float, float] | None:
        """Return how many times as often as the others these came back, with the 95 % interval.

        Of a criterion the others are those of its own model: nobody else's lead can have it.
        """
        is_criterion = share.model is not None
        whole = next((each for each in self.models if is_criterion and each.name == share.model), self.whole)
        return Evidence(share.handed, share.returned, whole.handed, whole.returned).ratio


def count(*, at: datetime, days: int = DAYS, with_what: bool = True) -> Returns:
    """Count what came back; without ``with_what`` only how much and why. Queries: one."""
    since = at - timedelta(days=days)
    params: dict[str, Any] = {"workspace": current_workspace_id(), "since": since}
    found: dict[str, list[Share]] = {"all": [], "reason": [], "source": [], "criterion": [], "model": []}
    with connection.cursor() as cursor:
        cursor.execute(BACK + (WITH_WHAT if with_what else ""), params)
        for kind, name, model, handed, returned in cursor.fetchall():
            found[kind].append(Share(name, handed, returned, model))
    for shares in found.values():
        shares.sort(key=lambda share: (-share.returned, -share.handed, share.name))
    return Returns(
        since, found["all"][0], found["reason"], found["source"], found["criterion"], found["model"]
    )

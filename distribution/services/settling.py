"""Bringing hand-offs into line with leads that other rooms moved, gave away or contacted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from core.scope import current_workspace_id


# Whether Sales has any of them, which is asked of every batch and mostly denied.
CONCERNED = """
SELECT EXISTS (SELECT 1 FROM distribution_handoff h
  WHERE h.workspace_id = %(workspace)s AND h.lead_id = ANY(%(leads)s) AND h.state IN ('offered', 'accepted'))
"""
# A lead that left "mql" by another way than accept or reject: no hand-off may go on waiting for it.
CLOSE = """
UPDATE distribution_handoff h
SET state = CASE WHEN r.stage IN ('sal', 'sql', 'converted') THEN 'accepted' ELSE 'closed' END,
    answered_at = greatest(r.stage_at, h.offered_at), updated_at = %(at)s
FROM leads_leadrank r
WHERE h.workspace_id = %(workspace)s AND h.lead_id = ANY(%(leads)s) AND h.state = 'offered'
  AND r.workspace_id = h.workspace_id AND r.lead_id = h.lead_id AND r.stage <> 'mql'
"""
# The lead was given to somebody else: the question goes with it.
FOLLOW = """
UPDATE distribution_handoff h SET owner_id = r.owner_id, updated_at = %(at)s
FROM leads_leadrank r
WHERE h.workspace_id = %(workspace)s AND h.lead_id = ANY(%(leads)s) AND h.state = 'offered'
  AND r.workspace_id = h.workspace_id AND r.lead_id = h.lead_id
  AND r.owner_id IS NOT NULL AND r.owner_id IS DISTINCT FROM h.owner_id
"""
CONTACT = """
UPDATE distribution_handoff h SET contacted_at = c.first_at, updated_at = %(at)s
FROM (
  SELECT a.lead_id, o.id, min(a.occurred_at) AS first_at
  FROM distribution_handoff o
  JOIN leads_activity a ON a.workspace_id = o.workspace_id AND a.lead_id = o.lead_id
   AND a.kind IN ('call', 'meeting') AND a.occurred_at >= o.offered_at
  WHERE o.workspace_id = %(workspace)s AND a.workspace_id = %(workspace)s AND o.lead_id = ANY(%(leads)s)
    AND o.state IN ('offered', 'accepted') AND o.contacted_at IS NULL
  GROUP BY a.lead_id, o.id
) c
WHERE h.workspace_id = %(workspace)s AND h.id = c.id
"""


def settle(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Close, hand over and note first contacts, as the leads are now; nothing is written where all is in line.

    Queries: four, for any number of leads; one where Sales has none of them.
    """
    values: dict[str, Any] = {"workspace": current_workspace_id(), "leads": list(lead_ids), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED, values)
        if not cursor.fetchone()[0]:
            return
        for statement in (CLOSE, FOLLOW, CONTACT):
            cursor.execute(statement, values)

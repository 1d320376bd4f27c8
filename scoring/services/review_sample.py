"""Which leads a review looks at: the newest hand-offs, or conversions, each with the snapshot kept of it.

Set-based, whatever the size of the workspace: a lead is in a sample once, by its newest hand-off that fits.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from core.scope import current_workspace_id
from scoring.choices import ReviewKind
from tenants.models import Membership


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: those given back for the reason, handed to people of the team, in the last days."""

    kind: str = ReviewKind.HAND_OFFS
    reason: str = ""
    team: int | None = None
    days: int | None = None

    def filters(self) -> dict[str, Any]:
        """Return what was chosen, as the meeting keeps it."""
        return {name: value for name, value in asdict(self).items() if value and name != "kind"}


@dataclass(frozen=True, slots=True)
class Picked:
    """One lead at the moment it is looked at, and the snapshot that kept it."""

    lead_id: int
    snapshot_id: int
    at: datetime


# Who had it is on the entry of the timeline: a lead that was given back has no owner now.
HANDED = """
SELECT h.lead_id, h.id, h.at FROM (
  SELECT DISTINCT ON (p.lead_id) p.lead_id, p.id, coalesce(a.occurred_at, p.at) AS at, a.data->>'owner' AS owner
  FROM scoring_scoresnapshot p
  JOIN leads_activity a ON a.workspace_id = p.workspace_id AND a.id = p.activity_id
  WHERE p.workspace_id = %(workspace)s AND p.event = 'handed_off'
  ORDER BY p.lead_id, p.at DESC, p.id DESC) h
"""
RETURNED = """
SELECT h.lead_id, h.id, h.at FROM (
  SELECT DISTINCT ON (x.lead_id) x.lead_id, x.at AS returned_at
  FROM scoring_scoresnapshot x
  JOIN leads_activity r ON r.workspace_id = x.workspace_id AND r.id = x.activity_id
  WHERE x.workspace_id = %(workspace)s AND x.event = 'rejected' AND r.data->>'reason' = %(reason)s
  ORDER BY x.lead_id, x.at DESC, x.id DESC) b
CROSS JOIN LATERAL (
  SELECT p.lead_id, p.id, coalesce(a.occurred_at, p.at) AS at, a.data->>'owner' AS owner
  FROM scoring_scoresnapshot p
  JOIN leads_activity a ON a.workspace_id = p.workspace_id AND a.id = p.activity_id
  WHERE p.workspace_id = %(workspace)s AND p.lead_id = b.lead_id AND p.event = 'handed_off' AND p.at <= b.returned_at
  ORDER BY p.at DESC, p.id DESC LIMIT 1) h
"""
CONVERTED = """
SELECT h.lead_id, h.id, h.at FROM (
  SELECT DISTINCT ON (c.lead_id) c.lead_id, c.at FROM leads_stagechange c
  WHERE c.workspace_id = %(workspace)s AND c.to_stage = 'converted' ORDER BY c.lead_id, c.at DESC) k
CROSS JOIN LATERAL (
  SELECT p.lead_id, p.id, k.at, r.owner_id::text AS owner FROM scoring_scoresnapshot p
  JOIN leads_leadrank r ON r.workspace_id = p.workspace_id AND r.lead_id = p.lead_id
  WHERE p.workspace_id = %(workspace)s AND p.lead_id = k.lead_id AND p.at <= k.at
  ORDER BY p.at DESC, p.id DESC LIMIT 1) h
"""
NEWEST = """
WHERE h.at <= %(at)s AND (%(since)s::timestamptz IS NULL OR h.at >= %(since)s)
  AND (%(owners)s::text[] IS NULL OR h.owner = ANY(%(owners)s))
ORDER BY h.at DESC, h.lead_id DESC LIMIT %(size)s
"""


def pick(wanted: Wanted, *, size: int, at: datetime) -> list[Picked]:
    """Return the newest that fit, at most ``size`` of them. Queries: one, two with a team."""
    params: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "reason": wanted.reason,
        "at": at,
        "since": at - timedelta(days=wanted.days) if wanted.days else None,
        "owners": _owners(wanted.team),
        "size": size,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql(wanted) + NEWEST, params)
        return [Picked(*row) for row in cursor.fetchall()]


def _sql(wanted: Wanted) -> str:
    if wanted.kind == ReviewKind.OPPORTUNITIES:
        return CONVERTED
    return RETURNED if wanted.reason else HANDED


def _owners(team: int | None) -> list[str] | None:
    if team is None:
        return None
    members = Membership.objects.filter(workspace_id=current_workspace_id(), team_id=team)
    return [str(user) for user in members.values_list("user_id", flat=True)]

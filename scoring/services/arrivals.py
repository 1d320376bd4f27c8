"""How many hand-offs a week to expect: the newcomers of 90 days, each scored as it stood a week after it came."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdRange
from conditions.registry import Registry
from core.scope import current_workspace_id
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.moments import asked_then, moved
from scoring.engine.spec import ModelSpec


DAYS, RIPE_DAYS, WEEK = 90, 7, 7
# Activities up to a week after the lead came, and the points they had then; facts as they are known now.
MOMENTS = """
WITH moments AS MATERIALIZED (
  SELECT m.lead_id, m.at, (m.at AT TIME ZONE 'UTC')::date AS day, m.created_at FROM (
    SELECT lead_id, created_at, least(created_at + interval '{ripe} days', %s) AS at FROM leads_leadrank
    WHERE workspace_id = %s AND created_at > %s AND created_at <= %s AND {limit}) m)
"""
COUNT = "SELECT count(*), count(*) FILTER (WHERE g.light = 'green'), min(t.created_at)"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The newcomers of the last 90 days, and how many of them were green within their first week."""

    came: int = 0
    green: int = 0
    days: int = 0

    def __add__(self, other: "Arrivals") -> "Arrivals":
        """Return both together: two parts of the same leads."""
        return Arrivals(self.came + other.came, self.green + other.green, max(self.days, other.days))

    @property
    def a_week(self) -> float:
        """Return how many of a week's newcomers turn green."""
        return self.green * WEEK / max(self.days, WEEK)


def measure(*, spec: ModelSpec, names: Registry, rows: IdRange, at: datetime) -> Arrivals:
    """Score the newcomers among these leads by the rules; called inside ``over_many``. Queries: one."""
    today = at.astimezone(UTC).date()
    start = _moments(rows, at=at)
    compiler = ScoreCompiler(asked_then(spec), moved(names, today=today), today=today)
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=rows)
    with connection.cursor() as cursor:
        cursor.execute(f"{start.sql} {COUNT} {source.sql}", list[Any]((*start.params, *source.params)))
        came, green, first = cursor.fetchone()
    days = min(DAYS, (at - first).days + 1) if first else 0
    return Arrivals(came, green, days)


def _moments(rows: IdRange, *, at: datetime) -> Fragment:
    limit = rows.limit("lead_id")
    params = (at, current_workspace_id(), at - timedelta(days=DAYS), at, *limit.params)
    return Fragment(MOMENTS.format(ripe=RIPE_DAYS, limit=limit.sql), params)

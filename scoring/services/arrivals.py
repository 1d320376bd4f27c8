"""How many hand-offs a week to expect: newcomers looked at again and again, each as it stood then.

A lead is handed over the moment it turns green, and points fade, so one look at the end of a week would miss many.
Activities count until each look, with the points they had then; other facts as they are known now. Of more newcomers
than needed some stand for all, the same ones each time: drawn by a hash of the id, so that no rhythm of theirs matters.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdRange
from conditions.registry import Registry
from core.scope import current_workspace_id
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.moments import asked_then, moved
from scoring.engine.spec import ModelSpec


EVERY = IdRange(0, 2**62)
DAYS, RIPE_DAYS, WEEK = 90, 7, 7
# About so many of half a year's newcomers are looked at.
SAMPLE, SAMPLE_DAYS = 5_000, 180
# Days after it came at which a newcomer is looked at; the first look is an hour after, or now.
PROBES = (0, 1, 2, 3, 5, 7)
FIRST_LOOK = timedelta(hours=1)
LOOKED = """
WITH moments AS MATERIALIZED (
  SELECT n.lead_id * 16 + n.look AS id, n.lead_id, n.created_at, n.look - 1 AS look, n.at,
    (n.at AT TIME ZONE 'UTC')::date AS day
  FROM (
    SELECT m.*, p.look, least(m.created_at + p.after, %s) AS at
    FROM (SELECT lead_id, created_at FROM leads_leadrank
      WHERE workspace_id = %s AND created_at > %s AND created_at <= %s
        AND abs(hashint8(lead_id)::bigint) %% %s = 0 AND {limit}) m
    JOIN unnest(%s::interval[]) WITH ORDINALITY p(after, look) ON p.look = 1 OR m.created_at + p.after <= %s) n)
"""
COUNT = """SELECT count(*), count(*) FILTER (WHERE is_green), min(created_at)
FROM (SELECT min(t.created_at) AS created_at, bool_or(g.light = 'green') AS is_green {source} GROUP BY t.lead_id) n"""
CAME = """SELECT count(*) FROM leads_leadrank
WHERE workspace_id = %s AND created_at > %s AND created_at <= %s"""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Newcomers of the last 90 days that were looked at, one in ``every``, and how many turned green in their first
    week.
    """

    came: int = 0
    green: int = 0
    days: int = 0
    every: int = 1

    def __add__(self, other: "Arrivals") -> "Arrivals":
        """Return both together: two parts of the same leads."""
        return Arrivals(
            self.came + other.came,
            self.green + other.green,
            max(self.days, other.days),
            max(self.every, other.every),
        )

    @property
    def a_week(self) -> float:
        """Return how many of a week's newcomers turn green."""
        return self.green * self.every * WEEK / max(self.days, WEEK)


def one_in(*, at: datetime) -> int:
    """Return of how many newcomers one is looked at. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(CAME, [current_workspace_id(), at - timedelta(days=SAMPLE_DAYS), at])
        return max(1, -(-cursor.fetchone()[0] // SAMPLE))


def measure(*, spec: ModelSpec, names: Registry, rows: IdRange, every: int, at: datetime) -> Arrivals:
    """Score the newcomers among these leads by the rules; called inside ``over_many``. Queries: one."""
    today = at.astimezone(UTC).date()
    start = looked(rows, since=at - timedelta(days=DAYS), probes=PROBES, every=every, at=at)
    compiler = ScoreCompiler(asked_then(spec), seen(names, today=today), today=today)
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=EVERY)
    sql = f"{start.sql} {COUNT.format(source=source.sql)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, list[Any]((*start.params, *source.params)))
        came, green, first = cursor.fetchone()
    return Arrivals(came, green, days_since(first, at=at), every)


def looked(rows: IdRange, *, since: datetime, probes: tuple[int, ...], every: int, at: datetime) -> Fragment:
    """Return the WITH that makes ``moments`` known: each look at each newcomer among these leads."""
    looks = [max(FIRST_LOOK, timedelta(days=day)) for day in probes]
    limit = rows.limit("lead_id")
    params = (at, current_workspace_id(), since, at, every, *limit.params, looks, at)
    return Fragment(LOOKED.format(limit=limit.sql), params)


def seen(names: Registry, *, today: date) -> Registry:
    """Return the registry that reads a lead at each of its looks; take every row of ``moments``."""
    return moved(names, today=today, several=True)


def days_since(first: datetime | None, *, at: datetime) -> int:
    """Return over how many days the newcomers came, of whom this was the first."""
    return min(DAYS, (at - first).days + 1) if first else 0

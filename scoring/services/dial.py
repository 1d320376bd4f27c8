"""What each setting of the dial would mean, counted from this workspace's own newcomers and hand-offs.

Everything is counted by place on the dial's scale, so that one pass answers for every setting, and for the definition
as it stands.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdRange
from conditions.registry import Registry
from core.scope import current_workspace_id
from scoring.engine import document as documents
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.dial import Dial, Fixed, dial_of
from scoring.engine.dial_history import NOWHERE, PROBES, History
from scoring.engine.moments import as_of, asked_then
from scoring.engine.spec import EVERY as ALL
from scoring.engine.spec import Address, LightSpec, ModelSpec, with_light
from scoring.services import arrivals
from scoring.services.arrivals import EVERY
from scoring.services.learning_rows import STANDS
from scoring.services.passes import over_many


ANY = LightSpec(ALL, 0)
# The newest ones: older answers tell of other times.
HAND_OFFS = 5_000
PLACE = f"CASE WHEN g.light = 'green' THEN {{rank}} ELSE {NOWHERE} END"
RISEN = """, seen AS MATERIALIZED (SELECT t.lead_id, t.created_at, t.look, {place} AS place {source}),
risen AS (
  SELECT look, created_at, max(place) OVER earlier AS before, max(place) OVER until AS after,
    max(look) FILTER (WHERE look <= {ripe}) OVER (PARTITION BY lead_id) AS last FROM seen
  WINDOW earlier AS (PARTITION BY lead_id ORDER BY look ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
    until AS (PARTITION BY lead_id ORDER BY look))
SELECT look, coalesce(before, {nowhere}), after, count(*), count(*) FILTER (WHERE {is_newcomer}),
  min(created_at) FILTER (WHERE {is_newcomer})
FROM risen GROUP BY 1, 2, 3
"""
# How far a newcomer of the last weeks had got by the end of its first one.
IS_NEWCOMER = "look = last AND created_at > %s"
# Each hand-off with what Sales answered and how it ended before the lead's next one; the end of a deal while it stands.
HANDED = """
WITH handed AS MATERIALIZED (
  SELECT p.id, p.lead_id, coalesce(a.occurred_at, p.at) AS at, p.facts FROM scoring_scoresnapshot p
  LEFT JOIN leads_activity a ON a.workspace_id = p.workspace_id AND a.id = p.activity_id
  WHERE p.workspace_id = %s AND p.event = 'handed_off' ORDER BY p.at DESC, p.id DESC LIMIT %s),
spans AS MATERIALIZED (
  SELECT h.*, lead(h.at) OVER (PARTITION BY h.lead_id ORDER BY h.at, h.id) AS until FROM handed h),
ends AS MATERIALIZED (
  SELECT h.id, bool_or(a.kind = 'won') AS won, bool_or(a.kind IN ('lost', 'rejected')) AS lost,
    (array_agg(a.kind ORDER BY a.occurred_at, a.id) FILTER (WHERE a.kind IN ('accepted', 'rejected')))[1] AS answer
  FROM spans h JOIN leads_activity a ON a.lead_id = h.lead_id AND a.occurred_at >= h.at
    AND (h.until IS NULL OR a.occurred_at < h.until)
  WHERE a.workspace_id = %s AND a.kind IN ('accepted', 'rejected', 'won', 'lost') AND {stands} GROUP BY h.id),
moments AS MATERIALIZED (
  SELECT h.id, h.lead_id, h.at, (h.at AT TIME ZONE 'UTC')::date AS day, h.facts, e.answer,
    CASE WHEN e.won THEN true WHEN e.lost OR h.until IS NULL AND k.stage IN ('disqualified', 'invalid') THEN false END
      AS is_won
  FROM spans h JOIN leads_leadrank k ON k.workspace_id = %s AND k.lead_id = h.lead_id LEFT JOIN ends e ON e.id = h.id)
"""
ANSWERED = "SELECT {place}, t.answer, t.is_won, count(*)"


@dataclass(frozen=True, slots=True)
class Turning:
    """A dial with the version it belongs to: its rules, and in place of the definition all else that it asks for."""

    dial: Dial
    address: Address
    spec: ModelSpec
    names: Registry

    @property
    def place_sql(self) -> str:
        """Return where a lead stands on the scale, over ``s`` and ``g``."""
        return PLACE.format(rank=self.dial.rank_sql)

    def source(self, names: Registry, *, today: date, by_hand: str = "r.grade_by_hand") -> Fragment:
        """Return FROM and WHERE: the leads whose definition it is, as ``names`` reads them."""
        compiler = ScoreCompiler(asked_then(self.spec), names, today=today, by_hand=by_hand)
        source = compiler.from_sql(workspace_id=current_workspace_id(), rows=EVERY)
        places = [found.address for found in compiler.chooser.definitions]
        own = compiler.chooser.lights.is_at(places.index(self.address))
        return Fragment(f"{source.sql} AND {own}", source.params) if own else source

    @property
    def digest(self) -> str:
        """Return what tells apart all that the counts depend on: everything but the line and the names."""
        document = documents.write(self.spec)
        del document["name"]
        text = json.dumps([*self.address, self.dial.by_grade, document], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def turning_of(spec: ModelSpec, names: Registry, address: Address) -> Turning | Fixed:
    """Return what can be turned of a definition, or why it cannot be.

    Raises: LookupError where the version has no such definition.
    """
    lights = {found.address: found.light for found in spec.definitions()}
    dial = dial_of(lights[address])
    if isinstance(dial, Fixed):
        return dial
    # What other definitions ask for is never read.
    for other in lights:
        spec = with_light(spec, other, replace(dial.kept, near=0) if other == address else ANY)
    return Turning(dial, address, spec, names)


def measure(turning: Turning, *, at: datetime) -> History:
    """Count the whole history at once. Queries: three."""
    every = arrivals.one_in(at=at)
    with over_many():
        return newcomers(turning, rows=EVERY, every=every, at=at) + hand_offs(turning, at=at)


def newcomers(turning: Turning, *, rows: IdRange, every: int, at: datetime) -> History:
    """Count how far newcomers among these leads got, and when; called inside ``over_many``. Queries: one.

    Activities count as they were at each look, other facts as they are now.
    """
    today = at.astimezone(UTC).date()
    half_a_year = at - timedelta(days=arrivals.SAMPLE_DAYS)
    start = arrivals.looked(rows, since=half_a_year, probes=PROBES, every=every, at=at)
    source = turning.source(arrivals.seen(turning.names, today=today), today=today)
    sql = RISEN.format(
        place=turning.place_sql,
        source=source.sql,
        nowhere=NOWHERE,
        ripe=PROBES.index(arrivals.RIPE_DAYS),
        is_newcomer=IS_NEWCOMER,
    )
    since = at - timedelta(days=arrivals.DAYS)
    found = _rows(start.sql + sql, [*start.params, *source.params, since, since])
    return _risen(found, every, at=at)


def hand_offs(turning: Turning, *, at: datetime) -> History:
    """Count how the newest hand-offs were answered and ended; called inside ``over_many``. Queries: one.

    Facts are those that the snapshot of each hand-off kept, activities those until then; no grade set by hand counts.
    """
    today = at.astimezone(UTC).date()
    workspace = current_workspace_id()
    names = as_of(turning.names, today=today, several=True)
    source = turning.source(names, today=today, by_hand="''")
    start = HANDED.format(stands=STANDS)
    sql = f"{start} {ANSWERED.format(place=turning.place_sql)} {source.sql} GROUP BY 1, 2, 3"
    accepted, returned, won, ended = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    for place, answer, is_won, count in _rows(
        sql, [workspace, HAND_OFFS, workspace, workspace, *source.params]
    ):
        if answer:
            (accepted if answer == "accepted" else returned)[place] += count
        if is_won is not None:
            (won if is_won else ended)[place] += count
    return History(accepted=accepted, returned=returned, won=won, ended=ended)


def _risen(found: list[tuple[Any, ...]], every: int, *, at: datetime) -> History:
    before: dict[int, Counter[int]] = {}
    after: dict[int, Counter[int]] = {}
    reached: Counter[int] = Counter()
    for look, was, now, count, newcomers, _first in found:
        before.setdefault(look, Counter())[was] += count
        after.setdefault(look, Counter())[now] += count
        reached[now] += newcomers
    first = min((row[-1] for row in found if row[-1]), default=None)
    return History(
        reached.total(), arrivals.days_since(first, at=at), every, +reached, before=before, after=after
    )


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()

"""How rules would have judged what has ended since: hand-offs that were won, lost or returned, as they stood then.

Facts are those that the snapshot of the hand-off kept, activities those until that moment: no hindsight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from conditions.fragments import IdSet
from conditions.registry import Registry
from core.scope import current_workspace_id
from leads.models import Lead
from scoring.choices import Event
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.moments import as_of, asked_then
from scoring.engine.shift import Foreseen
from scoring.engine.spec import ModelSpec
from scoring.services.learning_rows import STANDS
from scoring.services.passes import over_many


ENDS = (Event.WON, Event.LOST, Event.REJECTED)
SIZES = (20, 50, 100, 200)
# The newest endings of each kind that still stand, each with the last hand-off before it.
ENDED = """
SELECT k.event, x.lead_id, x.at, h.id FROM unnest(%s::text[]) k(event)
CROSS JOIN LATERAL (
  SELECT DISTINCT ON (lead_id) lead_id, at FROM (
    SELECT p.lead_id, p.at FROM scoring_scoresnapshot p
    LEFT JOIN leads_activity a ON a.workspace_id = p.workspace_id AND a.id = p.activity_id
    WHERE p.workspace_id = %s AND p.event = k.event AND {stands}
    ORDER BY p.at DESC, p.id DESC LIMIT %s) newest ORDER BY lead_id, at DESC) x
LEFT JOIN LATERAL (
  SELECT id FROM scoring_scoresnapshot WHERE workspace_id = %s AND lead_id = x.lead_id
    AND event = 'handed_off' AND at <= x.at ORDER BY at DESC, id DESC LIMIT 1) h ON true
ORDER BY x.at DESC, x.lead_id DESC
"""
MOMENTS = """
WITH moments AS MATERIALIZED (
  SELECT lead_id, at, (at AT TIME ZONE 'UTC')::date AS day, facts FROM scoring_scoresnapshot
  WHERE workspace_id = %s AND id = ANY(%s::bigint[]))
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """One hand-off that ended: what the live rules and the draft would have said of it when it was made."""

    lead: Lead
    ended_at: datetime
    live: Foreseen | None
    draft: Foreseen

    @property
    def was_above(self) -> bool:
        """Say whether the live rules would have handed it over."""
        return self.live is not None and self.live.light == "green"

    @property
    def is_above(self) -> bool:
        """Say whether the draft would have."""
        return self.draft.light == "green"


@dataclass(frozen=True, slots=True)
class Tried:
    """All endings of one kind; ``unknown`` ended without a hand-off of which something was kept."""

    event: str
    endings: list[Ending]
    unknown: int

    @property
    def live_above(self) -> int:
        """Return how many would have stood above the line by the live rules."""
        return sum(ending.was_above for ending in self.endings)

    @property
    def draft_above(self) -> int:
        """Return how many would have by the draft."""
        return sum(ending.is_above for ending in self.endings)


def run(*, spec: ModelSpec, live: ModelSpec | None, names: Registry, most: int, at: datetime) -> list[Tried]:
    """Judge the newest endings of each kind by both. Queries: about eight, whatever ``most`` is."""
    ended = _ended(most)
    kept = {event: [row for row in rows if row[2] is not None] for event, rows in ended.items()}
    leads = Lead.objects.in_bulk({row[0] for rows in kept.values() for row in rows})
    tried = []
    for event in ENDS:
        snapshots = [snapshot for _lead_id, _at, snapshot in kept[event] if snapshot is not None]
        ids = [row[0] for row in kept[event]]
        by_live = judged(live, names, ids, snapshots, at=at) if live else {}
        by_draft = judged(spec, names, ids, snapshots, at=at)
        endings = [
            Ending(leads[lead_id], ended_at, by_live.get(lead_id), by_draft[lead_id])
            for lead_id, ended_at, _snapshot in kept[event]
        ]
        tried.append(Tried(event, endings, len(ended[event]) - len(endings)))
    return tried


def judged(
    spec: ModelSpec, names: Registry, ids: Sequence[int], snapshots: Sequence[int], *, at: datetime
) -> Mapping[int, Foreseen]:
    """Return what the rules say of each lead as its snapshot kept it; a grade set by hand does not count."""
    if not ids:
        return {}
    today = at.astimezone(UTC).date()
    workspace_id = current_workspace_id()
    compiler = ScoreCompiler(asked_then(spec), as_of(names, today=today), today=today, by_hand="''")
    source = compiler.from_sql(workspace_id=workspace_id, rows=IdSet(ids))
    params: list[Any] = [workspace_id, list(snapshots), *source.params]
    with over_many(), connection.cursor() as cursor:
        cursor.execute(f"{MOMENTS} SELECT l.id, s.score, s.grade, g.light {source.sql}", params)
        return {lead_id: Foreseen(*said) for lead_id, *said in cursor.fetchall()}


def _ended(most: int) -> dict[str, list[tuple[int, datetime, int | None]]]:
    workspace_id = current_workspace_id()
    with connection.cursor() as cursor:
        cursor.execute(
            ENDED.format(stands=STANDS), [[str(event) for event in ENDS], workspace_id, most, workspace_id]
        )
        rows = cursor.fetchall()
    return {event: [row[1:] for row in rows if row[0] == event] for event in ENDS}

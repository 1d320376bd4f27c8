"""How a lead's score came to be what it is: the scores that were kept, and the lines that moved in a week."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from conditions.fragments import Fragment, IdSet, join
from conditions.registry import Registry
from core.scope import current_workspace_id
from leads.models import FieldChange, Lead
from scoring.choices import Event
from scoring.engine import reasons
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.moments import as_of, asked_then
from scoring.engine.reasons import Reason
from scoring.engine.shift import Foreseen
from scoring.models import ScoreSnapshot
from scoring.services import rescore
from scoring.services.snapshots import loaded


WEEK = timedelta(days=7)
MOST = 60
MOMENT = """
WITH moments AS MATERIALIZED (
  SELECT %s::bigint AS lead_id, %s::timestamptz AS at, %s::date AS day, %s::jsonb AS facts)
"""


@dataclass(frozen=True, slots=True)
class Point:
    """The score at a moment that was kept, or now."""

    at: datetime
    score: int
    grade: str
    light: str
    event: str
    version: int

    @property
    def event_label(self) -> str:
        """Return why it was kept."""
        return str(Event(self.event).label)


@dataclass(frozen=True, slots=True)
class Moved:
    """A line that is not what it was a week ago.

    ``why``: "new" and "faded" for what counts activities, "met" and "unmet" for other rules, "bound" for a cut.
    """

    reason: Reason
    why: str


@dataclass(frozen=True, slots=True)
class Week:
    """The lead a week ago and the lines that moved since, both by the live rules."""

    since: datetime
    then: Foreseen
    now: Foreseen
    moved: tuple[Moved, ...]


def points(*, lead: Lead) -> list[Point]:
    """Return the newest scores that were kept, the oldest first. Queries: one."""
    columns = ("at", "score", "grade", "light", "event", "model_version")
    kept = ScoreSnapshot.objects.filter(lead=lead).order_by("-at", "-pk")
    return [Point(*row) for row in kept.values_list(*columns)[:MOST]][::-1]


def week(*, lead: Lead, at: datetime) -> Week | None:
    """Return what moved in the last seven days; None for a lead that was not there yet, or without a live model.

    What the lead was then is what it is now with the edits of the week taken back, and the activities until then.
    Queries: three, besides those for the live model.
    """
    since = at - WEEK
    live = rescore.live()
    if live is None or lead.created_at > since:
        return None
    now, lines, facts = _read(live.compiler(at=at), Fragment(""), lead.pk, with_facts=True)
    facts = _taken_back(lead, facts, live.registry, since=since)
    start = Fragment(MOMENT, (lead.pk, since, since.astimezone(UTC).date(), json.dumps(facts)))
    today = at.astimezone(UTC).date()
    compiler = ScoreCompiler(asked_then(live.spec), as_of(live.registry, today=today), today=today)
    then, before, _facts = _read(compiler, start, lead.pk)
    found = reasons.differences(live.spec, live.spec, before, lines)
    moved = tuple(Moved(reason, _why(reason)) for reason in sorted(found, key=lambda each: -abs(each.tenths)))
    return Week(since, then, now, moved)


def _why(reason: Reason) -> str:
    if reason.criterion is None:
        return "bound"
    if reason.criterion.counts_activities:
        return "new" if (reason.tenths > 0) == (reason.criterion.points > 0) else "faded"
    return "met" if (reason.tenths > 0) == (reason.criterion.points > 0) else "unmet"


def _read(
    compiler: ScoreCompiler, start: Fragment, lead_id: int, *, with_facts: bool = False
) -> tuple[Foreseen, dict[str, int], dict[str, Any]]:
    lines = compiler.lines()
    facts = compiler.facts() if with_facts else Fragment("NULL")
    columns = join(", ", [Fragment("s.score, s.grade, g.light"), lines, facts])
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=IdSet([lead_id]))
    params: list[Any] = [*start.params, *columns.params, *source.params]
    with connection.cursor() as cursor:
        cursor.execute(f"{start.sql} SELECT {columns.sql} {source.sql}", params)
        score, grade, light, kept, known = cursor.fetchone()
    return Foreseen(score, grade, light), reasons.flat(loaded(kept)), loaded(known) or {}


def _taken_back(lead: Lead, facts: Mapping[str, Any], names: Registry, *, since: datetime) -> dict[str, Any]:
    """Return the facts without the edits since: of each field the value before its first one."""
    changes = FieldChange.objects.filter(lead=lead, at__gt=since).order_by("-at", "-pk")
    former = dict(changes.values_list("field", "old"))  # the oldest comes last and stays
    found = dict(facts)
    for field in names.fields:
        bare = field.name.partition(".")[2]
        # A workspace's own field may be called like a column.
        path = bare if bare in former and not field.name.startswith("custom.") else field.name
        if path in former:
            found[field.name] = None if former[path] in ("", []) else former[path]
    return found

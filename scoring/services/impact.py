"""What a draft would change, before anybody publishes it: every lead's grade and light now and by the draft.

The draft is read by the compiler that publishing uses, over the same rows, so what it says is what publishing does.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from conditions.fragments import IdRange
from conditions.registry import Registry
from core.scope import current_workspace_id
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.shift import Foreseen, Shift, way
from scoring.engine.spec import ModelSpec
from scoring.services import arrivals, hand_offs
from scoring.services.arrivals import EVERY, Arrivals
from scoring.services.passes import over_many


# Up to here the page answers at once; above, a job with a progress bar works it out.
MOST_LEADS = 50_000
SIZE = "SELECT count(*) FROM (SELECT 1 FROM leads_leadrank WHERE workspace_id = %s LIMIT %s) found"
# Whom a publication marks (rescore.UPDATE) and the hand-off then looks at (distribution's readiness).
READY = """(r.model_version IS NULL OR s.grade <> r.grade OR g.light <> r.light)
  AND (r.stage = 'mql' OR r.stage = 'marketing' AND (g.light = 'green' OR l.hand_off_wish_at IS NOT NULL))"""
COUNT = f"""SELECT {{model}}, r.grade, s.grade, r.light, g.light, count(*),
  array_agg(l.id) FILTER (WHERE {READY}), array_agg(s.score) FILTER (WHERE {READY})"""


@dataclass(frozen=True, slots=True)
class Impact:
    """What publishing would do today, and what the week would bring after.

    ``owners``: lead → the rep who would get it; those ready but not in it rest after a return, or find nobody.
    ``unshared``: how many more are ready than were shared out.
    """

    shift: Shift
    owners: dict[int, int]
    now: Arrivals
    then: Arrivals
    unshared: int = 0

    @property
    def by_owner(self) -> Counter[int]:
        """Return how many leads each rep would get today."""
        return Counter(self.owners.values())


def is_large() -> bool:
    """Say whether there are more leads than a page should wait for. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [current_workspace_id(), MOST_LEADS + 1])
        return cursor.fetchone()[0] > MOST_LEADS


def measure(*, spec: ModelSpec, live: ModelSpec | None, names: Registry, at: datetime) -> Impact:
    """Compare every lead, and ask who would get those that Sales would be handed today."""
    every = arrivals.one_in(at=at)
    with over_many():
        shift = compare(spec=spec, names=names, rows=EVERY, at=at)
        now = arrivals.measure(spec=live, names=names, rows=EVERY, every=every, at=at) if live else Arrivals()
        then = arrivals.measure(spec=spec, names=names, rows=EVERY, every=every, at=at)
    return Impact(shift, hand_offs.foresee(shift.ready, at=at), now, then)


def compare(*, spec: ModelSpec, names: Registry, rows: IdRange, at: datetime) -> Shift:
    """Compare these leads, in one pass that writes nothing; called inside ``over_many``."""
    compiler = ScoreCompiler(spec, names, today=at.astimezone(UTC).date())
    source = compiler.from_sql(workspace_id=current_workspace_id(), rows=rows)
    with connection.cursor() as cursor:
        count = COUNT.format(model=compiler.chooser.model_key())
        cursor.execute(f"{count} {source.sql} GROUP BY 1, 2, 3, 4, 5", list[Any](source.params))
        return _added(cursor.fetchall())


def _added(found: list[tuple[Any, ...]]) -> Shift:
    grades: Counter[tuple[str, str]] = Counter()
    lights: Counter[tuple[str, str]] = Counter()
    models: Counter[tuple[str, str]] = Counter()
    ready: dict[int, Foreseen] = {}
    for model, grade_now, grade, light_now, light, count, ids, scores in found:
        models[model, way(grade_now, grade)] += count
        grades[grade_now, grade] += count
        lights[light_now, light] += count
        for lead_id, score in zip(ids or (), scores or (), strict=True):
            ready[lead_id] = Foreseen(score, grade, light)
    return Shift(grades, lights, ready, models)

"""The same comparison for more leads than a page waits for: a job that goes through them part by part."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conditions.fragments import IdRange
from core.scope import current_workspace_id
from leads.models import LeadRank
from scoring import queries
from scoring.engine import shift as shifts
from scoring.models import ScoringModel
from scoring.services import arrivals, drafts, hand_offs, impact
from scoring.services.arrivals import Arrivals
from scoring.services.impact import Impact
from scoring.services.passes import over_many
from work import jobs
from work.models import Job


KIND = "impact"
SIZE = 20_000
# Of more than these the page says how many there are, and shares out only the first.
MOST_READY = 20_000
NEXT = """SELECT min(lead_id), max(lead_id), count(*) FROM (SELECT lead_id FROM leads_leadrank
  WHERE workspace_id = %s AND lead_id > %s ORDER BY lead_id LIMIT %s) w"""


def start(*, by: int | None) -> Job:
    """Begin to compare every lead with the draft as it is now.

    Raises: NoDraft.
    """
    draft = drafts.current()
    total = LeadRank.objects.count()
    params = {"model": draft.pk, "revision": draft.revision}
    return jobs.start(kind=KIND, params=params, total=total, by=by)


def latest(draft: ScoringModel) -> Job | None:
    """Return the newest comparison of the draft as it is now, None if nobody asked for one."""
    asked = Job.objects.filter(kind=KIND, params__model=draft.pk, params__revision=draft.revision)
    return asked.order_by("-created_at", "-pk").first()


def step(*, job: Job, at: datetime) -> bool:
    """Compare the next leads; the last step asks who would get those that are ready."""
    draft = ScoringModel.objects.drafts().filter(pk=job.params["model"]).first()
    if draft is None or draft.revision != job.params["revision"]:
        raise drafts.DraftChanged(_("The draft was changed meanwhile. Compare it again."))
    first, last, count = next_part(job.result.get("cursor", 0), SIZE)
    if count:
        _add(job, draft, IdRange(first, last), at=at)
        job.result["cursor"] = last
        job.finished += count
    if count == SIZE:
        return False
    ready = shifts.from_json(job.result.get("shift", {})).ready
    owners = hand_offs.foresee(ready, at=at)
    job.result["owners"] = [[lead_id, owner] for lead_id, owner in sorted(owners.items())]
    return True


def result(job: Job) -> Impact:
    """Return what a finished job found."""
    kept = job.result
    return Impact(
        shifts.from_json(kept.get("shift", {})),
        dict(kept.get("owners", [])),
        Arrivals(*kept.get("now", [])),
        Arrivals(*kept.get("then", [])),
        unshared=kept.get("unshared", 0),
    )


def next_part(after: int, size: int) -> tuple[int, int, int]:
    """Return the first and the last of the next leads after that one, and how many they are. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [current_workspace_id(), after, size])
        first, last, count = cursor.fetchone()
    return first or 0, last or 0, count


def _add(job: Job, draft: ScoringModel, rows: IdRange, *, at: datetime) -> None:
    names = queries.registry()
    spec, live = queries.spec_of(draft, names), queries.live_spec(names)
    kept: Mapping[str, Any] = job.result
    every = kept.get("every") or arrivals.one_in(at=at)
    with over_many():
        shift = shifts.from_json(kept.get("shift", {})) + impact.compare(
            spec=spec, names=names, rows=rows, at=at
        )
        now = Arrivals(*kept.get("now", []))
        if live:
            now += arrivals.measure(spec=live, names=names, rows=rows, every=every, at=at)
        then = Arrivals(*kept.get("then", []))
        then += arrivals.measure(spec=spec, names=names, rows=rows, every=every, at=at)
    ready = dict(sorted(shift.ready.items())[:MOST_READY])
    job.result |= {
        "every": every,
        "shift": shifts.Shift(shift.grades, shift.lights, ready, shift.models).as_json(),
        "unshared": kept.get("unshared", 0) + len(shift.ready) - len(ready),
        "now": [now.came, now.green, now.days, now.every],
        "then": [then.came, then.green, then.days, then.every],
    }


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return _("Compare all leads with the draft")


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the result."""
    return "scoring:impact", {}


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))

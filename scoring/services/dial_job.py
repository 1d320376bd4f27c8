"""The dial's count for more leads than a page waits for: a job that goes through them part by part.

What it found stays good while nothing changes but the line itself, so it is kept by all else that it depends on.
"""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conditions.fragments import IdRange
from leads.models import LeadRank
from scoring import queries
from scoring.engine import dial_history
from scoring.engine.dial_history import History
from scoring.engine.spec import Address
from scoring.models import ScoringModel
from scoring.services import arrivals, dial, drafts
from scoring.services.dial import Turning
from scoring.services.impact_job import next_part
from scoring.services.passes import over_many
from work import jobs
from work.models import Job


KIND = "dial"
SIZE = 100_000


def start(turning: Turning, *, by: int | None, at: datetime) -> Job:
    """Begin to count what each setting would mean."""
    params = {
        "address": list(turning.address),
        "digest": turning.digest,
        "every": arrivals.one_in(at=at),
    }
    return jobs.start(kind=KIND, params=params, total=LeadRank.objects.count(), by=by)


def latest(turning: Turning, *states: str) -> Job | None:
    """Return the newest count that still fits the draft, of these states if any are named."""
    asked = Job.objects.filter(kind=KIND, params__digest=turning.digest)
    return (asked.filter(state__in=states) if states else asked).order_by("-created_at", "-pk").first()


def step(*, job: Job, at: datetime) -> bool:
    """Count the next newcomers; the last step counts the hand-offs."""
    turning = _turning(job)
    first, last, count = next_part(job.result.get("cursor", 0), SIZE)
    found = result(job)
    with over_many():
        if count:
            rows = IdRange(first, last)
            found += dial.newcomers(turning, rows=rows, every=job.params["every"], at=at)
        if count < SIZE:
            found += dial.hand_offs(turning, at=at)
    job.result |= {"cursor": last, "history": found.as_json()}
    job.finished += count
    return count < SIZE


def result(job: Job) -> History:
    """Return what the job found so far."""
    return dial_history.from_json(job.result.get("history", {}))


def _turning(job: Job) -> Turning:
    draft = ScoringModel.objects.drafts().first()
    if draft:
        names = queries.registry()
        try:
            found = dial.turning_of(queries.spec_of(draft, names), names, Address(*job.params["address"]))
        except LookupError:
            found = None
        if isinstance(found, Turning) and found.digest == job.params["digest"]:
            return found
    raise drafts.DraftChanged(_("The draft was changed meanwhile. Count it again."))


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return _("Count what each setting of the dial would mean")


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the result."""
    return "scoring:dial", {}


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))

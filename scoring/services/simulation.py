"""What a draft would change, answered at once, or by the job that compares more leads than an answer waits for."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from scoring import queries
from scoring.models import ScoringModel
from scoring.services import drafts, impact, impact_job
from scoring.services.impact import Impact
from work.models import Job


UNDER_WAY = (Job.State.RUNNING, Job.State.PAUSED)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The impact of the draft as it is; None while a job works it out, failed, or nobody asked for one."""

    draft: ScoringModel
    impact: Impact | None
    job: Job | None


def read(*, draft: ScoringModel, at: datetime) -> Simulation:
    """Return what is known of the draft's impact; of few leads it is worked out now. Writes nothing."""
    if impact.is_large():
        return _of_job(draft, impact_job.latest(draft))
    registry = queries.registry()
    found = impact.measure(
        spec=queries.spec_of(draft, registry),
        live=queries.live_spec(registry),
        names=registry,
        at=at,
    )
    return Simulation(draft, found, None)


@transaction.atomic
def ask(*, by: int | None) -> Job:
    """Have every lead compared with the draft; of two who ask at once the second is given the job of the first.

    One that ended is begun anew: leads change meanwhile, and what stopped it may be over.
    Raises: NoDraft.
    """
    job = impact_job.latest(drafts.current())
    return job if job and job.state in UNDER_WAY else impact_job.start(by=by)


def _of_job(draft: ScoringModel, job: Job | None) -> Simulation:
    is_done = job is not None and job.state == Job.State.DONE
    return Simulation(draft, impact_job.result(job) if job and is_done else None, job)

"""Letting the leads that are there already into a workflow: in chunks, each a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from conditions.fragments import IdSet
from nurturing import queries
from nurturing.models import Workflow
from nurturing.services import care, enroll
from work import jobs
from work.models import Job


KIND, NIGHTLY_KIND = "enter_workflow", "care_nightly"
SIZE = 1_000


def begin(*, workflow: Workflow | None, by: int | None, at: datetime) -> Job:
    """Have every lead of Marketing looked at by the care step; return the job that shows the progress.

    Leads that change or arrive meanwhile are looked at by the pipeline. Without a workflow it is the nightly
    round: entry conditions may come to hold by time alone.
    """
    params = {"next": 0, "workflow": None, "name": ""}
    if workflow is not None:
        params |= {"workflow": workflow.pk, "name": workflow.name}
    kind = KIND if workflow else NIGHTLY_KIND
    return jobs.start(kind=kind, params=params, total=queries.count_marketing(), by=by)


def step(*, job: Job, at: datetime) -> bool:
    """Look at the next thousand leads; say whether it was the last."""
    lead_ids = queries.in_marketing(after=job.params.get("next", 0), size=SIZE)
    if lead_ids:
        enroll.hold(lead_ids)
        known = queries.rules(lead_ids=lead_ids)
        found = care.decided(IdSet(lead_ids), known=known, at=at, lead_ids=lead_ids, only_marketing=True)
        entered = care.apply(found, at=at)
        _count(job, entered)
        job.params["next"] = lead_ids[-1]
        Job.objects.filter(pk=job.pk).update(params=job.params)
    job.finished += len(lead_ids)
    return len(lead_ids) < SIZE


def _count(job: Job, entered: Sequence[enroll.Entry]) -> None:
    """Add those whom this step let into the job's own workflow; others may have entered another one."""
    workflow = job.params.get("workflow")
    if workflow:
        new = sum(entry.workflow_id == workflow for entry in entered)
        job.result["entered"] = job.result.get("entered", 0) + new


def title(job: Job) -> str:
    """Return what the job is called where its progress is shown."""
    if job.kind == NIGHTLY_KIND:
        return _("Look after every lead, nightly")
    return _("Let leads into “%(name)s”") % {"name": job.params.get("name", "")}


KINDS = (jobs.Kind(KIND, step, title), jobs.Kind(NIGHTLY_KIND, step, title))

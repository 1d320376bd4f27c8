"""Letting the leads that are there already into a workflow: in chunks, each a transaction of its own."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from conditions.fragments import IdSet
from core.scope import current_workspace_id
from nurturing import queries
from nurturing.models import Care, Workflow
from nurturing.services import care, enroll
from work import jobs
from work.models import Job


KIND, NIGHTLY_KIND = "enter_workflow", "care_nightly"
SIZE = 1_000
COUNT = "SELECT count(*) FROM leads_leadrank WHERE workspace_id = %s AND stage = 'marketing'"
NEXT = """
SELECT lead_id FROM leads_leadrank WHERE workspace_id = %s AND stage = 'marketing' AND lead_id > %s
ORDER BY lead_id LIMIT %s
"""


def begin(*, workflow: Workflow | None, by: int | None, at: datetime) -> Job:
    """Have every lead of Marketing looked at by the care step; return the job that shows the progress.

    Leads that change or arrive meanwhile are looked at by the pipeline. Without a workflow it is the nightly
    round: entry conditions may come to hold by time alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [current_workspace_id()])
        total = cursor.fetchone()[0]
    params = {"next": 0, "workflow": None, "name": "", "before": 0}
    if workflow is not None:
        before = Care.objects.filter(enrollment__workflow=workflow).count()
        params |= {"workflow": workflow.pk, "name": workflow.name, "before": before}
    return jobs.start(kind=KIND if workflow else NIGHTLY_KIND, params=params, total=total, by=by)


def step(*, job: Job, at: datetime) -> bool:
    """Look at the next thousand leads; say whether it was the last."""
    lead_ids = _next(job.params.get("next", 0))
    if lead_ids:
        enroll.hold(lead_ids)
        known = queries.rules(lead_ids=lead_ids)
        found = care.decided(IdSet(lead_ids), known=known, at=at, lead_ids=lead_ids, only_marketing=True)
        care.apply(found, at=at)
        job.params["next"] = lead_ids[-1]
        Job.objects.filter(pk=job.pk).update(params=job.params)
    job.finished += len(lead_ids)
    is_done = len(lead_ids) < SIZE
    if is_done:
        job.result |= _result(job)
    return is_done


def _result(job: Job) -> dict[str, int]:
    workflow = job.params.get("workflow")
    if not workflow:
        return {}
    now_in = Care.objects.filter(enrollment__workflow=workflow).count()
    return {"entered": max(0, now_in - job.params.get("before", 0))}


def _next(after: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [current_workspace_id(), after, SIZE])
        return [row[0] for row in cursor.fetchall()]


def title(job: Job) -> str:
    """Return what the job is called where its progress is shown."""
    if job.kind == NIGHTLY_KIND:
        return _("Look after every lead, nightly")
    return _("Let leads into “%(name)s”") % {"name": job.params.get("name", "")}


KINDS = (jobs.Kind(KIND, step, title), jobs.Kind(NIGHTLY_KIND, step, title))

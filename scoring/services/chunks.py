"""Rescoring every lead: chunks of ids on queue "rescore", each a short transaction of its own (scale §0.5)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.db.models import Case, F, Value, When

from conditions.fragments import IdRange
from core.scope import current_workspace_id
from leads import changes
from scoring import queries
from scoring.models import RescoreChunk
from scoring.services import rescore
from scoring.services.passes import over_many
from work import queue
from work.models import Job


QUEUE = "rescore"
# A chunk is one transaction, and whatever wants one of its leads waits for it: below a second also where all of them
# change their grade on a busy machine; larger ones cost no less in all.
SIZE = 2_000
# The pause after a chunk, as a share of the time it took: without it two workers hold two processors for as long as a
# publication takes, and a page then takes more than twice its time.
REST = 0.5
KIND, NIGHTLY_KIND = "rescore", "rescore_nightly"
NIGHTLY = "nightly"
# Every SIZE-th id along the primary key, and how many leads lie between two of them.
BOUNDS = """
SELECT min(id), max(id), count(*) FROM (
  SELECT lead_id AS id, (row_number() OVER (ORDER BY lead_id) - 1) / %s AS part
  FROM leads_leadrank WHERE workspace_id = %s) ids
GROUP BY part ORDER BY part
"""
BEHIND = """
SELECT lead_id FROM leads_leadrank
WHERE workspace_id = %s AND lead_id BETWEEN %s AND %s AND model_version IS DISTINCT FROM %s
"""


def begin(*, version: int, by: int | None, at: datetime, kind: str = KIND) -> Job:
    """Put every lead of the workspace on the queue, in chunks; return the job that shows the progress.

    A lead made meanwhile is scored by the pipeline, which knows the new version already.
    """
    RescoreChunk.objects.filter(done_at__isnull=False).delete()
    job = Job.objects.create(kind=kind, params={"version": version}, started_by=by)
    with connection.cursor() as cursor:
        cursor.execute(BOUNDS, [SIZE, current_workspace_id()])
        bounds = cursor.fetchall()
    chunks = RescoreChunk.objects.bulk_create(
        RescoreChunk(job_id=job.pk, first=first, last=last, leads=count) for first, last, count in bounds
    )
    total = sum(chunk.leads for chunk in chunks)
    Job.objects.filter(pk=job.pk).update(
        total=total, state=Job.State.RUNNING if chunks else Job.State.DONE, updated_at=at
    )
    queue.mark(QUEUE, [chunk.pk for chunk in chunks])
    _tonight(at=at)
    job.refresh_from_db()
    return job


def run(*, keys: Sequence[int], at: datetime) -> None:
    """Rescore the chunks by what is live now; the handler of queue "rescore". Running it again changes nothing."""
    for chunk in RescoreChunk.objects.filter(pk__in=keys, done_at=None).order_by("pk"):
        model = queries.live()
        if model is not None:
            _run_one(chunk, version=model.version or 0, at=at)
        RescoreChunk.objects.filter(pk=chunk.pk).update(done_at=at)
        _count(chunk, at=at)


def nightly(*, keys: Sequence[int], at: datetime) -> None:
    """Rescore every lead, since points fade and windows close by the day; the handler of queue "nightly"."""
    model = queries.live()
    if model is not None:
        begin(version=model.version or 0, by=None, at=at, kind=NIGHTLY_KIND)


def _tonight(*, at: datetime) -> None:
    """Ask for the next nightly pass, a little after the UTC day that decay counts by has begun."""
    tomorrow = at.astimezone(UTC).date() + timedelta(days=1)
    due_at = datetime.combine(tomorrow, time(0, 5), UTC)
    queue.mark(NIGHTLY, [1], due_at=due_at, reschedule=True)


def _run_one(chunk: RescoreChunk, *, version: int, at: datetime) -> None:
    with over_many():
        changed = rescore.bring_up_to_date(rows=IdRange(chunk.first, chunk.last), at=at)
    with connection.cursor() as cursor:
        cursor.execute(BEHIND, [current_workspace_id(), chunk.first, chunk.last, version])
        # Passed over because somebody changed them while we worked: the pipeline looks at them one by one.
        behind = [row[0] for row in cursor.fetchall()]
    changes.mark([*changed, *behind])


def _count(chunk: RescoreChunk, *, at: datetime) -> None:
    Job.objects.filter(pk=chunk.job_id).update(
        finished=F("finished") + chunk.leads,
        state=Case(
            When(finished__gte=F("total") - chunk.leads, then=Value(Job.State.DONE)), default=F("state")
        ),
        updated_at=at,
    )


def latest() -> Job | None:
    """Return the newest rescore, for the page that shows its progress."""
    return Job.objects.filter(kind=KIND).order_by("-created_at", "-pk").first()

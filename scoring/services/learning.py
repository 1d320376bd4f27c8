"""Training: reads how leads ended, learns outside any transaction, keeps what came out, and gives leads their chance.

A job with progress on queue "learn", whose handler opens its own short transactions. Started by a person, and each
night where outcomes came in since. Nothing here touches the rules: a proposal waits until somebody takes it.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from conditions.fragments import IdRange
from core.errors import DomainError
from core.scope import current_workspace_id, workspace_scope
from scoring import queries
from scoring.engine.learning import Task, wanting
from scoring.engine.learning_evidence import drift
from scoring.models import LearnedModel
from scoring.services import chunks, effectiveness, learning_rows, probability, rescore
from scoring.services.explain import NoModel
from scoring.services.passes import over_many
from tenants.models import Workspace
from work import claim, queue
from work.claim import Batch
from work.models import Job, WorkItem


logger = logging.getLogger(__name__)
QUEUE = "learn"
KIND, NIGHTLY_KIND = "learning", "learning_nightly"
LEASE = timedelta(minutes=15)
KEPT = 20
# The parts of a job's progress, in percent: read, learned, written.
READ, LEARNED = 20, 60


@transaction.atomic
def begin(*, by: int | None, kind: str = KIND) -> Job:
    """Ask for a training run; one that waits or runs already is the answer.

    Raises: NoModel.
    """
    if queries.live() is None:
        raise NoModel(_("No scoring model is live yet. Publish one first."))
    # Of two clicks at once the second waits here, and then sees the run of the first.
    Workspace.objects.select_for_update(of=("self",), no_key=True).get(pk=current_workspace_id())
    running = latest(running=True)
    if running and _is_queued(running):
        return running
    Job.objects.filter(kind__in=[KIND, NIGHTLY_KIND], state=Job.State.RUNNING).update(state=Job.State.FAILED)
    job = Job.objects.create(kind=kind, total=100, started_by=by)
    queue.mark(QUEUE, [job.pk])
    return job


def _is_queued(job: Job) -> bool:
    """Say whether a worker has the run or will take it: one whose worker died each time waits for nobody."""
    items = WorkItem.objects.filter(workspace_id=current_workspace_id(), queue=QUEUE, key=job.pk)
    return items.filter(dead_at=None).exists()


def nightly() -> None:
    """Learn again where a model is live; a run that would learn from the same outcomes only brings chances in line."""
    if queries.live() is not None:
        begin(by=None, kind=NIGHTLY_KIND)


def latest(*, running: bool = False) -> Job | None:
    """Return the newest run, or the one that runs."""
    jobs = Job.objects.filter(kind__in=[KIND, NIGHTLY_KIND])
    if running:
        jobs = jobs.filter(state=Job.State.RUNNING)
    return jobs.order_by("-created_at", "-pk").first()


def run(batch: Batch) -> dict[int, Exception | None]:
    """Do the training runs of a workspace; the handler of queue "learn". Safe to kill: the run begins anew."""
    for key in batch.keys:
        try:
            _run_one(batch, key)
        except Exception as error:
            if connection.connection is None or connection.connection.closed:
                raise
            logger.exception("Could not learn (job %s)", key)
            _fail(batch, key, error)
    return {}


def _run_one(batch: Batch, key: int) -> None:
    at = batch.claimed_at
    with workspace_scope(batch.workspace_id):
        job = Job.objects.filter(pk=key, state=Job.State.RUNNING).first()
        if job is None or key not in claim.renew(batch, [key], lease=LEASE):
            return
        live = rescore.live()
        if live is None:
            raise NoModel(_("No scoring model is live yet. Publish one first."))
        task = learning_rows.task(spec=live.spec, registry=live.registry, at=at)
        is_known = job.kind == NIGHTLY_KIND and _is_known(task)
        found = effectiveness.count(live=live, at=at)
        _progress(job, READ, at=at)
    if is_known:
        with workspace_scope(batch.workspace_id):
            LearnedModel.objects.filter(is_current=True).update(effectiveness=found)
    else:
        # No transaction is open while this learns: it takes seconds, and a database waits for nobody.
        learned = _learn(task)
        with workspace_scope(batch.workspace_id):
            _keep(job, task, learned | {"effectiveness": found}, at=at)
            _progress(job, LEARNED, at=at)
    _write_all(batch, job, at=at)


def _is_known(task: Task) -> bool:
    """Say whether the current model was learned from the same rules and as many outcomes."""
    current = probability.current()
    known = (task.spec.version, len(task.sample), task.sample.positives)
    return current is not None and known == (current.version, current.outcomes, current.won)


def _learn(task: Task) -> dict[str, Any]:
    # Loaded here: numpy and scikit-learn belong to workers and commands alone.
    from scoring.engine import learning_study

    missing = wanting(task.sample)
    if not missing:
        return learning_study.written(task, learning_study.study(task))
    published = learning_study.measure_published(task, is_calibrated=False) if len(task.sample) else None
    return {"verdict": "too_few", "missing": missing, "measures": {"published": published}}


def _keep(job: Job, task: Task, learned: dict[str, Any], *, at: datetime) -> None:
    """Make what was learned the current model; the oldest runs go."""
    LearnedModel.objects.filter(is_current=True).update(is_current=False)
    sample = task.sample
    LearnedModel.objects.create(
        job_id=job.pk,
        version=task.spec.version or 0,
        trained_at=at,
        trained_by=job.started_by,
        outcomes=len(sample),
        won=sample.positives,
        drift=drift(
            [(moment.date(), won) for moment, won in zip(sample.happened_on, sample.won, strict=True)]
        ),
        **learned,
    )
    old = LearnedModel.objects.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    LearnedModel.objects.filter(pk__in=list(old)).delete()


def _write_all(batch: Batch, job: Job, *, at: datetime) -> None:
    """Give every lead its probability, in chunks with a transaction each."""
    with workspace_scope(batch.workspace_id):
        bounds = _bounds()
    for place, (first, last, _count) in enumerate(bounds, 1):
        with workspace_scope(batch.workspace_id), over_many():
            probability.write(rows=IdRange(first, last), at=at)
            _progress(job, LEARNED + (99 - LEARNED) * place // len(bounds), at=at)
    with workspace_scope(batch.workspace_id):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            state=Job.State.DONE, finished=100, updated_at=at
        )


def _bounds() -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(chunks.BOUNDS, [chunks.SIZE, current_workspace_id()])
        return cursor.fetchall()


def _progress(job: Job, percent: int, *, at: datetime) -> None:
    Job.objects.filter(pk=job.pk).update(finished=percent, updated_at=at)


def _fail(batch: Batch, key: int, error: Exception) -> None:
    """End the run and say why; what broke on our side is in the log, since its text may quote rows."""
    said = str(error.message) if isinstance(error, DomainError) else type(error).__name__
    with workspace_scope(batch.workspace_id):
        Job.objects.filter(pk=key).update(
            state=Job.State.FAILED, result={"error": said}, updated_at=batch.claimed_at
        )

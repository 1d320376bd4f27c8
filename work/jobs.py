"""Long jobs: what a person started and may watch, pause or cancel; done in steps, each a short transaction.

A kind registers its step; the item of queue "job" is the job's key. A step that is repeated after a crash finds the job
as the last whole step left it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import OperationalError, transaction
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from work import queue
from work.models import Job


logger = logging.getLogger(__name__)
QUEUE = "job"
MAX_FAILURES = 3


class JobConflict(DomainError):
    """The job is not in a state in which this can be asked of it."""

    code = "job_conflict"


class Step(Protocol):
    """One step of a job."""

    def __call__(self, *, job: Job, at: datetime) -> bool:
        """Do a bounded part and say whether all is done; ``total``, ``finished`` and ``result`` may be set."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its step, what it is called, and (address name, its values) of the page of its result."""

    name: str
    step: Step
    title: Callable[[Job], str | Promise]
    link: Callable[[Job], tuple[str, dict[str, Any]]] | None = None


Listener = Callable[[Job, datetime], None]
_kinds: dict[str, Kind] = {}
_listeners: dict[str, Listener] = {}


def register(kind: Kind) -> None:
    """Add a kind; called in ``AppConfig.ready``."""
    _kinds[kind.name] = kind


def listen(name: str, listener: Listener) -> None:
    """Have ``listener(job, at)`` told, in the same transaction, of each job that ended well or failed."""
    _listeners[name] = listener


def kind_of(job: Job) -> Kind | None:
    """Return the job's kind; None for work that has a queue of its own."""
    return _kinds.get(job.kind)


def start(*, kind: str, params: dict[str, Any], total: int, by: int | None) -> Job:
    """Begin a job; a worker does its first step as soon as this transaction is over.

    Refusals are told in the language in which it was asked for.
    """
    params = {"language": get_language(), **params}
    job = Job.objects.create(kind=kind, params=params, total=total, started_by=by)
    queue.mark(QUEUE, [job.pk])
    return job


def run(*, keys: list[int], at: datetime) -> None:
    """Do the next step of each job that runs; the handler of queue "job"."""
    jobs = Job.objects.select_for_update(no_key=True).filter(pk__in=keys, state=Job.State.RUNNING)
    for job in jobs.order_by("pk"):
        _advance(job, at=at)


def _advance(job: Job, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            is_done = _kinds[job.kind].step(job=job, at=at)
    except OperationalError:
        raise  # the database gave way or went away: the item itself is tried again
    except Exception as error:
        logger.exception("Could not do a step of job %s (%s)", job.pk, job.kind)
        _note_failure(job, error, at=at)
        return
    job.result.pop("failures", None)
    job.state = Job.State.DONE if is_done else Job.State.RUNNING
    job.save(update_fields=["total", "finished", "result", "state", "updated_at"])
    if is_done:
        _tell(job, at=at)
    else:
        queue.mark(QUEUE, [job.pk])


def _note_failure(job: Job, error: Exception, *, at: datetime) -> None:
    """Try the step again a little later; a refusal, or the third failure in a row, ends the job."""
    job.refresh_from_db()
    failures = int(job.result.get("failures", 0)) + 1
    is_refusal = isinstance(error, DomainError)
    with override(job.params.get("language")):
        # What broke on our side is in the log: its text may quote rows.
        said = str(error.message) if isinstance(error, DomainError) else type(error).__name__
    job.result |= {"failures": failures, "error": said}
    if is_refusal or failures >= MAX_FAILURES:
        job.state = Job.State.FAILED
    job.save(update_fields=["result", "state", "updated_at"])
    if job.state == Job.State.FAILED:
        _tell(job, at=at)
    else:
        pause_for = timedelta(seconds=5 * 4 ** (failures - 1))
        queue.mark(QUEUE, [job.pk], delay=pause_for, reschedule=True)


def _tell(job: Job, *, at: datetime) -> None:
    for listener in _listeners.values():
        listener(job, at)


@transaction.atomic
def pause(*, job: Job, at: datetime) -> None:
    """Stop after the step under way, to go on later.

    Raises: JobConflict.
    """
    _move(job, {Job.State.RUNNING}, Job.State.PAUSED, at=at)


@transaction.atomic
def resume(*, job: Job, at: datetime) -> None:
    """Go on with a paused job, or try a failed one again.

    Raises: JobConflict.
    """
    _move(job, {Job.State.PAUSED, Job.State.FAILED}, Job.State.RUNNING, at=at)
    job.result.pop("failures", None)
    job.save(update_fields=["result"])
    queue.mark(QUEUE, [job.pk])


@transaction.atomic
def cancel(*, job: Job, at: datetime) -> None:
    """End a job before its time; what was done stays done.

    Raises: JobConflict.
    """
    _move(job, {Job.State.RUNNING, Job.State.PAUSED, Job.State.FAILED}, Job.State.CANCELED, at=at)
    _tell(job, at=at)


def _move(job: Job, from_states: set[str], to_state: str, *, at: datetime) -> None:
    if not Job.objects.filter(pk=job.pk, state__in=from_states).update(state=to_state, updated_at=at):
        raise JobConflict(_("This job has ended already."))
    job.refresh_from_db()

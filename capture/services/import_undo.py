"""Taking an import back within a day: leads it made go, facts it changed become what they were, the rest is named."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from capture.import_choices import ImportState, LeftReason, MarkState
from capture.models import Import, ImportMark
from capture.services.import_run import evidence_of
from core import sets
from core.errors import DomainError
from leads.models import Lead
from leads.services import tags, undoing
from messaging.choices import MessageState
from messaging.models import Message
from tenants.services import audit
from work import jobs
from work.models import Job


KIND = "import_undo"
TIME = timedelta(hours=24)
SIZE = 500
State = ImportState


class CannotUndo(DomainError):
    """The import still runs, made nothing, is older than a day, or is undone already."""

    code = "cannot_undo"


def can_undo(batch: Import, *, at: datetime) -> bool:
    """Say whether the import may be taken back now."""
    return (
        batch.state in {State.DONE, State.STOPPED}
        and batch.finished_at is not None
        and at < batch.finished_at + TIME
    )


@transaction.atomic
def start(*, batch: Import, by: int, at: datetime) -> Job:
    """Begin to take the import back; of two who press at once, one begins it.

    Raises: CannotUndo.
    """
    locked = Import.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    if not can_undo(locked, at=at):
        raise CannotUndo(_("This can no longer be undone."))
    total = ImportMark.objects.filter(batch=locked, state=MarkState.STANDS).count()
    job = jobs.start(kind=KIND, params={"import": locked.pk, "name": locked.name}, total=total, by=by)
    locked.state, locked.job_id, locked.undone_at = State.UNDOING, job.pk, at
    locked.save(update_fields=["state", "job_id", "undone_at", "updated_at"])
    audit.record(action="import.undone", target=locked.name, by=by, at=at, data={"count": total})
    return job


def step(*, job: Job, at: datetime) -> bool:
    """Take the newest marks back; say whether they were the last."""
    batch = Import.objects.select_for_update(no_key=True, of=("self",)).get(pk=job.params["import"])
    if batch.state != State.UNDOING or batch.job_id != job.pk:
        return True
    standing = ImportMark.objects.filter(batch=batch, state=MarkState.STANDS)
    marks = list(standing.order_by("-pk")[:SIZE])
    # Part by part: a later part may have given a lead what an earlier one took from another.
    for _at, part in groupby(marks, key=lambda mark: mark.at):
        _take_back(batch, list(part), by=job.started_by, at=at)
    job.finished += len(marks)
    is_done = len(marks) < SIZE
    if is_done:
        batch.state = State.UNDONE
    batch.save(update_fields=["state", "removed", "restored", "left_alone", "updated_at"])
    return is_done


def _take_back(batch: Import, marks: Sequence[ImportMark], *, by: int | None, at: datetime) -> None:
    lead_ids = sorted({mark.lead_id for mark in marks})
    undoing.hold(lead_ids)
    there = set(Lead.objects.filter(pk__in=lead_ids).values_list("pk", flat=True))
    mine = set(
        ImportMark.objects.filter(batch=batch, lead_id__in=lead_ids, is_new=True).values_list(
            "lead_id", flat=True
        )
    )
    _remove(batch, [mark for mark in marks if mark.lead_id in mine], there)
    # A lead may stand in two parts; whatever this part changed of one it made itself goes, or stays, with the lead.
    _restore([mark for mark in marks if mark.lead_id not in mine], there, by=by, at=at)
    batch.removed += sum(mark.is_new and mark.state == MarkState.UNDONE for mark in marks)
    batch.restored += sum(
        not mark.is_new and mark.lead_id not in mine and mark.state == MarkState.UNDONE for mark in marks
    )
    batch.left_alone += sum(mark.state == MarkState.LEFT for mark in marks)
    written = [{"id": mark.pk, "state": mark.state, "reason": mark.reason} for mark in marks]
    sets.update(ImportMark, written, names=["state", "reason"])


def _remove(batch: Import, marks: Sequence[ImportMark], there: set[int]) -> None:
    """Delete the leads that the import made and nobody worked with; marks of one it changed later follow it."""
    ids = [mark.lead_id for mark in marks if mark.is_new and mark.lead_id in there]
    # By its parts' own moments, since people work with its first leads while it still brings in the last.
    parts = ImportMark.objects.filter(batch=batch, lead_id__in=ids).values_list("at", flat=True).distinct()
    free = undoing.untouched(ids, parts=set(parts), evidence=evidence_of(batch)) - _written_to(ids)
    undoing.remove(sorted(free))
    for mark in marks:
        if not mark.is_new or mark.lead_id in free:
            mark.state = MarkState.UNDONE
        else:
            mark.state = MarkState.LEFT
            mark.reason = LeftReason.TOUCHED if mark.lead_id in there else LeftReason.GONE


def _written_to(lead_ids: Sequence[int]) -> set[int]:
    """Return the leads to whom a mail went, or is on its way."""
    gone = Message.objects.filter(lead_id__in=lead_ids).exclude(
        state__in=[MessageState.QUEUED, MessageState.WITHHELD]
    )
    return {pk for pk in gone.values_list("lead_id", flat=True) if pk is not None}


def _restore(marks: Sequence[ImportMark], there: set[int], *, by: int | None, at: datetime) -> None:
    former = {
        mark.lead_id: {path: (old, new) for path, (old, new) in mark.changed.items()}
        for mark in marks
        if mark.changed and mark.lead_id in there
    }
    given, taken = undoing.restore(former, by=by, at=at)
    tagged = {mark.lead_id: mark.tags for mark in marks if mark.tags and mark.lead_id in there}
    tags.remove_each(tags=tagged, by=by, at=at)
    for mark in marks:
        reason = ""
        if mark.lead_id not in there:
            reason = LeftReason.GONE
        elif mark.lead_id in taken:
            reason = LeftReason.TAKEN
        elif set(mark.changed) - given.get(mark.lead_id, set()):
            reason = LeftReason.CHANGED
        mark.state, mark.reason = (MarkState.LEFT if reason else MarkState.UNDONE), reason


def title(job: Job) -> str | Promise:
    """Return what the job is called."""
    return format_lazy("{what}: {name}", what=_("Undo an import"), name=job.params.get("name", ""))


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the run."""
    return "capture:import-run", {"pk": job.params["import"]}


def settle(job: Job, at: datetime) -> None:
    """Let an undoing that was canceled be taken up again."""
    if job.kind == KIND and job.state == Job.State.CANCELED:
        mine = Import.objects.filter(pk=job.params["import"], job_id=job.pk, state=State.UNDOING)
        mine.update(state=State.DONE, updated_at=at)


def register() -> None:
    """Let workers do it; called when the app is ready."""
    jobs.register(jobs.Kind(KIND, step, title, link))
    jobs.listen(KIND, settle)

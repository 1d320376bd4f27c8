"""Doing a verb to many leads, and taking it back: every lead with what it was before, a bounded part at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import sets
from core.errors import DomainError
from leads import deeds
from leads.deeds import Verb
from leads.models import Deed, DeedRow
from work import jobs
from work.models import Job


KIND = "deed"
KEPT = timedelta(days=30)
UNDO_TIME = timedelta(hours=deeds.UNDO_HOURS)
State, RowState = Deed.State, DeedRow.State


class CannotUndo(DomainError):
    """The deed is too old, was undone already, is still running, or cannot be taken back at all."""

    code = "cannot_undo"


class UnknownVerb(DomainError):
    """The room that did this is no longer there."""

    code = "unknown_verb"


def verb_of(deed: Deed) -> Verb:
    """Return the deed's verb.

    Raises: UnknownVerb.
    """
    verb = deeds.find(deed.verb)
    if verb is None:
        raise UnknownVerb(_("This can no longer be done."))
    return verb


@transaction.atomic
def do_now(*, verb: Verb, lead_ids: Sequence[int], params: Mapping[str, Any], by: int, at: datetime) -> Deed:
    """Do the verb to at most ``deeds.AT_ONCE`` leads, in this order, and return the deed."""
    deed = Deed.objects.create(verb=verb.name, params=dict(params), by_id=by, at=at, total=len(lead_ids))
    freeze(deed=deed, lead_ids=lead_ids)
    do_next(deed=deed, at=at, size=deeds.AT_ONCE)
    end(deed=deed, at=at)
    return deed


@transaction.atomic
def do_later(
    *,
    verb: Verb,
    lead_ids: Sequence[int] = (),
    query: str = "",
    total: int,
    params: Mapping[str, Any],
    by: int,
    at: datetime,
) -> Deed:
    """Leave the verb to a worker: for these leads, or for all that the list's address ``query`` matches.

    Raises: DomainError from the verb's ``check_size``.
    """
    deed = Deed(verb=verb.name, params=dict(params), query=query, by_id=by, at=at, total=total)
    check_size(deed=deed, total=total)
    deed.save(force_insert=True)
    freeze(deed=deed, lead_ids=lead_ids)
    return _with_job(deed, {"is_frozen": not query}, total=total, by=by)


def _with_job(deed: Deed, params: dict[str, Any], *, total: int, by: int) -> Deed:
    job = jobs.start(kind=KIND, params={"deed": deed.pk, "verb": deed.verb, **params}, total=total, by=by)
    deed.job_id = job.pk
    deed.save(update_fields=["job_id"])
    return deed


def check_size(*, deed: Deed, total: int) -> None:
    """Ask the verb whether it can be done to so many leads.

    Raises: UnknownVerb, and whatever the verb refuses with.
    """
    if check := verb_of(deed).check_size:
        check(total, deed.params)


def freeze(*, deed: Deed, lead_ids: Sequence[int]) -> None:
    """Add the leads to the deed, in this order; from now on it is these, whatever the list shows. Queries: one."""
    rows = [{"deed_id": deed.pk, "lead_id": lead_id} for lead_id in lead_ids]
    sets.insert(DeedRow, rows, ignore_conflicts=True)


@transaction.atomic
def do_next(*, deed: Deed, at: datetime, size: int | None = None) -> int:
    """Do the verb to the next leads that wait; return how many, 0 if none does any more."""
    verb = verb_of(deed)
    rows = list(_rows(deed, RowState.WAITING)[: size or deeds.CHUNK])
    if not rows:
        return 0
    params = dict(deed.params)
    if verb.finish:
        params |= {"deed": deed.pk, "part": rows[0].pk}
    before = verb.run(lead_ids=[row.lead_id for row in rows], params=params, by=deed.by_id, at=at)
    for row in rows:
        row.state = RowState.CHANGED if row.lead_id in before else RowState.SAME
        row.before = before.get(row.lead_id)
    _save(rows)
    changed = sum(row.state == RowState.CHANGED for row in rows)
    Deed.objects.filter(pk=deed.pk).update(changed=F("changed") + changed)
    deed.changed += changed
    return len(rows)


def _rows(deed: Deed, state: str) -> Any:
    return DeedRow.objects.filter(deed_id=deed.pk, state=state).order_by("pk")


def _save(rows: Sequence[DeedRow]) -> None:
    written = [{"id": row.pk, "state": row.state, "before": row.before} for row in rows]
    sets.update(DeedRow, written, names=["state", "before"])


def end(*, deed: Deed, at: datetime) -> None:
    """Note that every lead was looked at; a verb that makes something, such as a file, finishes it now."""
    verb = verb_of(deed)
    deed.total = DeedRow.objects.filter(deed_id=deed.pk).count()
    if verb.finish:
        verb.finish(deed, at)
    deed.state = State.DONE
    deed.save(update_fields=["state", "total", "result"])


def can_undo(deed: Deed, *, at: datetime) -> bool:
    """Say whether the deed may be taken back now."""
    verb = deeds.find(deed.verb)
    is_ripe = deed.state == State.DONE and deed.changed > 0 and at < deed.at + UNDO_TIME
    return is_ripe and verb is not None and verb.undo is not None


@transaction.atomic
def undo(*, deed: Deed, by: int, at: datetime) -> Deed:
    """Put back what still is as the deed left it; at once up to ``deeds.AT_ONCE`` leads, else by a job.

    Raises: CannotUndo.
    """
    # Claimed by its state: of two who undo it, one does.
    locked = Deed.objects.select_for_update(no_key=True, of=("self",)).get(pk=deed.pk)
    if not can_undo(locked, at=at):
        raise CannotUndo(_("This can no longer be undone."))
    locked.state, locked.undone_at = State.UNDOING, at
    locked.save(update_fields=["state", "undone_at"])
    left = _rows(locked, RowState.CHANGED).count()
    if left > deeds.AT_ONCE:
        return _with_job(locked, {"is_undo": True}, total=left, by=by)
    undo_next(deed=locked, by=by, at=at, size=deeds.AT_ONCE)
    end_undo(deed=locked)
    return locked


@transaction.atomic
def undo_next(*, deed: Deed, by: int | None, at: datetime, size: int | None = None) -> int:
    """Put the next leads back; return how many were looked at, 0 if none is left."""
    undo_them = verb_of(deed).undo
    rows = list(_rows(deed, RowState.CHANGED)[: size or deeds.CHUNK])
    if not rows or undo_them is None:
        return 0
    before = {row.lead_id: row.before for row in rows}
    restored = set(undo_them(before=before, params=deed.params, by=by, at=at))
    for row in rows:
        row.state = RowState.UNDONE if row.lead_id in restored else RowState.LEFT
    _save(rows)
    Deed.objects.filter(pk=deed.pk).update(restored=F("restored") + len(restored))
    deed.restored += len(restored)
    return len(rows)


def keeps_undoing(*, deed: Deed, job_id: int) -> bool:
    """Say whether this job still undoes the deed; one that failed and is tried again takes it up again."""
    mine = Deed.objects.filter(pk=deed.pk, job_id=job_id, state__in=[State.DONE, State.UNDOING])
    return bool(mine.update(state=State.UNDOING))


def end_undo(*, deed: Deed) -> None:
    """Note that the deed was taken back."""
    deed.state = State.UNDONE
    deed.save(update_fields=["state"])


def settle_job(job: Job, _at: datetime) -> None:
    """Let a deed whose job was canceled or failed be undone for the part that stands."""
    if job.kind == KIND and job.state != Job.State.DONE:
        left = Deed.objects.filter(
            pk=job.params["deed"], job_id=job.pk, state__in=[State.OPEN, State.UNDOING]
        )
        left.update(state=State.DONE)


@transaction.atomic
def forget(*, at: datetime) -> None:
    """Delete deeds nobody looks back to."""
    old = list(Deed.objects.filter(at__lt=at - KEPT).values_list("pk", flat=True)[:1000])
    DeedRow.objects.filter(deed_id__in=old).delete()
    Deed.objects.filter(pk__in=old).delete()

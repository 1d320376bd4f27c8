"""The steps of a deed that is too large to do while somebody waits: choose the leads once, then do them in parts."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.scope import current_workspace_id
from leads import deeds, lists
from leads.models import Deed, DeedRow
from leads.selection import Selection
from leads.services import deeds as service
from leads.services import duplicate_scan
from tenants.models import Membership
from work import jobs
from work.models import Job


# So many leads are chosen in one step.
WALK = 5000


class NoLongerAllowed(DomainError):
    """Who asked for the deed has left, or may not do it any more."""

    code = "no_longer_allowed"


def step(*, job: Job, at: datetime) -> bool:
    """Do the next part of the deed, or of its undoing; say whether that was the last."""
    deed = Deed.objects.get(pk=job.params["deed"])
    if job.params.get("is_undo"):
        return _undo(job, deed, at=at)
    if deed.state in {Deed.State.UNDOING, Deed.State.UNDONE}:
        return True
    member = _member(deed)
    if not job.params["is_frozen"] and not job.result.get("is_frozen"):
        _freeze(job, deed, member)
        return False
    done = service.do_next(deed=deed, at=at)
    job.finished += done
    if not done:
        service.end(deed=deed, at=at)
    return not done


def _undo(job: Job, deed: Deed, *, at: datetime) -> bool:
    if not service.keeps_undoing(deed=deed, job_id=job.pk):
        return True
    done = service.undo_next(deed=deed, by=job.started_by, at=at)
    job.finished += done
    if not done:
        service.end_undo(deed=deed)
    return not done


def _member(deed: Deed) -> Membership:
    member = (
        Membership.objects.filter(
            workspace_id=current_workspace_id(), user_id=deed.by_id or 0, is_active=True
        )
        .select_related("workspace", "user")
        .first()
    )
    if member is None or not member.can(service.verb_of(deed).capability):
        raise NoLongerAllowed(_("Who asked for this may no longer do it."))
    return member


def _freeze(job: Job, deed: Deed, member: Membership) -> None:
    """Choose the next of the leads that match; with the last of them the set is fixed."""
    asked = Selection(QueryDict(deed.query), member)
    found, after = lists.walk(
        asked.ranks, ordering=asked.ordering, cursor=job.result.get("cursor"), size=WALK
    )
    job.result["chosen"] = job.result.get("chosen", 0) + len(found)
    service.check_size(deed=deed, total=job.result["chosen"])
    service.freeze(deed=deed, lead_ids=found)
    job.result["cursor"] = after
    if after is None:
        job.result["is_frozen"] = True
        job.total = DeedRow.objects.filter(deed_id=deed.pk).count()


def title(job: Job) -> str | Promise:
    """Return what the job does."""
    verb = deeds.find(job.params.get("verb", ""))
    label = verb.label if verb else _("Bulk change")
    return format_lazy("{undo}: {verb}", undo=_("Undo"), verb=label) if job.params.get("is_undo") else label


def link(job: Job) -> tuple[str, dict[str, Any]]:
    """Return the page of the deed, or of what it made."""
    verb = deeds.find(job.params.get("verb", ""))
    return (verb.page, {}) if verb and verb.page else ("leads:deed", {"pk": job.params["deed"]})


def register() -> None:
    """Let workers do deeds; called when the app is ready."""
    jobs.register(jobs.Kind(service.KIND, step, title, link))
    jobs.register(
        jobs.Kind(
            duplicate_scan.KIND,
            duplicate_scan.step,
            lambda _job: _("Likely duplicates"),
            lambda _job: ("leads:duplicates", {}),
        )
    )
    jobs.listen("deeds", service.settle_job)

"""The hand-off: offered by the pipeline or by hand, accepted, returned or recycled, each with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Forbidden, Invalid
from distribution import queries
from distribution.choices import HandOffState
from distribution.models import HandOff, RejectReason
from distribution.services import offering, readiness, settling
from distribution.services.offering import Setting
from leads.choices import ActivityKind, Light, Stage
from leads.models import Lead, LeadRank
from leads.services import ownership, restricting, stages, timeline
from tenants.choices import Role
from tenants.models import Membership
from work import queue


class NotWaiting(DomainError):
    """No hand-off of this lead waits for an answer."""

    code = "not_waiting"


class AlreadyHandedOff(DomainError):
    """Sales has the lead already."""

    code = "already_handed_off"


class NotInSales(DomainError):
    """Only a lead that Sales accepted can be recycled."""

    code = "not_in_sales"


class ReasonNeeded(Invalid):
    """The act needs a reason that the workspace knows."""

    code = "reason_needed"


class BadResumeDate(Invalid):
    """The day from which the lead may come again is not in the future."""

    code = "bad_resume_date"


class NobodyToTake(DomainError):
    """The workspace has nobody who could own the lead."""

    code = "nobody_to_take"


@transaction.atomic(savepoint=False)
def offer(*, lead_ids: Sequence[int], at: datetime, known_owners: Mapping[int, int]) -> None:
    """Hand green leads to Sales; running it again changes nothing, since they are in Sales' hands then.

    ``known_owners``: lead → owner of the account it belongs to, asked of conversion by the pipeline.
    A lead that is no longer green while it waits stays offered.
    """
    setting = Setting(at)
    settling.settle(lead_ids=lead_ids, at=at)
    readiness.wake_later(lead_ids, setting=setting)
    ranks = readiness.waiting(lead_ids, today=setting.today)
    if not ranks:
        return
    kept = {rank.lead_id: rank.owner_id for rank in ranks if rank.stage == Stage.MQL and rank.owner_id}
    offers = offering.choose(
        [rank.lead_id for rank in ranks], setting=setting, known_owners=dict(known_owners) | kept
    )
    offering.write(offers, setting=setting, by=None)


@transaction.atomic
def hand_off(
    *, lead: Lead, owner_id: int | None = None, by: int | None, at: datetime, reason: str = ""
) -> HandOff:
    """Send a lead to Sales by hand, or give one that waits to somebody else.

    Without an owner it takes the way of every lead: route, turn, fallback. A lead that is not green needs a
    reason. Raises: ReasonNeeded, AlreadyHandedOff, NotAMember, NobodyToTake, StageConflict,
    Restricted.
    """
    stage = _lock(lead)
    restricting.check(lead.pk)
    if stage not in {Stage.MARKETING, Stage.MQL}:
        raise AlreadyHandedOff(
            _("Sales has this lead already: it is in “%(stage)s”. Assign it instead.")
            % {"stage": Stage(stage).label}
        )
    if stage == Stage.MARKETING and lead.rank.light != Light.GREEN and not reason.strip():
        raise ReasonNeeded(
            _("This lead is not green. Say why Sales should have it all the same."),
            errors=[{"path": "reason", "message": str(_("Give a reason."))}],
        )
    if owner_id is not None:
        ownership.check_owner(owner_id)
    if stage == Stage.MQL:
        _end_waiting(lead, owner_id, at=at, by=by)
    setting = Setting(at)
    found = (
        [offering.Offer(lead.pk, owner_id)]
        if owner_id is not None
        else offering.choose([lead.pk], setting=setting)
    )
    if not found:
        raise NobodyToTake(_("Nobody in this workspace can own a lead. Invite a sales rep first."))
    made = offering.write(found, setting=setting, by=by, by_hand=True, reason=reason.strip())
    lead.rank.refresh_from_db()
    return made[0]


def _lock(lead: Lead) -> str:
    """Lock the lead's rank row and return its stage as it is now."""
    rank = LeadRank.objects.select_for_update(of=("self",)).get(lead_id=lead.pk)
    lead.rank = rank
    return rank.stage


def _end_waiting(lead: Lead, owner_id: int | None, *, at: datetime, by: int | None) -> None:
    if owner_id is None or owner_id == lead.rank.owner_id:
        raise AlreadyHandedOff(_("This lead waits for Sales already. Choose somebody else to give it to."))
    waiting = list(HandOff.objects.waiting().filter(lead_id=lead.pk).values_list("pk", flat=True))
    HandOff.objects.filter(pk__in=waiting).update(
        state=HandOffState.REASSIGNED, answered_at=at, answered_by=by, updated_at=at
    )
    queue.unmark(offering.QUEUE, waiting)


def _answer(lead: Lead, *, by: int | None, at: datetime, **values: object) -> HandOff:
    """Close the waiting hand-off with an answer; of two at once, one wins.

    Raises: NotWaiting, Forbidden.
    """
    stage = _lock(lead)
    waiting = HandOff.objects.waiting().filter(lead_id=lead.pk).select_for_update(of=("self",)).first()
    if waiting is None or stage != Stage.MQL:
        raise NotWaiting(
            _("This lead does not wait for an answer: it is in “%(stage)s”.") % {"stage": Stage(stage).label}
        )
    _check_may_answer(by=by, owner_id=lead.rank.owner_id)
    for name, value in {"answered_at": at, "answered_by": by, "updated_at": at, **values}.items():
        setattr(waiting, name, value)
    waiting.save(update_fields=["answered_at", "answered_by", "updated_at", *values])
    queue.unmark(offering.QUEUE, [waiting.pk])
    return waiting


def _check_may_answer(*, by: int | None, owner_id: int | None) -> None:
    """Let only the owner, a teammate, a manager or an admin answer; a program (``by`` None) was let in by its key.

    Raises: Forbidden.
    """
    if by is None or by == owner_id:
        return
    members = {
        member.user_id: member
        for member in Membership.objects.filter(
            workspace_id=queries.current_workspace_id(), user_id__in=[by, owner_id], is_active=True
        )
    }
    me, owner = members.get(by), members.get(owner_id or 0)
    is_teammate = bool(me and owner and me.team_id and me.team_id == owner.team_id and me.role == Role.REP)
    if not me or not (me.role in {Role.MANAGER, Role.ADMIN} or is_teammate):
        raise Forbidden(_("Only the person it was handed to, a teammate or a manager can answer."))


@transaction.atomic
def accept(*, lead: Lead, by: int | None, at: datetime) -> HandOff:
    """Take the lead into Sales' work. A teammate who accepts takes it over; for a manager it stays whose it is.

    Raises: NotWaiting, Forbidden.
    """
    answered = _answer(lead, by=by, at=at, state=HandOffState.ACCEPTED)
    if by is not None and by != answered.owner_id and _is_rep(by):
        HandOff.objects.filter(pk=answered.pk).update(owner_id=by)
        answered.owner_id = by
        ownership.assign_many(owners={lead.pk: by})
    stages.move(lead=lead, to_stage=Stage.SAL, by=by, at=at, expected=Stage.MQL)
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.ACCEPTED,
        by=by,
        at=at,
        data={"hand_off": str(answered.public_id), "owner": answered.owner_id},
    )
    return answered


def _is_rep(user_id: int) -> bool:
    return Membership.objects.filter(
        workspace_id=queries.current_workspace_id(), user_id=user_id, role=Role.REP
    ).exists()


def _reason(slug: str) -> RejectReason:
    found = RejectReason.objects.filter(slug=slug, is_active=True).first() if slug else None
    if found is None:
        raise ReasonNeeded(
            _("Choose one of the workspace's reasons."),
            errors=[{"path": "reason", "message": str(_("Choose one of the workspace's reasons."))}],
        )
    return found


def _resume_on(reason: RejectReason, chosen: date | None, *, at: datetime) -> date:
    today = Setting(at).today
    if chosen is not None and chosen <= today:
        raise BadResumeDate(
            _("Choose a day after today."),
            errors=[{"path": "resume_on", "message": str(_("Choose a day after today."))}],
        )
    return chosen or reason.resumes_on(today)


@transaction.atomic
def reject(
    *, lead: Lead, reason: str, note: str = "", resume_on: date | None = None, by: int | None, at: datetime
) -> HandOff:
    """Return an offered lead to Marketing with a reason; it comes again on its day or with a newer inquiry.

    Raises: ReasonNeeded, BadResumeDate, NotWaiting, Forbidden.
    """
    known = _reason(reason)
    day = _resume_on(known, resume_on, at=at)
    answered = _answer(lead, by=by, at=at, state=HandOffState.REJECTED, reason=known.slug, note=note)
    _give_back(lead, known, day, note=note, track="", kind=ActivityKind.REJECTED, by=by, at=at)
    return answered


@transaction.atomic
def recycle(
    *,
    lead: Lead,
    reason: str,
    note: str = "",
    resume_on: date | None = None,
    track: str = "",
    by: int | None,
    at: datetime,
) -> HandOff | None:
    """Give a lead that Sales accepted back to Marketing; return the hand-off it came by, if there was one.

    Raises: ReasonNeeded, BadResumeDate, NotInSales, Forbidden.
    """
    known = _reason(reason)
    day = _resume_on(known, resume_on, at=at)
    stage = _lock(lead)
    if stage not in {Stage.SAL, Stage.SQL}:
        raise NotInSales(
            _("Only a lead that Sales accepted can be recycled; this one is in “%(stage)s”.")
            % {"stage": Stage(stage).label}
        )
    _check_may_answer(by=by, owner_id=lead.rank.owner_id)
    accepted = (
        HandOff.objects.filter(lead_id=lead.pk, state=HandOffState.ACCEPTED)
        .order_by("-offered_at", "-pk")
        .first()
    )
    if accepted is not None:
        accepted.state, accepted.reason, accepted.note = HandOffState.RECYCLED, known.slug, note
        accepted.updated_at = at
        accepted.save(update_fields=["state", "reason", "note", "updated_at"])
    _give_back(lead, known, day, note=note, track=track, kind=ActivityKind.RECYCLED, by=by, at=at)
    return accepted


def _give_back(
    lead: Lead,
    reason: RejectReason,
    day: date,
    *,
    note: str,
    track: str,
    kind: str,
    by: int | None,
    at: datetime,
) -> None:
    stages.recycle(
        lead=lead,
        by=by,
        at=at,
        reason=reason.slug,
        resume_on=day,
        track=track or reason.track,
        kind=kind,
        note=note,
        reason_label=reason.label,
    )
    ownership.assign_many(owners={lead.pk: None})
    readiness.wake_later([lead.pk], setting=Setting(at))

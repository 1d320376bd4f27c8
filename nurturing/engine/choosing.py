"""Which one care a lead gets: the whole rule of design §3, for one lead as it is now. Pure.

The pipeline's care step, the activation of a workflow and its dry run all ask this one function, so what a dry run
shows is what activation does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from leads.choices import OPEN_STAGES, SALES_STAGES, Light
from messaging.choices import Withheld
from nurturing.choices import CareKind, LeaveReason, Reentry, ReviewReason


# A missing postal address is the workspace's fault and soon mended: its leads enter, their mails wait.
REASONS: Mapping[str, ReviewReason] = {
    Withheld.NO_ADDRESS: ReviewReason.NO_ADDRESS,
    Withheld.NO_CONSENT: ReviewReason.NO_CONSENT,
    Withheld.UNSUBSCRIBED: ReviewReason.UNSUBSCRIBED,
    Withheld.COMPLAINED: ReviewReason.UNSUBSCRIBED,
    Withheld.ERASED: ReviewReason.UNSUBSCRIBED,
    Withheld.BOUNCED: ReviewReason.UNREACHABLE,
    Withheld.BLOCKED: ReviewReason.UNREACHABLE,
    Withheld.RESTRICTED: ReviewReason.RESTRICTED,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A workflow that takes leads in, with what of its live version decides about that."""

    workflow_id: int
    version_id: int
    track: str = ""
    is_default: bool = False
    reentry: str = Reentry.NEVER
    reentry_days: int = 180


@dataclass(frozen=True, slots=True)
class Situation:
    """What the choice depends on, read of one lead at one moment."""

    lead_id: int
    stage: str
    light: str = Light.RED
    owner_id: int | None = None
    track: str = ""
    # somebody chose the track, e.g. when recycling; the rules' own track is no wish
    has_chosen_track: bool = False
    is_wished: bool = False
    # returned by Sales and not to be offered before this day
    rests_until: date | None = None
    # why no marketing mail may go there, as messaging says
    refusal: str | None = None
    enrollment_id: int | None = None
    enrolled_in: int | None = None
    enrolled_in_default: bool = False
    must_leave: bool = False
    # workflows by id: whose entry condition holds, whose exit condition holds, and when it was last in which
    fits: frozenset[int] = frozenset()
    exits: frozenset[int] = frozenset()
    past: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """The care a lead gets, and what has to happen first; no ``kind`` means the lead left the road."""

    kind: str = ""
    reason: str = ""
    leave: str = ""
    enter: Candidate | None = None
    resume_on: date | None = None


def choose(lead: Situation, candidates: Sequence[Candidate], *, at: datetime) -> Choice:
    """Return the lead's one care; ``candidates`` are the active workflows in their order."""
    if lead.stage not in OPEN_STAGES:
        return Choice(leave=_leaving(lead, LeaveReason.CLOSED))
    if lead.stage in SALES_STAGES:
        kind, reason = (CareKind.SALES, "") if lead.owner_id else (CareKind.REVIEW, ReviewReason.NO_OWNER)
        return Choice(kind, reason, leave=_leaving(lead, LeaveReason.WITH_SALES))
    if lead.rests_until is None and (lead.light == Light.GREEN or lead.is_wished):
        # The step before this one found nobody to hand it to.
        leave = _leaving(lead, LeaveReason.READY)
        return Choice(CareKind.REVIEW, ReviewReason.NO_OWNER, leave=leave)
    return _in_marketing(lead, candidates, at=at)


def _leaving(lead: Situation, reason: str) -> str:
    return reason if lead.enrollment_id else ""


def _in_marketing(lead: Situation, candidates: Sequence[Candidate], *, at: datetime) -> Choice:
    if lead.refusal and lead.refusal in REASONS:
        leave = _leaving(lead, LeaveReason.NO_MAIL)
        if lead.rests_until:
            return Choice(CareKind.RESUME, leave=leave, resume_on=lead.rests_until)
        return Choice(CareKind.REVIEW, REASONS[lead.refusal], leave=leave)
    if lead.enrollment_id and not lead.must_leave:
        better = first_fitting(lead, candidates, at=at) if lead.enrolled_in_default else None
        if better is None or better.is_default or lead.rests_until:
            return Choice(CareKind.NURTURE, resume_on=lead.rests_until)
        return Choice(CareKind.NURTURE, leave=LeaveReason.OTHER_WORKFLOW, enter=better)
    leave = _leaving(lead, LeaveReason.EXIT_RULE)
    entering = first_fitting(lead, candidates, at=at)
    if entering is not None:
        return Choice(CareKind.NURTURE, leave=leave, enter=entering, resume_on=lead.rests_until)
    if lead.rests_until:
        return Choice(CareKind.RESUME, leave=leave, resume_on=lead.rests_until)
    return Choice(CareKind.REVIEW, _why_alone(lead), leave=leave)


def _why_alone(lead: Situation) -> str:
    if lead.light == Light.AMBER:
        return ReviewReason.AMBER
    return ReviewReason.TRACK_ENDED if lead.past or lead.enrollment_id else ReviewReason.NO_TRACK


def first_fitting(lead: Situation, candidates: Sequence[Candidate], *, at: datetime) -> Candidate | None:
    """Return the workflow that takes the lead in: the first whose track or entry condition fits, else the default."""
    taking = [one for one in candidates if may_enter(lead, one, at=at)]
    for candidate in taking:
        if not candidate.is_default and (_serves(candidate, lead) or _fits(candidate, lead)):
            return candidate
    if lead.rests_until:
        # What rests is mailed only on the track that somebody chose for it.
        return next((one for one in taking if _serves(one, lead)), None)
    return next((one for one in taking if one.is_default), None)


def _serves(candidate: Candidate, lead: Situation) -> bool:
    on_track = bool(candidate.track) and candidate.track == lead.track
    return on_track and (lead.has_chosen_track or not lead.rests_until)


def _fits(candidate: Candidate, lead: Situation) -> bool:
    return candidate.workflow_id in lead.fits and not lead.rests_until


def may_enter(lead: Situation, candidate: Candidate, *, at: datetime) -> bool:
    """Say whether the workflow would take the lead again, and would not send it away at once."""
    if candidate.workflow_id in lead.exits or candidate.workflow_id == lead.enrolled_in:
        return False
    last = lead.past.get(candidate.workflow_id)
    if last is None or candidate.reentry == Reentry.ALWAYS:
        return True
    return candidate.reentry == Reentry.AFTER and last + timedelta(days=candidate.reentry_days) <= at

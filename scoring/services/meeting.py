"""The definition meeting: Marketing lists what could be asked, Sales says what each is worth (seed 001).

Nobody of Sales sees what others gave for a criterion before giving a value, so that nobody follows the loudest;
who only listens sees them when the vote is closed. Values may be changed until then.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Forbidden
from scoring import queries
from scoring.choices import MeetingState
from scoring.engine.spec import ModelSpec
from scoring.models import Meeting, MeetingLine, MeetingSeat, MeetingVote
from scoring.services import meeting_counting, seating
from tenants.models import Membership
from tenants.permissions import Capability


# What three is worth where no criterion is worth anything yet, in tenths.
SCALE = 300


class MeetingClosed(DomainError):
    """The vote is closed: what was given stays as it is."""

    code = "meeting_closed"


class StillCounting(DomainError):
    """The ballot is not there yet."""

    code = "meeting_counting"


class AlreadyDrafted(DomainError):
    """What was given became a draft, or the version which that became."""

    code = "meeting_drafted"


class NobodyInvited(DomainError):
    """A meeting without Sales defines nothing."""

    code = "nobody_invited"


def invitable() -> list[Membership]:
    """Return who may be asked: the active members who work leads. Queries: one."""
    return seating.invitable(Capability.WORK_LEADS)


@transaction.atomic
def begin(*, title: str, invited: Collection[int], by: int | None, at: datetime) -> Meeting:
    """Seat those who are asked and have the ballot counted; clicked twice, do it once.

    Of few leads it is counted at once, of many by a job; they are told when there is something to vote on.
    Raises: NobodyInvited.
    """
    begun = seating.just_begun(Meeting, title=title, by=by, at=at)
    if begun is not None:
        return begun
    scale = _scale(queries.live_spec(queries.registry()))
    meeting = Meeting.objects.create(title=title, scale=scale, opened_at=at, opened_by=by)
    _seat(meeting, invited)
    meeting_counting.begin(meeting=meeting, by=by, at=at)
    meeting.refresh_from_db()
    return meeting


def _scale(spec: ModelSpec | None) -> int:
    """Return the most that a criterion of any model is worth today, in tenths: a value means the same in all."""
    criteria = spec.every_criterion() if spec else ()
    return max((abs(criterion.points) for criterion in criteria), default=0) or SCALE


def _seat(meeting: Meeting, invited: Collection[int]) -> list[int]:
    """Seat these people of the workspace and return who is new.

    Raises: NobodyInvited.
    """
    allowed = {member.user_id for member in invitable()} & set(invited)
    if not allowed:
        raise NobodyInvited(_("Invite somebody of Sales at least."))
    return seating.seat(MeetingSeat, meeting_id=meeting.pk, users=allowed)


@transaction.atomic
def invite(*, meeting: Meeting, invited: Collection[int], at: datetime) -> int:
    """Ask these people of the workspace for values and tell them; return how many are new.

    Raises: NobodyInvited, MeetingClosed.
    """
    hold_open(meeting)
    new = _seat(meeting, invited)
    meeting_counting.tell(meeting, new, key=f"meeting:{meeting.pk}", at=at)
    return len(new)


@transaction.atomic
def remind(*, meeting: Meeting, at: datetime) -> int:
    """Tell those who have not given every value, at most once a day; return how many were told.

    Raises: MeetingClosed.
    """
    hold_open(meeting)
    late = [each.user_id for each in progress(meeting) if not each.is_done]
    return meeting_counting.tell(meeting, late, key=f"meeting:{meeting.pk}:{at.date().isoformat()}", at=at)


@transaction.atomic
def vote(*, line: MeetingLine, value: int, comment: str, by: int, at: datetime) -> MeetingVote:
    """Give a value for a line, or another one than before.

    Raises: MeetingClosed, Forbidden for who was not invited.
    """
    hold_open(line.meeting)
    if not MeetingSeat.objects.filter(meeting_id=line.meeting_id, user_id=by).exists():
        raise Forbidden(_("You are not invited to this meeting."))
    made, _is_new = MeetingVote.objects.update_or_create(
        line=line, user_id=by, defaults={"value": value, "comment": comment.strip(), "voted_at": at}
    )
    return made


@transaction.atomic
def ask(*, meeting: Meeting, lines: Sequence[int], is_asked: bool) -> int:
    """Put lines on the ballot or take them off, with the values given so far kept; return how many changed.

    Raises: MeetingClosed.
    """
    hold_open(meeting)
    found = MeetingLine.objects.filter(meeting=meeting, pk__in=lines).exclude(is_asked=is_asked)
    return found.update(is_asked=is_asked)


@transaction.atomic
def close(*, meeting: Meeting, by: int | None, at: datetime) -> None:
    """End the vote; from now on everybody sees every value.

    Raises: MeetingClosed.
    """
    hold_open(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CLOSED, closed_at=at, closed_by=by)
    meeting.refresh_from_db()


@transaction.atomic
def reopen(*, meeting: Meeting) -> None:
    """Let values be given again, unless a draft was made of them that was not discarded; an open one stays open.

    Raises: AlreadyDrafted.
    """
    held = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if not held.is_closed:
        meeting.refresh_from_db()
        return
    if held.model_id:
        raise AlreadyDrafted(_("A draft was made of these values, so the vote stays closed."))
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.OPEN, closed_at=None, closed_by=None, drafted_at=None
    )
    meeting.refresh_from_db()


def progress(meeting: Meeting) -> list[seating.Progress]:
    """Return how far each invited person is, who is furthest behind first. Queries: three."""
    asked = MeetingLine.objects.filter(meeting=meeting, is_asked=True).count()
    votes = MeetingVote.objects.filter(line__meeting=meeting, line__is_asked=True)
    given = dict(votes.values("user_id").annotate(n=Count("pk")).values_list("user_id", "n"))
    return seating.progress(MeetingSeat, meeting_id=meeting.pk, given=given, asked=asked)


def hold_open(meeting: Meeting) -> None:
    """Hold the meeting open until the transaction ends.

    Raises: MeetingClosed, StillCounting.
    """
    found = Meeting.objects.select_for_update(no_key=True).filter(pk=meeting.pk)
    held = found.first()
    if held is not None and held.is_counting:
        raise StillCounting(_("The ballot is still being counted. Wait a moment."))
    if held is None or not held.is_open:
        raise MeetingClosed(_("The vote is closed. What was given stays as it is."))

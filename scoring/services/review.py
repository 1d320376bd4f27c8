"""The review meeting: Marketing and Sales look at the last leads that Sales got, case by case (seed 001).

Cases are frozen when it begins. Nobody who is asked sees what others said of a case before giving a verdict on it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Forbidden, Invalid
from core.text import clean
from messaging.services import notify
from scoring import queries
from scoring.choices import MeetingState, Verdict
from scoring.engine.spec import ModelSpec
from scoring.models import ReviewAlarm, ReviewCase, ReviewMeeting, ReviewSeat, ReviewVerdict
from scoring.models.review import FEWEST, MOST
from scoring.services import reasons, review_alarm, review_cases, review_sample, seating, turns
from scoring.services.review_sample import Wanted
from tenants.choices import Role
from tenants.models import Membership
from tenants.permissions import Capability


MOST_DECIDED = 5_000


class ReviewClosed(DomainError):
    """No verdicts are taken any more."""

    code = "review_closed"


class ReviewOpen(DomainError):
    """Verdicts may still be given."""

    code = "review_open"


class NothingToReview(DomainError):
    """No lead fits what was asked for."""

    code = "nothing_to_review"


class NobodyInvited(DomainError):
    """A review without anybody says nothing."""

    code = "nobody_invited"


class AlreadyDrafted(DomainError):
    """What was found became a draft."""

    code = "review_drafted"


class BadVerdict(Invalid):
    """No verdict, or one without the reason it needs."""

    code = "bad_verdict"


def invitable() -> list[Membership]:
    """Return who may be asked: active members of Marketing and Sales. Queries: one."""
    return seating.invitable(Capability.WORK_LEADS, Capability.LEAD_REVIEWS)


@transaction.atomic
def begin(
    *, title: str, wanted: Wanted, size: int, invited: Collection[int], by: int | None, at: datetime
) -> ReviewMeeting:
    """Freeze the newest leads that fit, ``size`` of them or as many as there are, and tell those who are asked.

    Clicked twice, do it once. An alarm about the reason is answered by it.

    Raises: NothingToReview, NobodyInvited.
    """
    begun = seating.just_begun(ReviewMeeting, title=title, by=by, at=at)
    if begun is not None:
        return begun
    size = max(FEWEST, min(MOST, size))
    picked = review_sample.pick(wanted, size=size, at=at)
    if not picked:
        raise NothingToReview(_("No lead that Sales got fits this. Choose another reason, team or time."))
    names = queries.registry()
    spec = queries.live_spec(names)
    meeting = ReviewMeeting.objects.create(
        title=title,
        kind=wanted.kind,
        size=size,
        filters=wanted.filters(),
        version=spec.version if spec else None,
        criteria=_criteria(spec),
        reasons=[{"slug": reason.slug, "label": reason.label} for reason in reasons.every()],
        opened_at=at,
        opened_by=by,
    )
    cases = review_cases.freeze(picked, spec=spec, names=names, at=at)
    for case in cases:
        case.meeting_id = meeting.pk
    ReviewCase.objects.bulk_create(cases)
    invite(meeting=meeting, invited=invited, at=at)
    if wanted.reason:
        turns.wait(kind=review_alarm.TURN)
        ringing = ReviewAlarm.objects.filter(reason=wanted.reason, ended_at=None)
        ringing.update(meeting_id=meeting.pk, ended_at=at)
    return meeting


def _criteria(spec: ModelSpec | None) -> list[dict[str, Any]]:
    return [
        {
            "key": criterion.key,
            "en": criterion.label.en,
            "es": criterion.label.es,
            "points": criterion.points,
            "dimension": group.dimension,
        }
        for group in (spec.every_group() if spec else ())
        for criterion in group.criteria
    ]


@transaction.atomic
def invite(*, meeting: ReviewMeeting, invited: Collection[int], at: datetime) -> int:
    """Ask these members for verdicts and tell them; return how many are new.

    Raises: NobodyInvited, ReviewClosed.
    """
    _open(meeting)
    allowed = {member.user_id for member in invitable()} & set(invited)
    if not allowed:
        raise NobodyInvited(_("Invite somebody of Marketing or Sales."))
    new = seating.seat(ReviewSeat, meeting_id=meeting.pk, users=allowed)
    _tell(meeting, new, key=f"review:{meeting.pk}", at=at)
    return len(new)


@transaction.atomic
def remind(*, meeting: ReviewMeeting, at: datetime) -> int:
    """Tell those who have not given every verdict, at most once a day; return how many were told.

    Raises: ReviewClosed.
    """
    _open(meeting)
    late = [each.user_id for each in progress(meeting) if not each.is_done]
    return _tell(meeting, late, key=f"review:{meeting.pk}:{at.date().isoformat()}", at=at)


def _tell(meeting: ReviewMeeting, users: list[int], *, key: str, at: datetime) -> int:
    path = f"review/{meeting.pk}/vote/"
    return notify.send(seating.told(users, title=meeting.title, path=path, key=key), at=at)


@transaction.atomic
def judge(
    *, case: ReviewCase, verdict: str, reason: str = "", comment: str = "", by: int, at: datetime
) -> ReviewVerdict:
    """Give a verdict on a case, or another one than before; of the same person's two the last stands.

    Raises: ReviewClosed, BadVerdict, Forbidden for who was not invited.
    """
    meeting = case.meeting
    _seated(meeting, by)
    _check(meeting, verdict, reason)
    values = {"verdict": verdict, "reason": reason, "comment": clean(comment)[:300], "given_at": at}
    made, _is_new = ReviewVerdict.objects.update_or_create(case=case, user_id=by, defaults=values)
    return made


@transaction.atomic
def take_back(*, case: ReviewCase, by: int) -> None:
    """Have no verdict of the person on the case any more.

    Raises: ReviewClosed, Forbidden for who was not invited.
    """
    _seated(case.meeting, by)
    ReviewVerdict.objects.filter(case=case, user_id=by).delete()


def _seated(meeting: ReviewMeeting, by: int) -> None:
    _open(meeting)
    if not ReviewSeat.objects.filter(meeting=meeting, user_id=by).exists():
        raise Forbidden(_("You are not invited to this review."))


def _check(meeting: ReviewMeeting, verdict: str, reason: str) -> None:
    if verdict not in Verdict.values:
        raise _bad("verdict", _("Choose a verdict: good, too early or not a fit."))
    known = {each["slug"] for each in meeting.reasons}
    if reason and (reason not in known or verdict == Verdict.GOOD):
        raise _bad("reason", _("Choose one of the workspace's reasons."))
    if verdict == Verdict.NOT_FIT and not reason:
        raise _bad("reason", _("Say why it does not fit."))


def _bad(path: str, message: Any) -> BadVerdict:
    return BadVerdict(message, errors=[{"path": path, "message": str(message)}])


@transaction.atomic
def close(*, meeting: ReviewMeeting, by: int | None, at: datetime) -> None:
    """End the vote, whoever is missing; from now on everybody sees every verdict.

    Raises: ReviewClosed.
    """
    _open(meeting)
    ReviewMeeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CLOSED, closed_at=at, closed_by=by)
    meeting.refresh_from_db()


@transaction.atomic
def reopen(*, meeting: ReviewMeeting) -> None:
    """Take verdicts again, unless a draft was made that was not discarded; an open one stays open.

    Raises: AlreadyDrafted.
    """
    if held(meeting).model_id:
        raise AlreadyDrafted(_("A draft was made of this review, so it stays closed."))
    ReviewMeeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.OPEN, closed_at=None, closed_by=None, drafted_at=None, changes=[]
    )
    meeting.refresh_from_db()


@transaction.atomic
def decide(*, meeting: ReviewMeeting, decisions: str, by: int | None, at: datetime) -> None:
    """Keep what was decided, in the words of who leads the review; while it is open and afterwards."""
    text = clean(decisions)[:MOST_DECIDED]
    ReviewMeeting.objects.filter(pk=meeting.pk).update(decisions=text, decided_by=by, decided_at=at)
    meeting.refresh_from_db()


def may_name(reader: seating.Reader, *, role: str) -> bool:
    """Say whether a member sees whose cases they are: a rep sees others' leads only where asked for a verdict."""
    return reader.is_seated or role != Role.REP


def progress(meeting: ReviewMeeting) -> list[seating.Progress]:
    """Return how far each invited person is, who is furthest behind first. Queries: three."""
    asked = ReviewCase.objects.filter(meeting=meeting).count()
    verdicts = ReviewVerdict.objects.filter(case__meeting=meeting)
    given = dict(verdicts.values("user_id").annotate(n=Count("pk")).values_list("user_id", "n"))
    return seating.progress(ReviewSeat, meeting_id=meeting.pk, given=given, asked=asked)


def held(meeting: ReviewMeeting) -> ReviewMeeting:
    """Return the review as it stands, locked until the transaction ends."""
    return ReviewMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def _open(meeting: ReviewMeeting) -> None:
    """Hold the review open until the transaction ends.

    Raises: ReviewClosed.
    """
    if not held(meeting).is_open:
        raise ReviewClosed(_("The review is closed. What was said stays as it is."))

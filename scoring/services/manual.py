"""A grade set by a person: it is the grade until it is given back (design §4)."""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from leads import changes
from leads.choices import ActivityKind, Grade
from leads.models import Lead, LeadRank
from leads.services import timeline
from scoring.models import HandGrade
from scoring.services import rescore


MAX_REASON = 500
OVER = "last_day_over"  # leads.wording.REASONS
MOST_AHEAD = timedelta(days=730)


class BadGrade(Invalid):
    """The grade does not exist, or nobody said why."""

    code = "bad_grade"


@transaction.atomic
def set_grade(
    *,
    lead: Lead,
    grade: str | None,
    reason: str,
    until_on: date | None = None,
    by: int | None,
    at: datetime,
) -> None:
    """Set the lead's grade by hand, with the reason, or give it back to the rules with None.

    It holds through ``until_on`` (a UTC day), without one until somebody gives it back. Score and light follow at
    once, in the same transaction.

    Raises: BadGrade.
    """
    reason = reason.strip()
    _check(grade, reason, until_on, today=at.astimezone(UTC).date())
    rank = LeadRank.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if rank.grade_by_hand == (grade or "") and not grade:
        return
    LeadRank.objects.filter(pk=lead.pk).update(grade_by_hand=grade or "")
    HandGrade.objects.filter(lead=lead).delete()
    data = {"from": rank.grade, "grade": grade, "reason": reason}
    if grade:
        HandGrade.objects.create(
            lead=lead, grade=grade, reason=reason, until_on=until_on, set_by=by, set_at=at
        )
        data |= {"until_on": until_on.isoformat()} if until_on else {}
    timeline.record(lead_id=lead.pk, kind=ActivityKind.GRADE_SET, by=by, at=at, data=data)
    rescore.score(lead_ids=[lead.pk], at=at)
    changes.mark([lead.pk])


@transaction.atomic
def give_back(*, at: datetime) -> int:
    """Give back every grade whose last day is over; the nightly step. Return how many; again it is none."""
    today = at.astimezone(UTC).date()
    due = HandGrade.objects.filter(until_on__lt=today).values_list("lead_id", flat=True)
    ids = sorted(due)
    if not ids:
        return 0
    ranks = LeadRank.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    former = dict(ranks.values_list("pk", "grade"))
    # Somebody may have set it anew while we waited for the lock.
    over = HandGrade.objects.filter(lead_id__in=ids, until_on__lt=today)
    ids = sorted(over.values_list("lead_id", flat=True))
    over.delete()
    LeadRank.objects.filter(pk__in=ids).update(grade_by_hand="")
    timeline.record_many(
        timeline.Entry(
            lead_id,
            ActivityKind.GRADE_SET,
            at,
            data={"from": former.get(lead_id), "grade": None, "reason": OVER},
        )
        for lead_id in ids
    )
    rescore.score(lead_ids=ids, at=at)
    changes.mark(ids)
    return len(ids)


def _check(grade: str | None, reason: str, until_on: date | None, *, today: date) -> None:
    if grade is not None and grade not in Grade.values:
        raise _refusal("grade", _("Choose a grade from A to D."))
    if len(reason) > MAX_REASON:
        raise _refusal("reason", _("Give a shorter reason."))
    if grade is not None and not reason:
        raise _refusal("reason", _("Say why: the team will read it on the timeline."))
    if grade is not None and until_on is not None and not today < until_on <= today + MOST_AHEAD:
        raise _refusal("until_on", _("Choose a day after today, within two years."))


def _refusal(field: str, message: str | Promise) -> BadGrade:
    return BadGrade(message, errors=[{"path": field, "message": str(message)}])

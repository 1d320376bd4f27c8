"""A grade set by a person: it is the grade until it is given back (design §4)."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from leads import changes
from leads.choices import ActivityKind, Grade
from leads.models import Lead, LeadRank
from leads.services import timeline
from scoring.services import rescore


MAX_REASON = 500


class BadGrade(Invalid):
    """The grade does not exist, or nobody said why."""

    code = "bad_grade"


@transaction.atomic
def set_grade(*, lead: Lead, grade: str | None, reason: str, by: int | None, at: datetime) -> None:
    """Set the lead's grade by hand, with the reason, or give it back to the rules with None.

    Score and light follow at once, in the same transaction.

    Raises: BadGrade.
    """
    reason = reason.strip()
    if grade is not None and grade not in Grade.values:
        raise _refusal("grade", _("Choose a grade from A to D."))
    if len(reason) > MAX_REASON:
        raise _refusal("reason", _("Give a shorter reason."))
    if grade is not None and not reason:
        raise _refusal("reason", _("Say why: the team will read it on the timeline."))
    rank = LeadRank.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if rank.grade_by_hand == (grade or "") and not grade:
        return
    LeadRank.objects.filter(pk=lead.pk).update(grade_by_hand=grade or "")
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.GRADE_SET,
        by=by,
        at=at,
        data={"from": rank.grade, "grade": grade, "reason": reason},
    )
    rescore.score(lead_ids=[lead.pk], at=at)
    changes.mark([lead.pk])


def _refusal(field: str, message: str | Promise) -> BadGrade:
    return BadGrade(message, errors=[{"path": field, "message": str(message)}])

"""A review of the tests: leads that Sales got, and verdicts on them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from leads.models import Lead
from leads.services import timeline
from scoring.models import ReviewCase, ReviewMeeting
from scoring.services import rescore
from scoring.services import review as reviews
from scoring.services.review_sample import Wanted
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT


NEEDED = {"reason": "no-need", "reason_label": "No need", "note": "Only looking"}
PHONE_NUMBER = "+34600000147"


def happen(leads: Iterable[Lead], kind: str, *, at: datetime = AT, **data: Any) -> None:
    """Write the same on each lead's timeline and keep the snapshots of it."""
    every = [lead.pk for lead in leads]
    timeline.record_many(timeline.Entry(pk, kind, at, data=data) for pk in every)
    rescore.score(lead_ids=every, at=at)


def handed_over(count: int = 20, *, at: datetime = AT, **columns: Any) -> list[Lead]:
    """Make leads that asked by a form and were handed over a moment later, newest last; half of them with a phone."""
    found = []
    for number in range(count):
        phone = PHONE_NUMBER if number % 2 else ""
        values = {
            "email": f"l{Lead.objects.count()}@x.es",
            "company": f"Firm {number}",
            "phone": phone,
        } | columns
        lead = make_lead(created_at=at - timedelta(days=3), **values)
        make_activity(lead, "inquiry", at=at - timedelta(days=2), form="Contact", message="A kitchen, please")
        found.append(lead)
    happen(found, "handed_off", at=at)
    return found


def begin(
    *invited: Any, at: datetime = AT, by: int | None = None, size: int = 20, **wanted: Any
) -> ReviewMeeting:
    """Begin a review to which the members are invited."""
    people = [member.user_id for member in invited]
    return reviews.begin(title="Spring", wanted=Wanted(**wanted), size=size, invited=people, by=by, at=at)


def cases_of(meeting: ReviewMeeting) -> list[ReviewCase]:
    """Return the cases in their order."""
    return list(meeting.cases.select_related("meeting").order_by("position"))


def judge(case: ReviewCase, members: Sequence[Any], *verdicts: str, at: datetime = AT) -> None:
    """Give one verdict of each member: "good", "too_early", "too_early:slug", "not_fit:slug"; empty gives none."""
    for member, given in zip(members, verdicts, strict=False):
        verdict, _colon, reason = given.partition(":")
        if verdict:
            reviews.judge(case=case, verdict=verdict, reason=reason, by=member.user_id, at=at)

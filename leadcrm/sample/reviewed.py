"""A review meeting of the sample workspace, held and closed, so that its pages show what they are for."""

from datetime import datetime, timedelta

from core.scope import current_workspace_id
from scoring.choices import Verdict
from scoring.models import ReviewCase, ReviewMeeting, ReviewVerdict
from scoring.services import review as reviews
from scoring.services.review_sample import Wanted
from tenants.models import Membership


TITLE = "Revisión de las últimas entregas"
DECIDED = "Marketing pregunta el plazo antes de pasar el lead. Lo miramos otra vez dentro de un mes."
# Small firms were not ready yet; what Sales had returned, most found no fit.
LARGE = "company_size"


def look_back(*, by: int, now: datetime) -> ReviewMeeting:
    """Begin the review eight days ago, have everybody judge every case, and close it."""
    at = now - timedelta(days=8)
    members = Membership.objects.filter(
        workspace_id=current_workspace_id(), role__in=["marketer", "manager", "rep"]
    )
    people = list(members.order_by("pk").values_list("user_id", flat=True))
    meeting = reviews.begin(title=TITLE, wanted=Wanted(), size=40, invited=people, by=by, at=at)
    reasons = [each["slug"] for each in meeting.reasons]
    verdicts = []
    for case in ReviewCase.objects.filter(meeting=meeting).order_by("position"):
        for place, user in enumerate(people):
            # One of them sees it otherwise now and then.
            is_odd = (case.position + place) % 9 == 0
            verdict = _verdict(case, is_odd=is_odd)
            reason = "" if verdict == Verdict.GOOD else reasons[(case.position // 5) % min(3, len(reasons))]
            given_at = at + timedelta(minutes=case.position, seconds=place)
            verdicts.append(
                ReviewVerdict(
                    case_id=case.pk, user_id=user, verdict=verdict, reason=reason, given_at=given_at
                )
            )
    ReviewVerdict.objects.bulk_create(verdicts)
    reviews.close(meeting=meeting, by=by, at=at + timedelta(minutes=45))
    reviews.decide(meeting=meeting, decisions=DECIDED, by=by, at=at + timedelta(minutes=46))
    return meeting


def _verdict(case: ReviewCase, *, is_odd: bool) -> str:
    if case.outcome in {"returned", "lost"}:
        return Verdict.TOO_EARLY if is_odd else Verdict.NOT_FIT
    if LARGE in case.hits:
        return Verdict.TOO_EARLY if is_odd else Verdict.GOOD
    return Verdict.GOOD if is_odd else Verdict.TOO_EARLY

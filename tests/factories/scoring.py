"""What scoring keeps of a lead; call inside a workspace's scope. Points of fit and engagement are tenths."""

from datetime import datetime
from typing import Any

from leads.models import Lead
from scoring.models import ReviewCase, ReviewMeeting, ScoreSnapshot


def make_snapshot(lead: Lead, at: datetime, event: str = "changed", **columns: Any) -> ScoreSnapshot:
    """Keep the score of that moment: no points, grade A and green unless said otherwise."""
    values = {"model_version": 1, "fit": 0, "engagement": 0, "score": 0, "grade": "A", "light": "green"}
    return ScoreSnapshot.objects.create(
        lead=lead, at=at, event=event, **values | {"lines": {}, "facts": {}} | columns
    )


def make_case(meeting: ReviewMeeting, lead: Lead, at: datetime, **columns: Any) -> ReviewCase:
    """Make a case of the review: the first, of grade C, and given back unless said otherwise."""
    score = {"version": 1, "fit": 300, "engagement": 200, "score": 25, "grade": "C"}
    values = score | {"position": 0, "outcome": "returned"} | columns
    return ReviewCase.objects.create(meeting=meeting, lead=lead, happened_at=at, **values)

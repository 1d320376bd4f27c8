"""A definition meeting of the tests: its lines, and values given to them."""

from scoring.models import MeetingLine
from scoring.services import meeting as meetings
from tests.scoring.conftest import AT


def line(meeting, **condition) -> MeetingLine:
    return MeetingLine.objects.get(meeting=meeting, condition=condition)


def own(meeting, key) -> MeetingLine:
    return MeetingLine.objects.get(meeting=meeting, key=key)


def give(found, *values, comment="") -> None:
    """Give one value of each person, the meeting's people in the order they were invited."""
    seats = found.meeting.seats.order_by("pk").values_list("user_id", flat=True)
    for user_id, value in zip(seats, values, strict=False):
        meetings.vote(line=found, value=value, comment=comment, by=user_id, at=AT)

"""A definition meeting of the tests: its lines, and values given to them."""

from datetime import datetime

from scoring.models import Meeting, MeetingLine
from scoring.services import meeting as meetings
from tenants.models import Membership
from tests.scoring.conftest import AT, make_live


def line(meeting, **condition) -> MeetingLine:
    return MeetingLine.objects.get(meeting=meeting, condition=condition)


def own(meeting, key) -> MeetingLine:
    return MeetingLine.objects.get(meeting=meeting, key=key)


def give(found, *values, comment="", at: datetime = AT) -> None:
    """Give one value of each person, the meeting's people in the order they were invited."""
    seats = found.meeting.seats.order_by("pk").values_list("user_id", flat=True)
    for user_id, value in zip(seats, values, strict=False):
        meetings.vote(line=found, value=value, comment=comment, by=user_id, at=at)


def value_the_phone(rep: Membership, manager: Membership, *, at: datetime) -> Meeting:
    """Begin a meeting on the small model, live since then, in which the rep gave +3 for the phone and the manager 0."""
    make_live(at=at)
    meeting = meetings.begin(title="Spring", invited=[rep.user_id, manager.user_id], by=None, at=at)
    give(own(meeting, "phone"), 3, 0, at=at)
    return meeting

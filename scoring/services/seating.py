"""What every meeting needs: who may be asked, that it is begun once, who is how far, and who sees what was given."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from core.scope import current_workspace_id
from messaging.choices import NotificationKind
from messaging.services import notify
from scoring.choices import MeetingState
from scoring.models import Meeting, MeetingSeat, ReviewMeeting, ReviewSeat
from scoring.services import turns
from tenants.models import Membership
from tenants.permissions import Capability, capabilities_of


# Who begins the same meeting again so soon only clicked twice.
TWICE = timedelta(minutes=1)
AnyMeeting = TypeVar("AnyMeeting", Meeting, ReviewMeeting)
AnySeat = type[MeetingSeat] | type[ReviewSeat]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is."""

    user_id: int
    given: int
    asked: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to give."""
        return self.given >= self.asked


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: one of those asked sees what others gave after giving it too, the chair all, others nothing yet."""

    user_id: int
    is_seated: bool
    is_chair: bool

    def may_see(self, meeting: Meeting | ReviewMeeting, mine: object | None) -> bool:
        """Say whether what was given is shown, to whom gave ``mine``."""
        if not meeting.is_open:
            return True
        return mine is not None if self.is_seated else self.is_chair


def invitable(*capabilities: Capability) -> list[Membership]:
    """Return the active members who may do any of these things. Queries: one."""
    members = Membership.objects.filter(
        workspace_id=current_workspace_id(), is_active=True, user__is_active=True
    )
    wanted = frozenset(capabilities)
    return [
        member
        for member in members.select_related("user").order_by("user__name", "pk")
        if wanted & capabilities_of(member.role)
    ]


def just_begun(meetings: type[AnyMeeting], *, title: str, by: int | None, at: datetime) -> AnyMeeting | None:
    """Return the open meeting of this name that the person began a moment ago, None if there is none.

    Waits while the person begins another of the kind: the second click finds what the first one began.
    """
    if by is None:
        return None
    turns.wait(kind=meetings._meta.model_name or "", of=by)
    mine = meetings.objects.filter(title=title, opened_by=by, state=MeetingState.OPEN)
    return mine.filter(opened_at__gt=at - TWICE).order_by("-pk").first()


def seat(seats: AnySeat, *, meeting_id: int, users: Collection[int]) -> list[int]:
    """Seat these people and return who is new. Queries: two."""
    seated = set(seats.objects.filter(meeting_id=meeting_id).values_list("user_id", flat=True))
    new = sorted(set(users) - seated)
    rows: Any = seats.objects
    rows.bulk_create(seats(meeting_id=meeting_id, user_id=user) for user in new)
    return new


def progress(seats: AnySeat, *, meeting_id: int, given: Mapping[int, int], asked: int) -> list[Progress]:
    """Return how far each person is, who is furthest behind first. Queries: one."""
    users = seats.objects.filter(meeting_id=meeting_id).order_by("pk").values_list("user_id", flat=True)
    return sorted((Progress(user, given.get(user, 0), asked) for user in users), key=lambda each: each.given)


def stamp(meeting: Meeting | ReviewMeeting, count: int, newest: datetime | None) -> str:
    """Return what changes with everything that is given: of so many things the newest."""
    return f"{meeting.state}-{count}-{newest.timestamp() if newest else 0:.6f}"


def told(users: Sequence[int], *, title: str, path: str, key: str) -> Iterable[notify.Notice]:
    """Return what to tell the people who are asked: the meeting's name and where it is."""
    data = {"title": title}
    return [notify.Notice(user, NotificationKind.MEETING, key, data=data, path=path) for user in users]

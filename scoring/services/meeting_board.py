"""What a person may see of a meeting: the lines with their values, most disputed first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from scoring.engine import meeting_tally
from scoring.engine.meeting_tally import Tally
from scoring.models import Meeting, MeetingLine, MeetingVote
from scoring.services import seating
from scoring.services.seating import Reader
from tenants.models import User


@dataclass(frozen=True, slots=True)
class Given:
    """One person's value."""

    person: User
    value: int
    comment: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line as a person sees it: ``tally`` is None while others' values are kept back."""

    line: MeetingLine
    mine: MeetingVote | None
    tally: Tally | None
    given: list[Given]
    count: int


def stamp(meeting: Meeting) -> str:
    """Return what changes with every value given. Queries: one."""
    votes = MeetingVote.objects.filter(line__meeting=meeting)
    found = votes.aggregate(count=Count("pk"), newest=Max("voted_at"))
    return seating.stamp(meeting, found["count"], found["newest"])


@dataclass(frozen=True, slots=True)
class Board:
    """The whole ballot as a person sees it, how many values each person gave, and what changes with each of them."""

    rows: list[Row]
    given: Mapping[int, int]
    stamp: str


def board(meeting: Meeting, reader: Reader) -> Board:
    """Return the ballot, the most disputed line first. Queries: two."""
    lines = list(MeetingLine.objects.filter(meeting=meeting, is_asked=True).order_by("position"))
    votes = list(_votes(MeetingVote.objects.filter(line__meeting=meeting)))
    by_line: dict[int, list[MeetingVote]] = {line.pk: [] for line in lines}
    for vote in votes:
        if vote.line_id in by_line:
            by_line[vote.line_id].append(vote)
    given = Counter(vote.user_id for found in by_line.values() for vote in found)
    made = [_row(meeting, reader, line, by_line[line.pk]) for line in lines]
    newest = max((vote.voted_at for vote in votes), default=None)
    return Board(sorted(made, key=_place), given, seating.stamp(meeting, len(votes), newest))


def row(meeting: Meeting, reader: Reader, line: MeetingLine) -> Row:
    """Return one line. Queries: one."""
    return _row(meeting, reader, line, list(_votes(MeetingVote.objects.filter(line=line))))


def _votes(found: QuerySet[MeetingVote]) -> QuerySet[MeetingVote]:
    return found.select_related("user").order_by("value", "user__name", "pk")


def _row(meeting: Meeting, reader: Reader, line: MeetingLine, votes: list[MeetingVote]) -> Row:
    mine = next((vote for vote in votes if vote.user_id == reader.user_id), None)
    if not reader.may_see(meeting, mine):
        return Row(line, mine, None, [], len(votes))
    given = [Given(vote.user, vote.value, vote.comment) for vote in votes]
    return Row(line, mine, meeting_tally.tally(vote.value for vote in votes), given, len(votes))


def _place(row: Row) -> tuple[float, ...]:
    """Return where the line stands: disputed, agreed, kept back, without a value; then as on the ballot."""
    if row.tally is None:
        return (1.0 if row.count else 2.0, row.line.position)
    disagreement = (-part for part in row.tally.disagreement)
    return (0.0 if row.count else 2.0, *disagreement, row.line.position)

"""Working time: when so many working minutes are over. Pure; counts real minutes, so DST nights come out right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


MINUTES_A_DAY = 24 * 60
LOOK_AHEAD_DAYS = 400
Span = tuple[int, int]


class BadHours(ValueError):
    """The hours are no list of spans per weekday."""


def _no_holidays(day: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The week's spans in minutes after local midnight (0 Monday … 6 Sunday), the zone, the days off.

    Without a single span every minute is working time: a clock that never ran out would help nobody.
    """

    week: Mapping[int, Sequence[Span]]
    zone: ZoneInfo
    is_holiday: Callable[[date], bool] = field(default=_no_holidays)

    def due(self, start: datetime, *, minutes: int) -> datetime:
        """Return the moment at which that many working minutes have passed since ``start``, in UTC."""
        start, left = start.astimezone(UTC), timedelta(minutes=minutes)
        if not any(self.week.values()):
            return start + left
        for begin, end in self._spans(start):
            if end - begin >= left:
                return begin + left
            left -= end - begin
        # More than a year of days off: then count every minute rather than wait for ever.
        return start + timedelta(minutes=minutes)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Return how many whole working minutes lie between two moments; 0 if the end is not later."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if not any(self.week.values()):
            return max(0, int((end - start).total_seconds() // 60))
        total = timedelta(0)
        for begin, until in self._spans(start):
            if begin >= end:
                break
            total += min(until, end) - begin
        return int(total.total_seconds() // 60)

    def is_working(self, moment: datetime) -> bool:
        """Say whether the moment lies in working time."""
        return self.due(moment, minutes=0) == moment.astimezone(UTC)

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the spans from ``start`` on in UTC, ascending and without overlap."""
        day, done = start.astimezone(self.zone).date(), start
        for offset in range(LOOK_AHEAD_DAYS):
            today = day + timedelta(days=offset)
            if self.is_holiday(today):
                continue
            for first, last in sorted(self.week.get(today.weekday(), ())):
                begin, end = max(self._moment(today, first), done), self._moment(today, last)
                if end > begin:
                    yield begin, end
                    done = end

    def _moment(self, day: date, minute: int) -> datetime:
        """Return a wall-clock minute of a day in UTC; of an hour that comes twice, its first."""
        if minute >= MINUTES_A_DAY:
            day, minute = day + timedelta(days=1), minute - MINUTES_A_DAY
        return datetime.combine(day, time(minute // 60, minute % 60), self.zone).astimezone(UTC)


def read_minute(text: str) -> int:
    """Return "09:30" as minutes after midnight; "24:00" is the end of the day.

    Raises: BadHours.
    """
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and len(hours) <= 2):
        raise BadHours(text)
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > MINUTES_A_DAY:
        raise BadHours(text)
    return total


def read_week(hours: Mapping[str, Sequence[Sequence[str]]]) -> dict[int, list[Span]]:
    """Return ``Workspace.working_hours`` as minutes.

    Raises: BadHours for anything that is no span with its end after its start.
    """
    week: dict[int, list[Span]] = {}
    for day, spans in hours.items():
        if day not in set("0123456"):
            raise BadHours(day)
        read = [tuple(read_minute(text) for text in span) for span in spans]
        if any(len(span) != 2 or span[0] >= span[1] for span in read):
            raise BadHours(day)
        week[int(day)] = [(span[0], span[1]) for span in read]
    return week

"""Periods: whole days of the workspace's own time, what came before them, and the parts a trend is drawn by."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from reporting.choices import Span


Unit = Literal["day", "week", "month"]
DAY = timedelta(days=1)
MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
# Up to so many days a trend is drawn by days, then by weeks, then by months.
BY_DAYS, BY_WEEKS = 14, 95


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included, as the zone's clocks count them."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> datetime:
        """Return the moment it begins."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        """Return the first moment after it."""
        return datetime.combine(self.last + DAY, time(), self.zone)

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_whole_months(self) -> bool:
        """Say whether it begins and ends with a month."""
        return self.first.day == 1 and (self.last + DAY).day == 1

    @property
    def unit(self) -> Unit:
        """Return the parts in which a trend of it reads well."""
        if self.days <= BY_DAYS:
            return "day"
        return "week" if self.days <= BY_WEEKS else "month"

    def parts(self) -> list[date]:
        """Return the first day of each part; the first part begins with the period, not before it."""
        found, day = [], self.first
        while day <= self.last:
            found.append(day)
            day = _next_part(day, self.unit)
        return found

    def moved(self, steps: int) -> "Period":
        """Return the period as many steps later, negative earlier: whole months stay whole months."""
        if self.is_whole_months:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            first = _month(self.first, steps * months)
            return Period(first, _month(first, months) - DAY, self.zone)
        shift = timedelta(days=self.days * steps)
        return Period(self.first + shift, self.last + shift, self.zone)


def _next_part(day: date, unit: Unit) -> date:
    if unit == "day":
        return day + DAY
    return day + (7 - day.weekday()) * DAY if unit == "week" else _month(day, 1)


def _month(day: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def of(span: str, *, today: date, zone: ZoneInfo) -> Period:
    """Return the period of a name, up to today."""
    if span == Span.LAST30:
        return Period(today - 29 * DAY, today, zone)
    months = MONTHS[Span(span)]
    first = _month(today, -((today.month - 1) % months))
    return Period(first, today, zone)


def before(period: Period, span: str) -> Period:
    """Return what the period is compared with: as many days of the unit before, all of it if ours is complete."""
    if span not in MONTHS:
        return period.moved(-1)
    months = MONTHS[Span(span)]
    first = _month(period.first, -months)
    if period.last == _month(period.first, months) - DAY:
        return Period(first, period.first - DAY, period.zone)
    return Period(first, min(first + (period.days - 1) * DAY, period.first - DAY), period.zone)

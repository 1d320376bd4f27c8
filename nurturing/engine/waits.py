"""When a wait is over: hours, days or a part of the purchase cycle, then the next open window of the lead's own clock.

Days are days of the calendar: three days after Friday 10:00 is Monday 10:00, also over a night in which the clock
changes. An hour that does not exist on such a night is the first one after it, and of an hour that comes twice the
first counts, so no wait is skipped and none ends twice.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nurturing.choices import StepKind
from nurturing.engine.outline import Step


LOOK_AHEAD_DAYS = 8
LEAST = timedelta(hours=1)


def due(step: Step, *, since: datetime, zone: ZoneInfo, cycle_days: int) -> datetime:
    """Return when the step is done by time alone: a wait's end, a branch's time-out, anything else at once."""
    if step.kind == StepKind.WAIT:
        return _opened(step.data, _length(step.data, since, zone, cycle_days), zone)
    if step.kind == StepKind.BRANCH_CLICK:
        names = {"hours": step.data.get("within_hours"), "days": step.data.get("within_days")}
        return _length(names, since, zone, cycle_days)
    return since


def _length(data: Mapping[str, Any], since: datetime, zone: ZoneInfo, cycle_days: int) -> datetime:
    if data.get("hours"):
        return since + timedelta(hours=float(data["hours"]))
    days = float(data.get("days") or cycle_days * float(data.get("cycle_percent") or 0) / 100)
    whole = int(days)
    end = _days_later(since, whole, zone) + timedelta(hours=round(24 * (days - whole)))
    return max(end, since + LEAST)


def _days_later(since: datetime, days: int, zone: ZoneInfo) -> datetime:
    local = since.astimezone(zone)
    return _moment(local.date() + timedelta(days=days), local.time(), zone, fold=local.fold)


def _moment(day: date, at: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """Return the wall-clock time of the day in UTC; in the gap of a spring night, the first moment after it."""
    wall = datetime.combine(day, at, zone).replace(fold=fold)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    # Python reads a time in the gap by the offset before it, which lands as far behind the gap as it was inside.
    before, after = (wall.replace(fold=side).utcoffset() for side in (0, 1))
    gap = abs((after or timedelta()) - (before or timedelta()))
    start = moment - timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
    return start if gap >= timedelta(hours=1) else moment


def _opened(data: Mapping[str, Any], moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment itself inside the window, else when the window opens next."""
    start, end = data.get("from_hour"), data.get("until_hour")
    weekdays = data.get("weekdays")
    if start is None and end is None and not weekdays:
        return moment
    days = {int(day) for day in weekdays} if weekdays else set(range(7))
    first, last = int(start or 0), int(24 if end is None else end)
    today = moment.astimezone(zone).date()
    for offset in range(LOOK_AHEAD_DAYS):
        day = today + timedelta(days=offset)
        if day.weekday() not in days:
            continue
        opens = _moment(day, time(first), zone)
        closes = _moment(day + timedelta(days=last // 24), time(last % 24), zone)
        # A spring night may swallow the whole window: then it is the one moment it would have begun at.
        if moment < closes or moment <= opens:
            return max(moment, opens)
    return moment

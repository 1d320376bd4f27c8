"""Moments in words: short for lists ("3 min", "yesterday", "19 Nov"), full for tooltips."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


MINUTE, HOUR = 60, 3600
DAYS_IN_WORDS = 7


def duration(seconds: float) -> str:
    """Return a length of time in at most two units: "48 s", "12 min", "1 h 42 min", "3 d"."""
    seconds = int(abs(seconds))
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < 24 * HOUR:
        hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return ngettext("%(days)d d", "%(days)d d", seconds // (24 * HOUR)) % {"days": seconds // (24 * HOUR)}


def roughly(seconds: float) -> str:
    """Return a length of time in its largest unit: "12 h", where a list has no room for the minutes."""
    return " ".join(duration(seconds).split(" ")[:2])


def short_date(day: date, *, now: datetime) -> str:
    """Return day and month, with the year if it is not this one."""
    this_year = day.year == timezone.localtime(now).year
    return date_format(day, pgettext("date format", "j M") if this_year else pgettext("date format", "j M Y"))


def ago(moment: datetime, *, now: datetime) -> str:
    """Return how long ago it was, shortly; from a week on, the day."""
    seconds = (now - moment).total_seconds()
    if seconds < MINUTE:
        return _("now")
    days = (timezone.localtime(now).date() - timezone.localtime(moment).date()).days
    if seconds < HOUR or days == 0:
        return f"{int(seconds // MINUTE)} min" if seconds < HOUR else f"{int(seconds // HOUR)} h"
    if days == 1:
        return _("yesterday")
    if days < DAYS_IN_WORDS:
        return ngettext("%(days)d d", "%(days)d d", days) % {"days": days}
    return short_date(timezone.localtime(moment).date(), now=now)


def upcoming(moment: datetime, *, now: datetime) -> str:
    """Return when it will be: the hour today, "tomorrow" with it, a weekday within the week, else the day."""
    local = timezone.localtime(moment)
    days = (local.date() - timezone.localtime(now).date()).days
    hour = date_format(local, "H:i")
    if days == 0:
        return _("Today %(hour)s") % {"hour": hour}
    if days == 1:
        return _("Tomorrow %(hour)s") % {"hour": hour}
    if 1 < days < DAYS_IN_WORDS:
        return date_format(local, pgettext("date format", "D j")).capitalize()
    return short_date(local.date(), now=now)


def day_heading(day: date, *, now: datetime) -> str:
    """Return the heading under which a timeline puts the day."""
    today = timezone.localtime(now).date()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return date_format(
        day, pgettext("date format", "j F") if day.year == today.year else pgettext("date format", "j F Y")
    )


def full(moment: datetime) -> str:
    """Return the whole moment in the reader's zone and language."""
    return date_format(timezone.localtime(moment), pgettext("date format", "j F Y, H:i"))

"""The next step after a call: what, when, and what each outcome suggests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from distribution.calendar import WorkingCalendar
from leads.choices import CallOutcome


class Step(models.TextChoices):
    """What is done next; the label becomes the task's title."""

    CALL = "call", _("Call again")
    EMAIL = "email", _("Send information")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    PROPOSAL = "proposal", _("Prepare proposal")
    NONE = "none", _("No next step")


class When(models.TextChoices):
    """When, in working time."""

    SOON = "soon", _("In two hours")
    TOMORROW = "tomorrow", _("Next working day")
    DAYS = "days", _("In three working days")
    WEEK = "week", _("In a week")


@dataclass(frozen=True, slots=True)
class Plan:
    """A step and its time."""

    step: str
    when: str


SUGGESTED: dict[str, Plan] = {
    CallOutcome.NO_ANSWER: Plan(Step.CALL, When.SOON),
    CallOutcome.CONNECTED: Plan(Step.CALL, When.DAYS),
    CallOutcome.INTERESTED: Plan(Step.EMAIL, When.TOMORROW),
    CallOutcome.MEETING: Plan(Step.MEETING, When.TOMORROW),
    CallOutcome.CALL_BACK: Plan(Step.CALL, When.TOMORROW),
    CallOutcome.NOT_A_FIT: Plan(Step.NONE, When.SOON),
}
WORKING_DAYS = {When.TOMORROW: 1, When.DAYS: 3}


def moment(when: str, *, at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the moment in working time: for days, an hour after the day's work begins."""
    if when == When.SOON:
        return calendar.due(at, minutes=120)
    midnight = at.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if when == When.WEEK:
        return calendar.due(midnight + timedelta(days=7), minutes=60)
    start = midnight
    for _day in range(WORKING_DAYS[When(when)]):
        following = (start + timedelta(days=1)).replace(hour=0)
        opens = calendar.due(following, minutes=0).astimezone(calendar.zone)
        start = opens.replace(hour=0, minute=0, second=0, microsecond=0)
    return calendar.due(start, minutes=60)


def plan(outcome: str, *, step: str, when: str) -> Plan:
    """Return what the person chose, filled up by what the outcome suggests."""
    suggested = SUGGESTED[outcome]
    return Plan(step or suggested.step, when or suggested.when)

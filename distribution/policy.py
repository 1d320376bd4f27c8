"""The hand-off policy of a workspace: its clock, its calendar, and who gets what nobody takes."""

from dataclasses import dataclass
from datetime import datetime

from distribution import holiday
from distribution.calendar import BadHours, WorkingCalendar, read_week
from tenants.models import Workspace


@dataclass(frozen=True, slots=True)
class Policy:
    """What ``Workspace`` says about hand-offs, read once."""

    accept_minutes: int
    contact_minutes: int
    calendar: WorkingCalendar
    fallback_owner_id: int | None
    skips_holidays: bool

    def accept_due(self, offered_at: datetime) -> datetime:
        """Return until when an offer made then is to be answered."""
        return self.calendar.due(offered_at, minutes=self.accept_minutes)

    def contact_due(self, offered_at: datetime) -> datetime:
        """Return until when the first contact is to be tried."""
        return self.calendar.due(offered_at, minutes=self.contact_minutes)


def of(workspace: Workspace) -> Policy:
    """Return the workspace's policy; hours that cannot be read count as every minute."""
    chosen = workspace.settings.get("hand_off", {})
    skips_holidays = bool(chosen.get("skips_holidays", True))
    try:
        week = read_week(workspace.working_hours)
    except (BadHours, AttributeError, TypeError, ValueError):
        week = {}
    free = {"is_holiday": holiday.in_country(workspace.country)} if skips_holidays else {}
    return Policy(
        accept_minutes=workspace.accept_minutes,
        contact_minutes=workspace.contact_minutes,
        calendar=WorkingCalendar(week=week, zone=workspace.zone, **free),
        fallback_owner_id=chosen.get("fallback_owner"),
        skips_holidays=skips_holidays,
    )

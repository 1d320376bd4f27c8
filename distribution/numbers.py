"""A rep's own numbers and the state of all hand-offs, for today's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from core.scope import current_workspace_id
from distribution.calendar import WorkingCalendar
from distribution.choices import HandOffState
from distribution.models import HandOff
from leads.choices import ActivityKind, Light, Stage
from leads.models import Activity, LeadRank
from work.models import WorkItem


WEEK = timedelta(days=7)
SAMPLE = 500


@dataclass(frozen=True, slots=True)
class MyNumbers:
    """What a rep did in the last seven days, and what was won this month."""

    accepted: int
    returned: int
    on_time: int
    contacts: int
    first_contact_minutes: int | None
    won: int

    @property
    def on_time_percent(self) -> int | None:
        """Return the share of first contacts that were tried in time."""
        return round(100 * self.on_time / self.contacts) if self.contacts else None


def of_rep(user_id: int, *, at: datetime, calendar: WorkingCalendar) -> MyNumbers:
    """Return the rep's numbers. Queries: three."""
    recent = HandOff.objects.filter(owner_id=user_id, answered_at__gt=at - WEEK)
    counts = recent.aggregate(
        accepted=Count("pk", filter=Q(state__in=[HandOffState.ACCEPTED, HandOffState.RECYCLED])),
        returned=Count("pk", filter=Q(state=HandOffState.REJECTED)),
    )
    contacts: list[Any] = list(
        recent.filter(contacted_at__isnull=False)
        .order_by("-answered_at", "-pk")
        .values_list("offered_at", "contacted_at", "contact_due_at")[:SAMPLE]
    )
    month = timezone.localtime(at).replace(day=1).date()
    won = Activity.objects.filter(
        kind=ActivityKind.WON, day__gte=month, lead__rank__owner_id=user_id, lead__rank__stage=Stage.CONVERTED
    )
    return MyNumbers(
        accepted=counts["accepted"],
        returned=counts["returned"],
        on_time=sum(contacted <= due for _offered, contacted, due in contacts),
        contacts=len(contacts),
        first_contact_minutes=_median(
            [calendar.minutes_between(offered, contacted) for offered, contacted, _due in contacts]
        ),
        won=won.values("lead_id").distinct().count(),
    )


def _median(minutes: Sequence[int]) -> int | None:
    return round(median(minutes)) if minutes else None


@dataclass(frozen=True, slots=True)
class Overview:
    """Where hand-offs stand in the whole workspace, and whether work is being done."""

    waiting: int
    late: int
    uncontacted_late: int
    amber: int
    oldest_due_at: datetime | None


def overview(*, at: datetime) -> Overview:
    """Return the workspace's figures. Queries: three."""
    open_ones = HandOff.objects.filter(
        Q(state=HandOffState.OFFERED) | Q(state=HandOffState.ACCEPTED, contacted_at=None)
    ).aggregate(
        waiting=Count("pk", filter=Q(state=HandOffState.OFFERED)),
        late=Count("pk", filter=Q(state=HandOffState.OFFERED, accept_due_at__lte=at)),
        uncontacted=Count(
            "pk",
            filter=Q(
                state=HandOffState.ACCEPTED,
                contact_due_at__lte=at,
                lead__rank__stage__in=[Stage.SAL, Stage.SQL],
            ),
        ),
    )
    amber = LeadRank.objects.filter(light=Light.AMBER, stage=Stage.MARKETING).count()
    oldest = WorkItem.objects.filter(
        workspace_id=current_workspace_id(), dead_at=None, due_at__lte=at
    ).aggregate(oldest=Min("due_at"))["oldest"]
    return Overview(
        waiting=open_ones["waiting"],
        late=open_ones["late"],
        uncontacted_late=open_ones["uncontacted"],
        amber=amber,
        oldest_due_at=oldest,
    )

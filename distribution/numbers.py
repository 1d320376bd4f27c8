"""A rep's own numbers and the state of all hand-offs, for today's page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q
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
    """Return the rep's numbers. Queries: two."""
    recent: list[Any] = list(
        HandOff.objects.filter(owner_id=user_id, answered_at__gt=at - WEEK)
        .order_by("-answered_at", "-pk")
        .values_list("state", "offered_at", "contacted_at", "contact_due_at")[:SAMPLE]
    )
    states = Counter(row[0] for row in recent)
    contacts = [row[1:] for row in recent if row[2] is not None]
    month = timezone.localtime(at).replace(day=1).date()
    won = Activity.objects.filter(
        kind=ActivityKind.WON, day__gte=month, lead__rank__owner_id=user_id, lead__rank__stage=Stage.CONVERTED
    )
    return MyNumbers(
        accepted=states[HandOffState.ACCEPTED] + states[HandOffState.RECYCLED],
        returned=states[HandOffState.REJECTED],
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
    """Return the workspace's figures. Queries: four, each along an index of what is open."""
    waiting = HandOff.objects.filter(state=HandOffState.OFFERED).aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(accept_due_at__lte=at))
    )
    uncontacted = HandOff.objects.filter(
        Exists(LeadRank.objects.filter(pk=OuterRef("lead_id"), stage__in=[Stage.SAL, Stage.SQL])),
        state=HandOffState.ACCEPTED,
        contacted_at=None,
        contact_due_at__lte=at,
    )
    amber = LeadRank.objects.filter(light=Light.AMBER, stage=Stage.MARKETING).count()
    oldest = WorkItem.objects.filter(
        workspace_id=current_workspace_id(), dead_at=None, due_at__lte=at
    ).aggregate(oldest=Min("due_at"))["oldest"]
    return Overview(
        waiting=waiting["all"],
        late=waiting["late"],
        uncontacted_late=uncontacted.count(),
        amber=amber,
        oldest_due_at=oldest,
    )


@dataclass(frozen=True, slots=True)
class Load:
    """What one rep has in hand."""

    name: str
    waiting: int
    late: int
    working: int
    won: int


LOADS = """
SELECT coalesce(nullif(u.name, ''), u.email),
  coalesce(w.waiting, 0), coalesce(w.late, 0), coalesce(k.working, 0), coalesce(v.won, 0)
FROM tenants_membership m
JOIN tenants_user u ON u.id = m.user_id
LEFT JOIN (SELECT owner_id, count(*) AS waiting, count(*) FILTER (WHERE accept_due_at <= %(at)s) AS late
           FROM distribution_handoff WHERE workspace_id = %(workspace)s AND state = 'offered'
           GROUP BY owner_id) w ON w.owner_id = m.user_id
LEFT JOIN (SELECT owner_id, count(*) AS working FROM leads_leadrank
           WHERE workspace_id = %(workspace)s AND stage IN ('sal', 'sql') AND owner_id IS NOT NULL
           GROUP BY owner_id) k ON k.owner_id = m.user_id
LEFT JOIN (SELECT r.owner_id, count(DISTINCT r.lead_id) AS won FROM leads_activity a
           JOIN leads_leadrank r ON r.workspace_id = a.workspace_id AND r.lead_id = a.lead_id
           WHERE a.workspace_id = %(workspace)s AND a.kind = 'won' AND a.day >= %(month)s
             AND r.stage = 'converted'
           GROUP BY r.owner_id) v ON v.owner_id = m.user_id
WHERE m.workspace_id = %(workspace)s AND m.role = 'rep' AND m.is_active AND u.is_active
ORDER BY 1, m.id LIMIT 30
"""


def loads(*, at: datetime) -> list[Load]:
    """Return each rep's load, by name. Queries: one."""
    month = timezone.localtime(at).replace(day=1).date()
    values: dict[str, Any] = {"workspace": current_workspace_id(), "at": at, "month": month}
    with connection.cursor() as cursor:
        cursor.execute(LOADS, values)
        return [Load(*row) for row in cursor.fetchall()]

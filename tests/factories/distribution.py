"""Routes, pools and hand-offs; call inside a workspace's scope."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from distribution.models import HandOff, Pool, PoolMember, RejectReason, Route
from leads.models import Lead
from tenants.models import Membership


def make_pool(name: str = "North", members: Iterable[Membership] = (), **columns: Any) -> Pool:
    """Make a pool in which the members take turns."""
    pool = Pool.objects.create(name=name, **columns)
    PoolMember.objects.bulk_create([PoolMember(pool=pool, user=member.user) for member in members])
    return pool


def make_route(pool: Pool, name: str = "All", **columns: Any) -> Route:
    """Make a route for every lead."""
    return Route.objects.create(pool=pool, name=name, **{"position": Route.objects.count() + 1} | columns)


def make_reason(slug: str = "no-need", **columns: Any) -> RejectReason:
    """Make a reason after which a lead rests for 90 days."""
    return RejectReason.objects.create(slug=slug, **{"label": slug.title(), "resume_days": 90} | columns)


def make_hand_off(lead: Lead, owner: Membership, at: datetime | None = None, **columns: Any) -> HandOff:
    """Make a hand-off that waits for the owner, due in two hours; the lead itself is left as it is."""
    at = at or timezone.now()
    due = {"accept_due_at": at + timedelta(hours=2), "contact_due_at": at + timedelta(hours=4)}
    return HandOff.objects.create(lead=lead, owner=owner.user, offered_at=at, **due | columns)

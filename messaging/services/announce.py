"""The pipeline's last step: tell other systems and people what newly stands on the leads' timelines.

The timeline is the one list of what happened, so nothing has to be reported twice: an activity of the last days
that an endpoint subscribed to and that has no message yet gets one, and likewise its notifications. Late or
repeated runs find the keys taken.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from core import sets
from core.ids import uuid7
from core.scope import current_workspace_id
from leads.choices import ActivityKind
from leads.models import Activity, Lead
from messaging.choices import NotificationKind, Purpose, Transport
from messaging.events import KIND_OF, NAME_OF
from messaging.models import Message, Notification, WebhookEndpoint
from messaging.services import notify
from messaging.services.webhooks import QUEUE
from tenants.choices import Role
from tenants.models import Membership, User, Workspace
from work import queue


# How long after it happened a fact is still news; longer than any outage, shorter than an import of history.
NEWS = timedelta(days=7)
# Keys of an activity's data that are row numbers of our own pages, or people.
INTERNAL = ("account", "contact", "opportunity", "conversion", "owner")
# How long it is news to people.
FRESH = timedelta(days=1)
# More leads than this handed to one person at once are one notification.
MANY = 5
SUM = "offered-many:"
# What people are told of.
TOLD = {ActivityKind.HANDED_OFF, ActivityKind.REJECTED, ActivityKind.RECYCLED, ActivityKind.NOTE}
MENTION = re.compile(r"(?<![\w@])@([\w.+-]+)")
MAX_TEXT = 2000


def reconcile(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Write messages for endpoints and notifications for people of what happened to the leads.

    Queries: two when no endpoint listens and nothing is to be told, else about six for any number of leads.
    """
    endpoints = list(WebhookEndpoint.objects.filter(is_active=True))
    kinds = {KIND_OF[event] for endpoint in endpoints for event in endpoint.events if event in KIND_OF}
    news = _news(lead_ids, kinds | TOLD, at)
    if not news:
        return
    leads = Lead.objects.select_related("rank", "rank__source").in_bulk({a.lead_id for a in news})
    _publish(news, endpoints, leads, at)
    _notify(news, leads, at)


def _news(lead_ids: Sequence[int], kinds: set[str], at: datetime) -> list[Activity]:
    since = at - NEWS
    found = Activity.objects.filter(lead_id__in=lead_ids, day__gte=since.astimezone(UTC).date())
    return list(found.filter(kind__in=kinds, occurred_at__gt=since).order_by("pk"))


# Other systems ------------------------------------------------------------------------------------------------


def _publish(
    news: Sequence[Activity],
    endpoints: Sequence[WebhookEndpoint],
    leads: Mapping[int, Lead],
    at: datetime,
) -> None:
    wanted = [
        (endpoint, activity)
        for endpoint in endpoints
        for activity in news
        if NAME_OF.get(activity.kind) in endpoint.events and activity.occurred_at >= endpoint.created_at
    ]
    if not wanted:
        return
    told = {f"event:{endpoint.pk}:{activity.pk}": (endpoint, activity) for endpoint, activity in wanted}
    fresh = set(told) - set(Message.objects.filter(key__in=told).values_list("key", flat=True))
    people = _emails(leads, [activity for _endpoint, activity in told.values()])
    slug = Workspace.objects.values_list("slug", flat=True).get(pk=current_workspace_id())
    rows = [
        _row(key, *told[key], content=payload(told[key][1], leads[told[key][1].lead_id], people, slug), at=at)
        for key in sorted(fresh)
    ]
    made = sets.insert(Message, rows, ignore_conflicts=True, returning=("id",))
    queue.mark(QUEUE, [row[0] for row in made])


def _row(
    key: str, endpoint: WebhookEndpoint, activity: Activity, *, content: dict[str, Any], at: datetime
) -> dict[str, Any]:
    return {
        "key": key,
        "public_id": uuid7(),
        "transport": Transport.WEBHOOK,
        "purpose": Purpose.SERVICE,
        "origin": f"activity:{activity.pk}",
        "lead_id": activity.lead_id,
        "endpoint_id": endpoint.pk,
        "to": endpoint.url,
        "subject": NAME_OF[activity.kind],
        "content": content,
        "due_at": at,
        "created_at": at,
        "updated_at": at,
    }


def payload(activity: Activity, lead: Lead, people: Mapping[int, str], slug: str) -> dict[str, Any]:
    """Return the event's body: what happened, and the lead as it is now."""
    rank = lead.rank
    data = {name: _short(value) for name, value in activity.data.items() if name not in INTERNAL}
    if isinstance(activity.data.get("owner"), int):
        data["owner"] = people.get(activity.data["owner"])
    return {
        "type": NAME_OF[activity.kind],
        "timestamp": activity.occurred_at.isoformat(),
        "data": {
            "lead": {
                "id": str(lead.public_id),
                "url": f"{settings.PUBLIC_URL}/w/{slug}/leads/{lead.pk}/",
                "first_name": lead.first_name,
                "last_name": lead.last_name,
                "email": lead.email,
                "phone": lead.phone,
                "company": lead.company,
                "stage": rank.stage,
                "grade": rank.grade,
                "score": rank.score,
                "light": rank.light,
                "owner": people.get(rank.owner_id) if rank.owner_id else None,
                "source": rank.source.slug if rank.source else None,
            },
            "activity": data,
        },
    }


def _short(value: Any) -> Any:
    """Keep an event within the 20 KB that receivers take."""
    return value[:MAX_TEXT] if isinstance(value, str) else value


def _emails(leads: Mapping[int, Lead], news: Sequence[Activity]) -> dict[int, str]:
    ids = {lead.rank.owner_id for lead in leads.values()} | {a.data.get("owner") for a in news}
    found = User.objects.filter(pk__in=[pk for pk in ids if isinstance(pk, int)])
    return dict(found.values_list("pk", "email"))


# People -------------------------------------------------------------------------------------------------------


def _notify(news: Sequence[Activity], leads: Mapping[int, Lead], at: datetime) -> None:
    recent = [activity for activity in news if activity.occurred_at > at - FRESH]
    notices = [
        notice for owner, offered in _untold(recent, at).items() for notice in _offered(owner, offered, leads)
    ]
    returned = [a for a in recent if a.kind in {ActivityKind.REJECTED, ActivityKind.RECYCLED}]
    if returned:
        marketers = list(
            Membership.objects.filter(
                workspace_id=current_workspace_id(), role=Role.MARKETER, is_active=True
            ).values_list("user_id", flat=True)
        )
        notices += [
            _notice(user, NotificationKind.LEAD_RETURNED, activity, leads)
            for activity in returned
            for user in marketers
            if user != activity.by_id
        ]
    notices += _mentions([a for a in recent if a.kind == ActivityKind.NOTE], leads)
    notify.send(notices, at=at)


def _mentions(notes: Sequence[Activity], leads: Mapping[int, Lead]) -> list[notify.Notice]:
    """Return a notice for each member that a note names as ``@`` and what stands before the @ of their address."""
    named = {a.pk: {w.casefold().rstrip(".") for w in MENTION.findall(a.data.get("text", ""))} for a in notes}
    if not any(named.values()):
        return []
    members = Membership.objects.filter(workspace_id=current_workspace_id(), is_active=True)
    rows = members.values_list("user_id", "user__email", "user__name")
    return [
        _notice(user, NotificationKind.MENTION, activity, leads, name=_author(activity.by_id, rows))
        for activity in notes
        for user, email, _name in rows
        if email.split("@")[0].casefold() in named[activity.pk] and user != activity.by_id
    ]


def _author(user_id: int | None, members: Iterable[tuple[int, str, str]]) -> str:
    return next((name or email for pk, email, name in members if pk == user_id), "")


def _untold(recent: Sequence[Activity], at: datetime) -> dict[int, list[Activity]]:
    """Return by owner the leads they were handed by others and heard of neither alone nor in a sum."""
    by_owner: dict[int, list[Activity]] = defaultdict(list)
    for activity in recent:
        owner = activity.data.get("owner")
        if activity.kind == ActivityKind.HANDED_OFF and isinstance(owner, int) and owner != activity.by_id:
            by_owner[owner].append(activity)
    if not by_owner:
        return by_owner
    alone = Q(key__in=[_key(activity) for offered in by_owner.values() for activity in offered])
    in_sums = Q(key__startswith=SUM, created_at__gt=at - 2 * FRESH)
    kept = Notification.objects.filter(alone | in_sums, user_id__in=by_owner)
    told: dict[int, set[str]] = defaultdict(set)
    for owner, key, summed in kept.values_list("user_id", "key", "data__activities"):
        told[owner] |= {key, *(f"activity:{pk}" for pk in summed or ())}
    return {
        owner: [activity for activity in offered if _key(activity) not in told[owner]]
        for owner, offered in by_owner.items()
    }


def _offered(owner: int, offered: Sequence[Activity], leads: Mapping[int, Lead]) -> list[notify.Notice]:
    if len(offered) <= MANY:
        return [_notice(owner, NotificationKind.LEAD_OFFERED, activity, leads) for activity in offered]
    ids = sorted(activity.pk for activity in offered)
    return [
        notify.Notice(
            owner,
            NotificationKind.LEAD_OFFERED,
            key=f"{SUM}{ids[0]}",
            data={"count": len(ids), "activities": ids},
            path="today/",
        )
    ]


def _key(activity: Activity) -> str:
    return f"activity:{activity.pk}"


def _notice(
    user: int, kind: str, activity: Activity, leads: Mapping[int, Lead], **data: Any
) -> notify.Notice:
    lead = leads[activity.lead_id]
    return notify.Notice(
        user,
        kind,
        key=_key(activity),
        lead_id=lead.pk,
        data={"lead": str(lead), **data},
        path=f"leads/{lead.pk}/",
    )

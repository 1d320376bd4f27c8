"""Telling people: once per person and key, in the app and, where they want it, by mail."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from core import sets
from core.ids import uuid7
from core.scope import current_workspace_id
from messaging.choices import NotificationKind
from messaging.models import Notification, NotificationChoice
from tenants.models import Membership
from tenants.permissions import capabilities_of
from work import queue


QUEUE = "notice"
# What is told by mail too unless the person says otherwise: what costs a sale when it waits.
MAILED = frozenset(
    {NotificationKind.LEAD_OFFERED, NotificationKind.WEBHOOK_DISABLED, NotificationKind.INQUIRY}
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person; ``path`` is the page below the workspace's address."""

    user_id: int
    kind: str
    key: str
    lead_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """How one person wants to hear of one kind."""

    kind: str
    in_app: bool
    by_mail: bool


@transaction.atomic
def send(notices: Iterable[Notice], *, at: datetime) -> int:
    """Tell people what they were not told yet; return how many notices are new. Queries: at most three."""
    given = list(notices)
    if not given:
        return 0
    wishes = _wishes({notice.user_id for notice in given})
    rows = [
        {
            "public_id": uuid7(),
            "user_id": notice.user_id,
            "kind": notice.kind,
            "key": notice.key,
            "lead_id": notice.lead_id,
            "data": notice.data,
            "path": notice.path,
            "created_at": at,
            # one that is wanted by mail alone is kept as read: it must not be sent twice either
            "read_at": None if _wish(wishes, notice).in_app else at,
        }
        for notice in given
    ]
    made = sets.insert(Notification, rows, ignore_conflicts=True, returning=("id", "user_id", "kind"))
    mailed = [pk for pk, user, kind in made if _by_kind(wishes, user, kind).by_mail]
    queue.mark(QUEUE, mailed)
    return len(made)


def to_capable(
    capability: str, notice_of: Callable[[int], Notice], *, at: datetime, renews: bool = False
) -> int:
    """Tell everybody who may do something about it; ``notice_of(user_id)`` makes the notice.

    ``renews``: what says the same key to everybody, and who has it already reads what it says now.
    """
    notices = [notice_of(user) for user in capable(capability)]
    if renews and notices:
        _renew(notices)
    return send(notices, at=at)


def capable(capability: str) -> list[int]:
    """Return the members who may do something about it. Queries: one."""
    members = Membership.objects.filter(workspace_id=current_workspace_id(), is_active=True)
    roles = members.values_list("user_id", "role")
    return [user for user, role in roles if capability in capabilities_of(role)]


def _renew(notices: Sequence[Notice]) -> None:
    """Let those who have the notice read its new facts; who has read it finds it unread, unless it is only mailed."""
    kept = Notification.objects.filter(user_id__in=[n.user_id for n in notices], key=notices[0].key)
    kept.exclude(read_at=F("created_at")).update(data=notices[0].data, read_at=None)


def read(*, user_id: int, at: datetime, keys: Sequence[int] | None = None) -> int:
    """Mark the person's notices as read, all or the given ones; return how many were unread."""
    unread = Notification.objects.filter(user_id=user_id, read_at=None)
    return (unread if keys is None else unread.filter(pk__in=keys)).update(read_at=at)


def wishes_of(user_id: int) -> list[Wish]:
    """Return how the person wants to hear of each kind."""
    kept = _wishes({user_id})
    return [_by_kind(kept, user_id, kind) for kind in NotificationKind.values]


@transaction.atomic
def choose(*, user_id: int, wishes: Sequence[Wish]) -> None:
    """Keep how the person wants to hear of the kinds."""
    for wish in wishes:
        NotificationChoice.objects.update_or_create(
            user_id=user_id, kind=wish.kind, defaults={"in_app": wish.in_app, "by_mail": wish.by_mail}
        )


Wishes = dict[tuple[int, str], Wish]


def _wishes(user_ids: set[int]) -> Wishes:
    rows = NotificationChoice.objects.filter(user_id__in=user_ids)
    return {
        (user, kind): Wish(kind, in_app, by_mail)
        for user, kind, in_app, by_mail in rows.values_list("user_id", "kind", "in_app", "by_mail")
    }


def _wish(wishes: Wishes, notice: Notice) -> Wish:
    return _by_kind(wishes, notice.user_id, notice.kind)


def _by_kind(wishes: Wishes, user_id: int, kind: str) -> Wish:
    return wishes.get((user_id, kind)) or Wish(kind, in_app=True, by_mail=kind in MAILED)

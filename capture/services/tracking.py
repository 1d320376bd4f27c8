"""Tracking: set up for a workspace, what the script posts stored in one insert, and forgotten in time."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture.models import Tracker, Visit, VisitorName
from capture.parsers import beacon as beacon_of
from capture.parsers.beacon import Beacon
from capture.queries import Limit
from capture.services import tracking_join
from capture.services.forms import origin
from core import sets
from core.errors import Invalid
from core.scope import current_workspace_id
from core.text import clean
from tenants.services import audit, tokens


TOKEN = "tracker"  # noqa: S105 - the kind of public token, not a secret
ANY = "*"
# The parameter by which a mail's link says which one it was.
CARRIED = "lc"
MINUTE = timedelta(minutes=1)
MOST_ORIGINS, LONGEST_ORIGIN, MOST_DAYS = 50, 200, 800
FORGET_AT_ONCE, FORGET_ROUNDS = 10_000, 100
# Stored only while network and workspace are under their limits; tells whose visits the visitor's already are.
STORE = """
INSERT INTO capture_visit
  (workspace_id, visitor, kind, at, url, title, referrer, name, channel, data, ip_class)
SELECT %(workspace)s, %(visitor)s, %(kind)s, %(at)s, %(url)s, %(title)s, %(referrer)s, %(name)s, %(channel)s,
  %(data)s::jsonb, %(ip_class)s
FROM (
  SELECT count(*) AS every, count(*) FILTER (WHERE ip_class = %(ip_class)s) AS here
  FROM (SELECT ip_class FROM capture_visit WHERE workspace_id = %(workspace)s AND at > %(since)s
        ORDER BY at DESC, id DESC LIMIT %(most)s) AS latest) AS counted
WHERE every < %(most)s AND here < %(most_here)s
RETURNING coalesce((SELECT max(n.id) FROM capture_visitorname n
  WHERE n.workspace_id = %(workspace)s AND n.visitor = %(visitor)s), 0)
"""
FORGET = """
DELETE FROM capture_visit WHERE workspace_id = %s AND id IN (
  SELECT id FROM capture_visit WHERE workspace_id = %s AND lead_id IS NULL AND at < %s ORDER BY at, id LIMIT %s)
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a token leads; the tracker may be read in the workspace's scope only."""

    workspace_id: int
    tracker_id: int


@dataclass(frozen=True, slots=True)
class Settings:
    """How a workspace tracks."""

    allowed_origins: Sequence[str]
    asks_consent: bool = True
    retention_days: int = 90
    is_active: bool = True


def find(*, token: str, at: datetime) -> Found | None:
    """Return where the token leads, before any workspace is known."""
    known = tokens.resolve(kind=TOKEN, token=token, at=at)
    return Found(known.workspace_id, known.object_id) if known else None


def current() -> Tracker | None:
    """Return the workspace's tracker, if somebody set it up. Queries: one."""
    return Tracker.objects.first()


@transaction.atomic
def configure(*, settings: Settings, by: int | None, at: datetime) -> Tracker:
    """Set up tracking, or change how it works; the script's address stays the same.

    Raises: Invalid, each fault under the setting's name.
    """
    values = {
        "allowed_origins": _origins(settings.allowed_origins),
        "asks_consent": settings.asks_consent,
        "retention_days": settings.retention_days,
        "is_active": settings.is_active,
    }
    if not 1 <= settings.retention_days <= MOST_DAYS:
        raise _refusal("retention_days", _("From 1 to 800 days."))
    made = {"token": secrets.token_urlsafe(12), "created_by": by}
    tracker, is_new = Tracker.objects.select_for_update(no_key=True).get_or_create(defaults=values | made)
    if is_new:
        tokens.issue(kind=TOKEN, object_id=tracker.pk, token=tracker.token)
    else:
        for name, value in values.items():
            setattr(tracker, name, value)
        tracker.save(update_fields=[*values, "updated_at"])
    audit.record(action="tracking.set_up" if is_new else "tracking.changed", by=by, at=at, data=values)
    return tracker


def _origins(texts: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(ANY if text == ANY else origin(text) for text in texts))
    if len(found) > MOST_ORIGINS or any(len(one) > LONGEST_ORIGIN for one in found):
        raise _refusal("allowed_origins", _("At most 50 websites of 200 characters."))
    return found


def _refusal(name: str, message: str | Promise) -> Invalid:
    return Invalid(message, errors=[{"path": name, "message": str(message)}])


def receive(*, beacon: Beacon, ip_class: str, limit: Limit, at: datetime) -> bool:
    """Store what was seen; False if too much came in the last minute. Queries: one, two of a visitor with a name."""
    row: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "visitor": beacon.visitor,
        "kind": beacon.kind,
        "at": at,
        "since": at - MINUTE,
        "url": beacon.url,
        "title": clean(beacon.title),
        "referrer": beacon.referrer,
        "name": beacon.name,
        "channel": beacon.channel,
        "data": sets.dump([beacon.data])[1:-1],
        "ip_class": ip_class[:60],
        "most": limit.per_form,
        "most_here": limit.per_network,
    }
    with connection.cursor() as cursor:
        cursor.execute(STORE, row)
        stored = cursor.fetchone()
    if stored is None:
        return False
    if stored[0]:
        tracking_join.soon([stored[0]])
    if beacon.click:
        tracking_join.name_by_click(visitor=beacon.visitor, token=beacon.click, at=at)
    return True


def carry(url: str, token: str) -> str:
    """Return the address of a mail's link with the link's token, if it leads to a page that is tracked.

    The script takes it off again, and reports it only for a visitor who agreed. Queries: one.
    """
    tracker = current()
    site = beacon_of.origin_of(url)
    if tracker is None or not tracker.is_active or not site:
        return url
    if site not in tracker.allowed_origins and ANY not in tracker.allowed_origins:
        return url
    address, mark, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{CARRIED}={token}{mark}{fragment}"


@transaction.atomic
def forget_visitor(*, visitor: str) -> None:
    """Forget a visitor who withdrew: what no lead is known for, and who they are. A lead's timeline stays."""
    Visit.objects.unattached().filter(visitor=visitor).delete()
    VisitorName.objects.filter(visitor=visitor).delete()


def forget(*, at: datetime) -> None:
    """Forget what nobody can be told of any more; asked once a day. Queries: one each ten thousand visits."""
    tracker = current()
    if tracker is None:
        return
    before = at - timedelta(days=tracker.retention_days)
    workspace = current_workspace_id()
    with connection.cursor() as cursor:
        for _each in range(FORGET_ROUNDS):
            cursor.execute(FORGET, [workspace, workspace, before, FORGET_AT_ONCE])
            if cursor.rowcount < FORGET_AT_ONCE:
                return

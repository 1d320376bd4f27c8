"""What other systems tell us of mails: read whatever its shape, and weighed; pure: neither database nor clock."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from core.text import clean
from messaging.choices import EventKind, RecipientState


# A stronger state is never replaced by a weaker one, so it does not matter of which we hear first. What people
# block by hand stops service mail too: no complaint may soften that.
STRENGTH: Mapping[str, int] = {
    RecipientState.OPEN: 0,
    RecipientState.UNSUBSCRIBED: 1,
    RecipientState.BOUNCED: 2,
    RecipientState.COMPLAINED: 3,
    RecipientState.BLOCKED: 4,
    RecipientState.ERASED: 5,
}
CLOSES: Mapping[str, RecipientState] = {
    EventKind.UNSUBSCRIBED: RecipientState.UNSUBSCRIBED,
    EventKind.BOUNCED: RecipientState.BOUNCED,
    EventKind.COMPLAINED: RecipientState.COMPLAINED,
}
# So many mails put off in so many days, and the address is taken for dead.
SOFT_LIMIT, SOFT_DAYS = 5, timedelta(days=30)
MOST_ID, MOST_REASON = 200, 500
# What claims to be older comes from a clock that nobody set.
FIRST_YEAR = 2000
SEND_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """One event as another system tells it; ``send_id`` is our own id of the mail, if it was named."""

    event_id: str
    kind: EventKind
    occurred_at: datetime
    address: str = ""
    send_id: UUID | None = None
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


class Unreadable(ValueError):
    """The document holds no events."""


def read(document: Any, *, delivery_id: str, at: datetime) -> list[Told]:
    """Return the events of a document: one, a list, or ``{"events": […]}``; an entry that is none is of no kind.

    ``at`` is the moment it was signed: what has no time, or one to come, happened then.

    Raises: Unreadable.
    """
    if isinstance(document, dict) and "events" in document:
        document = document["events"]
    if isinstance(document, dict):
        return [_event(document, delivery_id, at)]
    if not isinstance(document, list):
        raise Unreadable
    return [_event(entry, f"{delivery_id}#{place}", at) for place, entry in enumerate(document)]


def _event(entry: Any, fallback_id: str, at: datetime) -> Told:
    given = entry if isinstance(entry, dict) else {}
    named = _text(given.get("type"), 60)
    reason = _text(given.get("reason"), MOST_REASON)
    return Told(
        event_id=identity(_text(given.get("id")) or fallback_id),
        kind=EventKind(named) if named in EventKind.values else EventKind.OTHER,
        occurred_at=moment(given.get("timestamp"), at),
        address=_text(given.get("address"), 320),
        send_id=send_id(given.get("message")),
        reason=reason,
        detail={name: text for name, text in (("type", named), ("reason", reason)) if text},
    )


def _text(value: Any, limit: int | None = None) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(clean(str(value)).split())[:limit]


def identity(text: str) -> str:
    """Return the id as it is kept; one that is too long by its digest."""
    return text if len(text) <= MOST_ID else hashlib.sha256(text.encode()).hexdigest()


def send_id(value: Any) -> UUID | None:
    """Return our id of a mail from its ``X-Send-Id`` or ``Message-ID``; None if it is not one of ours."""
    found = SEND_ID.match(_text(value, 300).lstrip("<"))
    return UUID(found[0]) if found else None


def moment(value: Any, at: datetime) -> datetime:
    """Return the moment that a text names, at most ``at``; ``at`` if it names none."""
    try:
        found = parse_datetime(value.strip()) if isinstance(value, str) else None
        if found is None:
            return at
        exact = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return at
    return min(exact, at) if exact.year >= FIRST_YEAR else at


def is_too_soft(moments: Sequence[datetime]) -> bool:
    """Say whether mails were put off so often in so few days that nothing more should be sent."""
    ordered = sorted(moments)
    pairs = zip(ordered, ordered[SOFT_LIMIT - 1 :], strict=False)
    return any(last - first <= SOFT_DAYS for first, last in pairs)

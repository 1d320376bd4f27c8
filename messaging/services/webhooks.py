"""Webhook endpoints: made, changed, their secrets turned, tested and switched off."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import outbound, seal
from core.errors import Invalid
from messaging.choices import MessageState, NotificationKind, Purpose, Transport
from messaging.engine import signing
from messaging.events import EVENTS, TEST
from messaging.models import Message, WebhookEndpoint
from messaging.services import notify
from tenants.services import audit
from work import queue


QUEUE = "webhook"
MOST = 20
# How long the former secret signs too, so that the other side can change over.
OVERLAP = timedelta(days=1)


@transaction.atomic
def create(
    *, name: str, url: str, events: Sequence[str], by: int | None, at: datetime
) -> tuple[WebhookEndpoint, str]:
    """Make an endpoint; return it and its secret, which is not shown again.

    Raises: Invalid for an address that lies inside, an unknown event, or one endpoint too many.
    """
    if WebhookEndpoint.objects.count() >= MOST:
        raise Invalid(_("A workspace has at most %(n)s webhooks.") % {"n": MOST})
    secret = new_secret()
    endpoint = WebhookEndpoint.objects.create(
        **_checked(name, url, events), secret=seal.seal(secret), created_by=by
    )
    _log("webhook.created", endpoint, by=by, at=at)
    return endpoint, secret


@transaction.atomic
def change(
    *,
    endpoint: WebhookEndpoint,
    values: Mapping[str, Any],
    by: int | None,
    at: datetime,
) -> WebhookEndpoint:
    """Change name, url, events or whether it is active; switching on forgets why it was off.

    Raises: Invalid.
    """
    merged = {name: getattr(endpoint, name) for name in ("name", "url", "events")} | dict(values)
    # Before the lock: it may ask a name server.
    checked = _checked(merged["name"], merged["url"], merged["events"])
    row = _locked(endpoint)
    changed = {name: value for name, value in checked.items() if name in values}
    if "is_active" in values:
        is_active = bool(values["is_active"])
        changed["is_active"] = is_active
        changed["disabled_at"] = None if is_active else (row.disabled_at or at)
        changed["disabled_reason"] = "" if is_active else row.disabled_reason
    _write(row, changed)
    _log("webhook.changed", row, by=by, at=at)
    return row


@transaction.atomic
def rotate(*, endpoint: WebhookEndpoint, by: int | None, at: datetime) -> str:
    """Give the endpoint a new secret and return it; for a day the former one signs beside it."""
    secret = new_secret()
    row = _locked(endpoint)
    turned = {
        "former_secret": row.secret,
        "former_secret_until": at + OVERLAP,
        "secret": seal.seal(secret),
    }
    _write(row, turned)
    _log("webhook.secret_turned", row, by=by, at=at)
    return secret


def _locked(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """Return the endpoint as it is now, locked: another page or a failed delivery may have changed it."""
    return WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)


def _write(row: WebhookEndpoint, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated_at"])


@transaction.atomic
def delete(*, endpoint: WebhookEndpoint, by: int | None, at: datetime) -> None:
    """Forget the endpoint with its log; what waits for it is not sent."""
    _log("webhook.deleted", endpoint, by=by, at=at)
    waiting = list(Message.objects.filter(endpoint=endpoint).values_list("pk", flat=True))
    queue.unmark(QUEUE, waiting)
    endpoint.delete()


@transaction.atomic
def disable(*, endpoint_id: int, reason: str, at: datetime) -> None:
    """Switch an endpoint off because of how it answers, and tell whoever can mend it."""
    changed = WebhookEndpoint.objects.filter(pk=endpoint_id, is_active=True).update(
        is_active=False, disabled_at=at, disabled_reason=reason, updated_at=at
    )
    if not changed:
        return
    endpoint = WebhookEndpoint.objects.get(pk=endpoint_id)
    notify.to_capable(
        "manage_webhooks",
        lambda user: notify.Notice(
            user,
            NotificationKind.WEBHOOK_DISABLED,
            key=f"webhook:{endpoint_id}:{at.isoformat()}",
            data={"name": endpoint.name},
            path=f"settings/webhooks/{endpoint_id}/",
        ),
        at=at,
    )


@transaction.atomic
def test(*, endpoint: WebhookEndpoint, by: int | None, at: datetime) -> Message:
    """Send an event that means nothing, to see whether it arrives."""
    message = Message.objects.create(
        key=f"webhook-test:{endpoint.pk}:{secrets.token_hex(6)}",
        transport=Transport.WEBHOOK,
        purpose=Purpose.SERVICE,
        endpoint=endpoint,
        to=endpoint.url,
        subject=TEST,
        content={"type": TEST, "timestamp": at.isoformat(), "data": {"hello": endpoint.name}},
        due_at=at,
    )
    queue.mark(QUEUE, [message.pk])
    return message


@transaction.atomic
def resend(
    *, endpoint: WebhookEndpoint, message_ids: Sequence[int] | None, by: int | None, at: datetime
) -> int:
    """Send deliveries again, the given ones or all that failed; return how many. The ``webhook-id`` stays."""
    found = Message.objects.filter(endpoint=endpoint, transport=Transport.WEBHOOK)
    chosen = (
        found.filter(state=MessageState.FAILED)
        if message_ids is None
        else found.filter(pk__in=message_ids, state__in=[MessageState.FAILED, MessageState.SENT])
    )
    ids = list(chosen.order_by("pk").select_for_update().values_list("pk", flat=True)[:1000])
    Message.objects.filter(pk__in=ids).update(
        state=MessageState.QUEUED,
        attempts=0,
        due_at=at,
        reason="",
        decided_by=by,
        decided_at=at,
        updated_at=at,
    )
    queue.mark(QUEUE, ids)
    return len(ids)


def _checked(name: str, url: str, events: Sequence[str]) -> dict[str, Any]:
    unknown = sorted(set(events) - set(EVENTS))
    if unknown:
        raise Invalid(_("There is no event %(name)s.") % {"name": unknown[0]})
    if not events:
        raise Invalid(_("Choose at least one event."))
    return {
        "name": name.strip()[:120] or url,
        "url": outbound.check_url(url.strip()),
        "events": sorted(set(events)),
    }


def new_secret() -> str:
    """Return a secret as the Standard Webhooks specification writes it."""
    return signing.PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def _log(action: str, endpoint: WebhookEndpoint, *, by: int | None, at: datetime) -> None:
    audit.record(action=action, by=by, at=at, target=endpoint.name, data={"url": endpoint.url})

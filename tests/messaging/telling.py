"""What a mail provider tells us, and how it signs it; call inside a workspace's scope."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from core.scope import current_workspace_id
from messaging import tokens
from messaging.choices import EventKind
from messaging.engine.inbound import Told
from messaging.models import Message
from messaging.tokens import Kind


NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def told(
    event_id: str,
    kind: EventKind,
    address: str = "",
    *,
    mail: Message | None = None,
    days_ago: float = 0,
    now: datetime = NOW,
) -> Told:
    """Return one event."""
    return Told(
        event_id=event_id,
        kind=kind,
        occurred_at=now - timedelta(days=days_ago),
        address=address,
        send_id=mail.public_id if mail else None,
        reason="550 5.1.1 who?" if kind == EventKind.BOUNCED else "",
    )


def address_of_hook(workspace_id: int | None = None) -> str:
    """Return where a workspace's providers post."""
    return f"/hooks/mail/{tokens.make(Kind.HOOK, workspace_id or current_workspace_id())}/"


def signed(
    body: bytes | dict[str, Any] | list[Any], secret: str, *, at: datetime, delivery: str = "msg_1"
) -> tuple[bytes, dict[str, str]]:
    """Return body and headers, signed as the specification says; the body need not be text."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    seconds = str(int(at.timestamp()))
    made = hmac.new(key, f"{delivery}.{seconds}.".encode() + raw, hashlib.sha256).digest()
    headers = {
        "webhook-id": delivery,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }
    return raw, headers


def post(
    client: Client,
    body: bytes | dict[str, Any] | list[Any],
    secret: str,
    *,
    at: datetime,
    url: str = "",
    **kwargs: Any,
) -> HttpResponse:
    """Post what a provider tells, signed."""
    raw, headers = signed(body, secret, at=at, **kwargs)
    return send(client, raw, headers, url=url)


def send(client: Client, raw: bytes, headers: dict[str, str], *, url: str = "") -> HttpResponse:
    """Post these bytes with these headers."""
    return client.generic("POST", url or address_of_hook(), raw, "application/json", headers=headers)

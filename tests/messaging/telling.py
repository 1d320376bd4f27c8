"""What a mail provider tells us, and how it signs it; call inside a workspace's scope."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from core.scope import current_workspace_id
from messaging import tokens
from messaging.choices import EventKind, MessageState
from messaging.engine.inbound import Told
from messaging.models import Attempt, Message
from messaging.tokens import Kind
from tests.factories.leads import make_lead
from tests.factories.messaging import make_message, make_version


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


def sent(email: str, *, key: str, **columns: Any) -> Message:
    """Make a lead with consent and a mail that was sent to it."""
    lead = make_lead(email=email, first_name=key, marketing_consent="given")
    return make_message(lead, make_version(), key=key, **columns)


def uncertain(email: str, *, key: str) -> Message:
    """Make a mail of which nobody knows whether it left."""
    mail = sent(email, key=key, state=MessageState.AMBIGUOUS, sent_at=None, attempts=1)
    Attempt.objects.create(message=mail, number=1, started_at=NOW, outcome="ambiguous", phase="data")
    return mail


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
) -> Any:
    """Post what a provider tells, signed."""
    raw, headers = signed(body, secret, at=at, **kwargs)
    return send(client, raw, headers, url=url)


def send(client: Client, raw: bytes, headers: dict[str, str], *, url: str = "") -> Any:
    """Post these bytes with these headers."""
    return client.generic("POST", url or address_of_hook(), raw, "application/json", headers=headers)

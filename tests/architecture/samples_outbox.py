"""What the addresses of the outbox and of sending are tried with."""

from typing import Any

from django.utils import timezone

from messaging import tokens
from messaging.models import Message, Recipient
from messaging.services import mail_hook
from messaging.tokens import Kind
from tests.architecture.world import Call, World
from tests.factories import messaging
from tests.messaging import telling


POLICY = {
    "from_name": "Acme",
    "postal_address": "Calle Mayor 1",
    "cap_count": "3",
    "cap_days": "7",
    "from_hour": "8",
    "until_hour": "20",
    "pause_at_permille": "50",
}


def message(world: World, **columns: Any) -> Message:
    return messaging.make_message(world.lead(marketing_consent="given"), **columns)


def closed(world: World) -> Recipient:
    return messaging.make_recipient("closed@example.com", state="blocked")


def _one(make: Any, **columns: Any) -> Any:
    return lambda world: Call({"pk": make(world, **columns).pk})


def _decided(**columns: Any) -> Any:
    return lambda world: Call({"pk": message(world, **columns).pk}, {})


def _reported(world: World) -> Call:
    at = timezone.now()
    raw, headers = telling.signed({"type": "delivered"}, mail_hook.turn(by=None, at=at), at=at)
    return Call({"token": tokens.make(Kind.HOOK, world.workspace.pk)}, raw=raw, headers=headers)


SAMPLES: dict[str, Any] = {
    "messaging:message": _one(message),
    "messaging:message-preview": _one(message),
    "messaging:mark-as-sent": _decided(state="ambiguous", sent_at=None),
    "messaging:send-again": _decided(state="failed", sent_at=None),
    "messaging:sending": lambda world: Call(body=POLICY),
    "messaging:send-test": lambda world: Call(body={}),
    "messaging:blocked": lambda world: Call(body={"email": "x@example.com", "note": "asked"}),
    "messaging:reopen-address": lambda world: Call({"pk": closed(world).pk}, {}),
    "messaging:turn-mail-secret": lambda world: Call(body={}),
    "messages:mail-hook": _reported,
    "messaging-api:message": lambda world: Call({"public_id": message(world).public_id}),
}

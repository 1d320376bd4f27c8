"""What the addresses of templates and of a mail's reader are tried with."""

from typing import Any

from messaging import tokens
from messaging.models import Template
from messaging.tokens import Kind
from tests.architecture.world import Call, World
from tests.factories import messaging


TEXT = {"subject": "Hello", "preheader": "", "body": "Hello"}


def template(world: World) -> Template:
    made = messaging.make_template("Shelf", body="Hello")
    return messaging.make_template("Shelf", body="Hello again", is_published=False) if made else made


def _of(**more: Any) -> Any:
    return lambda world: Call({"pk": template(world).pk, **more.get("names", {})}, more.get("body"))


def _token(kind: Kind, *, place: bool = False, **body: str) -> Any:
    def sample(world: World) -> Call:
        message = messaging.make_message(world.lead(marketing_consent="given"))
        numbers = (message.pk, 0) if place else (message.recipient_id, message.pk)
        return Call({"token": tokens.make(kind, message.workspace_id, *numbers)}, body)

    return sample


ENGLISH = {"language": "en"}
SAMPLES: dict[str, Any] = {
    "messaging:create-template": lambda world: Call(
        body={"name": "Other", "starter": "talk", "language": "en"}
    ),
    "messaging:template": _of(),
    "messaging:template-settings": _of(body={"name": "Other"}),
    "messaging:duplicate-template": _of(body={}),
    "messaging:archive-template": _of(body={}),
    "messaging:template-text": _of(names=ENGLISH, body=TEXT),
    "messaging:discard-template": _of(names=ENGLISH, body={}),
    "messaging:test-template": _of(names=ENGLISH, body={}),
    "messaging:template-history": _of(names=ENGLISH),
    "messaging:template-preview": _of(names={**ENGLISH, "number": 1}),
    "messaging:restore-template": _of(names={**ENGLISH, "number": 1}, body={}),
    "messaging-api:template": lambda world: Call({"public_id": template(world).public_id}),
    "messages:click": _token(Kind.CLICK, place=True),
    "messages:unsubscribe": _token(Kind.UNSUBSCRIBE),
    "messages:preferences": _token(Kind.PREFERENCES, language="en"),
}

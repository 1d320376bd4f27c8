"""What the addresses of webhooks and notices are tried with."""

from typing import Any

from django.utils import timezone

from messaging.models import Notification, WebhookEndpoint
from messaging.services import webhooks
from tests.architecture.world import Call, World
from tests.factories.webhooks import make_endpoint


# An address of the internet that needs no name server; nothing is sent while a page is tried.
HOOK = {"name": "ERP", "url": "https://93.184.215.14/hooks", "events": ["lead.handed_off"]}


def endpoint(world: World) -> WebhookEndpoint:
    return make_endpoint()


def _named(**body: Any) -> Any:
    return lambda world: Call({"pk": endpoint(world).pk}, body or None)


def _api(**body: Any) -> Any:
    return lambda world: Call({"public_id": endpoint(world).public_id}, body or None)


def _delivered(world: World) -> Call:
    made = endpoint(world)
    message = webhooks.test(endpoint=made, by=None, at=timezone.now())
    return Call({"public_id": made.public_id}, {"deliveries": [str(message.public_id)]})


def _notice(world: World) -> Call:
    made = Notification.objects.create(
        user_id=world.actor.user_id, kind="task_due", key="t", path="today/", created_at=timezone.now()
    )
    return Call({"pk": made.pk}, {})


SAMPLES: dict[str, Any] = {
    "messaging:follow-notice": _notice,
    "messaging:create-webhook": lambda world: Call(body=HOOK),
    "messaging:webhook": _named(),
    "messaging:edit-webhook": _named(**HOOK),
    "messaging:switch-webhook": _named(),
    "messaging:rotate-webhook": _named(),
    "messaging:test-webhook": _named(),
    "messaging:resend-webhook": _named(),
    "messaging:delete-webhook": _named(),
    "messaging-api:webhooks": lambda world: Call(body=HOOK),
    "messaging-api:webhook": _api(name="Chat"),
    "messaging-api:deliveries": _api(),
    "messaging-api:resend": _delivered,
}

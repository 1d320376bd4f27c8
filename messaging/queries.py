"""Read-only questions of messaging's pages."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from messaging.choices import MessageState
from messaging.models import Attempt, Message, Notification, WebhookEndpoint


# A bell that says more than this says "99+".
BELL_CAP = 100


def unread(user_id: int) -> QuerySet[Notification]:
    """Return the notices the person has not read, up to 100."""
    return Notification.objects.filter(user_id=user_id, read_at=None).order_by()[:BELL_CAP]


def endpoints() -> QuerySet[WebhookEndpoint]:
    """Return the endpoints by name."""
    return WebhookEndpoint.objects.order_by("name", "pk")


def endpoint_of(**names: object) -> WebhookEndpoint:
    """Return one endpoint by its key or public id, or 404."""
    found = WebhookEndpoint.objects.filter(**names).first()
    if found is None:
        raise Http404
    return found


def deliveries(endpoint: WebhookEndpoint, state: str = "") -> QuerySet[Message]:
    """Return what was or will be sent to the endpoint with every try, newest first."""
    states = {
        "failed": [MessageState.FAILED],
        "sent": [MessageState.SENT],
        "pending": [MessageState.QUEUED, MessageState.CLAIMED, MessageState.SENDING],
    }
    found = Message.objects.filter(endpoint=endpoint)
    if state in states:
        found = found.filter(state__in=states[state])
    return found.prefetch_related(Prefetch("tries", Attempt.objects.order_by("number")))


def delivery_counts() -> dict[int, dict[str, int]]:
    """Return by endpoint how many deliveries were made, wait and failed. Queries: one."""
    rows = (
        Message.objects.filter(endpoint__isnull=False)
        .values("endpoint_id")
        .annotate(
            sent=Count("pk", filter=Q(state=MessageState.SENT)),
            failed=Count("pk", filter=Q(state=MessageState.FAILED)),
            total=Count("pk"),
        )
    )
    return {
        row["endpoint_id"]: {
            "sent": row["sent"],
            "failed": row["failed"],
            "pending": row["total"] - row["sent"] - row["failed"],
        }
        for row in rows
    }


def delivery_ids(endpoint: WebhookEndpoint, public_ids: Sequence[UUID]) -> list[int]:
    """Return the keys of the endpoint's deliveries with these public ids."""
    found = Message.objects.filter(endpoint=endpoint, public_id__in=public_ids)
    return list(found.values_list("pk", flat=True))

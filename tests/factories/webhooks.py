"""Webhook endpoints; call inside a workspace's scope."""

from datetime import datetime
from typing import Any

from core import seal
from messaging.models import WebhookEndpoint


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def make_endpoint(url: str = "https://93.184.215.14/hooks", *, at: datetime | None = None, **columns: Any):
    """Make an endpoint that listens to hand-offs, without asking whether its address may be called."""
    endpoint = WebhookEndpoint.objects.create(
        **{"name": "ERP", "url": url, "events": ["lead.handed_off"], "secret": seal.seal(SECRET)} | columns
    )
    if at is not None:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(created_at=at)
        endpoint.created_at = at
    return endpoint

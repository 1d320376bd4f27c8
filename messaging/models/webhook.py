"""Webhooks out, by the Standard Webhooks specification; their deliveries are messages of the outbox."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import FencedModel, PublicIdModel, Timestamped


class WebhookEndpoint(FencedModel, PublicIdModel, Timestamped):
    """An address of another system that wants to hear of some events.

    ``secret`` and, until ``former_secret_until``, ``former_secret`` sign every delivery (rotation: two
    signatures). They are sealed with the server's key (``core.seal``): a copy of the database alone signs nothing.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40), default=list)
    secret = models.CharField(max_length=300)
    former_secret = models.CharField(max_length=300, blank=True)
    former_secret_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=120, blank=True)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="messaging_webhookendpoint_public_id"
            )
        ]

    def __str__(self) -> str:
        return self.name

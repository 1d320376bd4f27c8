"""Who did what to the workspace itself."""

from django.db import models

from core.models import FencedModel


class AuditEntry(FencedModel):
    """One administrative act; append-only (the app login cannot change it), without foreign keys, so that it
    never blocks or loses a deletion.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=254, blank=True)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["workspace_id", "-at", "-id"], name="tenants_audit_newest")]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"

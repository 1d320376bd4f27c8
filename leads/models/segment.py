"""Named sets of leads, each a condition in the rule language."""

from django.db import models

from core.models import FencedModel, PublicIdModel, Timestamped


class Segment(FencedModel, PublicIdModel, Timestamped):
    """The leads for which ``condition`` holds, at every moment anew.

    ``count`` is what was last counted, None while nobody has; a page never waits for it. Its one writer is
    ``leads.services.segments.recount``.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    condition = models.JSONField()
    count = models.PositiveIntegerField(null=True, editable=False)
    is_estimate = models.BooleanField(default=False, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_segment_public_id"),
            models.UniqueConstraint(fields=["workspace_id", "name"], name="leads_segment_name"),
        ]

    def __str__(self) -> str:
        return self.name

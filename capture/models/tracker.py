"""Tracking of a workspace's websites: where it may run, and what it needs to be allowed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import FencedModel, Timestamped


class Tracker(FencedModel, Timestamped):
    """The script at ``/t/<token>/`` and its rules; one row a workspace, none until somebody sets it up."""

    id = models.BigAutoField(primary_key=True)
    # stands in every page that is tracked, so no secret: it says where to post and opens nothing
    token = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    # pages that may post here, as scheme://host[:port]; "*" names every one
    allowed_origins = ArrayField(models.CharField(max_length=200), default=list)
    # nothing is stored in the browser or sent before the visitor agrees
    asks_consent = models.BooleanField(default=True)
    # visits that never became part of a lead are forgotten after so many days
    retention_days = models.PositiveSmallIntegerField(default=90)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id"], name="capture_tracker_one"),
            models.CheckConstraint(
                condition=Q(retention_days__gte=1, retention_days__lte=800), name="capture_tracker_retention"
            ),
        ]

    def __str__(self) -> str:
        return self.token

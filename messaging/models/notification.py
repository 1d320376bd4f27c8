"""What people are told in the app and by mail."""

from django.db import models

from core.models import FencedModel, PublicIdModel, ref
from messaging.choices import NotificationKind


class Notification(FencedModel, PublicIdModel):
    """One thing one person is told; never twice under one ``key``. Text is made when shown, in the reader's language.

    ``data`` holds what the sentence needs, e.g. ``{"lead": "Ana Pérez"}``; ``path`` is the page below the workspace.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=NotificationKind.choices)
    key = models.CharField(max_length=120, db_collation="C")
    lead = ref("leads.Lead", null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "user", "key"], name="messaging_notification_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "user", "-created_at", "-id"], name="messaging_notification_newest"
            ),
            models.Index(
                fields=["workspace_id", "user"],
                condition=models.Q(read_at=None),
                name="messaging_notification_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class NotificationChoice(FencedModel):
    """Whether one person wants one kind in the app and by mail; no row: the kind's default."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=NotificationKind.choices)
    in_app = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "user", "kind"], name="messaging_notificationchoice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"

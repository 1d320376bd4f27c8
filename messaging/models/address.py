"""Whom we write to and as whom: the address with what it allows, and the workspace's sending identity."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import FencedModel, PublicIdModel, Timestamped
from messaging.choices import RecipientState


class Recipient(FencedModel, PublicIdModel, Timestamped):
    """One e-mail address and what it allows, whatever becomes of the leads that have it (E4).

    The row is locked while a message to it turns to ``sending`` and while somebody unsubscribes, so that no
    DATA begins after the withdrawal is committed. ``digest`` is SHA-256 over the workspace and the normalized
    address: it stays when ``email`` is erased, so that a later import cannot bring the address back to life.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, db_collation="C")
    email = models.CharField(max_length=320, blank=True)
    state = models.CharField(
        max_length=12, choices=RecipientState.choices, default=RecipientState.OPEN, db_collation="C"
    )
    state_at = models.DateTimeField(null=True)
    # when it was last opened, by hand or by its owner: what happened before closes it no more
    opened_at = models.DateTimeField(null=True)
    # what the person or the other server said about it
    note = models.CharField(max_length=300, blank=True)
    # slugs of the topics this person does not want to hear about
    topics_off = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "digest"], name="messaging_recipient_digest"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="messaging_recipient_public_id"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RecipientState.values), name="messaging_recipient_state"
            ),
        ]
        indexes = [
            # read by the suppression list
            models.Index(
                fields=["workspace_id", "-state_at", "-id"],
                condition=~Q(state=RecipientState.OPEN),
                name="messaging_recipient_closed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class SendingPolicy(FencedModel, Timestamped):
    """As whom the workspace writes and within which bounds; one row a workspace.

    Bounds: at most ``cap_count`` marketing mails to one address in ``cap_days`` days (0: no cap); marketing
    mail leaves between ``from_hour`` and ``until_hour`` of the lead's own clock. Complaints and hard bounces
    above ``pause_at_permille`` of a week's mail pause every workflow.
    """

    id = models.BigAutoField(primary_key=True)
    from_name = models.CharField(max_length=120, blank=True)
    from_email = models.CharField(max_length=320, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    # Law asks for it in every marketing mail; without it none leaves.
    postal_address = models.CharField(max_length=300, blank=True)
    cap_count = models.PositiveSmallIntegerField(default=3)
    cap_days = models.PositiveSmallIntegerField(default=7)
    from_hour = models.PositiveSmallIntegerField(default=8)
    until_hour = models.PositiveSmallIntegerField(default=20)
    tracks_clicks = models.BooleanField(default=True)
    pause_at_permille = models.PositiveSmallIntegerField(default=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id"], name="messaging_sendingpolicy_one"),
            models.CheckConstraint(
                condition=Q(from_hour__lt=models.F("until_hour"), until_hour__lte=24),
                name="messaging_sendingpolicy_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.from_email

"""What providers tell us of mails that left: each event once, and the secret by which we know that it is theirs."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, Timestamped, ref
from messaging.choices import EventKind, EventOutcome


class MailEvent(FencedModel):
    """One thing another system told us of a mail or an address, once per source and its own id for it (W2).

    ``occurred_at`` is the moment it happened there and decides; ``received_at`` only says when we heard of it.
    ``address`` is as it was told, empty for one that was erased. Kept for ``services.inbound.KEPT``.
    """

    id = models.BigAutoField(primary_key=True)
    # "hook" for our own format, "dsn" for returned mails
    source = models.CharField(max_length=20, db_collation="C")
    event_id = models.CharField(max_length=200, db_collation="C")
    kind = models.CharField(max_length=12, choices=EventKind.choices, db_collation="C")
    address = models.CharField(max_length=320, blank=True)
    message = ref("messaging.Message", null=True, blank=True, on_delete=models.SET_NULL)
    recipient = ref("messaging.Recipient", null=True, blank=True, on_delete=models.SET_NULL)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    # what the other side calls it, and its reason
    detail = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(
        max_length=8, choices=EventOutcome.choices, default=EventOutcome.KNOWN, db_collation="C"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "source", "event_id"], name="messaging_mailevent_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="messaging_mailevent_kind"),
        ]
        indexes = [
            # a message that goes is looked for here
            models.Index(
                fields=["workspace_id", "message"],
                condition=Q(message__isnull=False),
                name="messaging_mailevent_message",
            ),
            # read by its page, and by what forgets old ones
            models.Index(fields=["workspace_id", "-received_at", "-id"], name="messaging_mailevent_newest"),
            # read to count how often an address put mails off
            models.Index(
                fields=["workspace_id", "recipient", "occurred_at"],
                condition=Q(kind=EventKind.SOFT),
                name="messaging_mailevent_soft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}: {self.kind}"


class MailHook(FencedModel, Timestamped):
    """The secret that signs what other systems tell us; one row a workspace, made when somebody asks for it.

    Until ``former_secret_until`` the former secret counts too. Both are sealed with the server's key.
    """

    id = models.BigAutoField(primary_key=True)
    secret = models.CharField(max_length=300)
    former_secret = models.CharField(max_length=300, blank=True)
    former_secret_until = models.DateTimeField(null=True)
    turned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace_id"], name="messaging_mailhook_one")]

    def __str__(self) -> str:
        return f"{self.turned_at}"

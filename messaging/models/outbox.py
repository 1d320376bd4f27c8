"""The one outbox: whatever leaves the house is a row here first (reliability §3)."""

from django.db import models
from django.db.models import Q

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref
from messaging.choices import MessageState, Outcome, Purpose, Transport, Withheld


class MessageQuerySet(FencedQuerySet):
    """Named sets of messages."""

    def ambiguous(self) -> "MessageQuerySet":
        """Return those of which nobody knows whether they went out."""
        return self.filter(state=MessageState.AMBIGUOUS)


class Message(FencedModel, PublicIdModel, Timestamped):
    """One e-mail to one address, or one event to one webhook endpoint; at most once per ``key``.

    ``state`` has one writer, ``messaging.services.progress`` (of webhooks ``posting``); its queue item has the
    queue "message" (service), "mailing" (marketing) or "webhook" and the row's id as key. A templated mail keeps
    the version and the merge values, a plain one its ``content`` ``{"subject", "text", "html"}``, an event its
    ``content`` ``{"type", "timestamp", "data"}``. ``origin`` says what caused it, e.g. ``enrollment:12``;
    ``Message-ID`` and ``webhook-id`` are made of ``public_id``.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=120, db_collation="C")
    transport = models.CharField(max_length=7, choices=Transport.choices, default=Transport.EMAIL)
    purpose = models.CharField(max_length=9, choices=Purpose.choices, default=Purpose.MARKETING)
    state = models.CharField(
        max_length=9, choices=MessageState.choices, default=MessageState.QUEUED, db_collation="C"
    )
    # why it was withheld or failed; of a sent one what another system told of it since
    reason = models.CharField(max_length=20, blank=True)
    origin = models.CharField(max_length=60, blank=True, db_collation="C")
    topic = models.CharField(max_length=60, blank=True)

    lead = ref("leads.Lead", null=True, blank=True)
    user = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    recipient = ref("messaging.Recipient", null=True, blank=True, on_delete=models.SET_NULL)
    endpoint = ref("messaging.WebhookEndpoint", null=True, blank=True)
    # as it was addressed: an e-mail address or the endpoint's URL
    to = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, blank=True)
    template_version = ref("messaging.TemplateVersion", null=True, blank=True, on_delete=models.PROTECT)
    subject = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict, blank=True)
    content = models.JSONField(default=dict, blank=True)

    # kept back until released, e.g. while its workflow is paused; whoever sends asks under the row's lock
    is_held = models.BooleanField(default=False)
    # not before this moment; set again by each retry
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # who decided an ambiguous or failed one by hand
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = FencedManager.from_queryset(MessageQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "key"], name="messaging_message_once"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="messaging_message_public_id"),
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values), name="messaging_message_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.WITHHELD) | Q(reason__in=Withheld.values),
                name="messaging_message_withheld_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False),
                name="messaging_message_sent_at",
            ),
        ]
        indexes = [
            # read by the outbox page: all, and those of one state
            models.Index(fields=["workspace_id", "-created_at", "-id"], name="messaging_message_newest"),
            models.Index(
                fields=["workspace_id", "state", "-created_at", "-id"], name="messaging_message_state_new"
            ),
            # read by the lead page
            models.Index(fields=["workspace_id", "lead", "-sent_at"], name="messaging_message_lead"),
            # read by the frequency cap and when somebody looks for an address
            models.Index(
                fields=["workspace_id", "recipient", "sending_at"], name="messaging_message_recipient"
            ),
            # read by the pace
            models.Index(
                fields=["workspace_id", "sending_at"],
                condition=Q(sending_at__isnull=False, purpose=Purpose.MARKETING),
                name="messaging_message_pace",
            ),
            # read by the report of content, index-only
            models.Index(
                fields=["workspace_id", "sent_at"],
                include=["id", "lead", "template_version"],
                condition=Q(state=MessageState.SENT),
                name="messaging_message_sent",
            ),
            # read when what caused them takes them back
            models.Index(
                fields=["workspace_id", "origin"],
                condition=Q(state__in=[MessageState.QUEUED, MessageState.CLAIMED]),
                name="messaging_message_origin",
            ),
            # read by an endpoint's log
            models.Index(
                fields=["workspace_id", "endpoint", "-created_at", "-id"],
                condition=Q(endpoint__isnull=False),
                name="messaging_message_endpoint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transport} {self.key}: {self.state}"


class Attempt(FencedModel):
    """One try to send a message; append-only but for its end, which a crash may never write."""

    id = models.BigAutoField(primary_key=True)
    message = ref("messaging.Message", related_name="tries")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    # how far it came: connect, hello, tls, login, mail, rcpt, data, body, done; for webhooks: resolve … answer
    phase = models.CharField(max_length=10, blank=True)
    # the SMTP reply's or the HTTP answer's code
    code = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "message", "number"], name="messaging_attempt_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.message_id} try {self.number}: {self.outcome or '…'}"

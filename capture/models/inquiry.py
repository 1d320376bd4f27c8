"""What arrived, byte by byte, and what became of it."""

from django.db import models
from django.db.models import Q

from capture.choices import ASIDE, InquiryState, Reason
from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, ref
from leads.choices import Channel


class InquiryQuerySet(FencedQuerySet):
    """Named sets of inquiries."""

    def waiting(self) -> "InquiryQuerySet":
        """Return what no worker has looked at yet."""
        return self.filter(state=InquiryState.RECEIVED)

    def accepted(self) -> "InquiryQuerySet":
        """Return what became a lead or reached one."""
        return self.filter(state=InquiryState.ACCEPTED)

    def quarantined(self) -> "InquiryQuerySet":
        """Return what the filter held back and nobody has judged."""
        return self.filter(state=InquiryState.QUARANTINED).exclude(reason__in=[Reason.SPAM, *ASIDE])

    def spam(self) -> "InquiryQuerySet":
        """Return what a person called spam."""
        return self.filter(state=InquiryState.QUARANTINED, reason=Reason.SPAM)

    def set_aside(self) -> "InquiryQuerySet":
        """Return what is kept though there is nothing to judge: tests, what was told twice, what is no lead."""
        return self.filter(state=InquiryState.QUARANTINED, reason__in=ASIDE)

    def failed(self) -> "InquiryQuerySet":
        """Return what could not be processed."""
        return self.filter(state=InquiryState.FAILED)


class Inquiry(FencedModel, PublicIdModel):
    """One submission. Immutable but for its state, reason, lead and what a person corrected (I1, I4).

    One person may inquire many times: each is news, never a duplicate. Only the same ``idempotency_key``
    makes two posts one inquiry.
    """

    id = models.BigAutoField(primary_key=True)
    raw = models.BinaryField()
    content_type = models.CharField(max_length=200, blank=True)
    # the readable part of ``raw``: {} where nothing could be read
    payload = models.JSONField(default=dict)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    source = ref("leads.Source", null=True, on_delete=models.SET_NULL)
    campaign = ref("leads.Campaign", null=True, on_delete=models.SET_NULL)
    form = ref("capture.Form", null=True, on_delete=models.SET_NULL)
    form_version = ref("capture.FormVersion", null=True, on_delete=models.SET_NULL)
    hook = ref("capture.Hook", null=True, on_delete=models.SET_NULL)
    # of a post to a hook: {"method", "url", "query", "headers"}, as far as reading and checking need them;
    # of a call that a member wrote down: {"by", "lead"}, who did and whom they chose
    request = models.JSONField(default=dict, db_default={})
    # a post with several leads is one inquiry for each: the first holds the bytes, the others name it and their place
    origin = ref("capture.Inquiry", null=True, on_delete=models.SET_NULL)
    place = models.PositiveIntegerField(default=0, db_default=0)
    # what the platform calls the event; once a hook. Only set where the sender was believed
    event_key = models.CharField(max_length=200, null=True, db_collation="C")
    idempotency_key = models.CharField(max_length=280, null=True, db_collation="C")
    # what was noticed on arrival, before any filter: reason codes such as "honeypot"
    signs = models.JSONField(default=list)
    # the network part of the address only
    ip_class = models.CharField(max_length=60, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=InquiryState.choices, default=InquiryState.RECEIVED)
    reason = models.CharField(max_length=20, blank=True)
    # what exactly was wrong, for the person who judges: a value, a word, an error
    detail = models.CharField(max_length=300, blank=True)
    # what rules of the filter read: values made comparable and quality flags, as capture.findings makes them.
    # It repeats what the person wrote, so whatever erases payload and raw erases this too
    findings = models.JSONField(default=dict, db_default={})
    # the rule that decided, and the tags that rules gave for the lead
    rule = ref("capture.FilterRule", null=True, on_delete=models.SET_NULL)
    tags = models.JSONField(default=list, db_default=[])
    # values a person put right when accepting it; the raw bytes stay as they came
    corrections = models.JSONField(default=dict)
    # state and reason before the last judgement, for undo
    prior = models.JSONField(default=dict)
    lead = ref("leads.Lead", null=True, on_delete=models.SET_NULL)
    # the link of somebody who sent this person to us, as far as it was in force when the inquiry was looked at
    referral = ref("capture.ReferralLink", null=True, on_delete=models.SET_NULL)
    processed_at = models.DateTimeField(null=True)
    judged_by = models.BigIntegerField(null=True)

    objects = FencedManager.from_queryset(InquiryQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="capture_inquiry_public_id"),
            models.UniqueConstraint(
                fields=["workspace_id", "idempotency_key"],
                condition=Q(idempotency_key__isnull=False),
                name="capture_inquiry_idempotency_key",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "hook", "event_key"],
                condition=Q(event_key__isnull=False),
                name="capture_inquiry_event_key",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "origin", "place"],
                condition=Q(origin__isnull=False),
                name="capture_inquiry_place",
            ),
            models.CheckConstraint(condition=Q(state__in=InquiryState.values), name="capture_inquiry_state"),
            models.CheckConstraint(
                condition=~Q(state=InquiryState.ACCEPTED) | Q(processed_at__isnull=False),
                name="capture_inquiry_accepted_is_processed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InquiryState.QUARANTINED, InquiryState.FAILED]) | ~Q(reason=""),
                name="capture_inquiry_held_back_has_reason",
            ),
        ]
        indexes = [
            # read by the invariants and the inbox's first tab
            models.Index(
                fields=["workspace_id", "-received_at", "-id"],
                condition=Q(state=InquiryState.RECEIVED),
                name="capture_inquiry_waiting",
            ),
            # read by the inbox
            models.Index(
                fields=["workspace_id", "state", "-received_at", "-id"], name="capture_inquiry_inbox"
            ),
            # read by the API's list
            models.Index(fields=["workspace_id", "-received_at", "-id"], name="capture_inquiry_newest"),
            # read by the reports, index-only
            models.Index(
                fields=["workspace_id", "occurred_at"],
                include=["state", "lead", "source", "campaign", "reason"],
                name="capture_inquiry_report",
            ),
            # read by a form's submissions and its rate limit
            models.Index(fields=["workspace_id", "form", "-received_at", "-id"], name="capture_inquiry_form"),
            # read by a hook's deliveries and its rate limit
            models.Index(
                fields=["workspace_id", "hook", "-received_at", "-id"],
                condition=Q(hook__isnull=False),
                name="capture_inquiry_hook",
            ),
            # read by the page of who referred
            models.Index(
                fields=["workspace_id", "referral", "-received_at"],
                condition=Q(referral__isnull=False),
                name="capture_inquiry_referral",
            ),
            # read by the lead page
            models.Index(
                fields=["workspace_id", "lead", "-received_at"],
                condition=Q(lead__isnull=False),
                name="capture_inquiry_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.public_id}"

    @property
    def reference(self) -> str:
        """Return what a person may quote on the phone: the random end of the public id."""
        return str(self.public_id).replace("-", "")[-8:].upper()

    @property
    def values(self) -> dict:
        """Return the readable values with what a person corrected."""
        return {**self.payload, **self.corrections}

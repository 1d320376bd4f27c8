"""E-mail templates in versions: what was sent stays readable as it was."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, PublicIdModel, Timestamped, ref
from messaging.choices import ClickVerdict


class Template(FencedModel, PublicIdModel, Timestamped):
    """A mail by name; each language has its own versions, the latest published one is used."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=300, blank=True)
    # what its preference is: a person who does not want the topic does not get it
    topic = ref("leads.Topic", null=True, blank=True, on_delete=models.SET_NULL)
    is_archived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="messaging_template_name"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="messaging_template_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(FencedModel, Timestamped):
    """One text of a template in one language. Immutable once published; ``number`` counts per language.

    ``body`` is what a person writes (``messaging.engine`` says how). ``html`` and ``text`` are compiled from it
    on saving, with merge tags ``{{ name }}`` and link places ``{{ link:<n> }}`` kept, so that a mail costs one
    substitution. ``links`` lists ``{"url", "label", "topic", "phase", "content"}`` by place; a link to a piece of
    content carries its slug, topic and phase.
    """

    id = models.BigAutoField(primary_key=True)
    template = ref("messaging.Template", related_name="versions")
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField(default=1)
    subject = models.CharField(max_length=200)
    preheader = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    links = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)
    # who saved the draft last, so that two people do not write over one another
    edited_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(html__contains="{{ system.unsubscribe }}", text__contains="{{ system.unsubscribe }}"),
                name="messaging_templateversion_way_out",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "template", "language", "number"],
                name="messaging_templateversion_number",
            ),
            # one draft per language
            models.UniqueConstraint(
                fields=["workspace_id", "template", "language"],
                condition=Q(published_at=None),
                name="messaging_templateversion_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.language} v{self.number}"


class LinkClick(FencedModel):
    """One request for a link of a mail, and whether a person made it (E6).

    A click that is a person's becomes an activity ``email_clicked`` of the lead, once per message and link.
    """

    id = models.BigAutoField(primary_key=True)
    message = ref("messaging.Message", related_name="clicks")
    place = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    method = models.CharField(max_length=4, default="GET")
    agent = models.CharField(max_length=300, blank=True)
    ip_class = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=7, choices=ClickVerdict.choices, default=ClickVerdict.PENDING)
    # why it is a machine's: head, prefetch, agent, burst, too_soon, honeypot
    reason = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "message", "at"], name="messaging_linkclick_message"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}/{self.place} {self.verdict}"

"""Forms that other people fill in, and every text they ever showed."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref


class FormQuerySet(FencedQuerySet):
    """Named sets of forms."""

    def active(self) -> "FormQuerySet":
        """Return what the public may fill in."""
        return self.filter(is_active=True)


class Form(FencedModel, PublicIdModel, Timestamped):
    """A form at ``/f/<token>/``. What it shows is in its versions; ``version`` is the current one's number."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    # shown in every embedded form, so no secret: it says where to post and opens nothing
    token = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=False)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    source = ref("leads.Source", null=True, blank=True, on_delete=models.SET_NULL)
    campaign = ref("leads.Campaign", null=True, blank=True, on_delete=models.SET_NULL)
    # slug of the topic that everybody who uses this form is interested in
    topic = models.CharField(max_length=60, blank=True)
    # pages that may post here by script, as scheme://host[:port]; empty: any page, by plain HTML only
    allowed_origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    # members who are told of each accepted inquiry
    notified = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # consent counts only once the person confirmed it from the mailbox they named
    confirms_consent = models.BooleanField(default=False)
    # a browser has to work a moment before it may send; what comes without is judged by a person
    asks_proof = models.BooleanField(default=False)
    # what the person gets for the inquiry, shown on the thanks page or sent by mail
    handout = ref("capture.Handout", null=True, blank=True, on_delete=models.SET_NULL)
    mails_handout = models.BooleanField(default=False)
    created_by = models.BigIntegerField(null=True)

    objects = FencedManager.from_queryset(FormQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="capture_form_public_id"),
            models.UniqueConstraint(fields=["workspace_id", "token"], name="capture_form_token"),
        ]
        indexes = [models.Index(fields=["workspace_id", "-created_at", "-id"], name="capture_form_newest")]

    def __str__(self) -> str:
        return self.name


class FormVersion(FencedModel):
    """Fields and texts of a form as they were shown; append-only, since consent refers to its text (I7).

    ``fields``: ``[{"name", "kind", "label", "hint", "is_required", "options"}]`` in order; a hidden one has
    ``"is_hidden": true`` and a ``value``.
    ``texts``: title, intro, button, consent, privacy_url, thanks_title, thanks_text, redirect_url.
    ``translations``: by language, the form's own left out, ``{"texts": {…}, "fields": {name: {"label", "hint",
    "options"}}}``, options as labels by value; what is missing there is shown in the form's own language.
    """

    id = models.BigAutoField(primary_key=True)
    form = ref("capture.Form")
    number = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    translations = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "form", "number"], name="capture_formversion_number"
            )
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def text(self, name: str, language: str = "") -> str:
        """Return one of the texts, in the language if it is translated; empty if the form has none of that name."""
        translated = self.translations.get(language, {}).get("texts", {}).get(name, "")
        return str(translated or self.texts.get(name, ""))

    def field_named(self, name: str) -> dict[str, Any] | None:
        """Return the field of that name, if the form asks it."""
        return next((field for field in self.fields if field["name"] == name), None)

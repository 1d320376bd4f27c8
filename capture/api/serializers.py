"""Shapes of capture's API."""

from typing import Any

from rest_framework import serializers

from capture.choices import InquiryState, Reason
from capture.models import Form, Inquiry
from leads.choices import Channel


class ConsentInput(serializers.Serializer):
    """Consent as the sender reports it; a box that was not ticked says nothing."""

    marketing = serializers.BooleanField(required=False)
    text = serializers.CharField(required=False)
    version = serializers.CharField(required=False)


class InquiryInput(serializers.Serializer):
    """At least one of e-mail, phone or company; every other key is optional, unknown keys are kept.

    Only documents the body: values are read by ``capture.parsers.facts``, and doubtful ones are quarantined
    instead of refused, so nothing is lost.
    """

    email = serializers.CharField(required=False)
    first_name = serializers.CharField(required=False)
    last_name = serializers.CharField(required=False)
    full_name = serializers.CharField(required=False)
    phone = serializers.CharField(required=False)
    company = serializers.CharField(required=False)
    job_title = serializers.CharField(required=False)
    website = serializers.CharField(required=False)
    country = serializers.CharField(required=False, help_text="ISO 3166 code or name.")
    language = serializers.CharField(required=False)
    message = serializers.CharField(required=False)
    topics = serializers.ListField(child=serializers.CharField(), required=False)
    source = serializers.CharField(required=False, help_text="Slug of a source; a new one is added.")  # type: ignore[assignment]
    campaign = serializers.CharField(required=False, help_text="Slug of a campaign; a new one is added.")
    utm = serializers.DictField(child=serializers.CharField(), required=False)
    page_url = serializers.CharField(required=False)
    referrer = serializers.CharField(required=False)
    visitor_id = serializers.CharField(required=False)
    consent = ConsentInput(required=False)
    custom = serializers.DictField(required=False, help_text="Values of the workspace's own fields, by key.")
    occurred_at = serializers.DateTimeField(required=False)


class InquiryReceipt(serializers.Serializer):
    """What the sender of an inquiry gets: it is stored, and this is where to ask about it."""

    id = serializers.UUIDField(source="public_id")
    state = serializers.ChoiceField(choices=InquiryState.choices)
    status_url = serializers.SerializerMethodField()

    def get_status_url(self, inquiry: Inquiry) -> str:
        """Return the address of the inquiry."""
        return self.context["status_url"](inquiry)


class InquiryOutput(serializers.Serializer):
    """An inquiry as the API shows it."""

    id = serializers.UUIDField(source="public_id")
    state = serializers.ChoiceField(choices=InquiryState.choices)
    reason = serializers.ChoiceField(choices=Reason.choices, allow_blank=True)
    detail = serializers.CharField(allow_blank=True)
    channel = serializers.ChoiceField(choices=Channel.choices)
    form = serializers.SerializerMethodField()
    lead = serializers.SerializerMethodField()
    payload = serializers.JSONField()
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    processed_at = serializers.DateTimeField(allow_null=True)

    def get_form(self, inquiry: Inquiry) -> str | None:
        """Return the id of the form."""
        return str(inquiry.form.public_id) if inquiry.form else None

    def get_lead(self, inquiry: Inquiry) -> str | None:
        """Return the id of the lead."""
        return str(inquiry.lead.public_id) if inquiry.lead else None


class InquiryPage(serializers.Serializer):
    """A page of inquiries."""

    results = InquiryOutput(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class FormOutput(serializers.Serializer):
    """A form as the API shows it."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    language = serializers.CharField()
    version = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    source = serializers.SerializerMethodField()  # type: ignore[assignment]
    campaign = serializers.SerializerMethodField()
    topic = serializers.CharField(allow_blank=True)
    allowed_origins = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()

    def get_url(self, form: Form) -> str:
        """Return the public address."""
        return self.context["public_url"](form)

    def get_source(self, form: Form) -> str | None:
        """Return the source's slug."""
        return form.source.slug if form.source else None

    def get_campaign(self, form: Form) -> str | None:
        """Return the campaign's slug."""
        return form.campaign.slug if form.campaign else None


class FormPage(serializers.Serializer):
    """A page of forms."""

    results = FormOutput(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class SubmissionReceipt(serializers.Serializer):
    """What a script that posts to a public form gets."""

    id = serializers.UUIDField()
    state = serializers.CharField()
    reference = serializers.CharField()


def page_of(rows: list[Any], serializer: type[serializers.Serializer], **context: Any) -> Any:
    """Return the rows of a page as data."""
    return serializer(rows, many=True, context=context).data

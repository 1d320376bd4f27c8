"""Shapes of the leads' API: plain, one output for each resource."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from leads import choices
from leads.models import Activity, Lead
from leads.models.tag import MAX_TAG
from leads.tagging import MAX_EACH


class Strict(serializers.Serializer):
    """Refuses names it does not know, so that a misspelt one is not lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Read the body; an unknown name is a fault of its own."""
        if isinstance(data, dict):
            unknown = {
                str(name): [_("This field does not exist.")] for name in data if name not in self.fields
            }
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class EmptyIn(Strict):
    """A verb that needs nothing said."""


def _text(limit: int) -> serializers.CharField:
    return serializers.CharField(max_length=limit, required=False, allow_blank=True, allow_null=True)


def _whole(limit: int) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=limit, required=False, allow_null=True)


def _one_of(options: list[tuple[str, Any]]) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=options, required=False, allow_blank=True, allow_null=True)


class LeadFacts(Strict):
    """What may be said about a lead; amounts in whole units of the workspace's currency."""

    company = _text(200)
    website = _text(300)
    domain = _text(253)
    industry = _text(120)
    employees = _whole(2**31 - 1)
    country = serializers.CharField(
        max_length=80,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="ISO 3166 code or English or Spanish name.",
    )
    region = _text(120)
    city = _text(120)
    tax_id = _text(40)
    first_name = _text(120)
    last_name = _text(120)
    job_title = _text(160)
    seniority = _one_of(choices.Seniority.choices)
    email = _text(320)
    phone = _text(60)
    language = _text(10)
    time_zone = _text(50)
    topics = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Slugs or names of the workspace's topics."
    )
    need = _text(5000)
    budget = _whole(10**15)
    authority = _one_of(choices.Authority.choices)
    timeline = _one_of(choices.Timeline.choices)
    amount_guess = _whole(10**15)
    custom = serializers.DictField(
        required=False, help_text="Values of the workspace's own fields by key; null empties one."
    )


class LeadIn(LeadFacts):
    """A lead by hand: found by external id, e-mail, phone or company, or made."""

    external_id = _text(120)
    source = serializers.CharField(required=False, help_text="Slug of a source.")  # type: ignore[assignment]
    campaign = serializers.CharField(required=False, help_text="Slug of a campaign.")


class LeadPatch(LeadFacts):
    """A change of a lead. ``main_topic``, ``phase`` and ``track`` set by hand stay; null gives them back."""

    version = serializers.IntegerField(required=False, min_value=1)
    main_topic = _text(60)
    phase = _one_of(choices.Phase.choices)
    track = _text(60)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=MAX_TAG),
        max_length=MAX_EACH,
        required=False,
        help_text="All the tags it has then; new ones are made.",
    )


class MemberOut(serializers.Serializer):
    """A member of the workspace."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="__str__")
    email = serializers.EmailField()


class LeadOut(serializers.Serializer):
    """A lead as it is. ``fit`` and ``engagement`` are points from 0 to 100."""

    id = serializers.UUIDField(source="public_id")
    version = serializers.IntegerField()
    title = serializers.CharField()
    stage = serializers.ChoiceField(source="rank.stage", choices=choices.Stage.choices)
    stage_at = serializers.DateTimeField(source="rank.stage_at")
    contact_status = serializers.ChoiceField(
        source="rank.contact_status", choices=choices.ContactStatus.choices
    )
    is_open = serializers.BooleanField()
    grade = serializers.ChoiceField(source="rank.grade", choices=choices.Grade.choices)
    grade_by_hand = serializers.CharField(source="rank.grade_by_hand", allow_blank=True)
    score = serializers.IntegerField(source="rank.score")
    probability = serializers.SerializerMethodField()
    fit = serializers.SerializerMethodField()
    engagement = serializers.SerializerMethodField()
    light = serializers.ChoiceField(source="rank.light", choices=choices.Light.choices)
    light_reason = serializers.JSONField(source="rank.light_reason")
    owner = MemberOut(source="rank.owner", allow_null=True)
    source = serializers.SlugField(source="rank.source.slug", allow_null=True, default=None)  # type: ignore[assignment]
    campaign = serializers.SlugField(source="rank.campaign.slug", allow_null=True, default=None)
    last_source = serializers.SlugField(source="last_source.slug", allow_null=True, default=None)
    last_campaign = serializers.SlugField(source="last_campaign.slug", allow_null=True, default=None)
    external_id = serializers.CharField()
    company = serializers.CharField()
    website = serializers.CharField()
    domain = serializers.CharField()
    industry = serializers.CharField()
    employees = serializers.IntegerField(allow_null=True)
    country = serializers.CharField()
    region = serializers.CharField()
    city = serializers.CharField()
    tax_id = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    job_title = serializers.CharField()
    seniority = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    phone_e164 = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    need = serializers.CharField()
    budget = serializers.IntegerField(allow_null=True)
    authority = serializers.CharField()
    timeline = serializers.CharField()
    amount_guess = serializers.IntegerField(allow_null=True)
    custom = serializers.DictField()
    clues = serializers.SerializerMethodField()
    first_touch = serializers.DictField()
    last_touch = serializers.DictField()
    last_inquiry_at = serializers.DateTimeField(allow_null=True)
    marketing_consent = serializers.ChoiceField(choices=choices.Consent.choices)
    main_topic = serializers.CharField()
    phase = serializers.CharField()
    track = serializers.CharField()
    by_hand = serializers.ListField(child=serializers.CharField())
    resume_on = serializers.DateField(allow_null=True)
    recycle_reason = serializers.CharField()
    closed_reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_probability(self, lead: Lead) -> float | None:
        """Return how likely the lead is to be won, from 0 to 1; null where nothing was learned from outcomes."""
        probability = lead.rank.probability
        return None if probability is None else probability / 1000

    def get_clues(self, lead: Lead) -> dict[str, Any]:
        """Return the strongest probable answers by question; a value above that is filled in goes before its clue."""
        names = ("value", "is_at_least", "confidence")
        return {question: {name: answer[name] for name in names} for question, answer in lead.clues.items()}

    def get_fit(self, lead: Lead) -> float:
        """Return the fit in points."""
        return lead.rank.fit / 10

    def get_engagement(self, lead: Lead) -> float:
        """Return the engagement in points."""
        return lead.rank.engagement / 10


# Keys of an activity's data under which rooms keep row numbers for their own pages.
INTERNAL = ("account", "contact", "opportunity", "conversion")


class ActivityOut(serializers.Serializer):
    """One thing that happened; docs/timeline.md tells what ``data`` holds for each kind."""

    kind = serializers.ChoiceField(choices=choices.ActivityKind.choices)
    occurred_at = serializers.DateTimeField()
    by = MemberOut(allow_null=True)
    data = serializers.SerializerMethodField()  # type: ignore[assignment]

    def get_data(self, activity: Activity) -> dict[str, Any]:
        """Return the data with people by their public id, and without ids that mean nothing outside."""
        if not isinstance(activity.data, dict):
            return {}
        shown = {
            name: value
            for name, value in activity.data.items()
            if not (name in INTERNAL and isinstance(value, int))
        }
        if isinstance(shown.get("owner"), int):
            shown["owner"] = self.context["people"].get(shown["owner"])
        return shown


# What an outside system may say happened; the rest of the timeline is ours to write.
REPORTED = (
    "page_view",
    "download",
    "form_start",
    "web_event",
    "event_attended",
    "meeting",
    "email_sent",
    "email_opened",
    "email_clicked",
    "email_replied",
)


class ActivityIn(Strict):
    """Behavior as an outside system reports it, about a lead given by id or by e-mail."""

    lead = serializers.UUIDField(required=False)
    email = serializers.CharField(max_length=320, required=False)
    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in REPORTED])
    occurred_at = serializers.DateTimeField(required=False, help_text="Now if left out.")
    data = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="url, title, seconds, topic, subject; other keys are kept."
    )
    id = serializers.CharField(
        max_length=90, required=False, help_text="The sender's own id; a repeat on one day is kept once."
    )


class ReportedOut(serializers.Serializer):
    """A reported activity; ``created`` is false for one that was known."""

    lead = serializers.UUIDField(source="lead.public_id")
    kind = serializers.CharField()
    occurred_at = serializers.DateTimeField()
    data = serializers.DictField()  # type: ignore[assignment]
    created = serializers.SerializerMethodField()

    def get_created(self, activity: Activity) -> bool:
        """Say whether this request wrote it."""
        return bool(self.context["created"])


class NoteIn(Strict):
    """A note."""

    text = serializers.CharField(max_length=10_000)


class CallIn(Strict):
    """A call and how it ended."""

    outcome = serializers.ChoiceField(choices=choices.CallOutcome.choices)
    note = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    seconds = serializers.IntegerField(min_value=0, max_value=86_400, required=False, allow_null=True)


class QualifyIn(Strict):
    """What must be known before a lead is qualified; what the lead knows already may be left out."""

    need = _text(5000)
    budget = _whole(10**15)
    authority = _one_of(choices.Authority.choices)
    timeline = _one_of(choices.Timeline.choices)


class DisqualifyIn(Strict):
    """Why the lead is not one, or (invalid) why it never was."""

    reason = serializers.CharField(max_length=60)
    note = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    stage = serializers.ChoiceField(
        choices=[("disqualified", "disqualified"), ("invalid", "invalid")],
        required=False,
        default="disqualified",
    )


class AssignIn(Strict):
    """The new owner's id, null for nobody."""

    owner = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

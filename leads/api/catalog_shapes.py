"""Shapes of the workspace's own lists: for each what may be sent in and what comes out."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from leads.api.serializers import Strict
from leads.choices import Channel, FieldType, Incentive, Reach
from leads.models import CampaignCost, ClassificationRule


CATEGORIES = ("company", "person", "interest", "source", "behavior", "qualification", "outcome")
AMOUNT = 10**15


class SourceIn(Strict):
    """A source; without a slug it gets one from its name, which then stays."""

    slug = serializers.SlugField(max_length=60, required=False)
    name = serializers.CharField(max_length=120)
    channel = serializers.ChoiceField(choices=Channel.choices)
    is_active = serializers.BooleanField(required=False)


class SourceOut(serializers.Serializer):
    """A place leads come from."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.SlugField()
    name = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CampaignIn(Strict):
    """A campaign; ``slug`` is what utm_campaign carries."""

    slug = serializers.SlugField(max_length=80, required=False)
    name = serializers.CharField(max_length=120)
    source = serializers.SlugField(required=False, allow_null=True, help_text="Slug of a source.")  # type: ignore[assignment]
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    cost = serializers.IntegerField(min_value=0, max_value=AMOUNT, required=False, allow_null=True)
    reach = serializers.ChoiceField(choices=Reach.choices, required=False, allow_blank=True)
    incentive = serializers.ChoiceField(choices=Incentive.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class CampaignOut(serializers.Serializer):
    """A campaign."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.SlugField()
    name = serializers.CharField()
    source = serializers.SlugField(source="source.slug", allow_null=True, default=None)  # type: ignore[assignment]
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    cost = serializers.IntegerField(allow_null=True)
    reach = serializers.ChoiceField(choices=[*Reach.values, ""])
    incentive = serializers.ChoiceField(choices=Incentive.choices)
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class DayCost(Strict):
    """What a campaign cost on a day, in cents of the workspace's currency; 0 takes it back."""

    day = serializers.DateField()
    amount_cents = serializers.IntegerField(min_value=0, max_value=CampaignCost.MOST_CENTS)


class DayCostsIn(Strict):
    """Days of a campaign; days not named stay as they are."""

    costs = serializers.ListField(child=DayCost(), max_length=CampaignCost.MOST_DAYS)

    def validate_costs(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a day that is named twice."""
        if len({cost["day"] for cost in value}) < len(value):
            raise serializers.ValidationError(_("A day is named twice."))
        return value


class TopicIn(Strict):
    """A topic; without a slug it gets one from its name, which then stays."""

    slug = serializers.SlugField(max_length=60, required=False)
    name = serializers.CharField(max_length=120)
    purchase_cycle_days = serializers.IntegerField(min_value=1, max_value=3650, required=False)
    is_active = serializers.BooleanField(required=False)


class TopicOut(serializers.Serializer):
    """Something people ask about."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.SlugField()
    name = serializers.CharField()
    purchase_cycle_days = serializers.IntegerField()
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ProductIn(Strict):
    """A product."""

    slug = serializers.SlugField(max_length=60, required=False)
    name = serializers.CharField(max_length=120)
    topic = serializers.SlugField(required=False, allow_null=True, help_text="Slug of a topic.")
    price = serializers.IntegerField(min_value=0, max_value=AMOUNT, required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)


class ProductOut(serializers.Serializer):
    """Something that is sold."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.SlugField()
    name = serializers.CharField()
    topic = serializers.SlugField(source="topic.slug", allow_null=True, default=None)
    price = serializers.IntegerField(allow_null=True)
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class FieldIn(Strict):
    """A field of the workspace's own; key and type stay, since values are stored under them."""

    key = serializers.RegexField(r"^[a-z][a-z0-9_]*$", max_length=60, required=False)
    label = serializers.CharField(max_length=120)  # type: ignore[assignment]
    type = serializers.ChoiceField(choices=FieldType.choices)
    category = serializers.ChoiceField(choices=[(name, name) for name in CATEGORIES], required=False)
    options = serializers.ListField(child=serializers.CharField(max_length=120), required=False)
    position = serializers.IntegerField(min_value=0, max_value=10_000, required=False)
    is_active = serializers.BooleanField(required=False)


class FieldOut(serializers.Serializer):
    """A field of the workspace's own; a condition names it ``custom.<key>``."""

    id = serializers.UUIDField(source="public_id")
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    type = serializers.ChoiceField(choices=FieldType.choices)
    category = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField())
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class RuleIn(Strict):
    """A classification rule: of each kind the first whose condition holds gives the value."""

    kind = serializers.ChoiceField(choices=ClassificationRule.Kind.choices)
    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    condition = serializers.DictField()
    value = serializers.CharField(max_length=60, help_text="A topic's slug, a phase, or a track's name.")
    position = serializers.IntegerField(min_value=0, max_value=10_000, required=False)
    is_active = serializers.BooleanField(required=False)


class RuleOut(serializers.Serializer):
    """A classification rule."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(choices=ClassificationRule.Kind.choices)
    name = serializers.CharField()
    condition = serializers.DictField()
    value = serializers.CharField()
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

"""Shapes of distribution on the API: one output per resource."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from distribution.choices import HandOffState
from distribution.models import HandOff, PoolMember
from leads.api.serializers import Strict
from leads.choices import Stage


class PersonOut(serializers.Serializer[Any]):
    """A member, as other resources name them."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="__str__")
    email = serializers.EmailField()


class HandOffOut(serializers.Serializer[Any]):
    """One offer of a lead to a person, and what came of it."""

    id = serializers.UUIDField(source="public_id")
    lead = serializers.UUIDField(source="lead.public_id")
    state = serializers.ChoiceField(choices=HandOffState.choices)
    owner = PersonOut(allow_null=True)
    route = serializers.UUIDField(source="route.public_id", allow_null=True, default=None)
    by_hand = serializers.BooleanField()
    round = serializers.IntegerField()
    offered_at = serializers.DateTimeField()
    accept_due_at = serializers.DateTimeField()
    contact_due_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    contacted_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    note = serializers.CharField()


class LeadHandOffOut(serializers.Serializer[Any]):
    """Where the lead stands after the verb, and the hand-off the verb was about."""

    lead = serializers.UUIDField(source="public_id")
    stage = serializers.ChoiceField(choices=Stage.choices, source="rank.stage")
    owner = PersonOut(source="rank.owner", allow_null=True)
    resume_on = serializers.DateField(allow_null=True)
    hand_off = serializers.SerializerMethodField()

    @extend_schema_field(HandOffOut(allow_null=True))
    def get_hand_off(self, lead: Any) -> dict[str, Any] | None:
        """Return the hand-off the verb was about; null for a lead that never had one."""
        found: HandOff | None = self.context["hand_off"]
        return dict(HandOffOut(found).data) if found else None


class HandOffIn(Strict):
    """Who gets the lead (nobody named: the routes decide), and why if it is not green."""

    owner = serializers.UUIDField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class GiveBackIn(Strict):
    """Why Sales gives the lead back; ``resume_on`` overrides the reason's own days."""

    reason = serializers.CharField(max_length=60, help_text="Slug of one of reject-reasons/.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")
    resume_on = serializers.DateField(required=False, allow_null=True, default=None)


class RecycleIn(GiveBackIn):
    """The same for a lead that Sales accepted, with a nurture track."""

    track = serializers.SlugField(required=False, allow_blank=True, max_length=60, default="")


class PoolMemberOut(serializers.Serializer[Any]):
    """A person in a pool."""

    user = serializers.UUIDField(source="user.public_id")
    weight = serializers.IntegerField()


class PoolOut(serializers.Serializer[Any]):
    """People who take turns."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    takes_all_reps = serializers.BooleanField()
    members = serializers.SerializerMethodField()

    @extend_schema_field(PoolMemberOut(many=True))
    def get_members(self, pool: Any) -> list[dict[str, Any]]:
        """Return who is in the pool; the view has prefetched them."""
        members: list[PoolMember] = list(pool.members.all())
        return [dict(line) for line in PoolMemberOut(members, many=True).data]


class PoolMemberIn(Strict):
    """A person and how many turns they take."""

    user = serializers.UUIDField()
    weight = serializers.IntegerField(min_value=1, max_value=10, default=1)


class PoolIn(Strict):
    """A pool; ``members`` replaces those it has."""

    name = serializers.CharField(max_length=80)
    takes_all_reps = serializers.BooleanField(required=False, default=False)
    members = PoolMemberIn(many=True, required=False)


class RouteOut(serializers.Serializer[Any]):
    """Which leads go to which pool; the first route that fits counts."""

    id = serializers.UUIDField(source="public_id")
    position = serializers.IntegerField()
    name = serializers.CharField()
    condition = serializers.JSONField()
    pool = serializers.UUIDField(source="pool.public_id")
    is_active = serializers.BooleanField()


class RouteIn(Strict):
    """A route; an empty condition takes every lead."""

    name = serializers.CharField(max_length=120)
    condition = serializers.JSONField(required=False, default=dict)
    pool = serializers.UUIDField()
    is_active = serializers.BooleanField(required=False, default=True)

    def validate_condition(self, value: Any) -> dict[str, Any]:
        """Refuse what is no object; its meaning is checked against the registry by the view."""
        if not isinstance(value, dict):
            raise serializers.ValidationError(_("Give a condition as an object."))
        return value


class RouteOrderIn(Strict):
    """Every route once, in the order they are to be tried."""

    order = serializers.ListField(child=serializers.UUIDField(), max_length=500)


class RejectReasonOut(serializers.Serializer[Any]):
    """Why a lead is given back, and for how long."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    resume_days = serializers.IntegerField()
    track = serializers.CharField()
    is_active = serializers.BooleanField()


class RejectReasonIn(Strict):
    """A reason; the slug is made of the label if not given, and stays."""

    slug = serializers.SlugField(required=False, allow_blank=True, max_length=60, default="")
    label = serializers.CharField(max_length=120)  # type: ignore[assignment]
    resume_days = serializers.IntegerField(min_value=1, max_value=3650, required=False, default=90)
    track = serializers.SlugField(required=False, allow_blank=True, max_length=60, default="")
    is_active = serializers.BooleanField(required=False, default=True)

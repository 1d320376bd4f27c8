"""What deals look like outside, and what may be sent in."""

from typing import Any

from rest_framework import serializers

from leads.api.serializers import Strict


class AccountIn(Strict):
    """What may be said of an account."""

    name = serializers.CharField(max_length=200, required=False)
    website = serializers.CharField(max_length=300, required=False, allow_blank=True)
    industry = serializers.CharField(max_length=120, required=False, allow_blank=True)
    employees = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, allow_null=True)
    country = serializers.RegexField(r"^[A-Z]{2}$", required=False, allow_blank=True)
    region = serializers.CharField(max_length=120, required=False, allow_blank=True)
    city = serializers.CharField(max_length=120, required=False, allow_blank=True)
    tax_id = serializers.CharField(max_length=40, required=False, allow_blank=True)
    owner = serializers.UUIDField(required=False, allow_null=True)
    version = serializers.IntegerField(required=False, min_value=1, write_only=True)


class AccountOut(serializers.Serializer):
    """An account."""

    id = serializers.UUIDField(source="public_id")
    version = serializers.IntegerField()
    name = serializers.CharField()
    is_individual = serializers.BooleanField()
    website = serializers.CharField()
    domain = serializers.CharField()
    industry = serializers.CharField()
    employees = serializers.IntegerField(allow_null=True)
    country = serializers.CharField()
    region = serializers.CharField()
    city = serializers.CharField()
    tax_id = serializers.CharField()
    owner = serializers.UUIDField(source="owner.public_id", allow_null=True, default=None)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ContactPatch(Strict):
    """What may be said of a contact."""

    first_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    job_title = serializers.CharField(max_length=160, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=320, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True)
    language = serializers.CharField(max_length=10, required=False, allow_blank=True)
    owner = serializers.UUIDField(required=False, allow_null=True)
    version = serializers.IntegerField(required=False, min_value=1, write_only=True)


class ContactIn(ContactPatch):
    """A new contact, of an account."""

    account = serializers.UUIDField()


class ContactOut(serializers.Serializer):
    """A contact."""

    id = serializers.UUIDField(source="public_id")
    version = serializers.IntegerField()
    account = serializers.UUIDField(source="account.public_id")
    name = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    job_title = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    language = serializers.CharField()
    owner = serializers.UUIDField(source="owner.public_id", allow_null=True, default=None)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class StageOut(serializers.Serializer):
    """A stage of a pipeline; probability in percent."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    kind = serializers.CharField()
    position = serializers.IntegerField()
    probability = serializers.IntegerField()


class PipelineOut(serializers.Serializer):
    """A pipeline with its stages in order."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    stages = serializers.SerializerMethodField()

    def get_stages(self, pipeline: Any) -> list[dict[str, Any]]:
        """Return the stages in order."""
        ordered = sorted(pipeline.stages.all(), key=lambda stage: (stage.position, stage.pk))
        return StageOut(ordered, many=True).data  # type: ignore[return-value]


class OpportunityFields(Strict):
    """What may be said of a deal; amounts in whole units of the workspace's currency."""

    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    amount = serializers.IntegerField(min_value=0, max_value=10**15, required=False, allow_null=True)
    close_on = serializers.DateField(required=False, allow_null=True)
    next_step = serializers.CharField(max_length=200, required=False, allow_blank=True)
    next_step_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


class OpportunityIn(OpportunityFields):
    """A new deal."""

    name = serializers.CharField(max_length=200)
    account = serializers.UUIDField()
    contact = serializers.UUIDField(required=False, allow_null=True)
    stage = serializers.UUIDField(required=False, allow_null=True)
    owner = serializers.UUIDField(required=False, allow_null=True)


class OpportunityPatch(OpportunityFields):
    """A change of a deal."""

    contact = serializers.UUIDField(required=False, allow_null=True)
    owner = serializers.UUIDField(required=False, allow_null=True)
    version = serializers.IntegerField(required=False, min_value=1)


class OpportunityOut(serializers.Serializer):
    """A deal."""

    id = serializers.UUIDField(source="public_id")
    version = serializers.IntegerField()
    name = serializers.CharField()
    account = serializers.UUIDField(source="account.public_id")
    contact = serializers.UUIDField(source="contact.public_id", allow_null=True, default=None)
    lead = serializers.UUIDField(source="lead.public_id", allow_null=True, default=None)
    pipeline = serializers.UUIDField(source="pipeline.public_id")
    stage = StageOut()
    state = serializers.CharField()
    owner = serializers.UUIDField(source="owner.public_id", allow_null=True, default=None)
    amount = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    close_on = serializers.DateField(allow_null=True)
    next_step = serializers.CharField()
    next_step_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    lost_reason = serializers.CharField(source="lost_reason.slug", allow_null=True, default=None)
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class LostReasonOut(serializers.Serializer):
    """Why deals are lost."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    name = serializers.CharField()


class VersionIn(Strict):
    """The version that was read; a deal changed since then is refused."""

    version = serializers.IntegerField(required=False, min_value=1)


class MoveIn(VersionIn):
    """Where a deal goes."""

    stage = serializers.UUIDField()


class LostIn(VersionIn):
    """Why a deal is lost: the slug of a reason."""

    reason = serializers.CharField(max_length=60)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ConvertIn(Strict):
    """What a lead becomes; without ids new records are made, ``opportunity: null`` makes no deal."""

    account_id = serializers.UUIDField(required=False, allow_null=True)
    contact_id = serializers.UUIDField(required=False, allow_null=True)
    opportunity = OpportunityFields(required=False, allow_null=True)


class ConversionOut(serializers.Serializer):
    """What a lead became."""

    id = serializers.UUIDField(source="public_id")
    lead = serializers.UUIDField(source="lead.public_id")
    account = serializers.UUIDField(source="account.public_id")
    contact = serializers.UUIDField(source="contact.public_id", allow_null=True, default=None)
    opportunity = serializers.UUIDField(source="opportunity.public_id", allow_null=True, default=None)
    at = serializers.DateTimeField()

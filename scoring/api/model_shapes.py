"""What the scoring API takes and gives of models: whole documents, versions, publications."""

from rest_framework import serializers

from leads.api.serializers import Strict
from leads.choices import Grade
from scoring import queries
from scoring.api.valuations import with_valuations
from scoring.choices import Dimension, State
from scoring.models import ScoringModel


class LabelField(serializers.JSONField):
    """A text, or one a language."""


class ValuationOut(serializers.Serializer):
    """What Sales gave for a criterion in the last closed meeting that asked: −3 to +3, and how far it was apart."""

    median = serializers.FloatField()
    spread = serializers.IntegerField()
    voters = serializers.IntegerField()
    meeting = serializers.CharField()
    closed_at = serializers.DateTimeField()


class CriterionDoc(serializers.Serializer):
    """One criterion of a model; docs/scoring.md. ``valuation`` is read only: sent back, it is passed over."""

    key = serializers.CharField(required=False)
    label = LabelField()  # type: ignore[assignment]  # a field of that name
    condition = serializers.JSONField()
    points = serializers.FloatField()
    mode = serializers.ChoiceField(["per_lead", "per_activity"], required=False)
    window_days = serializers.IntegerField(required=False, allow_null=True)
    half_life_days = serializers.IntegerField(required=False, allow_null=True)
    cap = serializers.FloatField(required=False, allow_null=True)
    valuation = ValuationOut(read_only=True, allow_null=True)


class GroupDoc(serializers.Serializer):
    """Criteria that share a cap."""

    key = serializers.CharField(required=False)
    label = LabelField()  # type: ignore[assignment]  # a field of that name
    dimension = serializers.ChoiceField(Dimension.choices)
    cap = serializers.FloatField(required=False, allow_null=True)
    criteria = CriterionDoc(many=True)


class GridDoc(serializers.Serializer):
    """Thresholds in points, and the grade of each cell, the lowest fit first."""

    fit = serializers.ListField(child=serializers.FloatField())
    engagement = serializers.ListField(child=serializers.FloatField())
    cells = serializers.ListField(child=serializers.ListField(child=serializers.ChoiceField(Grade.choices)))


class WeightsDoc(serializers.Serializer):
    """Percent, together 100."""

    fit = serializers.IntegerField()
    engagement = serializers.IntegerField()


class TeamDoc(serializers.Serializer):
    """A definition of green that a team holds for the leads for which ``when`` holds."""

    key = serializers.CharField(required=False)
    label = LabelField()  # type: ignore[assignment]  # a field of that name
    team = serializers.IntegerField(required=False, allow_null=True)
    when = serializers.JSONField()
    condition = serializers.JSONField()
    near_points = serializers.IntegerField(required=False)


class LightDoc(serializers.Serializer):
    """What turns the light green, and how near is amber; the definitions of teams, asked in order."""

    condition = serializers.JSONField()
    near_points = serializers.IntegerField(required=False)
    teams = TeamDoc(many=True, required=False)


class OneModelDoc(serializers.Serializer):
    """What every model has."""

    weights = WeightsDoc(required=False)
    grid = GridDoc()
    light = LightDoc()
    groups = GroupDoc(many=True)


class SpecialDoc(OneModelDoc):
    """A model that the leads have for which its condition holds, and none of an earlier one."""

    key = serializers.CharField(required=False)
    label = LabelField()  # type: ignore[assignment]  # a field of that name
    condition = serializers.JSONField()


class ModelDoc(OneModelDoc):
    """A whole version: the default model, and those that some leads have instead; docs/scoring.md."""

    name = serializers.CharField(required=False, allow_blank=True)
    models = SpecialDoc(many=True, required=False)


class DraftIn(ModelDoc):
    """The model that the draft shall be; ``based_on``, if given, must be the live version."""

    based_on = serializers.IntegerField(required=False, allow_null=True)


class ModelOut(serializers.Serializer):
    """A version, or the draft."""

    id = serializers.UUIDField(source="public_id")
    version = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(State.choices)
    name = serializers.CharField()
    based_on = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ModelDetailOut(ModelOut):
    """The same with its rules."""

    model = serializers.SerializerMethodField()

    def get_model(self, model: ScoringModel) -> ModelDoc:
        """Return the document."""
        return with_valuations(queries.document_of(model))  # type: ignore[return-value]


class PublishIn(Strict):
    """Nothing publishes the draft; a number makes that older version live again.

    ``live`` is the live version as the caller knows it: another one refuses. ``confirm`` rolls back to a version of
    which parts name what is gone.
    """

    version = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    live = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    confirm = serializers.BooleanField(required=False, default=False)
    override_reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class PublishOut(ModelOut):
    """What is live now, and the job that rescores every lead."""

    job = serializers.UUIDField(source="rescore_job")

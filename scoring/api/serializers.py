"""What the scoring API takes and gives."""

from typing import Any

from rest_framework import serializers

from leads import wording as lead_wording
from leads.api.serializers import Strict
from leads.choices import Grade, Light
from scoring import queries, wording
from scoring.choices import Dimension, Event, State
from scoring.models import ScoringModel
from scoring.services.explain import Explanation
from scoring.services.history import Week


class EvidenceOut(serializers.Serializer):
    """How often, and when last."""

    count = serializers.IntegerField()
    last_on = serializers.DateField(allow_null=True)


class ContributionOut(serializers.Serializer):
    """One line of a score; the tenths of a dimension's lines sum to it exactly."""

    dimension = serializers.ChoiceField(Dimension.choices)
    kind = serializers.ChoiceField(["criterion", "cap", "group_cap", "clamp"])
    key = serializers.CharField()
    criterion = serializers.CharField(allow_null=True)
    group = serializers.CharField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    tenths = serializers.IntegerField()
    points = serializers.FloatField()
    evidence = EvidenceOut(allow_null=True)


class SumOut(serializers.Serializer):
    """Fit and engagement in tenths of a point, and their shares of the score in percent."""

    fit = serializers.IntegerField()
    engagement = serializers.IntegerField()
    fit_weight = serializers.IntegerField()
    engagement_weight = serializers.IntegerField()


class StepOut(serializers.Serializer):
    """One thing that may still come."""

    criterion = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    dimension = serializers.ChoiceField(Dimension.choices)
    tenths = serializers.IntegerField()
    points = serializers.FloatField()


class NextGradeOut(serializers.Serializer):
    """What reaches the grade above."""

    grade = serializers.ChoiceField(Grade.choices)
    missing_tenths = serializers.IntegerField()
    reaches = serializers.BooleanField()
    score = serializers.IntegerField()
    steps = StepOut(many=True)
    text = serializers.CharField()


class ProbabilityOut(serializers.Serializer):
    """How likely the lead is to be won, from 0 to 1, and how many leads whose end is known it was learned from."""

    value = serializers.FloatField()
    outcomes = serializers.IntegerField()
    won = serializers.IntegerField()
    model_version = serializers.IntegerField()
    trained_at = serializers.DateTimeField()


class ScoreOut(serializers.Serializer):
    """A lead's score by the live model, line by line."""

    lead = serializers.UUIDField()
    model_version = serializers.IntegerField()
    score = serializers.IntegerField()
    grade = serializers.ChoiceField(Grade.choices)
    own_grade = serializers.ChoiceField(Grade.choices)
    grade_by_hand = serializers.ChoiceField(Grade.choices, allow_null=True)
    by_hand_until = serializers.DateField(allow_null=True)
    by_hand_reason = serializers.CharField(allow_blank=True)
    light = serializers.ChoiceField(Light.choices)
    light_reason = serializers.DictField()
    sum = SumOut()
    contributions = ContributionOut(many=True)
    next = NextGradeOut(allow_null=True)
    probability = ProbabilityOut(allow_null=True)


class PointOut(serializers.Serializer):
    """The score at a moment that was kept."""

    at = serializers.DateTimeField()
    score = serializers.IntegerField()
    grade = serializers.ChoiceField(Grade.choices)
    light = serializers.ChoiceField(Light.choices)
    event = serializers.ChoiceField(Event.choices)
    version = serializers.IntegerField()


class MovedOut(serializers.Serializer):
    """A line that is not what it was a week ago."""

    key = serializers.CharField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    tenths = serializers.IntegerField()
    points = serializers.FloatField()
    why = serializers.ChoiceField(["new", "faded", "met", "unmet", "bound"])


class WeekOut(serializers.Serializer):
    """The lead a week ago and the lines that moved since, by the live rules."""

    since = serializers.DateTimeField()
    score_then = serializers.IntegerField()
    score_now = serializers.IntegerField()
    moved = MovedOut(many=True)


class HistoryOut(serializers.Serializer):
    """The scores that were kept, the oldest first; ``week`` is null for a lead younger than that."""

    points = PointOut(many=True)
    week = WeekOut(allow_null=True)


class GradeIn(Strict):
    """A grade set by hand, or null to give it back to the rules."""

    grade = serializers.ChoiceField(Grade.choices, allow_null=True)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)
    until_on = serializers.DateField(required=False, default=None, allow_null=True)


class LabelField(serializers.JSONField):
    """A text, or one a language."""


class CriterionDoc(serializers.Serializer):
    """One criterion of a model; docs/scoring.md."""

    key = serializers.CharField(required=False)
    label = LabelField()  # type: ignore[assignment]  # a field of that name
    condition = serializers.JSONField()
    points = serializers.FloatField()
    mode = serializers.ChoiceField(["per_lead", "per_activity"], required=False)
    window_days = serializers.IntegerField(required=False, allow_null=True)
    half_life_days = serializers.IntegerField(required=False, allow_null=True)
    cap = serializers.FloatField(required=False, allow_null=True)


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


class LightDoc(serializers.Serializer):
    """What turns the light green, and how near is amber."""

    condition = serializers.JSONField()
    near_points = serializers.IntegerField(required=False)


class ModelDoc(serializers.Serializer):
    """A whole model; docs/scoring.md."""

    name = serializers.CharField(required=False, allow_blank=True)
    weights = WeightsDoc(required=False)
    grid = GridDoc()
    light = LightDoc()
    groups = GroupDoc(many=True)


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
        return queries.document_of(model)  # type: ignore[return-value]


class PublishIn(Strict):
    """Nothing publishes the draft; a number makes that older version live again."""

    version = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    override_reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class PublishOut(ModelOut):
    """What is live now, and the job that rescores every lead."""

    job = serializers.UUIDField(source="rescore_job")


def score_of(lead_id: Any, found: Explanation, probability: dict[str, Any] | None) -> dict[str, Any]:
    """Return the explanation as ``ScoreOut`` shows it."""
    return {
        "lead": lead_id,
        "probability": probability,
        "model_version": found.spec.version,
        "score": found.score,
        "grade": found.grade,
        "own_grade": found.total.grade,
        "grade_by_hand": found.grade_by_hand or None,
        "by_hand_until": found.hand_grade.until_on if found.hand_grade else None,
        "by_hand_reason": found.hand_grade.reason if found.hand_grade else "",
        "light": found.light,
        "light_reason": {**found.light_reason, "text": lead_wording.light(found.light_reason)}
        if found.light_reason
        else {},
        "sum": {
            "fit": found.total.fit.tenths,
            "engagement": found.total.engagement.tenths,
            "fit_weight": found.spec.fit_weight,
            "engagement_weight": found.spec.engagement_weight,
        },
        "contributions": _contributions(found),
        "next": _next(found),
    }


def week_of(found: Week | None) -> dict[str, Any] | None:
    """Return what moved as ``WeekOut`` shows it."""
    if found is None:
        return None
    moved = [
        {
            "key": each.reason.criterion.key if each.reason.criterion else None,
            "label": wording.reason_label(each.reason),
            "tenths": each.reason.tenths,
            "points": each.reason.tenths / 10,
            "why": each.why,
        }
        for each in found.moved
    ]
    return {
        "since": found.since,
        "score_then": found.then.score,
        "score_now": found.now.score,
        "moved": moved,
    }


def _contributions(found: Explanation) -> list[dict[str, Any]]:
    lines = []
    for dimension in found.dimensions:
        for line in dimension.lines:
            evidence = found.evidence.get(line.key) if line.kind == "criterion" else None
            lines.append(
                {
                    "dimension": dimension.dimension,
                    "kind": line.kind,
                    "key": line.key,
                    "criterion": line.criterion.key if line.criterion else None,
                    "group": line.group.key if line.group else None,
                    "label": wording.line_label(line),
                    "tenths": line.tenths,
                    "points": line.tenths / 10,
                    "evidence": {"count": evidence.count, "last_on": evidence.last_on} if evidence else None,
                }
            )
    return lines


def _next(found: Explanation) -> dict[str, Any] | None:
    advice = found.advice
    if advice is None:
        return None
    return {
        "grade": advice.grade,
        "missing_tenths": advice.gap,
        "reaches": advice.reaches,
        "score": advice.score,
        "text": f"{wording.advice_title(advice)} {wording.advice_text(advice)}",
        "steps": [
            {
                "criterion": step.criterion.key,
                "label": str(step.criterion.label),
                "dimension": step.dimension,
                "tenths": step.tenths,
                "points": step.tenths / 10,
            }
            for step in advice.steps
        ],
    }

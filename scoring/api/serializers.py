"""What the scoring API says of a lead's score, and takes for its grade."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from conditions.describe import describe
from leads import wording as lead_wording
from leads.api.serializers import Strict
from leads.choices import Grade, Light
from scoring import wording
from scoring.choices import Dimension, Event
from scoring.engine.advice import Step
from scoring.services.explain import Explanation
from scoring.services.history import Week


class EvidenceOut(serializers.Serializer):
    """How often and when last activities of these kinds happened; what they brought before any faded, else null."""

    count = serializers.IntegerField()
    last_on = serializers.DateField(allow_null=True)
    kinds = serializers.ListField(child=serializers.CharField())
    faded_from = serializers.IntegerField(allow_null=True)


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
    facts = serializers.DictField(help_text="What is known of the fields that the criterion asks about.")


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


class NextLightOut(serializers.Serializer):
    """What turns the light green; ``more`` questions are not named, ``reaches`` says whether all of it is enough."""

    asks = serializers.ListField(child=serializers.CharField())
    more = serializers.IntegerField()
    events = serializers.ListField(child=serializers.CharField())
    steps = StepOut(many=True)
    reaches = serializers.BooleanField()
    text = serializers.CharField()


class ProbabilityOut(serializers.Serializer):
    """How likely the lead is to be won, from 0 to 1, and how many leads whose end is known it was learned from."""

    value = serializers.FloatField()
    outcomes = serializers.IntegerField()
    won = serializers.IntegerField()
    model_version = serializers.IntegerField()
    trained_at = serializers.DateTimeField()


class NamedPartOut(serializers.Serializer):
    """A model of the version, or a definition of green in it; the key is "" for the default one."""

    key = serializers.CharField(allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name


class ScoreOut(serializers.Serializer):
    """A lead's score by the model it has in the live version, line by line."""

    lead = serializers.UUIDField()
    model_version = serializers.IntegerField()
    model = NamedPartOut()
    definition = NamedPartOut()
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
    next_light = NextLightOut(allow_null=True)
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


def score_of(lead_id: Any, found: Explanation, probability: dict[str, Any] | None) -> dict[str, Any]:
    """Return the explanation as ``ScoreOut`` shows it."""
    return {
        "lead": lead_id,
        "probability": probability,
        "model_version": found.spec.version,
        "model": {"key": found.model.key, "label": wording.model_name(found.model)},
        "definition": {
            "key": found.definition.address.definition,
            "label": wording.definition_name(found.definition),
        },
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
            "fit_weight": found.model.fit_weight,
            "engagement_weight": found.model.engagement_weight,
        },
        "contributions": _contributions(found),
        "next": _next(found),
        "next_light": _next_light(found),
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
                    "evidence": asdict(evidence) if evidence else None,
                    "facts": found.known_of(line.criterion) if line.criterion else {},
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
        "steps": _steps(advice.steps),
    }


def _next_light(found: Explanation) -> dict[str, Any] | None:
    advice = found.light_advice
    if advice is None:
        return None
    return {
        "asks": list(advice.fields),
        "more": advice.more,
        "events": [describe(event, found.names) for event in advice.events],
        "steps": _steps(advice.points.steps if advice.points else ()),
        "reaches": advice.reaches,
        "text": wording.light_text(advice, found.names),
    }


def _steps(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {
            "criterion": step.criterion.key,
            "label": str(step.criterion.label),
            "dimension": step.dimension,
            "tenths": step.tenths,
            "points": step.tenths / 10,
        }
        for step in steps
    ]

"""What the API of reviews takes and gives."""

from typing import Any

from rest_framework import serializers

from leads.api.serializers import Strict
from scoring.choices import CaseOutcome, MeetingState, ReviewKind, Verdict
from scoring.models.review import MOST


class ReviewReasonOut(serializers.Serializer):
    """A reason to choose from."""

    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class AgreementOut(serializers.Serializer):
    """Over the cases with two verdicts or more that the caller sees; alpha is Krippendorff's."""

    cases = serializers.IntegerField()
    same = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)
    alpha = serializers.FloatField(allow_null=True)


class CountsOut(serializers.Serializer):
    """How many gave each verdict."""

    good = serializers.IntegerField()
    too_early = serializers.IntegerField()
    not_fit = serializers.IntegerField()


class CaseOut(serializers.Serializer):
    """A lead as Sales got it; ``verdicts`` is null while they are kept back, ``lead`` once it is erased.

    ``lead`` and ``title`` are null for a key without ``leads:read`` and for a rep who is not asked in the review.
    """

    case = serializers.IntegerField()
    lead = serializers.UUIDField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    grade = serializers.CharField()
    score = serializers.IntegerField()
    outcome = serializers.ChoiceField(CaseOutcome.choices)
    outcome_reason = serializers.CharField()
    mine = serializers.ChoiceField(Verdict.choices, allow_null=True)
    given = serializers.IntegerField()
    verdicts = CountsOut(allow_null=True)


class PatternOut(serializers.Serializer):
    """What the cases of a verdict have in common: counts with it, of how many, and the ratios that are certain."""

    feature = serializers.CharField()
    counts = CountsOut()
    totals = CountsOut()
    ratios = serializers.DictField(child=serializers.ListField(child=serializers.FloatField()))


class ReviewOut(serializers.Serializer):
    """A review."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(ReviewKind.choices)
    state = serializers.ChoiceField(MeetingState.choices)
    filters: Any = serializers.DictField()
    cases = serializers.IntegerField()
    model_version = serializers.IntegerField(allow_null=True)
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class ReviewDetailOut(ReviewOut):
    """A review with its cases, and what it found once it is closed."""

    reasons = ReviewReasonOut(many=True)
    agreement = AgreementOut()
    results = CaseOut(many=True)
    patterns = PatternOut(many=True)
    decisions = serializers.CharField()
    changes = serializers.ListField(child=serializers.CharField())


class VerdictIn(Strict):
    """A verdict on a case by its number; ``reason`` is a slug of the review's reasons, needed for ``not_fit``."""

    case = serializers.IntegerField(min_value=1, max_value=MOST)
    verdict = serializers.ChoiceField(Verdict.choices)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)

"""What reports look like outside. Shares are fractions, waits seconds, amounts whole units with cents as decimals."""

from typing import Any

from rest_framework import serializers

from reporting.choices import Basis, By, Fate, Step


def fraction(**options: Any) -> serializers.FloatField:
    """Return a share, null where there is nothing to share."""
    return serializers.FloatField(allow_null=True, **options)


def seconds(**options: Any) -> serializers.FloatField:
    """Return a wait in seconds, null where nobody waited."""
    return serializers.FloatField(allow_null=True, **options)


def amount(**options: Any) -> serializers.DecimalField:
    """Return an amount in the workspace's currency, null where it is not known."""
    return serializers.DecimalField(
        max_digits=20, decimal_places=2, allow_null=True, coerce_to_string=False, **options
    )


class PeriodOut(serializers.Serializer):
    """Whole days in the workspace's time zone, both included."""

    first = serializers.DateField()
    last = serializers.DateField()
    time_zone = serializers.CharField()


class ReportOut(serializers.Serializer):
    """What every report says of its question."""

    period = PeriodOut()
    before = PeriodOut(help_text="The period it is compared with.")
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    campaign = serializers.CharField(allow_null=True)
    currency = serializers.CharField()


class KeyOut(serializers.Serializer):
    """What a line is about: a slug, a day, a public id; null is "without"."""

    key = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_blank=True)


class FunnelStepOut(serializers.Serializer):
    """One step of the funnel."""

    step = serializers.ChoiceField(choices=Step.choices)
    count = serializers.IntegerField()
    before = serializers.IntegerField(help_text="The same in the period before.")
    passed = fraction(help_text="Of the step before.")
    median_days = serializers.FloatField(allow_null=True)
    cost_of_each = amount()


class LineOut(KeyOut):
    """The funnel of one source, campaign or part of the period."""

    inquiries = serializers.IntegerField()
    accepted = serializers.IntegerField()
    leads = serializers.IntegerField()
    mql = serializers.IntegerField()
    sal = serializers.IntegerField()
    sql = serializers.IntegerField()
    converted = serializers.IntegerField()
    won = serializers.IntegerField()
    amount_won = serializers.IntegerField()
    cost = amount(help_text="Null is unknown, never nothing.")
    cost_per_lead = amount()
    cost_per_mql = amount()
    cost_per_won = amount()
    roi = fraction()


class FunnelOut(ReportOut):
    """The funnel."""

    by = serializers.ChoiceField(choices=By.choices)
    steps = FunnelStepOut(many=True)
    lines = LineOut(many=True)


class SourcesOut(ReportOut):
    """Sources or campaigns."""

    by = serializers.ChoiceField(choices=[By.SOURCE, By.CAMPAIGN])
    lines = LineOut(many=True)
    total = LineOut()


class WaitsOut(KeyOut):
    """How long hand-offs waited; ``within_*`` are cumulative counts."""

    offered = serializers.IntegerField()
    contacted = serializers.IntegerField()
    within_5m = serializers.IntegerField()
    within_1h = serializers.IntegerField()
    within_24h = serializers.IntegerField()
    open = serializers.IntegerField()
    never = serializers.IntegerField()
    median = seconds()
    p90 = seconds()
    median_from_inquiry = seconds()
    p90_from_inquiry = seconds()
    answers = serializers.IntegerField()
    answered_in_time = serializers.IntegerField()
    contacts = serializers.IntegerField()
    contacted_in_time = serializers.IntegerField()
    answered = serializers.IntegerField(help_text="By a person.")
    sent_back = serializers.IntegerField()


class ResponseOut(ReportOut):
    """How fast Sales responds."""

    total = WaitsOut()
    before_total = WaitsOut()
    parts = WaitsOut(many=True)
    reps = WaitsOut(many=True)
    teams = WaitsOut(many=True)


class DishesOut(KeyOut):
    """Hand-offs of the period, those a person answered, and those sent back."""

    offered = serializers.IntegerField()
    answered = serializers.IntegerField()
    sent_back = serializers.IntegerField()
    share = fraction()


class ExitOut(serializers.Serializer):
    """So many leads left in one way, for one reason, in one part of the period."""

    fate = serializers.ChoiceField(choices=Fate.choices)
    reason = serializers.CharField(allow_blank=True)
    part = serializers.DateField()
    count = serializers.IntegerField()


class RejectsOut(ReportOut):
    """What is sent back."""

    total = DishesOut()
    before_total = DishesOut()
    sources = DishesOut(many=True)
    reps = DishesOut(many=True)
    exits = ExitOut(many=True)


class WorkflowResultOut(KeyOut):
    """What became of those who entered a workflow."""

    entered = serializers.IntegerField()
    sent = serializers.IntegerField()
    unsent = serializers.IntegerField()
    clicked = serializers.IntegerField()
    unsubscribed = serializers.IntegerField()
    green = serializers.IntegerField()
    handed_off = serializers.IntegerField()
    won = serializers.IntegerField()


class ContentResultOut(KeyOut):
    """What a piece of content did."""

    sent = serializers.IntegerField()
    people = serializers.IntegerField()
    clicked = serializers.IntegerField()
    green = serializers.IntegerField()
    handed_off = serializers.IntegerField()
    won = serializers.IntegerField()


class WorkflowsOut(ReportOut):
    """Results of workflows and content."""

    workflows = WorkflowResultOut(many=True)
    content = ContentResultOut(many=True)


class RateOut(serializers.Serializer):
    """A share with Wilson's 95 % interval; below 30 cases it says too little."""

    hits = serializers.IntegerField()
    cases = serializers.IntegerField()
    value = fraction()
    low = fraction()
    high = fraction()
    is_enough = serializers.BooleanField()


class GradeOut(serializers.Serializer):
    """What became of the leads of one grade; a null grade: its score was not kept."""

    grade = serializers.CharField(allow_null=True)
    leads = serializers.IntegerField()
    handed_off = serializers.IntegerField()
    accepted = serializers.IntegerField()
    returned = serializers.IntegerField()
    converted = serializers.IntegerField()
    won = serializers.IntegerField()
    acceptance = RateOut()
    win = RateOut()


class BasisOut(serializers.Serializer):
    """The grades, looked at one way."""

    basis = serializers.ChoiceField(choices=Basis.choices)
    grades = GradeOut(many=True)


class CalibrationOut(ReportOut):
    """Grades against outcomes."""

    bases = BasisOut(many=True)

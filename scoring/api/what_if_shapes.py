"""What the API says of a draft before it goes live: the shapes."""

from rest_framework import serializers

from leads.api.serializers import MemberOut, Strict
from leads.choices import Grade, Light
from scoring.choices import Dimension
from work.models import Job


LEAST, MOST = 20, 200
# Of something that a job may have to work out: "none" where nobody asked for one.
STATES = ["none", *Job.State.values]


class GradesOut(serializers.Serializer):
    """Leads that have one grade now and would have another, or the same."""

    now = serializers.ChoiceField(Grade.choices)
    draft = serializers.ChoiceField(Grade.choices)
    leads = serializers.IntegerField()


class LightsOut(serializers.Serializer):
    """Leads that have one light now and would have another, or the same."""

    now = serializers.ChoiceField(Light.choices)
    draft = serializers.ChoiceField(Light.choices)
    leads = serializers.IntegerField()


class RepOut(serializers.Serializer):
    """How many leads a rep would be handed today."""

    rep = MemberOut()
    leads = serializers.IntegerField()


class ToSalesOut(serializers.Serializer):
    """Whom publishing would hand over today.

    ``resting`` are ready, but rest after a return or find nobody; ``unshared`` are more than were shared out.
    """

    leads = serializers.IntegerField()
    resting = serializers.IntegerField()
    unshared = serializers.IntegerField()
    by_rep = RepOut(many=True)


class WeekOfHandOffsOut(serializers.Serializer):
    """The newcomers of the last days that were looked at, one in so many; how many turned green in their first week,
    and how many that is a week.
    """

    days = serializers.IntegerField()
    came = serializers.IntegerField()
    one_in = serializers.IntegerField()
    green = serializers.IntegerField()
    a_week = serializers.FloatField()


class HandOffsOut(serializers.Serializer):
    """The same newcomers by the live rules and by the draft."""

    now = WeekOfHandOffsOut()
    draft = WeekOfHandOffsOut()


class OfModelOut(serializers.Serializer):
    """The leads that would have a model of the draft, "" for the default one, and how many would rise and fall."""

    model = serializers.CharField(allow_blank=True)
    leads = serializers.IntegerField()
    rises = serializers.IntegerField()
    falls = serializers.IntegerField()


class ImpactOut(serializers.Serializer):
    """What publishing the draft would do, lead by lead, as numbers."""

    leads = serializers.IntegerField()
    rises = serializers.IntegerField()
    falls = serializers.IntegerField()
    changed_lights = serializers.IntegerField()
    grades = GradesOut(many=True)
    lights = LightsOut(many=True)
    models = OfModelOut(many=True)
    to_sales = ToSalesOut()
    hand_offs = HandOffsOut()


class SimulationOut(serializers.Serializer):
    """The impact of the draft as it is.

    ``state`` is ``none`` where a job is needed and nobody asked for one; ``impact`` is there once it is ``done``.
    """

    revision = serializers.IntegerField()
    state = serializers.ChoiceField(STATES)
    job = serializers.UUIDField(allow_null=True)
    finished = serializers.IntegerField()
    total = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)
    impact = ImpactOut(allow_null=True)


class ForeseenOut(serializers.Serializer):
    """What one model says of a lead."""

    score = serializers.IntegerField()
    grade = serializers.ChoiceField(Grade.choices)
    light = serializers.ChoiceField(Light.choices)


class DifferenceOut(serializers.Serializer):
    """One difference; ``grid`` and ``light`` have no points: other grades, another definition of ready."""

    kind = serializers.ChoiceField(["criterion", "group_cap", "clamp", "grid", "light", "model"])
    key = serializers.CharField(allow_null=True)
    points = serializers.FloatField()
    text = serializers.CharField()


class NamedOut(serializers.Serializer):
    """A lead; its title is null for a key that may not read leads."""

    lead = serializers.UUIDField()
    title = serializers.CharField(allow_null=True)


class MoveOut(NamedOut):
    """One lead that the draft would move, and the lines that differ most."""

    now = ForeseenOut()
    draft = ForeseenOut()
    reasons = DifferenceOut(many=True)


class MovesOut(serializers.Serializer):
    """Up to 50 moves; follow ``next`` until it is null, over empty pages too: only so many leads are looked through."""

    results = MoveOut(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class BackTestIn(Strict):
    """How many of the newest won, lost and returned each."""

    n = serializers.IntegerField(min_value=LEAST, max_value=MOST, required=False, default=50)


class EndingOut(NamedOut):
    """A hand-off that ended, by both models as they would have read it when it was made."""

    ended_at = serializers.DateTimeField()
    live = ForeseenOut(allow_null=True)
    draft = ForeseenOut()


class EndOut(serializers.Serializer):
    """All endings of one kind: how many stood above the line; of ``unknown`` ones no facts were kept."""

    end = serializers.ChoiceField(["won", "lost", "rejected"])
    leads = serializers.IntegerField()
    above_live = serializers.IntegerField()
    above_draft = serializers.IntegerField()
    unknown = serializers.IntegerField()
    endings = EndingOut(many=True)


class BackTestOut(serializers.Serializer):
    """The newest hand-offs that ended, judged by both."""

    revision = serializers.IntegerField()
    n = serializers.IntegerField()
    ends = EndOut(many=True)


class TrialIn(Strict):
    """The lead to try the draft on."""

    lead = serializers.UUIDField()


class FactOut(serializers.Serializer):
    """What is known of something a rule asks for; null where nothing is, or for a key that may not read leads."""

    field = serializers.CharField()
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment]  # a field of that name
    value = serializers.JSONField(allow_null=True)


class TriedRuleOut(serializers.Serializer):
    """One rule, hit or missed. Points are its own, before any cap; ``was`` by the live model, null if it is new."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    group = serializers.CharField()
    dimension = serializers.ChoiceField(Dimension.choices)
    sentence = serializers.CharField()
    is_met = serializers.BooleanField()
    points = serializers.FloatField()
    was = serializers.FloatField(allow_null=True)
    count = serializers.IntegerField()
    last_on = serializers.DateField(allow_null=True)
    facts = FactOut(many=True)


class ReadingOut(ForeseenOut):
    """A lead by the model it has in one version, rule by rule; fit and engagement in points, after caps and bounds.

    ``model`` and ``definition`` are keys, "" for the default one.
    """

    model = serializers.CharField()
    definition = serializers.CharField()
    light_reason = serializers.DictField()
    fit = serializers.FloatField()
    engagement = serializers.FloatField()
    rules = TriedRuleOut(many=True)


class TrialOut(NamedOut):
    """One lead by both; ``live`` is null before the first publication."""

    revision = serializers.IntegerField()
    live = ReadingOut(allow_null=True)
    draft = ReadingOut()


class PartOut(serializers.Serializer):
    """One thing that is not what it was; points, caps and thresholds in points."""

    what = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class ChangeOut(serializers.Serializer):
    """A model, a definition, a criterion, a group or a setting that differs, as data and as sentences.

    ``model``: the key of the model it is in, "" for the default one.
    """

    kind = serializers.CharField()
    action = serializers.ChoiceField(["added", "removed", "changed"])
    key = serializers.CharField(allow_null=True)
    model = serializers.CharField()
    title = serializers.CharField()
    parts = PartOut(many=True)
    sentences = serializers.ListField(child=serializers.CharField())


class ComparedOut(serializers.Serializer):
    """How two versions differ; a version is null for the draft."""

    older = serializers.IntegerField(allow_null=True)
    newer = serializers.IntegerField(allow_null=True)
    changes = ChangeOut(many=True)

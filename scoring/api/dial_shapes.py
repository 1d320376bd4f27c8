"""What the API says of a definition's dial: the shapes."""

from rest_framework import serializers

from leads.api.serializers import Strict
from scoring.api.what_if_shapes import STATES
from scoring.engine.dial import SETTINGS, Fixed


class DefinitionOut(serializers.Serializer):
    """Which definition; both keys are empty for the default model's own."""

    model = serializers.CharField(allow_blank=True)
    definition = serializers.CharField(allow_blank=True)
    name = serializers.CharField()


class NewcomersOut(serializers.Serializer):
    """Whom the hand-offs a week were counted from; ``wanting`` more are needed before there are settings."""

    days = serializers.IntegerField()
    looked_at = serializers.IntegerField()
    one_in = serializers.IntegerField()
    wanting = serializers.IntegerField()


class ShareOut(serializers.Serializer):
    """A share of past hand-offs with its 95 % interval; null while ``wanting`` more are needed."""

    share = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    hand_offs = serializers.IntegerField()
    wanting = serializers.IntegerField()


class DaysOut(serializers.Serializer):
    """How long newcomers take: of the share that gets there within so many days, half do by ``median``."""

    median = serializers.IntegerField(allow_null=True)
    share = serializers.FloatField(allow_null=True)
    within = serializers.IntegerField(allow_null=True)


class PlaceOut(serializers.Serializer):
    """A line with what it would mean; ``setting`` is null for one that is only shown since it stands there."""

    line = serializers.CharField()
    asks = serializers.CharField()
    setting = serializers.ChoiceField(list(SETTINGS), allow_null=True)
    is_draft = serializers.BooleanField()
    is_live = serializers.BooleanField()
    hand_offs_a_week = serializers.FloatField()
    accepted = ShareOut()
    won = ShareOut()
    days_to_green = DaysOut()


class DialOut(serializers.Serializer):
    """The dial; ``places`` from the rarest to the ripest, empty while nothing is counted or where it is fixed."""

    revision = serializers.IntegerField()
    definition = DefinitionOut()
    definitions = DefinitionOut(many=True)
    fixed = serializers.ChoiceField([each.value for each in Fixed], allow_null=True)
    scale = serializers.ChoiceField(["grade", "score"], allow_null=True)
    line = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(STATES)
    finished = serializers.IntegerField()
    total = serializers.IntegerField()
    counted_at = serializers.DateTimeField(allow_null=True)
    newcomers = NewcomersOut(allow_null=True)
    places = PlaceOut(many=True)


class AddressIn(Strict):
    """Which definition is meant; the default model's own without keys."""

    model = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    definition = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)


class TurnIn(AddressIn):
    """Where the draft should stand: a line as the dial names it, or one of its settings."""

    line = serializers.CharField(required=False, max_length=10)
    setting = serializers.ChoiceField(list(SETTINGS), required=False)

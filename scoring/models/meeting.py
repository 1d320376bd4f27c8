"""The definition meeting: what could make a lead worth a call, and what each of Sales thinks it is worth."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, PublicIdModel, ref
from scoring.choices import AnswerKind, Category, Dimension, MeetingState, Mode


class Meeting(FencedModel):
    """One meeting, kept with its ballot and votes as they were when it was closed.

    ``counted_at``: since when the ballot is there; None while it is being counted, and nobody votes.
    ``leads``, ``known`` and ``won``: of how many leads and known outcomes the ballot's figures are. ``scale``: tenths
    of a point that a value of three is worth, the most that a criterion was worth when the meeting began.
    ``model`` is the draft made of it, and then the version which that became.
    """

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=6, choices=MeetingState.choices, default=MeetingState.OPEN)
    scale = models.PositiveSmallIntegerField()
    leads = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    won = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    model = ref("scoring.ScoringModel", null=True, on_delete=models.SET_NULL)
    drafted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="scoring_meeting_state"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(closed_at__isnull=False), name="scoring_meeting_closed_when"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "-opened_at", "-id"], name="scoring_meeting_newest"),
            models.Index(fields=["workspace_id", "model"], name="scoring_meeting_model"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether values may still be given."""
        return self.state == MeetingState.OPEN and not self.is_counting

    @property
    def is_counting(self) -> bool:
        """Whether the ballot is not there yet."""
        return self.counted_at is None

    @property
    def is_closed(self) -> bool:
        """Whether the vote is over."""
        return self.state == MeetingState.CLOSED


class MeetingLine(FencedModel):
    """One criterion that could be, as it was counted when the meeting began.

    ``key`` names the criterion of the live model that it is; empty for one that nobody has written yet. Its sentence
    is kept in both languages, so that minutes read the same when fields are gone. ``is_asked``: on the ballot.
    ``added_by``: the chair who thought of it, None for what was counted.
    """

    id = models.BigAutoField(primary_key=True)
    meeting = ref("scoring.Meeting", related_name="lines")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=13, choices=Category.choices)
    key = models.CharField(max_length=60, blank=True, db_collation="C")
    label_en = models.CharField(max_length=120)
    label_es = models.CharField(max_length=120)
    condition = models.JSONField()
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.PER_LEAD)
    is_asked = models.BooleanField(default=True)
    added_by = models.BigIntegerField(null=True)
    leads = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    won = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "meeting", "position"], name="scoring_meetingline_place"
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="scoring_meetingline_category"
            ),
            models.CheckConstraint(
                condition=Q(dimension__in=Dimension.values), name="scoring_meetingline_dimension"
            ),
        ]

    def __str__(self) -> str:
        return self.label_en


class MeetingSeat(FencedModel):
    """Somebody who is asked for values."""

    id = models.BigAutoField(primary_key=True)
    meeting = ref("scoring.Meeting", related_name="seats")
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "meeting", "user"], name="scoring_meetingseat_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.meeting_id}"


class MeetingVote(FencedModel):
    """What one person thinks a criterion is worth, from −3 (speaks against the lead) to +3, and why."""

    id = models.BigAutoField(primary_key=True)
    line = ref("scoring.MeetingLine", related_name="votes")
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    value = models.SmallIntegerField()
    comment = models.CharField(max_length=300, blank=True)
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "line", "user"], name="scoring_meetingvote_once"),
            models.CheckConstraint(condition=Q(value__range=(-3, 3)), name="scoring_meetingvote_value"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.value:+d}"


class EventQuestion(FencedModel, PublicIdModel):
    """What Sales would like to know of somebody met at an event, until a form asks it.

    ``folded`` joins what different people wrote alike. ``kind`` and ``options`` say what field of a form it becomes;
    the chair settles them, and with ``agreed_at`` that it is asked.
    """

    id = models.BigAutoField(primary_key=True)
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_collation="C")
    kind = models.CharField(max_length=7, choices=AnswerKind.choices, default=AnswerKind.TEXT)
    options = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="scoring_eventquestion_public_id"
            ),
            models.UniqueConstraint(fields=["workspace_id", "folded"], name="scoring_eventquestion_words"),
            models.CheckConstraint(
                condition=Q(kind__in=AnswerKind.values), name="scoring_eventquestion_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_agreed(self) -> bool:
        """Whether the chair settled that it is asked."""
        return self.agreed_at is not None


class EventWish(FencedModel):
    """One person of Sales who would like to know it."""

    id = models.BigAutoField(primary_key=True)
    question = ref("scoring.EventQuestion", related_name="wishes")
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "question", "user"], name="scoring_eventwish_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.question_id}"

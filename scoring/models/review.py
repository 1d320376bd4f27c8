"""The review meeting: the last hand-offs as they were then, and what each participant says of them (seed 001)."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.models import FencedModel, PublicIdModel, ref
from leads.choices import Grade
from scoring.choices import CaseOutcome, MeetingState, ReviewKind, Verdict


FEWEST, MOST = 20, 50


class ReviewMeeting(FencedModel, PublicIdModel):
    """One meeting, kept with its cases and verdicts as they were when it was closed.

    ``filters``: ``{"reason": slug, "team": id, "days": n}``, each only where chosen. ``criteria`` are those of the
    model that was live when it began (``version``): ``[{"key", "en", "es", "points", "dimension"}]``, points in tenths.
    ``reasons``: ``[{"slug", "label"}]`` to choose from. ``model`` is the draft made from it, and then the version which
    that became; ``changes`` what was put into it: ``[{"key", "en", "es"}]``, each a finished sentence.
    """

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=13, choices=ReviewKind.choices)
    size = models.PositiveSmallIntegerField()
    filters = models.JSONField(default=dict)
    version = models.PositiveIntegerField(null=True)
    criteria = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=6, choices=MeetingState.choices, default=MeetingState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    decisions = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    model = ref("scoring.ScoringModel", null=True, on_delete=models.SET_NULL)
    drafted_at = models.DateTimeField(null=True)
    changes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="scoring_review_public_id"),
            models.CheckConstraint(condition=Q(kind__in=ReviewKind.values), name="scoring_review_kind"),
            models.CheckConstraint(condition=Q(size__range=(FEWEST, MOST)), name="scoring_review_size"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="scoring_review_state"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(closed_at__isnull=False), name="scoring_review_closed_when"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "-opened_at", "-id"], name="scoring_review_newest"),
            models.Index(fields=["workspace_id", "model"], name="scoring_review_model"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether verdicts may still be given."""
        return self.state == MeetingState.OPEN


class ReviewCase(FencedModel):
    """One lead as it was when Sales got it. A trigger refuses every change but one: that the lead is erased.

    Then ``lead`` is empty and with it goes what named the person or might: ``title``, ``note``, company,
    need, job title, the workspace's own fields, and everything of the actions but their kind and time,
    and the comments on it.
    ``model_key`` and ``definition_key`` say by which model of ``version``, and which definition of green.
    ``facts``: ``{field: value}``, nobody's name or address among them; ``known``: names of all fields with a value.
    ``lines``: ``[{"en", "es", "dimension", "points"}]``, points in tenths. ``hits``: keys of ``meeting.criteria`` that
    held. ``actions``: the newest of what happened before, ``[{"kind", "at", "data", "said"}]``; ``counts``: of all,
    ``{kind: n}``.
    """

    id = models.BigAutoField(primary_key=True)
    meeting = ref("scoring.ReviewMeeting", related_name="cases")
    position = models.PositiveSmallIntegerField()
    lead = ref("leads.Lead", null=True, on_delete=models.SET_NULL)
    happened_at = models.DateTimeField()
    title = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    known = models.JSONField(default=list)
    version = models.PositiveIntegerField()
    model_key = models.CharField(max_length=60, db_collation="C", default="", db_default="")
    definition_key = models.CharField(max_length=60, db_collation="C", default="", db_default="")
    fit = models.SmallIntegerField()
    engagement = models.SmallIntegerField()
    score = models.SmallIntegerField()
    grade = models.CharField(max_length=1, choices=Grade.choices)
    lines = models.JSONField(default=list)
    hits = models.JSONField(default=list)
    actions = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=CaseOutcome.choices)
    reason = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "meeting", "position"], name="scoring_reviewcase_place"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=CaseOutcome.values), name="scoring_reviewcase_outcome"
            ),
        ]
        # read when a lead is erased
        indexes = [models.Index(fields=["workspace_id", "lead"], name="scoring_reviewcase_lead")]

    def __str__(self) -> str:
        return self.title or f"case {self.position}"

    def action_kinds(self) -> list[tuple[str, Any]]:
        """Return how often each kind of thing happened before, most first."""
        return sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))


class ReviewSeat(FencedModel):
    """Somebody who is asked for verdicts."""

    id = models.BigAutoField(primary_key=True)
    meeting = ref("scoring.ReviewMeeting", related_name="seats")
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "meeting", "user"], name="scoring_reviewseat_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.meeting_id}"


class ReviewVerdict(FencedModel):
    """What one person says of a case; ``reason`` is a slug of ``meeting.reasons``, needed for what does not fit."""

    id = models.BigAutoField(primary_key=True)
    case = ref("scoring.ReviewCase", related_name="verdicts")
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    reason = models.CharField(max_length=60, blank=True)
    comment = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "case", "user"], name="scoring_reviewverdict_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="scoring_reviewverdict_verdict"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="not_fit") | ~Q(reason=""), name="scoring_reviewverdict_why"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="good") | Q(reason=""), name="scoring_reviewverdict_good"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.verdict}"


class ReviewAlarm(FencedModel):
    """Sales gave back too many leads for one reason; rings until a review is begun or it has been quiet for a while.

    ``returned`` of ``handed`` hand-offs in ``days`` days, as counted last. ``held_at``: when it last was too many.
    """

    id = models.BigAutoField(primary_key=True)
    reason = models.CharField(max_length=60, db_collation="C")
    label = models.CharField(max_length=120)
    returned = models.PositiveIntegerField()
    handed = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField()
    rung_at = models.DateTimeField()
    held_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    meeting = ref("scoring.ReviewMeeting", null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            # two workers at once ring once
            models.UniqueConstraint(
                fields=["workspace_id", "reason"],
                condition=Q(ended_at__isnull=True),
                name="scoring_reviewalarm_rings_once",
            )
        ]
        indexes = [
            models.Index(fields=["workspace_id", "reason", "-ended_at"], name="scoring_reviewalarm_ended")
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.returned} of {self.handed}"

"""The score as it was: the audit, and what effectiveness is measured on, without hindsight."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, ref
from scoring.choices import Event


class ScoreSnapshot(FencedModel):
    """Every line of a lead's score and every fact it was made of, at a moment that mattered. Append-only.

    Units: ``fit``, ``engagement`` and ``lines`` in tenths; ``lines`` is ``{"fit": {key: tenths}, "engagement": …}``
    and each sums to its dimension. ``model_key`` and ``definition_key`` say by which model of the version, and by
    which definition of green ("" for the default one). ``activity`` is an id without a reference: the timeline may
    be dropped by month.
    """

    id = models.BigAutoField(primary_key=True)
    # Deleted by the database together with its lead: the serving login may not delete evidence by itself.
    lead = ref("leads.Lead", on_delete=models.DO_NOTHING)
    event = models.CharField(max_length=10, choices=Event.choices)
    activity = models.BigIntegerField(null=True, db_column="activity_id")
    at = models.DateTimeField()
    model_version = models.PositiveIntegerField()
    model_key = models.CharField(max_length=60, db_collation="C", default="", db_default="")
    definition_key = models.CharField(max_length=60, db_collation="C", default="", db_default="")
    fit = models.SmallIntegerField()
    engagement = models.SmallIntegerField()
    score = models.SmallIntegerField()
    grade = models.CharField(max_length=1)
    light = models.CharField(max_length=5)
    lines = models.JSONField()
    facts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "activity"],
                condition=Q(activity__isnull=False),
                name="scoring_snapshot_once",
            ),
            models.CheckConstraint(condition=Q(event__in=Event.values), name="scoring_snapshot_event"),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "lead", "-at", "-id"], name="scoring_snapshot_lead"),
            # read by the calibration report, index-only
            models.Index(
                fields=["workspace_id", "lead", "at", "id"],
                include=["grade"],
                condition=Q(event="handed_off"),
                name="scoring_snapshot_handed",
            ),
            # read by the back-test: the newest ends of each kind
            models.Index(
                fields=["workspace_id", "event", "-at", "-id"],
                include=["lead"],
                condition=Q(event__in=["won", "lost", "rejected"]),
                name="scoring_snapshot_ended",
            ),
            # read by the report on workflows, index-only
            models.Index(
                fields=["workspace_id", "lead", "at"],
                condition=Q(event="changed", light="green"),
                name="scoring_snapshot_green",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.event}: {self.grade} {self.score}"

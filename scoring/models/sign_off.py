"""What people put their name to: a draft for their side, and a lead's grade for a while."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, ref
from leads.choices import Grade
from scoring.choices import Side


class SignOff(FencedModel):
    """A side's signature under one revision of a draft; an edit makes another revision, so it voids it.

    Kept when the draft goes live: it says who agreed to the version.
    """

    id = models.BigAutoField(primary_key=True)
    model = ref("scoring.ScoringModel", related_name="signatures")
    side = models.CharField(max_length=9, choices=Side.choices)
    revision = models.PositiveIntegerField()
    signed_by = models.BigIntegerField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "model", "side", "revision"], name="scoring_signoff_once"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="scoring_signoff_side"),
        ]

    def __str__(self) -> str:
        return f"{self.side} r{self.revision}"


class HandGrade(FencedModel):
    """Why a lead has a grade set by hand, and up to which UTC day; None until somebody gives it back.

    The grade in force is ``LeadRank.grade_by_hand``; this row goes when the grade is given back.
    """

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    grade = models.CharField(max_length=1, choices=Grade.choices)
    reason = models.CharField(max_length=500)
    until_on = models.DateField(null=True)
    set_by = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "lead"], name="scoring_handgrade_lead"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="scoring_handgrade_grade"),
        ]
        indexes = [
            # read each night
            models.Index(
                fields=["workspace_id", "until_on"],
                condition=Q(until_on__isnull=False),
                name="scoring_handgrade_until",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.grade}"

"""What we believe of need, authority, budget, timeline and the workspace's own questions, and why (seed 004)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import FencedModel, PublicIdModel, Timestamped, ref


CERTAIN = 100


class Inference(FencedModel, PublicIdModel, Timestamped):
    """What an admin infers: where the condition holds, the question probably has this answer.

    ``name`` is the reason as the lead page gives it ("drives a premium car"). ``confidence`` is the admin's own;
    outcomes since ``claimed_at`` correct it (``leads.clues.corrected``). ``question`` is "need", "authority",
    "budget", "timeline" or "custom.<key>".
    """

    id = models.BigAutoField(primary_key=True)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    condition = models.JSONField()
    question = models.CharField(max_length=80)
    value = models.JSONField()
    is_at_least = models.BooleanField(default=False)
    confidence = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    # since when it claims what it claims; earlier hits and misses were another claim's
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_inference_public_id"),
            models.CheckConstraint(
                condition=Q(confidence__range=(1, CERTAIN - 1)), name="leads_inference_confidence"
            ),
        ]
        indexes = [models.Index(fields=["workspace_id", "position", "id"], name="leads_inference_order")]

    def __str__(self) -> str:
        return self.name


class Clue(FencedModel):
    """One answer that somebody gave or an inference set; rows are ended, never rewritten by people.

    ``confidence`` is in percent. 100 is certain: the person said so. That value then also stands in the lead's own
    column, which is what is known; this row keeps who said it and where. Anything below is a probability, and the
    strongest of those that have not ended stands in ``Lead.clues``.
    """

    class Outcome(models.TextChoices):
        """How an inferred answer turned out."""

        HIT = "hit", _("It was right")
        MISS = "miss", _("It was wrong")
        DENIED = "denied", _("Somebody said no")

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    question = models.CharField(max_length=80, db_collation="C")
    value = models.JSONField()
    # the value as conditions read a text: folded
    norm = models.TextField(blank=True, db_collation="C")
    is_at_least = models.BooleanField(default=False)
    confidence = models.PositiveSmallIntegerField()
    evidence = models.TextField(blank=True)
    activity = ref("leads.Activity", null=True, blank=True, on_delete=models.SET_NULL)
    inference = ref("leads.Inference", null=True, blank=True)
    by = models.BigIntegerField(null=True, db_column="by_id")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, db_collation="C")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(confidence__range=(1, CERTAIN)), name="leads_clue_confidence"),
            models.CheckConstraint(
                condition=Q(inference__isnull=True) | Q(confidence__lt=CERTAIN), name="leads_clue_inferred"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "lead", "inference"],
                condition=Q(ended_at__isnull=True, inference__isnull=False),
                name="leads_clue_one_per_inference",
            ),
        ]
        indexes = [
            # read by the lead page and by the pipeline
            models.Index(fields=["workspace_id", "lead", "-at", "-id"], name="leads_clue_lead"),
            # read for the hits, the misses and the live count of an inference
            models.Index(
                fields=["workspace_id", "inference", "outcome", "ended_at"],
                condition=Q(inference__isnull=False),
                name="leads_clue_inference",
            ),
            # read when an activity is taken back
            models.Index(
                fields=["workspace_id", "activity"],
                condition=Q(activity__isnull=False),
                name="leads_clue_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value} ({self.confidence} %)"

"""What a training run learned from outcomes: kept whole, so that a number can be traced to what it was made of."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, PublicIdModel, ref


class LearnedModel(FencedModel, PublicIdModel):
    """One training run; the current one gives leads their probability. Never changed but for ``is_current`` and
    the figures of ``effectiveness``, which are counted each night.

    ``version`` is the published model whose criteria were learned from; its rules cannot change. ``rules`` are those
    learned beside them: ``[{"condition", "dimension"}]``. ``odds``: ``{"criteria": {key: weight}, "rules": […],
    "dimensions": [fit, engagement], "intercept"}``, weights in log odds a hit; ``curve``: ``{"slope", "offset",
    "knots": [[sum, probability], …]}``. Shapes of the rest: docs/scoring.md.
    """

    id = models.BigAutoField(primary_key=True)
    job = ref("work.Job", null=True, on_delete=models.SET_NULL)
    version = models.PositiveIntegerField()
    trained_at = models.DateTimeField()
    trained_by = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=8)
    outcomes = models.PositiveIntegerField()
    won = models.PositiveIntegerField()
    missing = models.JSONField(null=True)
    rules = models.JSONField(default=list)
    odds = models.JSONField(default=dict)
    curve = models.JSONField(default=dict)
    measures = models.JSONField(default=dict)
    proposal = models.JSONField(default=dict)
    effectiveness = models.JSONField(default=dict)
    drift = models.JSONField(null=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="scoring_learned_public_id"),
            models.UniqueConstraint(
                fields=["workspace_id"], condition=Q(is_current=True), name="scoring_learned_one_current"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["ready", "chance", "too_few"]), name="scoring_learned_verdict"
            ),
            models.CheckConstraint(condition=Q(won__lte=models.F("outcomes")), name="scoring_learned_counts"),
        ]
        indexes = [models.Index(fields=["workspace_id", "job"], name="scoring_learned_job")]

    def __str__(self) -> str:
        return f"v{self.version}, {self.outcomes} outcomes: {self.verdict}"

    @property
    def is_ready(self) -> bool:
        """Return whether it says more than chance, so that leads have a probability by it."""
        return self.verdict == "ready"

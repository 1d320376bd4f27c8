"""A scoring model: criteria in groups, the grid that makes grades of points, and what turns the light green."""

from django.db import models
from django.db.models import Q

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref
from scoring.choices import Dimension, Mode, State


class ScoringModelQuerySet(FencedQuerySet):
    """Named sets of models."""

    def live(self) -> "ScoringModelQuerySet":
        """Return the published version: one or none."""
        return self.filter(state=State.PUBLISHED)

    def drafts(self) -> "ScoringModelQuerySet":
        """Return the draft: one or none."""
        return self.filter(state=State.DRAFT)

    def versions(self) -> "ScoringModelQuerySet":
        """Return what is or was live."""
        return self.exclude(state=State.DRAFT)


class ScoringModel(FencedModel, PublicIdModel, Timestamped):
    """One version of the rules, or the draft of the next.

    Once published, nothing of it can change but its state (a trigger refuses): scores name the version that
    made them. ``version`` grows with each publication, a roll back included; a draft has none yet.
    ``revision`` counts the edits of a draft. Units: weights in percent, ``near_points`` in whole points.
    Shapes of ``grid``, ``light`` and ``teams`` (definitions that teams hold): docs/scoring.md, thresholds in points.
    ``special`` lists the models that some leads have instead, each as its JSON: they are read and written as a whole.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    name = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1)
    based_on = models.PositiveIntegerField(null=True)
    fit_weight = models.PositiveSmallIntegerField(default=50)
    engagement_weight = models.PositiveSmallIntegerField(default=50)
    grid = models.JSONField(default=dict)
    light = models.JSONField(default=dict)
    near_points = models.PositiveSmallIntegerField(default=10)
    teams = models.JSONField(default=list, db_default=[])
    special = models.JSONField(default=list, db_default=[])
    changed_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)

    objects = FencedManager.from_queryset(ScoringModelQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="scoring_model_public_id"),
            models.UniqueConstraint(fields=["workspace_id", "version"], name="scoring_model_version"),
            models.UniqueConstraint(
                fields=["workspace_id"], condition=Q(state="published"), name="scoring_model_one_live"
            ),
            models.UniqueConstraint(
                fields=["workspace_id"], condition=Q(state="draft"), name="scoring_model_one_draft"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="scoring_model_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(version__isnull=False), name="scoring_model_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="scoring_model_published_when",
            ),
            models.CheckConstraint(
                condition=Q(fit_weight=100 - models.F("engagement_weight")), name="scoring_model_weights"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}" if self.version else "draft"


class CriterionGroup(FencedModel):
    """Criteria that share a cap, in one dimension. Units: ``cap`` in tenths of a point, None for no cap."""

    id = models.BigAutoField(primary_key=True)
    model = ref("scoring.ScoringModel", related_name="groups")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, db_collation="C")
    label_en = models.CharField(max_length=120)
    label_es = models.CharField(max_length=120)
    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    cap = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "model", "key"], name="scoring_group_key"),
            models.CheckConstraint(
                condition=Q(dimension__in=Dimension.values), name="scoring_group_dimension"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Criterion(FencedModel):
    """One rule and its points.

    Units: ``points`` and ``cap`` in tenths of a point. ``key`` stays the same over versions, so that a
    criterion's record can be followed.
    """

    id = models.BigAutoField(primary_key=True)
    model = ref("scoring.ScoringModel", related_name="criteria")
    group = ref("scoring.CriterionGroup", related_name="criteria")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, db_collation="C")
    label_en = models.CharField(max_length=120)
    label_es = models.CharField(max_length=120)
    condition = models.JSONField()
    points = models.SmallIntegerField()
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.PER_LEAD)
    window_days = models.PositiveIntegerField(null=True)
    half_life_days = models.PositiveIntegerField(null=True)
    cap = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "model", "key"], name="scoring_criterion_key"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="scoring_criterion_mode"),
            models.CheckConstraint(condition=Q(points__range=(-1000, 1000)), name="scoring_criterion_points"),
        ]
        indexes = [models.Index(fields=["workspace_id", "group"], name="scoring_criterion_group")]

    def __str__(self) -> str:
        return self.key

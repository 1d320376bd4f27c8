"""The narrow row of a lead: what lists sort and filter by, and what scoring writes (scale §0.1)."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.models import FencedManager, FencedModel, FencedQuerySet, ref
from leads.choices import SALES_STAGES, ContactStatus, Grade, Light, Stage
from leads.models.token import found_by


def visible_ranks(membership: Any, *, prefix: str = "") -> Q:
    """Return the condition under which the member may see a lead, on LeadRank or (with prefix) on Lead.

    Reps see what is or was given to them or to their team; everybody else sees all.
    """
    if membership.role != "rep":
        return Q()
    owners: Any = [membership.user_id]
    if membership.team_id:
        owners = (
            type(membership)
            .objects.filter(workspace_id=membership.workspace_id, team_id=membership.team_id)
            .values("user_id")
        )
    stages = [*SALES_STAGES, Stage.CONVERTED, Stage.DISQUALIFIED]
    return Q(**{f"{prefix}owner_id__in": owners, f"{prefix}stage__in": stages})


class LeadRankQuerySet(FencedQuerySet):
    """Named sets of ranks."""

    def visible_to(self, membership: Any) -> "LeadRankQuerySet":
        """Return the ranks of leads the member may see."""
        return self.filter(visible_ranks(membership))

    def search(self, text: str) -> "LeadRankQuerySet":
        """Return the ranks of leads that ``Lead.objects.search`` finds."""
        found = found_by(text)
        return self if found is None else self.filter(pk__in=found)


class LeadRank(FencedModel):
    """Scores, grade, light, stage and owner of one lead.

    Units: ``fit`` and ``engagement`` in tenths of a point (0–1000), ``score`` in whole points (0–100).
    One writer each: stage and contact status ``leads.services.stages``, owner ``leads.services.ownership``,
    scores, grade and light ``scoring``.
    """

    lead = models.OneToOneField(
        "leads.Lead", models.CASCADE, primary_key=True, db_constraint=False, related_name="rank"
    )
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.MARKETING, db_collation="C")
    contact_status = models.CharField(
        max_length=13, choices=ContactStatus.choices, default=ContactStatus.NOT_CONTACTED
    )
    owner = models.ForeignKey(
        "tenants.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    source = ref("leads.Source", null=True, blank=True, on_delete=models.SET_NULL)
    campaign = ref("leads.Campaign", null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()
    stage_at = models.DateTimeField()

    fit = models.SmallIntegerField(default=0)
    engagement = models.SmallIntegerField(default=0)
    score = models.SmallIntegerField(default=0)
    grade = models.CharField(max_length=1, choices=Grade.choices, default=Grade.D, db_collation="C")
    # the grade a person set, which then is the grade until given back
    grade_by_hand = models.CharField(max_length=1, choices=Grade.choices, blank=True)
    light = models.CharField(max_length=5, choices=Light.choices, default=Light.RED, db_collation="C")
    # why it is not green, for amber the one thing that is missing: {"code": …, "field": …, "points": …}
    light_reason = models.JSONField(default=dict, blank=True)
    # tenths of a percent; one writer, ``scoring.services.probability``; unknown where nothing was learned
    probability = models.SmallIntegerField(null=True)
    model_version = models.IntegerField(null=True)

    objects = FencedManager.from_queryset(LeadRankQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="leads_leadrank_stage"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="leads_leadrank_grade"),
            models.CheckConstraint(condition=Q(light__in=Light.values), name="leads_leadrank_light"),
            models.CheckConstraint(
                condition=Q(fit__range=(0, 1000), engagement__range=(0, 1000), score__range=(0, 100)),
                name="leads_leadrank_ranges",
            ),
        ]
        # Each serves a (filter, sort) pair of the list; leads.lists.SERVED names them.
        indexes = [
            models.Index(fields=["workspace_id", "-score", "-lead"], name="leads_rank_score"),
            models.Index(fields=["workspace_id", "-created_at", "-lead"], name="leads_rank_newest"),
            models.Index(fields=["workspace_id", "stage", "-score", "-lead"], name="leads_rank_stage_score"),
            models.Index(
                fields=["workspace_id", "owner", "stage", "-score", "-lead"], name="leads_rank_owner"
            ),
            models.Index(fields=["workspace_id", "light", "-score", "-lead"], name="leads_rank_light_score"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.grade} {self.score}"

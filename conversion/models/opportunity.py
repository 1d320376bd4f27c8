"""Deals, the stages they go through and why they are lost."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conversion.choices import DealState, StageKind
from conversion.models.customers import by_words
from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref


class Pipeline(FencedModel, PublicIdModel, Timestamped):
    """A way of selling: an ordered row of stages."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="conversion_pipeline_name"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="conversion_pipeline_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PipelineStage(FencedModel, PublicIdModel, Timestamped):
    """One stage; ``probability`` in percent. Each pipeline has one won and one lost stage."""

    id = models.BigAutoField(primary_key=True)
    pipeline = ref("conversion.Pipeline", related_name="stages")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4, choices=StageKind.choices, default=StageKind.OPEN)
    position = models.PositiveIntegerField(default=0)
    probability = models.PositiveSmallIntegerField(default=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "pipeline", "name"], name="conversion_pipelinestage_name"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="conversion_pipelinestage_public_id"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "pipeline", "kind"],
                condition=~Q(kind="open"),
                name="conversion_pipelinestage_one_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LostReason(FencedModel, PublicIdModel, Timestamped):
    """Why deals are lost, in the workspace's words."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="conversion_lostreason_slug"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="conversion_lostreason_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpportunityQuerySet(FencedQuerySet):
    """Named sets of opportunities."""

    def visible_to(self, membership: Any) -> "OpportunityQuerySet":
        """Return what the member may see: reps their own and their team's, others all."""
        if membership.role != "rep":
            return self
        owners: Any = [membership.user_id]
        if membership.team_id:
            owners = (
                type(membership)
                .objects.filter(workspace_id=membership.workspace_id, team_id=membership.team_id)
                .values("user_id")
            )
        return self.filter(owner_id__in=owners)

    def search(self, text: str) -> "OpportunityQuerySet":
        """Return deals by their name or by words of the account's name."""
        return self.filter(Q(name__icontains=text.strip()) | by_words(text, "account__name_norm"))


class Opportunity(FencedModel, PublicIdModel, Timestamped):
    """One deal under way; ``amount`` in whole units of ``currency``."""

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    account = ref("conversion.Account")
    contact = ref("conversion.Contact", null=True, on_delete=models.SET_NULL)
    # the lead it came from, if any
    lead = ref("leads.Lead", null=True, on_delete=models.SET_NULL)
    pipeline = ref("conversion.Pipeline", on_delete=models.PROTECT)
    stage = ref("conversion.PipelineStage", on_delete=models.PROTECT)
    stage_at = models.DateTimeField()
    state = models.CharField(max_length=4, choices=DealState.choices, default=DealState.OPEN)
    owner = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    close_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    lost_reason = ref("conversion.LostReason", null=True, on_delete=models.PROTECT)

    objects = FencedManager.from_queryset(OpportunityQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="conversion_opportunity_public_id"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(~Q(state="open"), closed_at__isnull=False),
                name="conversion_opportunity_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(state="lost", lost_reason__isnull=False) | Q(~Q(state="lost"), lost_reason=None),
                name="conversion_opportunity_lost_reason",
            ),
        ]
        indexes = [
            # read by the board, a column at a time
            models.Index(fields=["workspace_id", "stage", "-stage_at", "-id"], name="conversion_opp_board"),
            # read by the list
            models.Index(fields=["workspace_id", "-created_at", "-id"], name="conversion_opp_newest"),
            models.Index(fields=["workspace_id", "owner", "state"], name="conversion_opp_owner"),
            models.Index(fields=["workspace_id", "account"], name="conversion_opp_account"),
            models.Index(fields=["workspace_id", "contact"], name="conversion_opp_contact"),
            models.Index(fields=["workspace_id", "lead"], name="conversion_opp_lead"),
        ]

    def __str__(self) -> str:
        return self.name

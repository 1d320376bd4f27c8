"""Workflows in versions: an ordered outline of steps, and who enters and leaves it."""

from django.db import models
from django.db.models import Q

from core.models import FencedModel, PublicIdModel, Timestamped, ref
from nurturing.choices import Reentry, WorkflowState


class Workflow(FencedModel, PublicIdModel, Timestamped):
    """A road of mails, waits and branches. Of several that would take a lead in, the first by ``position`` does.

    ``track`` is the nurture track (``Lead.track``) it serves; a lead with that track enters it whatever its
    entry condition says. One workflow is the default: it takes whom no other takes.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=8, choices=WorkflowState.choices, default=WorkflowState.DRAFT, db_collation="C"
    )
    position = models.PositiveIntegerField(default=0)
    track = models.CharField(max_length=60, blank=True)
    is_default = models.BooleanField(default=False)
    paused_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="nurturing_workflow_name"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="nurturing_workflow_public_id"
            ),
            models.UniqueConstraint(
                fields=["workspace_id"], condition=Q(is_default=True), name="nurturing_workflow_default"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "track"], condition=~Q(track=""), name="nurturing_workflow_track"
            ),
            models.CheckConstraint(
                condition=Q(state__in=WorkflowState.values), name="nurturing_workflow_state"
            ),
        ]
        indexes = [models.Index(fields=["workspace_id", "position", "id"], name="nurturing_workflow_order")]

    def __str__(self) -> str:
        return self.name


class WorkflowVersion(FencedModel, Timestamped):
    """One text of the outline; the one draft may change, a published one never does.

    ``steps`` is a list in reading order. Each is ``{"id": "s3", "kind": …, …}`` with what its kind needs:
    email ``template`` (public id); wait ``hours`` or ``days`` or ``cycle_percent`` of the topic's purchase cycle,
    and optionally ``from_hour``/``until_hour`` and ``weekdays``; branch_click ``cases`` ``[{"links" | "topics":
    […], "go": id}]``, ``within_hours`` or ``within_days``, ``otherwise`` id; branch_if ``condition``, ``go``,
    ``otherwise``; task ``title``, ``days``; exit ``reason`` (text). Without ``go`` the next line follows; jumps go
    forward only, so that no outline can loop.
    """

    id = models.BigAutoField(primary_key=True)
    workflow = ref("nurturing.Workflow", related_name="versions")
    number = models.PositiveIntegerField(default=1)
    entry = models.JSONField(default=dict, blank=True)
    reentry = models.CharField(max_length=6, choices=Reentry.choices, default=Reentry.NEVER)
    reentry_days = models.PositiveIntegerField(default=180)
    exit_condition = models.JSONField(default=dict, blank=True)
    steps = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "workflow", "number"], name="nurturing_workflowversion_number"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "workflow"],
                condition=Q(published_at=None),
                name="nurturing_workflowversion_draft",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "workflow"],
                condition=Q(published_at__isnull=False, retired_at=None),
                name="nurturing_workflowversion_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workflow_id} v{self.number}"

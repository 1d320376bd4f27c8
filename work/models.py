"""Rows of the queue, and jobs with progress."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import FencedModel, PublicIdModel, Timestamped


class WorkItem(models.Model):
    """One thing to look at: ``key`` in ``queue`` of a workspace, no earlier than ``due_at``.

    Ids only, no personal data, so it is not fenced: that is how workers claim across workspaces (design §3).
    ``seq`` changes with each mark; an item is done only if it still has the ``seq`` that was claimed.
    """

    fence_exempt = True

    workspace_id = models.BigIntegerField()
    queue = models.CharField(max_length=20)
    key = models.BigIntegerField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    seq = models.BigIntegerField()
    dead_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "queue", "key"], name="work_workitem_one_per_key")
        ]
        indexes = [
            # read by claim: which workspaces have due items, and the oldest of one of them
            models.Index(
                fields=["queue", "workspace_id", "due_at", "id"],
                condition=models.Q(dead_at=None),
                name="work_workitem_due",
            ),
            # read by the page of dead items
            models.Index(
                fields=["workspace_id", "-dead_at"],
                condition=models.Q(dead_at__isnull=False),
                name="work_workitem_dead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue}:{self.workspace_id}:{self.key}"


class Job(FencedModel, PublicIdModel, Timestamped):
    """Long work that a person started and may watch, pause or cancel; its chunks are items of queue "job"."""

    class State(models.TextChoices):
        """Where a job stands."""

        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    total = models.BigIntegerField(default=0)
    finished = models.BigIntegerField(default=0)
    params = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    started_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="work_job_public_id"),
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "paused", "done", "failed", "canceled"]),
                name="work_job_state",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "-created_at"], name="work_job_newest"),
            # read by the tray in the top bar
            models.Index(
                fields=["workspace_id", "started_by", "id"],
                condition=models.Q(state__in=["running", "paused"]),
                name="work_job_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.finished}/{self.total}"

    @property
    def percent(self) -> int:
        """Return how much is done, 0 to 100."""
        return 100 if self.state == self.State.DONE else min(99, 100 * self.finished // max(self.total, 1))

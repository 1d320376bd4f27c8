"""The next step with a lead."""

from django.db import models

from core.models import FencedModel, PublicIdModel, Timestamped, ref


class Task(FencedModel, PublicIdModel, Timestamped):
    """Something a person will do about a lead by a moment."""

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead", related_name="tasks")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, default="todo")
    due_at = models.DateTimeField()
    assignee = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="leads_task_public_id")
        ]
        indexes = [
            # read by today's page
            models.Index(
                fields=["workspace_id", "assignee", "due_at"],
                condition=models.Q(done_at=None),
                name="leads_task_open",
            ),
            # read by the lead page and the list
            models.Index(fields=["workspace_id", "lead", "due_at"], name="leads_task_lead"),
        ]

    def __str__(self) -> str:
        return self.title

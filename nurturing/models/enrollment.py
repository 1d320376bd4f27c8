"""Leads on their way through a workflow, and the one care of each lead."""

from django.db import models
from django.db.models import Q

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref
from nurturing.choices import CareKind, EnrollmentState, LeaveReason, ReviewReason, StepKind


class EnrollmentQuerySet(FencedQuerySet):
    """Named sets of enrollments."""

    def active(self) -> "EnrollmentQuerySet":
        """Return those under way."""
        return self.filter(state=EnrollmentState.ACTIVE)


class Enrollment(FencedModel, PublicIdModel, Timestamped):
    """One lead in one version of a workflow. A lead has at most one that is active, so that it has one care.

    ``step`` is the step it stands at and has not done yet, since ``step_at``; its queue item has the queue
    "enrollment". A published version never changes, so neither does the road of who is on it (E7).
    """

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    workflow = ref("nurturing.Workflow")
    version = ref("nurturing.WorkflowVersion", on_delete=models.PROTECT)
    state = models.CharField(
        max_length=8, choices=EnrollmentState.choices, default=EnrollmentState.ACTIVE, db_collation="C"
    )
    step = models.CharField(max_length=12, blank=True)
    step_at = models.DateTimeField()
    # when the step is done by time alone; a click or an edit may do it sooner
    due_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=14, choices=LeaveReason.choices, blank=True)
    # what the exit step says, for reading
    note = models.CharField(max_length=120, blank=True)

    objects = FencedManager.from_queryset(EnrollmentQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="nurturing_enrollment_public_id"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "lead"],
                condition=Q(state="active"),
                name="nurturing_enrollment_one_active",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EnrollmentState.values), name="nurturing_enrollment_state"
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at=None) | ~Q(state="active") & Q(ended_at__isnull=False),
                name="nurturing_enrollment_ended_at",
            ),
        ]
        indexes = [
            # read by entry (was it here before?) and the lead page
            models.Index(
                fields=["workspace_id", "lead", "workflow", "-entered_at"], name="nurturing_enrollment_lead"
            ),
            # read by the workflow's list of people, and by the API's list of all
            models.Index(
                fields=["workspace_id", "workflow", "state", "-entered_at", "-id"],
                name="nurturing_enrollment_people",
            ),
            models.Index(fields=["workspace_id", "-entered_at", "-id"], name="nurturing_enrollment_newest"),
            # read by the workflow's page: how many stand where
            models.Index(
                fields=["workspace_id", "workflow", "state", "step"], name="nurturing_enrollment_where"
            ),
        ]

    def __str__(self) -> str:
        return f"lead {self.lead_id} in {self.workflow_id}: {self.state}"


class StepRun(FencedModel):
    """One step that one enrollment has done, and what came of it; written in the same transaction as the move."""

    id = models.BigAutoField(primary_key=True)
    enrollment = ref("nurturing.Enrollment", related_name="runs")
    step = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    at = models.DateTimeField()
    message = ref("messaging.Message", null=True, on_delete=models.SET_NULL)
    # of a branch: where it went and because of what (click, time, condition); of a wait: until when
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "enrollment", "step"], name="nurturing_steprun_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "message"],
                condition=Q(message__isnull=False),
                name="nurturing_steprun_message",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.step}"


class Care(FencedModel):
    """The one care of an open lead; written by the pipeline's care step alone. Closed leads have no row."""

    lead = models.OneToOneField(
        "leads.Lead", models.CASCADE, primary_key=True, db_constraint=False, related_name="care"
    )
    kind = models.CharField(max_length=7, choices=CareKind.choices, db_collation="C")
    reason = models.CharField(max_length=12, choices=ReviewReason.choices, blank=True, db_collation="C")
    since = models.DateTimeField()
    enrollment = ref("nurturing.Enrollment", null=True)
    resume_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CareKind.values), name="nurturing_care_kind"),
            models.CheckConstraint(
                condition=~Q(kind="review") | ~Q(reason=""), name="nurturing_care_review_says_why"
            ),
        ]
        indexes = [
            # read by Marketing's list of those waiting for a person
            models.Index(
                fields=["workspace_id", "kind", "reason", "-since", "-lead"], name="nurturing_care_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.kind}"

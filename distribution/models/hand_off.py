"""The contract between Marketing and Sales over one lead: offered, and answered within a time."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref
from distribution.choices import HandOffState


class RejectReason(FencedModel, PublicIdModel, Timestamped):
    """Why Sales gives a lead back; says when it may come again and which track nurtures it meanwhile."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=60, db_index=False)
    label = models.CharField(max_length=120)
    # Days until the lead may be offered again, unless the rep names a day.
    resume_days = models.PositiveIntegerField(default=90)
    track = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "slug"], name="distribution_rejectreason_slug"),
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="distribution_rejectreason_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def resumes_on(self, today: date) -> date:
        """Return the day from which a lead given back today may be offered again."""
        return today + timedelta(days=self.resume_days)


class HandOffQuerySet(FencedQuerySet):
    """Named sets of hand-offs."""

    def waiting(self) -> "HandOffQuerySet":
        """Return those that wait for an answer."""
        return self.filter(state=HandOffState.OFFERED)

    def overdue(self, at: datetime) -> "HandOffQuerySet":
        """Return those whose answer is late."""
        return self.waiting().filter(accept_due_at__lte=at)

    def uncontacted(self) -> "HandOffQuerySet":
        """Return accepted ones after which nobody tried to reach the person yet."""
        return self.filter(state=HandOffState.ACCEPTED, contacted_at=None)


class HandOff(FencedModel, PublicIdModel, Timestamped):
    """One offer of a lead to one person. A lead has at most one that waits for an answer (H1).

    ``round`` counts the people the clock has tried: 1 the first, 2 the next of the pool, 3 the fallback owner.
    Both due moments are counted in working time from ``offered_at``. ``owner`` follows the lead's owner while
    it waits. Scores of the moment are kept by scoring's snapshots.
    """

    id = models.BigAutoField(primary_key=True)
    lead = ref("leads.Lead")
    owner = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    route = ref("distribution.Route", null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(
        max_length=10, choices=HandOffState.choices, default=HandOffState.OFFERED, db_collation="C"
    )
    round = models.PositiveSmallIntegerField(default=1)
    by_hand = models.BooleanField(default=False)
    offered_by = models.BigIntegerField(null=True)
    offered_reason = models.CharField(max_length=300, blank=True)
    offered_at = models.DateTimeField()
    accept_due_at = models.DateTimeField()
    contact_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    contacted_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    objects = FencedManager.from_queryset(HandOffQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "public_id"], name="distribution_handoff_public_id"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "lead"],
                condition=Q(state="offered"),
                name="distribution_handoff_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HandOffState.values), name="distribution_handoff_state"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at=None)
                | (~Q(state="offered") & Q(answered_at__isnull=False)),
                name="distribution_handoff_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "recycled"]) | ~Q(reason=""),
                name="distribution_handoff_reason",
            ),
        ]
        indexes = [
            # read by the lead page: the latest of a lead
            models.Index(fields=["workspace_id", "lead", "-offered_at", "-id"], name="distribution_ho_lead"),
            # read by today's page and the page of waiting hand-offs
            models.Index(
                fields=["workspace_id", "owner", "accept_due_at"],
                condition=Q(state="offered"),
                name="distribution_ho_waiting",
            ),
            models.Index(
                fields=["workspace_id", "owner", "contact_due_at"],
                condition=Q(state="accepted", contacted_at=None),
                name="distribution_ho_uncontacted",
            ),
            # read by the reports
            models.Index(fields=["workspace_id", "offered_at"], name="distribution_ho_offered"),
            # read by a rep's own numbers
            models.Index(fields=["workspace_id", "owner", "answered_at"], name="distribution_ho_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.owner_id}: {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Say whether the owner has still to answer."""
        return self.state == HandOffState.OFFERED

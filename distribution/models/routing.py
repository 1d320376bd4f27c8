"""Which reps a lead may go to: ordered routes, the pools they lead to, who is away."""

from datetime import date

from django.db import models
from django.db.models import Q

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref


class Pool(FencedModel, PublicIdModel, Timestamped):
    """Reps who take turns. ``takes_all_reps`` means every active rep, whoever joins later included."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    takes_all_reps = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="distribution_pool_name"),
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="distribution_pool_public_id"),
        ]

    def __str__(self) -> str:
        return self.name


class PoolMember(FencedModel):
    """A person in a pool; of two, the one with twice the weight gets twice the leads."""

    id = models.BigAutoField(primary_key=True)
    pool = ref("distribution.Pool", related_name="members")
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "pool", "user"], name="distribution_poolmember_once"
            ),
            models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="distribution_poolmember_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} × {self.weight}"


class PoolCursor(FencedModel):
    """Whose turn it is in a pool: each person's credit (see ``strategy.rotate``). Locked while turns are given."""

    pool = models.OneToOneField(
        "distribution.Pool", models.CASCADE, primary_key=True, db_constraint=False, related_name="cursor"
    )
    credits = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"pool {self.pool_id}"


class AbsenceQuerySet(FencedQuerySet):
    """Named sets of absences."""

    def on(self, day: date) -> "AbsenceQuerySet":
        """Return who is away on the day."""
        return self.filter(until_on__gte=day)


class Absence(FencedModel, Timestamped):
    """A person who gets no leads up to and including a day, in whatever pool."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    until_on = models.DateField()

    objects = FencedManager.from_queryset(AbsenceQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "user"], name="distribution_absence_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.until_on}"


class Route(FencedModel, PublicIdModel, Timestamped):
    """Leads that meet the condition (an empty one: all) go to the pool; the first route that fits counts."""

    id = models.BigAutoField(primary_key=True)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    condition = models.JSONField(default=dict, blank=True)
    pool = ref("distribution.Pool", on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="distribution_route_public_id")
        ]
        indexes = [models.Index(fields=["workspace_id", "position", "id"], name="distribution_route_order")]

    def __str__(self) -> str:
        return self.name

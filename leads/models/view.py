"""How people like to see a list: views they saved, and each person's own columns and stars."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import FencedManager, FencedModel, FencedQuerySet, Timestamped, ref
from core.scope import CurrentWorkspace
from tenants.models import User


class SavedViewQuerySet(FencedQuerySet):
    """Named sets of views."""

    def in_use(self) -> "SavedViewQuerySet":
        """Return the views that somebody can open: not a deleted one, nor a private one of who left."""
        owners = User.objects.filter(
            pk=OuterRef("owner_id"), memberships__workspace_id=CurrentWorkspace(), memberships__is_active=True
        )
        shared = ~Q(visibility=SavedView.Visibility.PRIVATE)
        return self.filter(shared | Exists(owners), deleted_at=None)

    def visible_to(self, membership: Any) -> "SavedViewQuerySet":
        """Return the views the member may open: own ones, the team's, everybody's."""
        shared = Q(visibility=SavedView.Visibility.EVERYONE)
        if membership.team_id:
            shared |= Q(visibility=SavedView.Visibility.TEAM, team_id=membership.team_id)
        return self.filter(Q(owner_id=membership.user_id) | shared, deleted_at=None)


class SavedView(FencedModel, Timestamped):
    """A list as somebody saved it: ``query`` is the address's query (filters, order, layout), ``columns`` its columns.

    A deleted view keeps its row for a while, so that the deletion can be undone.
    """

    class Visibility(models.TextChoices):
        """Who sees the view."""

        PRIVATE = "private", pgettext_lazy("view", "Only me")
        TEAM = "team", pgettext_lazy("view", "My team")
        EVERYONE = "everyone", pgettext_lazy("view", "Everyone")

    id = models.BigAutoField(primary_key=True)
    page = models.CharField(max_length=20, default="leads")
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    columns = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    owner = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    team = ref("tenants.Team", null=True, blank=True, on_delete=models.SET_NULL)
    deleted_at = models.DateTimeField(null=True)

    objects = FencedManager.from_queryset(SavedViewQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["private", "team", "everyone"]), name="leads_savedview_visibility"
            )
        ]
        indexes = [
            # read by the list
            models.Index(
                fields=["workspace_id", "page", "name"],
                condition=Q(deleted_at=None),
                name="leads_savedview_list",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListSetting(FencedModel):
    """One person's own way to see a list: its columns, and the saved views that stand as tabs, in their order."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="+", db_index=False)
    page = models.CharField(max_length=20, default="leads")
    columns = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    stars = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "user", "page"], name="leads_listsetting_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.page}"

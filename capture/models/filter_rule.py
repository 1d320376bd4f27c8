"""What becomes of inquiries before they are anybody's lead, as the workspace wants it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from capture.choices import Reason, RuleAction
from core.models import FencedManager, FencedModel, FencedQuerySet, Timestamped


class FilterRuleQuerySet(FencedQuerySet):
    """Named sets of rules."""

    def kept(self) -> "FilterRuleQuerySet":
        """Return the rules that nobody removed, in the order in which they are asked."""
        return self.filter(removed_at=None).order_by("position", "pk")


class FilterRule(FencedModel, Timestamped):
    """One condition on an inquiry and what follows from it; the first that decides is the last that is asked.

    ``condition`` is a tree of ``conditions`` over ``capture.rule_fields``. ``reason`` is set for what goes to
    quarantine, ``tag`` (as the workspace's list writes it) for what is tagged. ``built_in`` names the check of
    ``capture.rule_defaults`` that the rule began as. A removed rule stays: inquiries name it.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120, blank=True)
    condition: Any = models.JSONField()
    action = models.CharField(max_length=10, choices=RuleAction.choices)
    reason = models.CharField(max_length=20, blank=True)
    tag = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # a name in capture.rule_defaults.CONDITIONS, which is code and not the database's business
    built_in = models.CharField(max_length=20, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = FencedManager.from_queryset(FilterRuleQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "built_in"],
                condition=~Q(built_in=""),
                name="capture_filterrule_built_in",
            ),
            models.CheckConstraint(
                condition=Q(action__in=["accept", "quarantine", "invalid", "tag"]),
                name="capture_filterrule_action",
            ),
            models.CheckConstraint(
                condition=(Q(action="quarantine") & ~Q(reason="")) | (~Q(action="quarantine") & Q(reason="")),
                name="capture_filterrule_reason",
            ),
            models.CheckConstraint(
                condition=(Q(action="tag") & ~Q(tag="")) | (~Q(action="tag") & Q(tag="")),
                name="capture_filterrule_tag",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.says)

    @property
    def says(self) -> Any:
        """Return what follows from the rule, in words."""
        if self.action == RuleAction.QUARANTINE:
            return Reason(self.reason).label
        return _("Tag “%(tag)s”") % {"tag": self.tag} if self.tag else RuleAction(self.action).label

"""The tenant."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import PublicIdModel, Timestamped


def working_week() -> dict[str, list[list[str]]]:
    """Return Monday to Friday, 9 to 18, as ``{weekday 0-6: [[from, to], …]}`` in the workspace's own time."""
    return {str(day): [["09:00", "18:00"]] for day in range(5)}


class Workspace(PublicIdModel, Timestamped):
    """One company that uses Leadcrm; everything it knows is fenced off from the others."""

    fence_exempt = True

    slug = models.CharField(
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", _("Use a-z, 0-9 and hyphens."))],
    )
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=50, default="Europe/Madrid")
    currency = models.CharField(max_length=3, default="EUR")
    country = models.CharField(max_length=2, default="ES")
    working_hours = models.JSONField(default=working_week, blank=True)
    # Minutes of working time in which a rep accepts, and in which the first contact is tried.
    accept_minutes = models.PositiveIntegerField(default=120)
    contact_minutes = models.PositiveIntegerField(default=240)
    settings: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="tenants_workspace_public_id"),
            models.CheckConstraint(
                condition=models.Q(language__in=["en", "es"]), name="tenants_workspace_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Return the workspace's time zone."""
        return ZoneInfo(self.time_zone)

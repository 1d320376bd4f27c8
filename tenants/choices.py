"""Roles of a member."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member is in a workspace; ``permissions.py`` says what each may do."""

    ADMIN = "admin", _("Administrator")
    MARKETER = "marketer", _("Marketer")
    MANAGER = "manager", _("Sales manager")
    REP = "rep", _("Sales rep")
    VIEWER = "viewer", _("Viewer")


# What an API key may be given; "*" means all. docs/access.md explains each.
SCOPES = (
    "inquiries:write",
    "inquiries:read",
    "leads:read",
    "leads:write",
    "activities:write",
    "catalog:read",
    "catalog:write",
    "forms:read",
    "scoring:read",
    "scoring:write",
    "routes:read",
    "routes:write",
    "sales:read",
    "sales:write",
    "nurture:read",
    "nurture:write",
    "messages:read",
    "webhooks:read",
    "webhooks:write",
    "reports:read",
)
# Said by an API view that is for members alone: no key may use it, not even one that may do all.
NO_KEY = "–"

"""A fresh workspace that works at once: each room lays down its defaults (design §6)."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils import translation

from core.scope import workspace_scope
from tenants.models import Membership, Workspace
from tenants.services import onboarding


ROOMS = ("leads", "messaging", "capture", "scoring", "distribution", "nurturing", "conversion")


def _defaults(room: str) -> Callable[..., None]:
    return import_module(f"{room}.defaults").create


@transaction.atomic
def create_workspace(*, at: datetime, language: str = "en", **values: Any) -> Workspace:
    """Make a workspace with its administrator and every room's defaults, in the workspace's language.

    Raises: what ``tenants.services.onboarding.create_workspace`` raises.
    """
    workspace = onboarding.create_workspace(at=at, language=language, **values)
    admin = Membership.objects.get(workspace=workspace).user_id
    with workspace_scope(workspace.pk), translation.override(language):
        for room in ROOMS:
            _defaults(room)(language=language, by=admin, at=at)
    return workspace

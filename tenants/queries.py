"""Reads of people and keys of the workspace in scope."""

from typing import Any

from django.db.models import QuerySet

from core.scope import current_workspace_id
from tenants.choices import Role
from tenants.models import ApiKey, Invitation, Membership, User


OWNER_ROLES = (Role.REP, Role.MANAGER, Role.ADMIN)


def members() -> QuerySet[Membership]:
    """Return every member, active first, by name."""
    return (
        Membership.objects.filter(workspace_id=current_workspace_id())
        .select_related("user", "team")
        .order_by("-is_active", "user__name", "user__email", "pk")
    )


def possible_owners() -> QuerySet[User]:
    """Return who may own leads here, by name."""
    return User.objects.filter(
        memberships__workspace_id=current_workspace_id(),
        memberships__is_active=True,
        memberships__role__in=OWNER_ROLES,
        is_active=True,
    ).order_by("name", "email", "pk")


def open_invitations() -> QuerySet[Invitation]:
    """Return invitations that wait for an answer, newest first."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None).order_by("-created_at", "-pk")


def api_keys() -> QuerySet[ApiKey]:
    """Return the workspace's keys, usable ones first."""
    return ApiKey.objects.filter(workspace_id=current_workspace_id()).order_by(
        "revoked_at", "-created_at", "-pk"
    )


def memberships_of(user_id: int) -> list[Membership]:
    """Return where the person belongs, each with its workspace and the one person, by the workspace's name.

    Queries: one.
    """
    found = Membership.objects.filter(user_id=user_id, is_active=True).select_related("user", "workspace")
    memberships = list(found.order_by("workspace__name", "pk"))
    for membership in memberships:
        membership.user = memberships[0].user
    return memberships


def memberships(user: Any) -> list[Membership]:
    """Return where the signed-in person belongs, as read with the session or else now."""
    if user.pk is None:
        return []
    return memberships_of(user.pk) if user.memberships_read is None else user.memberships_read

"""What the side bar and the settings page show of tenants."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import navigation
from core.navigation import Item, WorkspaceLink
from tenants import queries


ITEMS = (
    Item(
        name="settings",
        label=_("Settings"),
        icon="settings",
        url_name="tenants:settings",
        order=90,
        group="manage",
        goto="e",
    ),
    Item(
        name="profile",
        label=_("Profile"),
        icon="user",
        url_name="tenants:profile",
        order=10,
        group="settings",
        description=_("Your name, language and password"),
    ),
    Item(
        name="workspace",
        label=_("Workspace"),
        icon="building",
        url_name="tenants:workspace",
        order=20,
        group="settings",
        capability="manage_workspace",
        description=_("Name, language, time zone, currency"),
    ),
    Item(
        name="members",
        label=_("People and teams"),
        icon="users",
        url_name="tenants:members",
        order=30,
        group="settings",
        capability="manage_members",
        description=_("Invitations, roles, who sees whose leads"),
    ),
    Item(
        name="api-keys",
        label=_("API keys"),
        icon="key",
        url_name="tenants:api_keys",
        order=70,
        group="settings",
        capability="manage_api_keys",
        description=_("For programs and web pages"),
    ),
    Item(
        name="work",
        label=_("Background work"),
        icon="list-checks",
        url_name="tenants:work",
        order=80,
        group="settings",
        capability="retry_work",
        description=_("What failed and can be tried again, jobs under way"),
    ),
    Item(
        name="audit",
        label=_("Audit log"),
        icon="shield",
        url_name="tenants:audit",
        order=90,
        group="settings",
        capability="view_audit",
        description=_("Who changed what"),
    ),
)


def workspaces_of(request: HttpRequest) -> Iterable[WorkspaceLink]:
    """Return the workspaces the signed-in person may switch to."""
    current = getattr(request, "workspace", None)
    return [
        WorkspaceLink(
            name=membership.workspace.name,
            url=reverse("workspace-home", kwargs={"workspace": membership.workspace.slug}),
            current=bool(current and current.pk == membership.workspace_id),
        )
        for membership in queries.memberships(request.user)
    ]


def register() -> None:
    """Add the entries; called when the app is ready."""
    navigation.register(*ITEMS)
    navigation.register_workspaces(workspaces_of)
    navigation.register_search("tenants:search", "q")

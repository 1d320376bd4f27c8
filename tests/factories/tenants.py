"""Workspaces, members and keys."""

from collections.abc import Sequence

from django.utils import timezone

from core.scope import workspace_scope
from tenants.models import Membership, Team, User, Workspace
from tenants.services import api_keys


PASSWORD = "correct-horse-battery"


def make_workspace(slug: str = "acme", **columns) -> Workspace:
    """Make a workspace without the defaults of onboarding."""
    return Workspace.objects.create(slug=slug, **{"name": slug.title()} | columns)


def make_user(email: str = "ana@example.com", **columns) -> User:
    """Make a person who can sign in with PASSWORD."""
    return User.objects.create_user(email, PASSWORD, **columns)


def make_team(workspace: Workspace, name: str = "North") -> Team:
    """Make a team of the workspace."""
    with workspace_scope(workspace.pk):
        return Team.objects.create(name=name)


def make_member(
    workspace: Workspace,
    role: str = "rep",
    email: str | None = None,
    *,
    name: str = "",
    team: Team | None = None,
    user: User | None = None,
    **columns,
) -> Membership:
    """Make a member; the e-mail is ``rep@acme.test``, a second one ``rep2@acme.test`` and so on."""
    if user is None:
        count = Membership.objects.filter(workspace=workspace, role=role).count()
        number = count + 1 if count else ""
        user = make_user(email or f"{role}{number}@{workspace.slug}.test", name=name)
    return Membership.objects.create(workspace=workspace, user=user, role=role, team=team, **columns)


def make_api_key(workspace: Workspace, scopes: Sequence[str] = ("*",), **options) -> str:
    """Make a key and return its secret."""
    with workspace_scope(workspace.pk):
        _key, secret = api_keys.create(name="test", scopes=scopes, by=None, at=timezone.now(), **options)
    return secret

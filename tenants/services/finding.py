"""Finding a workspace by its slug, for commands."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from tenants.models import Workspace


class NoSuchWorkspace(DomainError):
    """No workspace has the slug."""

    code, status = "no_such_workspace", 404


def workspace_named(slug: str) -> Workspace:
    """Return the workspace with the slug.

    Raises: NoSuchWorkspace.
    """
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise NoSuchWorkspace(_("There is no workspace “%(slug)s”.") % {"slug": slug})
    return workspace

"""Making a workspace and its first administrator."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.scope import workspace_scope
from tenants.choices import Role
from tenants.models import Membership, User, Workspace
from tenants.services import audit


class WorkspaceExists(DomainError):
    """The slug is taken."""

    code = "workspace_exists"


@transaction.atomic
def create_workspace(
    *,
    slug: str,
    name: str,
    admin_email: str,
    password: str,
    at: datetime,
    language: str = "en",
    time_zone: str = "Europe/Madrid",
    country: str = "ES",
    admin_name: str = "",
) -> Workspace:
    """Make the workspace and its administrator; a known person keeps their password.

    Raises: WorkspaceExists, Invalid for a bad slug, e-mail or password.
    """
    if Workspace.objects.filter(slug=slug).exists():
        raise WorkspaceExists(_("There is a workspace “%(slug)s” already.") % {"slug": slug})
    workspace = Workspace(slug=slug, name=name, language=language, time_zone=time_zone, country=country)
    admin = get_or_create_user(email=admin_email, password=password, name=admin_name)
    try:
        workspace.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    workspace.save()
    Membership.objects.create(workspace=workspace, user=admin, role=Role.ADMIN)
    with workspace_scope(workspace.pk):
        audit.record(action="workspace.created", target=name, by=admin.pk, at=at)
    return workspace


def get_or_create_user(*, email: str, password: str, name: str = "", language: str = "") -> User:
    """Return the person with this e-mail, made with the password if unknown.

    Raises: Invalid for an e-mail or password that will not do.
    """
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known:
        return known
    user = User(email=email, name=name, language=language)
    try:
        validate_email(email)
        validate_password(password, user=user)
    except ValidationError as error:
        raise Invalid(
            " ".join(error.messages),
            errors=[{"path": "password", "message": text} for text in error.messages],
        ) from error
    return User.objects.create_user(email, password, name=name, language=language)

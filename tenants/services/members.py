"""People of a workspace: invited by link, given a role and a team, switched off."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.scope import current_workspace_id
from tenants.choices import Role
from tenants.models import Invitation, Membership, PublicToken, Team, User
from tenants.services import audit, tokens
from tenants.services.onboarding import get_or_create_user


INVITATION_DAYS = 7
INVITATION = "invitation"


class LastAdmin(DomainError):
    """The workspace would be left without an administrator."""

    code = "last_admin"


class AlreadyMember(DomainError):
    """The person belongs to the workspace already."""

    code = "already_member"


class LinkExpired(DomainError):
    """The invitation was used, revoked or ran out."""

    code, status = "link_expired", 410


@transaction.atomic
def invite(
    *, email: str, role: str, team_id: int | None, by: int | None, at: datetime
) -> tuple[Invitation, str]:
    """Open a door for one person; return the invitation and the token of its link, shown once.

    An earlier open invitation of the same address stops working. Raises: AlreadyMember.
    """
    email = email.strip().lower()
    here = Membership.objects.filter(workspace_id=current_workspace_id(), user__email=email, is_active=True)
    if here.exists():
        raise AlreadyMember(
            _("This person belongs to the workspace already."),
            errors=[{"path": "email", "message": str(_("This person belongs to the workspace already."))}],
        )
    for earlier in Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None):
        revoke(invitation=earlier, by=by, at=at)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        team_id=team_id,
        invited_by=by,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    token = tokens.issue(kind=INVITATION, object_id=invitation.pk, expires_at=invitation.expires_at)
    audit.record(action="member.invited", target=email, by=by, at=at, data={"role": role})
    return invitation, token


@transaction.atomic
def revoke(*, invitation: Invitation, by: int | None, at: datetime) -> None:
    """Close the door again."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(revoked_at=at)
    tokens.revoke(kind=INVITATION, object_id=invitation.pk)
    audit.record(action="invitation.revoked", target=invitation.email, by=by, at=at)


def find_invitation(*, token: PublicToken, at: datetime) -> Invitation:
    """Return the open invitation the link leads to, inside the workspace's scope.

    Raises: LinkExpired.
    """
    invitation = Invitation.objects.filter(pk=token.object_id, accepted_at=None, revoked_at=None).first()
    if invitation is None or invitation.expires_at <= at:
        raise LinkExpired(_("This invitation is no longer valid. Ask for a new one."))
    return invitation


@transaction.atomic
def join(
    *, invitation: Invitation, user: User | None, name: str, password: str, language: str, at: datetime
) -> User:
    """Make the invited person a member; ``user`` is who is signed in, else an account is made.

    Raises: Invalid for a bad password, or if somebody else is signed in; LinkExpired if it was just used or revoked.
    """
    if user is not None and user.email != invitation.email:
        raise Invalid(_("This invitation is for %(email)s. Sign out first.") % {"email": invitation.email})
    open_now = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=at
    )
    if not open_now.update(accepted_at=at):
        raise LinkExpired(_("This invitation is no longer valid. Ask for a new one."))
    if user is None and User.objects.filter(email=invitation.email).exists():
        raise Invalid(_("You have an account already. Sign in, then open the link again."))
    user = user or get_or_create_user(email=invitation.email, password=password, name=name, language=language)
    Membership.objects.update_or_create(
        workspace_id=current_workspace_id(),
        user=user,
        defaults={"role": invitation.role, "team_id": invitation.team_id, "is_active": True},
    )
    tokens.revoke(kind=INVITATION, object_id=invitation.pk)
    audit.record(action="member.joined", target=user.email, by=user.pk, at=at, data={"role": invitation.role})
    return user


@transaction.atomic
def add(
    *, email: str, name: str, password: str, role: str, team: Team | None, by: int | None, at: datetime
) -> Membership:
    """Make a person a member without an invitation; for commands. A known person keeps their password.

    Raises: Invalid for a bad e-mail or password.
    """
    user = get_or_create_user(email=email, password=password, name=name)
    membership, _created = Membership.objects.update_or_create(
        workspace_id=current_workspace_id(),
        user=user,
        defaults={"role": role, "team": team, "is_active": True},
    )
    audit.record(action="member.joined", target=user.email, by=by, at=at, data={"role": role})
    return membership


@transaction.atomic
def change(
    *, membership: Membership, role: str, team_id: int | None, is_active: bool, by: int | None, at: datetime
) -> None:
    """Give the member another role or team, or switch them off or on.

    Raises: LastAdmin, Invalid for an unknown team.
    """
    admins = Membership.objects.select_for_update().filter(
        workspace_id=current_workspace_id(), role=Role.ADMIN, is_active=True
    )
    keeps_admin = role == Role.ADMIN and is_active
    if not keeps_admin and [admin.pk for admin in admins.order_by("pk")] == [membership.pk]:
        raise LastAdmin(_("The workspace needs at least one administrator."))
    if team_id is not None and not Team.objects.filter(pk=team_id).exists():
        raise Invalid(
            _("This team does not exist."), errors=[{"path": "team", "message": str(_("Unknown."))}]
        )
    Membership.objects.filter(pk=membership.pk, workspace_id=current_workspace_id()).update(
        role=role, team_id=team_id, is_active=is_active, updated_at=at
    )
    audit.record(
        action="member.changed",
        target=membership.user.email,
        by=by,
        at=at,
        data={"role": role, "team": team_id, "active": is_active},
    )


@transaction.atomic
def save_team(*, name: str, team: Team | None, by: int | None, at: datetime) -> Team:
    """Make a team or rename it.

    Raises: Invalid if the name is taken.
    """
    if Team.objects.filter(name=name).exclude(pk=team.pk if team else None).exists():
        raise Invalid(
            _("There is a team with this name already."),
            errors=[{"path": "name", "message": str(_("There is a team with this name already."))}],
        )
    if team is None:
        team = Team.objects.create(name=name)
    else:
        Team.objects.filter(pk=team.pk).update(name=name, updated_at=at)
    audit.record(action="team.saved", target=name, by=by, at=at)
    return team


@transaction.atomic
def delete_team(*, team: Team, by: int | None, at: datetime) -> None:
    """Dissolve the team; its members stay, without one."""
    Membership.objects.filter(workspace_id=current_workspace_id(), team_id=team.pk).update(team_id=None)
    team.delete()
    audit.record(action="team.deleted", target=team.name, by=by, at=at)

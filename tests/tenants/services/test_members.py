from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Invalid
from core.scope import workspace_scope
from tenants.models import AuditEntry, Invitation, Membership, PublicToken, Team, User, Workspace
from tenants.services import api_keys, members, onboarding, tokens, workspaces
from tests.factories import tenants


AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def invite(email: str = "new@example.test", role: str = "rep") -> tuple[Invitation, str]:
    return members.invite(email=email, role=role, team_id=None, by=None, at=AT)


def join(invitation: Invitation, user: User | None = None, *, at: datetime = AT) -> User:
    return members.join(
        invitation=invitation, user=user, name="Nora", password=tenants.PASSWORD, language="es", at=at
    )


# Invitations -------------------------------------------------------------------------------------------------------


def test_invited_person_joins_with_the_role(in_scope: Workspace) -> None:
    invitation, token = invite(" New@Example.TEST ")

    user = join(invitation)

    membership = Membership.objects.get(user=user, workspace=in_scope)
    assert (user.email, user.language, membership.role) == ("new@example.test", "es", "rep")
    assert user.check_password(tenants.PASSWORD)
    assert tokens.resolve(kind=members.INVITATION, token=token, at=AT) is None
    assert actions() == ["member.invited", "member.joined"]


def test_link_leads_to_the_invitation_and_only_its_hash_is_kept(in_scope: Workspace) -> None:
    invitation, token = invite()

    found = tokens.resolve(kind=members.INVITATION, token=token, at=AT)

    assert members.find_invitation(token=found, at=AT) == invitation
    assert not PublicToken.objects.filter(token_hash=token).exists()
    assert tokens.resolve(kind="form", token=token, at=AT) is None


@pytest.mark.parametrize("late", [timedelta(days=7), timedelta(days=30)])
def test_expired_link_opens_nothing(in_scope: Workspace, late: timedelta) -> None:
    _invitation, token = invite()
    found = PublicToken.objects.get()

    assert tokens.resolve(kind=members.INVITATION, token=token, at=AT + late) is None
    with pytest.raises(members.LinkExpired):
        members.find_invitation(token=found, at=AT + late)


def test_used_invitation_cannot_be_used_again(in_scope: Workspace) -> None:
    invitation, _token = invite()
    user = join(invitation)

    with pytest.raises(members.LinkExpired):
        join(invitation, user)

    assert Membership.objects.filter(workspace=in_scope).count() == 1


def test_revoked_invitation_opens_nothing(in_scope: Workspace) -> None:
    invitation, token = invite()
    members.revoke(invitation=invitation, by=None, at=AT)

    assert tokens.resolve(kind=members.INVITATION, token=token, at=AT) is None
    with pytest.raises(members.LinkExpired):
        join(invitation)


def test_second_invitation_closes_the_first(in_scope: Workspace) -> None:
    _first, token = invite()
    invite()

    assert tokens.resolve(kind=members.INVITATION, token=token, at=AT) is None
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_somebody_else_cannot_use_the_link(in_scope: Workspace) -> None:
    invitation, _token = invite()

    with pytest.raises(Invalid, match="Sign out first"):
        join(invitation, tenants.make_user("other@example.test"))

    assert not Membership.objects.filter(workspace=in_scope).exists()
    assert Invitation.objects.get().accepted_at is None


def test_link_does_not_sign_in_whoever_has_an_account(in_scope: Workspace) -> None:
    tenants.make_user("new@example.test")
    invitation, _token = invite()

    with pytest.raises(Invalid, match="Sign in"):
        join(invitation)

    assert Invitation.objects.get().accepted_at is None


def test_weak_password_is_refused_and_the_link_still_works(in_scope: Workspace) -> None:
    invitation, _token = invite()

    with pytest.raises(Invalid) as refusal:
        members.join(invitation=invitation, user=None, name="N", password="short", language="en", at=AT)

    assert {error["path"] for error in refusal.value.errors} == {"password"}
    assert join(invitation).email == "new@example.test"


def test_member_is_not_invited_again(in_scope: Workspace, rep: Membership) -> None:
    with pytest.raises(members.AlreadyMember):
        invite(rep.user.email)


def test_former_member_comes_back_by_invitation(in_scope: Workspace) -> None:
    former = tenants.make_member(in_scope, "viewer", is_active=False)
    invitation, _token = invite(former.user.email, "manager")

    join(invitation, former.user)

    former.refresh_from_db()
    assert (former.role, former.is_active) == ("manager", True)


# Members and teams -------------------------------------------------------------------------------------------------


def change(membership: Membership, **values: object) -> None:
    now = {"role": membership.role, "team_id": membership.team_id, "is_active": membership.is_active}
    members.change(membership=membership, by=None, at=AT, **(now | values))


@pytest.mark.parametrize("values", [{"role": "viewer"}, {"is_active": False}])
def test_last_admin_stays(in_scope: Workspace, admin: Membership, values: dict[str, object]) -> None:
    tenants.make_member(in_scope, "admin", is_active=False)  # does not count

    with pytest.raises(members.LastAdmin):
        change(admin, **values)

    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == ("admin", True)
    assert actions() == []


def test_one_of_two_admins_may_leave(in_scope: Workspace, admin: Membership) -> None:
    tenants.make_member(in_scope, "admin")

    change(admin, is_active=False)

    admin.refresh_from_db()
    assert not admin.is_active
    assert actions() == ["member.changed"]


def test_admin_of_another_workspace_does_not_count(
    in_scope: Workspace, other_workspace: Workspace, admin: Membership
) -> None:
    tenants.make_member(other_workspace, "admin")

    with pytest.raises(members.LastAdmin):
        change(admin, role="rep")


def test_team_must_be_one_of_ours(in_scope: Workspace, other_workspace: Workspace, rep: Membership) -> None:
    theirs = tenants.make_team(other_workspace)

    with pytest.raises(Invalid):
        change(rep, team_id=theirs.pk)


def test_teams_are_made_renamed_and_dissolved(in_scope: Workspace) -> None:
    team = members.save_team(name="North", team=None, by=None, at=AT)
    member = tenants.make_member(in_scope, "rep", team=team)
    with pytest.raises(Invalid):
        members.save_team(name="North", team=None, by=None, at=AT)
    members.save_team(name="South", team=team, by=None, at=AT)
    members.delete_team(team=Team.objects.get(), by=None, at=AT)

    member.refresh_from_db()
    assert member.team_id is None
    assert not Team.objects.exists()
    assert actions() == ["team.saved", "team.saved", "team.deleted"]


# Keys and the workspace ----------------------------------------------------------------------------------------------


def make_key(**options: object) -> str:
    _key, secret = api_keys.create(
        **{"name": "Site", "scopes": ["leads:read"], "by": None, "at": AT} | options
    )
    return secret


def test_key_opens_until_it_is_revoked(in_scope: Workspace) -> None:
    secret = make_key()
    key = api_keys.authenticate(header=f"Bearer {secret}", at=AT)

    assert key.workspace == in_scope
    assert api_keys.allows(key, "leads:read")
    assert not api_keys.allows(key, "leads:write")

    api_keys.revoke(key=key, by=None, at=AT)
    assert api_keys.authenticate(header=f"Bearer {secret}", at=AT) is None
    assert actions() == ["api_key.created", "api_key.revoked"]


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic x", "Bearer sk_unknown", "bearer\x00", "Bearer \x00é"]
)
def test_other_headers_open_nothing(in_scope: Workspace, header: str) -> None:
    make_key()

    assert api_keys.authenticate(header=header, at=AT) is None


def test_key_ends_at_its_moment(in_scope: Workspace) -> None:
    secret = make_key(expires_at=AT)

    assert api_keys.authenticate(header=f"Bearer {secret}", at=AT - timedelta(seconds=1))
    assert api_keys.authenticate(header=f"Bearer {secret}", at=AT) is None


def test_secret_is_stored_nowhere(in_scope: Workspace) -> None:
    secret = make_key()
    key = api_keys.authenticate(header=f"Bearer {secret}", at=AT)

    assert secret not in str(vars(key))
    assert len(key.prefix) < len(secret) / 3
    assert secret not in str(list(AuditEntry.objects.values()))


def test_last_use_is_noted_once_a_minute(in_scope: Workspace) -> None:
    secret = make_key()
    key = api_keys.authenticate(header=f"Bearer {secret}", at=AT)
    api_keys.authenticate(header=f"Bearer {secret}", at=AT + timedelta(seconds=30))
    key.refresh_from_db()
    assert key.last_used_at == AT

    api_keys.authenticate(header=f"Bearer {secret}", at=AT + timedelta(minutes=2))
    key.refresh_from_db()
    assert key.last_used_at == AT + timedelta(minutes=2)


def test_publishable_key_holds_one_scope_whatever_is_asked(in_scope: Workspace) -> None:
    secret = make_key(kind="publishable", scopes=["*"], origins=["https://www.example.com/"])
    key = api_keys.authenticate(header=f"Bearer {secret}", at=AT)

    assert (key.scopes, key.origins) == (["inquiries:write"], ["https://www.example.com"])


@pytest.mark.parametrize("scopes", [[], ["leads:everything"]])
def test_unknown_scope_is_refused(in_scope: Workspace, scopes: list[str]) -> None:
    with pytest.raises(api_keys.UnknownScope):
        make_key(scopes=scopes)


def test_changed_settings_are_audited_and_unchanged_are_not(in_scope: Workspace, admin: Membership) -> None:
    workspaces.edit(workspace=in_scope, by=admin.user_id, at=AT, name="Acme")
    workspaces.edit(workspace=in_scope, by=admin.user_id, at=AT, name="Acme 2", currency="USD")

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == (
        "workspace.changed",
        admin.user.email,
        {"fields": ["currency", "name"]},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"slug": "Not a slug"},
        {"slug": "x" * 41},
        {"admin_email": "nobody"},
        {"password": "short"},
        {"password": "password1234"},
        {"name": ""},
    ],
)
def test_workspace_with_wrong_values_is_not_made(values: dict[str, str]) -> None:
    right = {"slug": "acme", "name": "Acme", "admin_email": "a@acme.test", "password": tenants.PASSWORD}

    with pytest.raises(Invalid):
        onboarding.create_workspace(**right | values, at=AT)

    assert not Workspace.objects.exists()
    assert not User.objects.exists()


def test_slug_is_taken_once(workspace: Workspace) -> None:
    with pytest.raises(onboarding.WorkspaceExists):
        onboarding.create_workspace(
            slug="acme", name="A", admin_email="a@acme.test", password=tenants.PASSWORD, at=AT
        )


@pytest.mark.django_db
def test_known_person_keeps_their_password() -> None:
    tenants.make_user("a@acme.test")

    made = onboarding.create_workspace(
        slug="acme", name="Acme", admin_email="A@acme.test ", password="another-long-password", at=AT
    )

    assert User.objects.get().check_password(tenants.PASSWORD)
    with workspace_scope(made.pk):
        assert actions() == ["workspace.created"]

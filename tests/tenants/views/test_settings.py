"""Settings of people, keys and stuck work, as an administrator uses them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.scope import workspace_scope
from tenants.models import ApiKey, AuditEntry, Membership, Workspace
from tests.architecture.samples import sample_of
from tests.architecture.world import World, inside
from tests.clients import PageClient
from tests.factories import tenants
from work import queue
from work.models import WorkItem


ADMINISTRATIVE = {
    "tenants:workspace": "workspace.changed",
    "tenants:invite": "member.invited",
    "tenants:revoke_invitation": "invitation.revoked",
    "tenants:member": "member.changed",
    "tenants:create_team": "team.saved",
    "tenants:team": "team.saved",
    "tenants:delete_team": "team.deleted",
    "tenants:create_api_key": "api_key.created",
    "tenants:revoke_api_key": "api_key.revoked",
}


@pytest.mark.slow
@pytest.mark.django_db
def test_each_administrative_act_is_audited_once_with_who_did_it() -> None:
    world = World("acme")
    admin = world.members["admin"]
    client = PageClient()
    client.force_login(admin.user)
    written = {}
    for name in ADMINISTRATIVE:
        with inside(world):
            call = sample_of(name, world)
            before = AuditEntry.objects.count()
        body = (call.body or {}) | ({"name": "Acme 2"} if name == "tenants:workspace" else {})
        url = reverse(name, kwargs={"workspace": "acme"} | call.kwargs)
        assert client.post(url, body).status_code < 400, name
        with inside(world):
            entries = list(AuditEntry.objects.order_by("pk")[before:])
            written[name] = [(entry.action, entry.actor) for entry in entries]

    assert written == {name: [(action, admin.user.email)] for name, action in ADMINISTRATIVE.items()}


def test_audit_log_shows_who_did_what(admin: Membership, client_for: Callable[[Membership], Client]) -> None:
    client = client_for(admin)
    client.post("/w/acme/settings/teams/new/", {"name": "Northern team"})

    page = client.get("/w/acme/settings/audit/").content.decode()

    assert "Northern team" in page
    assert admin.user.email in page


def test_key_is_shown_once(admin: Membership, client_for: Callable[[Membership], Client]) -> None:
    client = client_for(admin)
    values = {"name": "Web shop", "kind": "secret", "scopes": ["leads:read"], "origins": ""}

    made = client.post("/w/acme/settings/api/new/", values)

    secret = made.context["secret"]
    assert secret.startswith("sk_")
    assert secret in made.content.decode()
    listed = client.get("/w/acme/settings/api/").content.decode()
    assert "Web shop" in listed
    assert secret not in listed


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "secret", "scopes": []},
        {"kind": "publishable", "origins": ""},
        {"kind": "publishable", "origins": "www.example.com"},
        {"kind": "publishable", "origins": "https://www.example.com/path"},
    ],
)
def test_key_that_would_be_of_no_use_is_refused(
    admin: Membership, client_for: Callable[[Membership], Client], values: dict[str, object]
) -> None:
    answer = client_for(admin).post("/w/acme/settings/api/new/", {"name": "x", "origins": ""} | values)

    assert answer.status_code == 422
    assert not ApiKey.objects.exists()


def test_last_admin_is_told_why(admin: Membership, client_for: Callable[[Membership], Client]) -> None:
    url = f"/w/acme/settings/members/{admin.pk}/"

    answer = client_for(admin).post(url, {"role": "rep", "team": "", "is_active": "on"})

    assert answer.status_code == 422
    assert "at least one administrator" in answer.content.decode()


def test_invitation_link_is_shown_and_works(
    admin: Membership, client_for: Callable[[Membership], Client]
) -> None:
    answer = client_for(admin).post(
        "/w/acme/settings/members/invite/", {"email": "new@example.test", "role": "rep", "team": ""}
    )

    link = answer.context["link"]
    assert link in answer.content.decode()
    assert PageClient().get(link).status_code == 200


def test_member_switched_off_is_out_at_the_next_request(
    admin: Membership, rep: Membership, client_for: Callable[[Membership], Client]
) -> None:
    theirs = client_for(rep)
    assert theirs.get("/w/acme/today/").status_code == 200

    client_for(admin).post(f"/w/acme/settings/members/{rep.pk}/", {"role": "rep", "team": ""})

    assert theirs.get("/w/acme/today/").status_code == 404


# Stuck work --------------------------------------------------------------------------------------------------------


def bury(workspace: Workspace, *keys: int) -> list[WorkItem]:
    with workspace_scope(workspace.pk):
        queue.mark("probe", keys)
    mine = WorkItem.objects.filter(workspace_id=workspace.pk)
    mine.update(dead_at="2026-01-01T00:00Z", attempts=5, error="ValueError: no such lead")
    return list(mine.order_by("key"))


def test_stuck_work_is_shown_and_the_chosen_is_tried_again(
    admin: Membership, other_workspace: Workspace, client_for: Callable[[Membership], Client]
) -> None:
    first, second = bury(admin.workspace, 1, 2)
    (theirs,) = bury(other_workspace, 3)
    client = client_for(admin)

    page = client.get("/w/acme/settings/work/").content.decode()
    answer = client.post("/w/acme/settings/work/retry/", {"item": [first.pk, theirs.pk, "x", str(2**70)]})

    assert "ValueError: no such lead" in page
    assert answer.status_code == 302
    still_dead = WorkItem.objects.filter(dead_at__isnull=False)
    assert set(still_dead) == {second, theirs}


def test_all_stuck_work_is_tried_again(
    admin: Membership, other_workspace: Workspace, client_for: Callable[[Membership], Client]
) -> None:
    bury(admin.workspace, 1, 2)
    (theirs,) = bury(other_workspace, 3)

    client_for(admin).post("/w/acme/settings/work/retry/", {"all": "1"})

    assert list(WorkItem.objects.filter(dead_at__isnull=False)) == [theirs]


def test_switcher_names_only_the_workspaces_of_the_person(
    admin: Membership, other_workspace: Workspace, client_for: Callable[[Membership], Client]
) -> None:
    third = tenants.make_workspace("initech")
    tenants.make_member(third, "rep", user=admin.user)

    page = client_for(admin).get("/w/acme/settings/").content.decode()

    assert "/w/initech/" in page
    assert "/w/globex/" not in page

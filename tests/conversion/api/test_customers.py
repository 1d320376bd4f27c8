"""accounts/ and contacts/."""

import pytest

from conversion.models import Account, Contact
from core.scope import workspace_scope
from tests.factories.conversion import make_account, make_contact


def test_account_made_read_and_changed(api, in_scope, rep):
    given = {"name": "Sol", "website": "https://sol.es", "country": "ES", "owner": str(rep.user.public_id)}
    made = api().post("/api/v1/accounts/", given)
    url = f"/api/v1/accounts/{made.json()['id']}/"

    changed = api().patch(url, {"city": "Sevilla"}, headers={"If-Match": '"1"'})

    assert made.status_code == 201
    assert (made.json()["domain"], made.json()["owner"]) == ("sol.es", str(rep.user.public_id))
    assert (changed.json()["city"], changed.json()["version"]) == ("Sevilla", 2)
    assert api().get(url)["ETag"] == '"2"'


@pytest.mark.parametrize("how", ["body", "header"])
def test_an_old_version_is_refused(api, in_scope, how):
    account = make_account()
    url = f"/api/v1/accounts/{account.public_id}/"
    api().patch(url, {"city": "A"})

    body = {"city": "B"} | ({"version": 1} if how == "body" else {})
    response = api().patch(url, body, headers={"If-Match": "1"} if how == "header" else {})

    assert (response.status_code, response.json()["code"]) == (409, "stale_record")
    assert Account.objects.get().city == "A"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "x" * 201},
        {"name": "X", "country": "Spain"},
        {"name": "X", "employees": -1},
    ],
)
def test_bad_accounts(api, in_scope, body):
    response = api().post("/api/v1/accounts/", body)

    assert response.status_code == 400
    assert response.json()["errors"]
    assert not Account.objects.exists()


def test_a_stranger_cannot_own(api, in_scope, other_workspace):
    from tests.factories.tenants import make_member

    stranger = make_member(other_workspace)

    response = api().post("/api/v1/accounts/", {"name": "X", "owner": str(stranger.user.public_id)})

    assert response.status_code == 400


def test_contact_made_and_changed(api, in_scope):
    account = make_account()
    made = api().post(
        "/api/v1/contacts/",
        {"account": str(account.public_id), "first_name": "Ana", "phone": "600 111 222"},
    )

    changed = api().patch(f"/api/v1/contacts/{made.json()['id']}/", {"email": "ana@sol.es"})

    assert made.status_code == 201
    assert (changed.status_code, changed.json()["email"]) == (200, "ana@sol.es")
    assert Contact.objects.get().email_norm == "ana@sol.es"


@pytest.mark.parametrize("body", [{"first_name": "Ana"}, {"account": "x", "first_name": "Ana"}])
def test_a_contact_needs_an_account(api, in_scope, body):
    assert api().post("/api/v1/contacts/", body).status_code == 400


def test_lists_search_sort_and_page(api, in_scope):
    for name in ("Sol", "Luna", "Sol Norte"):
        make_contact(make_account(name), first_name=f"Ana {name}")

    found = api().get("/api/v1/accounts/?search=sol&ordering=-name").json()
    first = api().get("/api/v1/contacts/?ordering=name&page_size=2").json()
    second = api().get(first["next"]).json()

    assert [row["name"] for row in found["results"]] == ["Sol Norte", "Sol"]
    assert [row["name"] for row in first["results"] + second["results"]] == [
        "Ana Luna",
        "Ana Sol",
        "Ana Sol Norte",
    ]


@pytest.mark.parametrize("path", ["accounts", "contacts"])
def test_another_workspace_sees_nothing(api, in_scope, other_workspace, path):
    contact = make_contact()
    public_id = contact.public_id if path == "contacts" else contact.account.public_id
    theirs = api(workspace=other_workspace)

    assert theirs.get(f"/api/v1/{path}/").json()["results"] == []
    assert theirs.get(f"/api/v1/{path}/{public_id}/").status_code == 404
    assert theirs.patch(f"/api/v1/{path}/{public_id}/", {"owner": None}).status_code == 404


def test_who_may(api, api_as, in_scope, viewer, rep):
    assert api_as(viewer).get("/api/v1/accounts/").status_code == 200
    assert api_as(viewer).post("/api/v1/accounts/", {"name": "X"}).status_code == 403
    assert api("leads:read").get("/api/v1/accounts/").status_code == 403
    made = api_as(rep).post("/api/v1/accounts/", {"name": "X"}).json()
    assert made["owner"] == str(rep.user.public_id)


def test_queries_do_not_grow_with_rows(api, in_scope, django_assert_max_num_queries, rep):
    for number in range(12):
        make_contact(make_account(f"A{number}", owner_id=rep.user_id), first_name=f"P{number}")
    client = api()

    for path in ("accounts", "contacts"):
        with django_assert_max_num_queries(12):
            client.get(f"/api/v1/{path}/")


def test_names_in_other_workspaces_do_not_collide(api, in_scope, other_workspace):
    make_account()
    with workspace_scope(other_workspace.pk):
        make_account()

    assert len(api().get("/api/v1/accounts/").json()["results"]) == 1

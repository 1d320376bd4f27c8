"""Saved views, their place among the tabs, who sees them; and the columns of the list."""

import pytest

from leads import columns
from leads.models import ListSetting, SavedView
from tests.factories.leads import make_field, make_lead
from tests.factories.tenants import make_member, make_team


LIST = "/w/acme/leads/"
NEW = f"{LIST}views/new/"


@pytest.fixture
def leads(in_scope):
    make_lead(first_name="Ana", email="a@x.es", score=90, phone="+34600000147", custom={"rooms": 3})
    make_lead(first_name="Bea", email="b@x.es", score=40)


def save(client, name="Hot", query="min_score=80&view=open", visibility="private", **more):
    return client.post(NEW, {"name": name, "query": query, "visibility": visibility, **more})


def page(client, query=""):
    return client.get(f"{LIST}{query}").context["list"]


def labels(client, query=""):
    return [str(tab["label"]) for tab in page(client, query).tabs]


def names(client, query):
    return [row.lead.first_name for row in client.get(f"{LIST}{query}").context["rows"]]


def test_saving_is_offered_only_when_the_list_differs(client_for, marketer, leads):
    client = client_for(marketer)

    assert "Save view" not in client.get(f"{LIST}?view=green").content.decode()
    assert "Save view" in client.get(f"{LIST}?view=open&min_score=80").content.decode()


def test_a_saved_view_is_a_tab_that_shows_its_list(client_for, marketer, leads):
    client = client_for(marketer)

    response = save(client, columns="name,email")
    view = SavedView.objects.get()

    assert response["Location"] == f"{LIST}?min_score=80&view=open&saved={view.pk}"
    assert labels(client)[-1] == "Hot"
    shown = client.get(response["Location"])
    assert [row.lead.first_name for row in shown.context["rows"]] == ["Ana"]
    assert [column.name for column in shown.context["columns"]] == ["name", "email"]
    assert "Save" not in shown.content.decode().split('class="tools"')[1].split("</table>")[0]


def test_a_list_that_does_not_fit_is_not_saved_in_part(client_for, marketer, leads):
    client = client_for(marketer)
    long = "view=open&source=" + ",".join(f"source-{n}" for n in range(200))

    assert "more filters than can be kept" in save(client, query=long).content.decode()
    assert not SavedView.objects.exists()
    save(client)
    view = SavedView.objects.get()
    client.post(f"{LIST}views/{view.pk}/save/", {"query": long, "columns": "name"})

    view.refresh_from_db()
    assert (view.query, view.columns) == ("min_score=80&view=open", [])
    assert "more filters than can be kept" in client.get(LIST).content.decode()


def test_a_short_link_leads_to_the_whole_address(client_for, marketer, leads):
    client = client_for(marketer)
    save(client)
    view = SavedView.objects.get()

    assert client.get(f"{LIST}?saved={view.pk}")["Location"].endswith(
        f"min_score=80&view=open&saved={view.pk}"
    )


def test_changes_of_a_view_can_be_saved_over_it(client_for, marketer, leads):
    client = client_for(marketer)
    save(client)
    view = SavedView.objects.get()
    changed = page(client, f"?min_score=30&view=open&saved={view.pk}")
    assert changed.differs
    assert changed.owns_saved

    client.post(f"{LIST}views/{view.pk}/save/", {"query": changed.query, "columns": "name,grade"})

    view.refresh_from_db()
    assert (view.query, view.columns) == ("min_score=30&view=open", ["name", "grade"])


def test_who_sees_a_view(client_for, workspace, in_scope, leads):
    north, south = make_team(workspace, "North"), make_team(workspace, "South")
    mona = make_member(workspace, "marketer", "mona@acme.test", team=north)
    mate = make_member(workspace, "marketer", "mate@acme.test", team=north)
    other = make_member(workspace, "marketer", "other@acme.test", team=south)
    client = client_for(mona)
    for name in ("private", "team", "everyone"):
        save(client, name=name, visibility=name)

    def seen(member):
        asked = page(client_for(member))
        return [item["label"] for item in asked.more_views]

    assert seen(mate) == ["everyone", "team"]
    assert seen(other) == ["everyone"]


def test_only_the_owner_or_an_admin_changes_a_view(client_for, marketer, manager, admin, leads):
    save(client_for(marketer), visibility="everyone")
    url = f"{LIST}views/{SavedView.objects.get().pk}/"
    body = {"name": "Mine", "visibility": "everyone"}

    assert client_for(manager).post(url, body).status_code == 403
    assert client_for(manager).post(f"{url}delete/").status_code == 403
    assert client_for(admin).post(url, body).status_code == 303
    assert SavedView.objects.get().name == "Mine"


def test_a_private_view_of_somebody_else_does_not_exist(client_for, marketer, manager, leads):
    save(client_for(marketer))
    url = f"{LIST}views/{SavedView.objects.get().pk}/"

    for tail in ("", "star/", "delete/", "move/left/", "restore/"):
        assert client_for(manager).post(f"{url}{tail}").status_code == 404, tail


def test_delete_and_undo(client_for, marketer, leads):
    client = client_for(marketer)
    save(client)
    url = f"{LIST}views/{SavedView.objects.get().pk}/"

    gone = client.post(f"{url}delete/")
    assert f"{url}restore/" in client.get(gone["Location"]).content.decode()
    assert "Hot" not in labels(client)
    client.post(f"{url}restore/")

    assert "Hot" in labels(client)


def test_tabs_are_each_persons_own_in_their_own_order(client_for, marketer, manager, leads):
    client = client_for(marketer)
    for name in ("One", "Two"):
        save(client, name=name, visibility="everyone")
    one, two = SavedView.objects.order_by("pk")

    client.post(f"{LIST}views/{two.pk}/move/left/")
    assert labels(client)[-2:] == ["Two", "One"]
    client.post(f"{LIST}views/{one.pk}/star/")
    assert labels(client)[-1] == "Two"
    assert [item["label"] for item in page(client).more_views] == ["One"]
    other = client_for(manager)
    other.post(f"{LIST}views/{one.pk}/star/")
    assert labels(other)[-1] == "One"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_has_a_name(client_for, marketer, leads, name):
    assert save(client_for(marketer), name=name).status_code == 422


def test_a_viewer_cannot_share_with_everyone(client_for, viewer, leads):
    assert save(client_for(viewer), visibility="everyone").status_code == 422
    assert save(client_for(viewer)).status_code == 303


def test_columns_are_kept_for_the_person_with_own_fields(client_for, marketer, manager, leads):
    make_field("rooms", label="Rooms")
    client = client_for(marketer)

    client.post(f"{LIST}columns/", {"order": ["custom.rooms", "phone"], "column": ["phone", "custom.rooms"]})
    html = client.get(LIST).content.decode()

    assert [column.name for column in page(client).columns] == ["name", "custom.rooms", "phone"]
    assert "+34 600 00 01 47" in html
    assert "Rooms" in html
    assert len(page(client_for(manager)).columns) == 8


def test_moving_a_column_shows_the_new_order_and_keeps_nothing(client_for, marketer, leads):
    client = client_for(marketer)

    shown = client.post(
        f"{LIST}columns/",
        {"order": ["company", "grade", "light"], "column": ["company", "grade"], "down": "company"},
    )

    assert [line["column"].name for line in shown.context["lines"]][:3] == ["grade", "company", "light"]
    assert [line["column"].name for line in shown.context["lines"] if line["is_chosen"]] == [
        "grade",
        "company",
    ]
    assert not ListSetting.objects.exists()


def test_columns_of_a_saved_view_wait_in_the_address(client_for, marketer, leads):
    client = client_for(marketer)
    save(client)
    view = SavedView.objects.get()
    address = f"?min_score=80&view=open&saved={view.pk}"

    response = client.post(f"{LIST}columns/{address}", {"column": ["email"]})

    assert "columns=email" in response["Location"]
    shown = client.get(response["Location"])
    assert [column.name for column in shown.context["columns"]] == ["name", "email"]
    assert shown.context["list"].differs


def test_the_usual_columns_come_back(client_for, marketer, leads):
    client = client_for(marketer)
    client.post(f"{LIST}columns/", {"column": ["email"]})
    client.post(f"{LIST}columns/", {"column": ["email"], "usual": "1"})

    assert len(page(client).columns) == 8


def test_as_many_columns_are_kept_as_are_shown(client_for, marketer, leads):
    client = client_for(marketer)
    many = [name for name in page(client).known if name != "name"][: columns.MOST + 1]

    client.post(f"{LIST}columns/", {"order": many, "column": many})

    kept = ListSetting.objects.get().columns
    assert kept == many[: columns.MOST - 1]
    assert page(client).names == ["name", *kept]


def test_unknown_columns_are_passed_over(client_for, marketer, leads):
    assert [column.name for column in page(client_for(marketer), "?columns=password,email").columns] == [
        "name",
        "email",
    ]

"""The list of leads and the verbs for chosen rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.models import Activity, LeadRank, Task
from tests.factories.leads import make_campaign, make_lead, make_source
from tests.factories.tenants import make_member


LIST = "/w/acme/leads/"


def names(response):
    return [row.lead.first_name for row in response.context["rows"]]


@pytest.fixture
def several(in_scope, rep, manager):
    web = make_source("web", name="Web form")
    make_lead(first_name="Ana", email="a@x.es", score=90, grade="A", light="green", source=web)
    make_lead(first_name="Bea", email="b@x.es", score=60, grade="C", light="amber")
    make_lead(first_name="Cid", email="c@x.es", score=70, grade="B", stage="sal", owner=rep.user)
    make_lead(first_name="Dan", email="d@x.es", score=10, stage="disqualified", closed_reason="no_fit")
    make_lead(first_name="Eva", email="e@x.es", score=95, stage="converted", owner=manager.user)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ana", "Cid", "Bea"]),
        ("?view=green", ["Ana"]),
        ("?view=review", ["Bea"]),
        ("?view=unassigned", ["Ana", "Bea"]),
        ("?view=sales", ["Cid"]),
        ("?view=converted", ["Eva"]),
        ("?view=closed", ["Dan"]),
        ("?view=unheard-of", ["Ana", "Cid", "Bea"]),
        ("?search=dan", ["Dan"]),
        ("?search=dan&view=open", []),
        ("?grade=A&grade=C", ["Ana", "Bea"]),
        ("?source=web", ["Ana"]),
        ("?min_score=65", ["Ana", "Cid"]),
        ("?ordering=name", ["Ana", "Bea", "Cid"]),
        ("?ordering=score", ["Bea", "Cid", "Ana"]),
        ("?ordering=password", ["Ana", "Cid", "Bea"]),
    ],
)
def test_views_filters_and_orders(client_for, admin, several, query, expected):
    response = client_for(admin).get(LIST + query)

    assert response.status_code == 200
    assert names(response) == expected


def test_mine(client_for, rep, several):
    assert names(client_for(rep).get(f"{LIST}?view=mine")) == ["Cid"]


def test_rep_sees_own_leads_and_no_selection(client_for, rep, several):
    response = client_for(rep).get(LIST)

    assert names(response) == ["Cid"]
    assert 'id="bulk"' not in response.content.decode()


def test_rep_finds_nobody_elses_lead(client_for, rep, several):
    assert names(client_for(rep).get(f"{LIST}?search=ana")) == []


def test_chips_lead_out_of_each_filter(client_for, admin, several):
    response = client_for(admin).get(f"{LIST}?view=sales&stage=sal&min_score=20")

    chips = {chip["name"]: chip for chip in response.context["list"].chips}
    assert chips["Stage"]["value"] == "Accepted by Sales"
    assert chips["Stage"]["url"] == "?view=sales&min_score=20"


def test_only_served_orders_are_links(client_for, admin, several):
    client = client_for(admin)

    assert "ordering=company" in client.get(LIST).content.decode()
    assert "ordering=company" not in client.get(f"{LIST}?source=web").content.decode()


@pytest.mark.parametrize("query", ["?cursor=zzz", "?cursor=WzAsMV0&ordering=name"])
def test_a_broken_page_link_says_so(client_for, admin, several, query):
    response = client_for(admin).get(LIST + query)

    assert response.status_code == 200
    assert response.context["is_bad_cursor"] is True


def test_a_filter_that_means_nothing_says_so(client_for, admin, several):
    response = client_for(admin).get(f"{LIST}?stage=gone")

    assert response.status_code == 400
    assert "means nothing here" in response.content.decode()


def test_empty_list_offers_one_action(client_for, marketer, in_scope):
    html = client_for(marketer).get(LIST).content.decode()

    assert "No open lead yet." in html
    assert f"{LIST}new/" in html


def test_a_search_without_hits_offers_the_way_out(client_for, marketer, in_scope):
    assert "No lead matches." in client_for(marketer).get(f"{LIST}?search=nobody").content.decode()


def test_next_step_is_the_nearest_open_task(client_for, admin, several, in_scope):
    from datetime import timedelta

    from django.utils import timezone

    lead = make_lead(first_name="Fay", email="f@x.es", score=99)
    now = timezone.now()
    Task.objects.create(lead=lead, title="Later", due_at=now + timedelta(days=3))
    Task.objects.create(lead=lead, title="Sooner", due_at=now + timedelta(days=1))
    Task.objects.create(lead=lead, title="Done", due_at=now - timedelta(days=1), done_at=now)

    row = client_for(admin).get(LIST).context["rows"][0]

    assert row.due_at == now + timedelta(days=1)


def test_pages_by_keyset(client_for, admin, in_scope):
    for number in range(53):
        make_lead(first_name=f"P{number}", email=f"p{number}@x.es", score=number)
    client = client_for(admin)

    first = client.get(LIST)
    second = client.get(f"{LIST}?cursor={first.context['page'].next}")

    assert len(names(first)) == 50
    assert names(second) == ["P2", "P1", "P0"]
    assert first.context["count"] == 53


@pytest.mark.parametrize("rows", [3, 30])
def test_queries_do_not_grow_with_rows(client_for, admin, in_scope, rows):
    make_campaign()
    source = make_source()
    for number in range(rows):
        lead = make_lead(first_name="P", email=f"p{number}@x.es", source=source, owner=admin.user)
        Task.objects.create(lead=lead, title="Call", due_at=lead.created_at)
    client = client_for(admin)
    client.get(LIST)

    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)

    # session, person, membership, page, leads, steps, people, switcher, sources, campaigns, two badges
    assert len([one for one in queries if one["sql"].startswith("SELECT")]) <= 12


def test_bulk_assign_and_undo(client_for, manager, rep, several):
    client = client_for(manager)
    ids = list(LeadRank.objects.filter(lead__first_name__in=["Ana", "Bea"]).values_list("pk", flat=True))

    response = client.post(f"{LIST}assign/", {"lead": ids, "owner_id": rep.user_id})
    owners = set(LeadRank.objects.filter(pk__in=ids).values_list("owner_id", flat=True))
    page = client.get(response["Location"]).content.decode()

    assert response.status_code == 303
    assert owners == {rep.user_id}
    assert "2 leads assigned to Rita Rep." in page
    undo_url = page.split('action="/w/acme/leads/assign/undo/')[1].split('"')[0]

    client.post(f"{LIST}assign/undo/{undo_url}")

    assert set(LeadRank.objects.filter(pk__in=ids).values_list("owner_id", flat=True)) == {None}
    assert Activity.objects.filter(kind="assigned").count() == 4


def test_undo_leaves_what_changed_since(client_for, manager, rep, several):
    client = client_for(manager)
    ids = list(LeadRank.objects.filter(lead__first_name__in=["Ana", "Bea"]).values_list("pk", flat=True))
    client.post(f"{LIST}assign/", {"lead": ids, "owner_id": rep.user_id})
    token = next(iter(client.session["undo"]))
    LeadRank.objects.filter(pk=ids[0]).update(owner_id=manager.user_id)

    client.post(f"{LIST}assign/undo/{token}/")

    assert dict(LeadRank.objects.filter(pk__in=ids).values_list("pk", "owner_id")) == {
        ids[0]: manager.user_id,
        ids[1]: None,
    }
    again = client.post(f"{LIST}assign/undo/{token}/")
    assert again.status_code == 303
    assert "can no longer be undone" in client.get(LIST).content.decode()


@pytest.mark.parametrize("owner", ["999999", "x", "-1"])
def test_bulk_assign_to_a_stranger_changes_nothing(client_for, manager, several, owner):
    ids = list(LeadRank.objects.values_list("pk", flat=True))

    response = client_for(manager).post(f"{LIST}assign/", {"lead": ids, "owner_id": owner})

    assert response.status_code == 303
    assert not Activity.objects.filter(kind="assigned").exists()


def test_bulk_assign_touches_no_other_workspace(client_for, manager, rep, several, other_workspace):
    from core.scope import workspace_scope

    with workspace_scope(other_workspace.pk):
        theirs = make_lead(first_name="Zoe", email="z@x.es")

    client_for(manager).post(f"{LIST}assign/", {"lead": [theirs.pk], "owner_id": rep.user_id})

    with workspace_scope(other_workspace.pk):
        assert LeadRank.objects.get(pk=theirs.pk).owner_id is None


@pytest.mark.parametrize("role", ["marketer", "rep", "viewer"])
def test_bulk_assign_is_for_managers(client_for, workspace, role):
    member = make_member(workspace, role, email=f"x-{role}@acme.test")

    assert client_for(member).post(f"{LIST}assign/", {}).status_code == 403
    assert client_for(member).post(f"{LIST}assign/undo/abc/", {}).status_code == 403


def test_next_leads_only_home(client_for, manager, several):
    response = client_for(manager).post(f"{LIST}assign/", {"next": "https://evil.example/"})

    assert response["Location"] == LIST

"""The list of leads and the verbs for chosen rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Lead, Task
from leads.services import tags
from tests.factories.leads import make_campaign, make_lead, make_source


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


def test_rep_sees_own_leads_and_may_tag_them(client_for, rep, several):
    response = client_for(rep).get(LIST)

    assert names(response) == ["Cid"]
    assert [verb.name for verb in response.context["list"].verbs] == ["tag", "untag"]


def test_a_viewer_has_no_selection(client_for, viewer, several):
    assert 'id="bulk"' not in client_for(viewer).get(LIST).content.decode()


def test_tag_filter(client_for, admin, several, in_scope):
    ana = Lead.objects.get(first_name="Ana")
    tags.set_tags(lead=ana, names=["VIP"], by=None, at=timezone.now())

    assert names(client_for(admin).get(f"{LIST}?tag=VIP")) == ["Ana"]
    assert names(client_for(admin).get(f"{LIST}?tag=gone")) == []


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

    # session, person, membership, page, leads, steps, people, menu, switcher, badges
    assert len([one for one in queries if one["sql"].startswith("SELECT")]) <= 12

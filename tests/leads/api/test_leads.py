from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.scope import workspace_scope
from leads.models import Lead
from tests.factories.leads import make_activity, make_campaign, make_field, make_lead, make_source, make_topic
from tests.factories.tenants import make_member, make_team
from tests.leads.api.addresses import URL, of


AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_list_pages_by_cursor(in_scope, api):
    for number in range(5):
        make_lead(email=f"p{number}@sol.es", score=number)
    client = api("leads:read")

    first = client.get(URL, {"page_size": 2}).json()
    second = client.get(first["next"]).json()
    back = client.get(second["previous"]).json()

    assert [lead["score"] for lead in first["results"] + second["results"]] == [4, 3, 2, 1]
    assert first["previous"] is None
    assert back["results"] == first["results"]


def test_list_shows_rank_owner_and_slugs(in_scope, api, rep):
    make_lead(email="ana@sol.es", owner=rep.user, source=make_source("web"), grade="A", fit=455, stage="sal")

    (lead,) = api("leads:read").get(URL).json()["results"]

    assert (lead["grade"], lead["fit"], lead["stage"], lead["source"]) == ("A", 45.5, "sal", "web")
    assert lead["owner"]["email"] == rep.user.email
    assert lead["campaign"] is None


@pytest.mark.parametrize(
    "query", ["stage=sal", "grade=A", "min_score=50", "search=ana", "source=web", "owner=none"]
)
def test_list_filters(in_scope, api, query):
    make_lead(email="ana@sol.es", stage="sal", grade="A", score=60, source=make_source("web"))
    make_lead(email="bea@sol.es", owner=make_member(in_scope).user)

    results = api("leads:read").get(f"{URL}?{query}").json()["results"]

    assert [lead["email"] for lead in results] == ["ana@sol.es"]


@pytest.mark.parametrize(
    "query",
    ["stage=gone", "min_score=x", "ordering=secret", "cursor=%00", "cursor=WzAsMV0", "created_after=x"],
)
def test_list_refuses_what_means_nothing(in_scope, api, query):
    response = api("leads:read").get(f"{URL}?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_list_asks_the_same_queries_for_many(in_scope, api):
    client = api("leads:read")
    make_lead()
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(30):
        make_lead(email=f"p{number}@sol.es", source=make_source(f"s{number}"))

    with CaptureQueriesContext(connection) as many:
        assert len(client.get(URL).json()["results"]) == 31
    assert len(many) == len(few)


def test_a_rep_sees_own_and_teams_leads_in_sales_hands(workspace, api_as):
    team = make_team(workspace)
    rep, mate, other = (
        make_member(workspace, team=team),
        make_member(workspace, team=team),
        make_member(workspace),
    )
    with workspace_scope(workspace.pk):
        make_lead(email="own@sol.es", owner=rep.user, stage="sal")
        make_lead(email="mate@sol.es", owner=mate.user, stage="mql")
        hidden = make_lead(email="other@sol.es", owner=other.user, stage="sal")
        make_lead(email="marketing@sol.es")

    client = api_as(rep)

    assert {lead["email"] for lead in client.get(URL).json()["results"]} == {"own@sol.es", "mate@sol.es"}
    assert client.get(of(hidden)).status_code == 404
    assert client.patch(of(hidden), {"city": "x"}).status_code == 404
    assert client.post(of(hidden, "notes/"), {"text": "x"}).status_code == 404


def test_post_makes_a_lead_and_finds_it_again(in_scope, api, admin):
    make_source("fair")
    make_campaign("spring")
    make_topic("kitchens")
    client = api("leads:write")
    body = {
        "email": "ana@sol.es",
        "company": "Sol",
        "topics": ["kitchens"],
        "source": "fair",
        "campaign": "spring",
        "country": "España",
    }

    first = client.post(URL, body)
    second = client.post(URL, {**body, "city": "Madrid"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert (second.json()["source"], second.json()["campaign"], second.json()["country"]) == (
        "fair",
        "spring",
        "ES",
    )
    assert (second.json()["city"], second.json()["version"]) == ("Madrid", 2)
    assert second.json()["last_inquiry_at"] is None


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "ana@sol.es", "emial": "x"}, "emial"),
        ({"email": "ana@sol.es", "source": "unknown"}, "source"),
        ({"email": "ana@sol.es", "employees": "many"}, "employees"),
        ({"email": "ana@sol.es", "custom": {"unknown": 1}}, "custom.unknown"),
        ({"email": "ana@sol.es", "topics": ["unknown"]}, "topics"),
        ([], ""),
    ],
)
def test_post_refuses_what_is_wrong_and_stores_nothing(in_scope, api, body, path):
    response = api("leads:write").post(URL, body)

    assert response.status_code == 400
    assert path in [error["path"] for error in response.json()["errors"]]
    assert not Lead.objects.exists()


def test_post_refuses_nobody(in_scope, api):
    response = api("leads:write").post(URL, {"city": "Madrid"})

    assert (response.status_code, response.json()["code"]) == (400, "nameless")


@pytest.mark.parametrize("body", [b"{", b'{"email": "a\\u0000@x.es"}', b"\xff", b'{"budget": 1e999}'])
def test_post_refuses_a_broken_body(in_scope, api, body):
    response = api("leads:write").post(URL, body)

    assert response.status_code == 400
    assert not Lead.objects.exists()


def test_post_repeated_under_one_key_is_one_effect(in_scope, api):
    client = api("leads:write")

    first = client.post(URL, {"first_name": "Ana"}, headers={"Idempotency-Key": "k1"})
    again = client.post(URL, {"first_name": "Ana"}, headers={"Idempotency-Key": "k1"})
    other = client.post(URL, {"first_name": "Eva"}, headers={"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json()["id"] == first.json()["id"]
    assert Lead.objects.count() == 1


def test_a_rep_learns_nothing_of_a_lead_that_is_not_theirs(in_scope, api_as, rep, manager):
    lead = make_lead(email="ana@sol.es", owner=manager.user, stage="sal", company="Secret")

    response = api_as(rep).post(URL, {"email": "ana@sol.es", "city": "Madrid"})

    assert (response.status_code, response.json()["code"]) == (409, "already_known")
    assert b"Secret" not in response.content
    assert Lead.objects.get(pk=lead.pk).city == ""


def test_get_and_patch_with_a_version(in_scope, api):
    make_field("rooms", "number")
    lead = make_lead(email="ana@sol.es")
    client = api("leads:read", "leads:write")

    etag = client.get(of(lead))["ETag"]
    changed = client.patch(of(lead), {"city": "Madrid", "custom": {"rooms": 3}}, headers={"If-Match": etag})
    late = client.patch(of(lead), {"city": "Toledo"}, headers={"If-Match": etag})
    late_body = client.patch(of(lead), {"city": "Toledo", "version": 1})
    free = client.patch(of(lead), {"city": "Toledo"})

    assert (changed.status_code, changed["ETag"], changed.json()["custom"]) == (200, '"2"', {"rooms": 3})
    assert (late.status_code, late_body.status_code, free.status_code) == (409, 409, 200)
    assert late.json()["code"] == "edit_conflict"
    assert late.json()["errors"][0]["current"] == "Madrid"


def test_patch_classifies_by_hand_and_gives_back(in_scope, api):
    lead = make_lead(email="ana@sol.es")
    client = api("leads:write")

    by_hand = client.patch(of(lead), {"phase": "decision"}).json()
    given_back = client.patch(of(lead), {"phase": None}).json()

    assert (by_hand["phase"], by_hand["by_hand"]) == ("decision", ["phase"])
    assert given_back["by_hand"] == []


@pytest.mark.parametrize(
    "body",
    [{"stage": "sql"}, {"score": 100}, {"email": "x"}, {"phase": "late"}, {"version": 0}, {"owner": 1}],
)
def test_patch_refuses_what_is_not_its_to_write(in_scope, api, body):
    lead = make_lead(email="ana@sol.es")

    assert api("leads:write").patch(of(lead), body).status_code == 400


def test_patch_of_a_taken_address_is_a_conflict(in_scope, api):
    make_lead(email="bea@sol.es")
    lead = make_lead(email="ana@sol.es")

    response = api("leads:write").patch(of(lead), {"email": "bea@sol.es"})

    assert (response.status_code, response.json()["code"]) == (409, "email_taken")


def test_timeline_is_paged_and_filtered(in_scope, api, rep):
    lead = make_lead()
    for number in range(3):
        make_activity(lead, "page_view", AT + timedelta(hours=number), url=f"/{number}")
    make_activity(lead, "download", AT)
    client = api("leads:read")

    everything = client.get(of(lead, "timeline/")).json()["results"]
    views = client.get(of(lead, "timeline/?kind=page_view&page_size=2")).json()

    assert [entry["data"].get("url") for entry in everything] == ["/2", "/1", None, "/0"]
    assert [entry["data"]["url"] for entry in views["results"]] == ["/2", "/1"]
    assert client.get(views["next"]).json()["results"][0]["data"]["url"] == "/0"
    assert client.get(of(lead, "timeline/?kind=gossip")).status_code == 400


def test_timeline_tells_no_row_numbers(in_scope, api, rep):
    lead = make_lead()
    make_activity(lead, "handed_off", AT, owner=rep.user_id, route="All")
    make_activity(lead, "converted", AT, opportunity=7, opportunity_name="Kitchen")

    converted, handed_off = api("leads:read").get(of(lead, "timeline/")).json()["results"]

    assert handed_off["data"] == {"owner": str(rep.user.public_id), "route": "All"}
    assert converted["data"] == {"opportunity_name": "Kitchen"}


def test_a_misspelt_filter_is_refused_instead_of_answering_with_every_lead(api):
    answer = api("leads:read").get("/api/v1/leads/?stge=mql")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "stge"

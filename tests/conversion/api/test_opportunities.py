"""opportunities/ and its verbs, pipelines/, lost-reasons/."""

import pytest

from conversion.models import Opportunity
from tests.factories.conversion import make_account, make_contact, make_deal, stage
from tests.factories.tenants import make_member


@pytest.fixture
def deal(pipeline, rep):
    return make_deal(owner=rep, amount=500)


def url(deal, verb=""):
    return f"/api/v1/opportunities/{deal.public_id}/{verb}"


def test_create(api, pipeline):
    account = make_account()
    contact = make_contact(account)

    response = api().post(
        "/api/v1/opportunities/",
        {
            "name": "Bath",
            "account": str(account.public_id),
            "contact": str(contact.public_id),
            "stage": str(stage("Visit").public_id),
            "amount": 900,
            "next_step_on": "2026-12-01",
        },
    )

    body = response.json()
    assert response.status_code == 201
    assert (body["stage"]["name"], body["amount"], body["state"]) == ("Visit", 900, "open")
    assert body["next_step_on"] == "2026-12-01"


def test_create_with_another_accounts_contact(api, pipeline):
    contact = make_contact(make_account("Other"))
    body = {"name": "X", "account": str(make_account().public_id), "contact": str(contact.public_id)}

    assert api().post("/api/v1/opportunities/", body).status_code == 400
    assert not Opportunity.objects.exists()


def test_patch_and_conflict(api, deal):
    assert api().patch(url(deal), {"amount": 700, "version": 1}).json()["amount"] == 700

    late = api().patch(url(deal), {"amount": 1, "version": 1})

    assert (late.status_code, late.json()["code"]) == (409, "deal_conflict")


def test_a_rep_may_give_a_deal_away(api_as, deal, rep, workspace):
    other = make_member(workspace, "rep")

    response = api_as(rep).patch(url(deal), {"owner": str(other.user.public_id)})

    assert (response.status_code, response.json()["owner"]) == (200, str(other.user.public_id))
    assert api_as(rep).get(url(deal)).status_code == 404


def test_verbs(api, deal):
    client = api()

    moved = client.post(url(deal, "move/"), {"stage": str(stage("Proposal").public_id)})
    lost = client.post(url(deal, "lost/"), {"reason": "price", "note": "Too dear"})
    again = client.post(url(deal, "reopen/"))
    won = client.post(url(deal, "won/"))

    assert moved.json()["stage"]["name"] == "Proposal"
    assert (lost.json()["state"], lost.json()["lost_reason"]) == ("lost", "price")
    assert again.json()["state"] == "open"
    assert (won.json()["state"], won.json()["stage"]["kind"]) == ("won", "won")


@pytest.mark.parametrize(
    ("verb", "body", "status", "code"),
    [
        ("move/", {}, 400, "invalid"),
        ("move/", {"stage": "00000000-0000-0000-0000-000000000000"}, 400, "invalid"),
        ("lost/", {}, 400, "invalid"),
        ("lost/", {"reason": "weather"}, 400, "invalid"),
        ("reopen/", {}, 409, "deal_conflict"),
        ("won/", {"version": 9}, 409, "deal_conflict"),
    ],
)
def test_refused_verbs_change_nothing(api, deal, verb, body, status, code):
    response = api().post(url(deal, verb), body)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert Opportunity.objects.get().version == 1


def test_moving_to_lost_names_the_missing_reason(api, deal):
    response = api().post(url(deal, "move/"), {"stage": str(stage("Lost").public_id)})

    assert (response.status_code, response.json()["code"]) == (400, "missing_lost_reason")


def test_closed_deals_refuse_with_409(api, deal):
    api().post(url(deal, "won/"))

    assert api().post(url(deal, "won/")).status_code == 409
    assert api().post(url(deal, "lost/"), {"reason": "price"}).status_code == 409


def test_filters(api, deal, workspace):
    other = make_deal("Bath", account=make_account("Luna"))
    api().post(url(other, "won/"))

    def names(query):
        return [row["name"] for row in api().get(f"/api/v1/opportunities/?{query}").json()["results"]]

    assert names("state=won") == ["Bath"]
    assert names(f"stage={stage('New').public_id}") == ["Kitchen"]
    assert names("owner=none") == ["Bath"]
    assert names("search=luna") == ["Bath"]
    assert names(f"account={other.account.public_id}") == ["Bath"]
    assert api().get("/api/v1/opportunities/?state=maybe").status_code == 400
    assert api().get("/api/v1/opportunities/?stage=x").status_code == 400


def test_another_workspace_and_other_reps_see_nothing(api, api_as, deal, other_workspace, workspace):
    theirs, stranger = api(workspace=other_workspace), api_as(make_member(workspace, "rep"))

    for client in (theirs, stranger):
        assert client.get(url(deal)).status_code == 404
        assert client.post(url(deal, "won/")).status_code == 404
        assert client.get("/api/v1/opportunities/").json()["results"] == []


def test_viewers_only_look(api_as, deal, viewer):
    client = api_as(viewer)

    assert client.get(url(deal)).status_code == 200
    assert client.post(url(deal, "won/")).status_code == 403
    assert client.patch(url(deal), {"amount": 1}).status_code == 403


def test_pipelines_and_reasons(api, pipeline):
    (found,) = api().get("/api/v1/pipelines/").json()["results"]
    reasons = api().get("/api/v1/lost-reasons/").json()["results"]

    assert [row["name"] for row in found["stages"]] == [
        "New",
        "Visit",
        "Proposal",
        "Negotiation",
        "Won",
        "Lost",
    ]
    assert "price" in {row["slug"] for row in reasons}

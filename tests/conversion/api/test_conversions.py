"""POST leads/<id>/convert/ and the list of conversions."""

import uuid

import pytest

from conversion.models import Opportunity
from core.scope import workspace_scope
from leads.models import LeadRank
from tests.factories.conversion import make_account, make_contact, make_qualified
from tests.factories.leads import make_lead


@pytest.fixture
def lead(pipeline, rep):
    return make_qualified(rep)


def url(lead):
    return f"/api/v1/leads/{lead.public_id}/convert/"


def test_convert(api, lead):
    response = api().post(url(lead), {"opportunity": {"name": "Two baths", "amount": 900}})

    body = response.json()
    assert response.status_code == 201
    assert body["lead"] == str(lead.public_id)
    assert all(body[name] for name in ("id", "account", "contact", "opportunity", "at"))
    assert Opportunity.objects.get().amount == 900


def test_a_repeat_answers_the_same(api, lead):
    first = api().post(url(lead), {})

    again = api().post(url(lead), {})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_an_idempotency_key_answers_the_same(api, lead):
    headers = {"Idempotency-Key": "one"}
    first = api().post(url(lead), {}, headers=headers)

    again = api().post(url(lead), {}, headers=headers)

    assert (again.status_code, again.json()) == (201, first.json())


def test_no_opportunity(api, lead):
    body = api().post(url(lead), {"opportunity": None}).json()

    assert body["opportunity"] is None


def test_known_records(api, lead):
    contact = make_contact()
    given = {"account_id": str(contact.account.public_id), "contact_id": str(contact.public_id)}

    body = api().post(url(lead), given).json()

    assert (body["account"], body["contact"]) == (given["account_id"], given["contact_id"])


def test_too_early(api, pipeline):
    lead = make_lead(email="ana@sol.es", stage="sal")

    response = api().post(url(lead), {})

    body = response.json()
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert body["code"] == "not_qualified"
    assert {error["path"] for error in body["errors"]} >= {"stage", "budget", "need"}
    assert LeadRank.objects.get(pk=lead.pk).stage == "sal"


@pytest.mark.parametrize("name", ["account_id", "contact_id"])
def test_ids_of_another_workspace_and_random_ones_are_alike(api, lead, other_workspace, name):
    with workspace_scope(other_workspace.pk):
        contact = make_contact()
        foreign = {"account_id": contact.account.public_id, "contact_id": contact.public_id}[name]

    answers = [api().post(url(lead), {name: str(pk)}) for pk in (foreign, uuid.uuid4())]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["errors"][0]["path"] == name


@pytest.mark.parametrize(
    "body",
    [
        {"opportunity": {"amount": -1}},
        {"opportunity": {"amount": "x"}},
        {"opportunity": {"close_on": "soon"}},
        {"opportunity": {"name": "a\x00b"}},
        {"account_id": 7},
        [],
    ],
)
def test_bad_bodies(api, lead, body):
    response = api().post(url(lead), body)

    assert response.status_code == 400
    assert LeadRank.objects.get(pk=lead.pk).stage == "sql"


def test_another_workspaces_lead_is_not_found(api, lead, other_workspace):
    assert api(workspace=other_workspace).post(url(lead), {}).status_code == 404


def test_who_may(api, api_as, lead, viewer, marketer, manager, workspace):
    from tests.factories.tenants import make_member

    stranger = make_member(workspace, "rep")
    assert api("sales:read").post(url(lead), {}).status_code == 403
    assert api_as(viewer).post(url(lead), {}).status_code == 403
    assert api_as(marketer).post(url(lead), {}).status_code == 403
    assert api_as(stranger).post(url(lead), {}).status_code == 404
    assert api_as(manager).post(url(lead), {}).status_code == 201


def test_list(api, api_as, lead, workspace):
    from tests.factories.tenants import make_member

    made = api().post(url(lead), {}).json()
    stranger = make_member(workspace, "rep")

    assert api("sales:read").get("/api/v1/conversions/").json()["results"] == [made]
    assert api_as(stranger).get("/api/v1/conversions/").json()["results"] == []


def test_a_known_account_is_offered_by_its_domain(api, lead):
    account = make_account(website="https://reformassol.es")

    found = api().get("/api/v1/accounts/?domain=reformassol.es").json()["results"]

    assert [row["id"] for row in found] == [str(account.public_id)]

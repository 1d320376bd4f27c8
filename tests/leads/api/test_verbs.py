from uuid import uuid4

import pytest

from leads.choices import Stage
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member
from tests.leads.api.addresses import URL, of


WRITES = [
    ("", "patch"),
    ("notes/", "post"),
    ("calls/", "post"),
    ("qualify/", "post"),
    ("disqualify/", "post"),
    ("assign/", "post"),
]


@pytest.mark.parametrize(("verb", "method"), [("", "get"), ("timeline/", "get"), *WRITES])
def test_another_workspaces_lead_is_as_unknown_as_a_random_one(in_scope, api, other_workspace, verb, method):
    lead = make_lead()
    stranger = getattr(api(workspace=other_workspace), method)

    found = stranger(of(lead, verb))
    random = stranger(f"{URL}{uuid4()}/{verb}")

    assert (found.status_code, random.status_code) == (404, 404)
    assert {**found.json(), "instance": ""} == {**random.json(), "instance": ""}


@pytest.mark.parametrize(("verb", "method"), WRITES)
def test_reading_is_not_writing(in_scope, api, api_as, viewer, verb, method):
    lead = make_lead()

    assert getattr(api("leads:read"), method)(of(lead, verb)).status_code == 403
    assert getattr(api_as(viewer), method)(of(lead, verb)).status_code == 403


def test_a_key_without_the_scope_and_nobody(in_scope, api, client):
    assert api("catalog:read").get(URL).status_code == 403
    assert api("leads:read").post(URL, {"email": "ana@sol.es"}).status_code == 403
    assert client.get(URL).status_code == 401


def test_notes_and_calls_are_on_the_timeline(in_scope, api_as, rep):
    lead = make_lead(owner=rep.user, stage="sal")
    client = api_as(rep)

    note = client.post(of(lead, "notes/"), {"text": "Hello"})
    call = client.post(of(lead, "calls/"), {"outcome": "connected", "note": "Yes", "seconds": 65})

    timeline = client.get(of(lead, "timeline/")).json()["results"]
    assert (note.status_code, call.status_code) == (201, 201)
    assert call.json()["contact_status"] == "connected"
    assert [(entry["kind"], entry["by"]["email"]) for entry in timeline] == [
        ("call", rep.user.email),
        ("note", rep.user.email),
    ]
    assert client.post(of(lead, "notes/"), {"text": " "}).status_code == 400
    assert client.post(of(lead, "calls/"), {"outcome": "shouted"}).status_code == 400


def test_qualify_names_what_is_missing_then_moves(in_scope, api):
    lead = make_lead(stage=Stage.SAL, contact_status="connected")
    client = api("leads:write")

    early = client.post(of(lead, "qualify/"), {"need": "Kitchen"})
    done = client.post(
        of(lead, "qualify/"), {"need": "Kitchen", "budget": 1, "authority": "decides", "timeline": "now"}
    )
    again = client.post(of(lead, "qualify/"))

    assert (early.status_code, early.json()["code"]) == (409, "missing_for_stage")
    assert [error["path"] for error in early.json()["errors"]] == ["budget", "authority", "timeline"]
    assert (done.status_code, done.json()["stage"]) == (200, "sql")
    assert (again.status_code, again.json()["code"]) == (409, "stage_conflict")


def test_disqualify_with_a_reason(in_scope, api):
    first, second = make_lead(email="a@x.es"), make_lead(email="b@x.es")
    client = api("leads:write")

    assert client.post(of(first, "disqualify/"), {}).status_code == 400
    assert client.post(of(first, "disqualify/"), {"reason": "no_need"}).json()["stage"] == "disqualified"
    assert (
        client.post(of(second, "disqualify/"), {"reason": "fake", "stage": "invalid"}).json()["stage"]
        == "invalid"
    )
    assert client.post(of(first, "disqualify/"), {"reason": "no_need"}).status_code == 409


def test_assign_to_a_member_and_to_nobody(in_scope, api, rep, viewer, other_workspace):
    lead = make_lead()
    client = api("leads:write")

    given = client.post(of(lead, "assign/"), {"owner": str(rep.user.public_id)})
    taken = client.post(of(lead, "assign/"), {"owner": None})

    assert given.json()["owner"]["id"] == str(rep.user.public_id)
    assert taken.json()["owner"] is None
    for stranger in (viewer.user.public_id, make_member(other_workspace).user.public_id, uuid4()):
        response = client.post(of(lead, "assign/"), {"owner": str(stranger)})
        assert (response.status_code, response.json()["code"]) == (400, "not_a_member")


def test_a_rep_may_not_assign(in_scope, api_as, rep):
    lead = make_lead(owner=rep.user, stage="sal")

    assert api_as(rep).post(of(lead, "assign/"), {"owner": None}).status_code == 403

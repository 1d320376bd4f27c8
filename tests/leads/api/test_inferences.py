"""Inferences by API: made, changed, switched off, with the leads they speak of and their record."""

from uuid import uuid4

import pytest
from django.utils import timezone

from core.scope import workspace_scope
from leads.models import Clue, Inference, Lead
from leads.services import clues, inferring
from tenants.models import AuditEntry
from tests.factories.leads import make_field, make_lead


URL = "/api/v1/inferences/"
TITLE = {"field": "person.job_title", "op": "contains", "value": "owner"}
BODY = {
    "name": "Is an owner",
    "condition": TITLE,
    "question": "authority",
    "value": "decides",
    "confidence": 60,
}


@pytest.fixture
def client(api):
    return api("catalog:read", "catalog:write")


def follow() -> None:
    """Let the pipeline's step bring every lead in line."""
    inferring.infer(lead_ids=list(Lead.objects.values_list("pk", flat=True)), at=timezone.now())


def test_one_is_made_listed_changed_and_switched_off(in_scope, client):
    make_lead(job_title="Owner")
    make_lead(job_title="Cook")

    made = client.post(URL, BODY)
    follow()

    assert made.status_code == 201, made.json()
    one = f"{URL}{made.json()['id']}/"
    (listed,) = client.get(URL).json()["results"]
    assert (listed["leads"], listed["record"]) == (1, {"right": 0, "wrong": 0})
    assert (listed["condition"], listed["value"], listed["is_active"]) == (TITLE, "decides", True)
    changed = client.patch(one, {"confidence": 80})
    assert (changed.status_code, changed.json()["confidence"], changed.json()["confidence_now"]) == (
        200,
        80,
        80,
    )
    off = client.patch(one, {"is_active": False})
    follow()
    assert (off.json()["is_active"], client.get(one).json()["leads"]) == (False, 0)
    assert client.patch(one, {"is_active": False}).json()["is_active"] is False
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "inference.added",
        "inference.changed",
    }


def test_outcomes_are_its_record_and_correct_its_confidence(in_scope, client):
    lead = make_lead(job_title="Owner")
    one = f"{URL}{client.post(URL, BODY).json()['id']}/"
    follow()

    clues.give(lead=lead, question="authority", value="none", confidence=100, by=None, at=timezone.now())
    follow()

    body = client.get(one).json()
    assert (body["leads"], body["record"]) == (0, {"right": 0, "wrong": 1})
    assert body["confidence"] == 60 > body["confidence_now"]


def test_another_claim_starts_with_a_clean_record(in_scope, client):
    lead = make_lead(job_title="Owner")
    one = f"{URL}{client.post(URL, BODY).json()['id']}/"
    follow()
    clues.give(lead=lead, question="authority", value="decides", confidence=100, by=None, at=timezone.now())
    follow()
    assert client.get(one).json()["record"] == {"right": 1, "wrong": 0}

    body = client.patch(one, {"value": "influences"}).json()

    assert body["record"] == {"right": 0, "wrong": 0}


def test_only_one_that_never_said_anything_is_deleted(in_scope, client):
    make_lead(job_title="Owner")
    used, unused = (client.post(URL, BODY | {"name": name}).json()["id"] for name in ("Used", "Unused"))
    client.patch(f"{URL}{unused}/", {"is_active": False})
    follow()

    kept = client.delete(f"{URL}{used}/")
    gone = client.delete(f"{URL}{unused}/")

    assert (kept.status_code, kept.json()["code"]) == (409, "inference_in_use")
    assert gone.status_code == 204
    assert client.get(f"{URL}{unused}/").status_code == 404
    assert list(Inference.objects.values_list("name", flat=True)) == ["Used"]
    assert Clue.objects.count() == 1


def test_one_that_cannot_be_read_any_more_can_be_switched_off(in_scope, client):
    field = make_field("car", "text")
    one = client.post(URL, BODY | {"condition": {"field": "custom.car", "op": "eq", "value": "SUV"}}).json()
    field.delete()

    assert client.patch(f"{URL}{one['id']}/", {"confidence": 70}).status_code == 400
    assert client.patch(f"{URL}{one['id']}/", {"is_active": False}).status_code == 200
    assert client.get(URL).json()["results"][0]["condition"]["field"] == "custom.car"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": " "}, "name"),
        ({"question": "shoes"}, "question"),
        ({"value": None}, "value"),
        ({"is_at_least": True}, "is_at_least"),
        ({"confidence": 100}, "confidence"),
        ({"condition": {"field": "person.shoes", "op": "eq", "value": 1}}, "$.field"),
        ({"sure": 1}, "sure"),
    ],
)
def test_what_is_no_inference_is_refused_with_its_path(in_scope, client, change, path):
    answer = client.post(URL, BODY | change)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["path"] for error in answer.json()["errors"]] == [path]
    assert not Inference.objects.exists()


def test_strangers_and_wrong_scopes_are_refused(api, client, workspace, other_workspace):
    made = client.post(URL, BODY).json()["id"]
    with workspace_scope(other_workspace.pk):
        other = Inference.objects.create(
            name="Other",
            condition={"all": []},
            question="need",
            value="A",
            confidence=5,
            claimed_at=timezone.now(),
        )

    assert client.get(f"{URL}{other.public_id}/").status_code == 404
    assert client.delete(f"{URL}{uuid4()}/").status_code == 404
    assert api("catalog:read").patch(f"{URL}{made}/", {"confidence": 5}).status_code == 403
    assert api("leads:read").get(URL).status_code == 403


def test_a_rep_is_not_told_of_how_many_leads_it_speaks(in_scope, api_as, client, rep, marketer):
    client.post(URL, BODY)

    (seen,) = api_as(rep).get(URL).json()["results"]

    assert (seen["leads"], seen["record"]) == (None, None)
    assert api_as(marketer).get(URL).json()["results"][0]["leads"] == 0
    assert api_as(rep).post(URL, BODY).status_code == 403

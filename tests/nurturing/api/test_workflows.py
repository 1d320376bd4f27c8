"""Workflows, enrollments and content by API."""

import pytest

from nurturing.models import ContentPiece, Enrollment, Workflow
from tests.factories import messaging
from tests.factories.leads import make_topic
from tests.factories.nurturing import EVERYBODY, mailed, make_workflow, simple_steps


pytestmark = pytest.mark.usefixtures("in_scope")
URL = "/api/v1/workflows/"


def path(thing, verb=""):
    return f"{URL}{thing.public_id}/{verb}{'/' if verb else ''}"


def test_from_nothing_to_an_active_workflow(api):
    client, template = api(), messaging.make_template()

    made = client.post(URL, {"name": "Care", "track": "general"})
    workflow = Workflow.objects.get()
    empty = client.get(path(workflow, "draft")).json()
    steps = [dict(step) for step in simple_steps(template)]
    written = client.put(path(workflow, "draft"), {"steps": steps, "entry": EVERYBODY})
    lead = mailed()
    tried = client.get(path(workflow, "dry-run")).json()
    active = client.post(path(workflow, "activate"))

    assert (made.status_code, made.json()["state"]) == (201, "draft")
    assert [fault["code"] for fault in empty["faults"]] == ["empty"]
    assert (written.status_code, written.json()["faults"]) == (200, [])
    assert (tried["entering"], tried["leads"]) == (1, [str(lead.public_id)])
    assert (tried["looked_at"], tried["total"]) == (1, 1)
    assert (active.json()["state"], bool(active.json()["job"])) == ("active", True)


def test_a_faulty_draft_is_refused_with_its_paths(api):
    workflow = make_workflow(is_active=False, steps=[{"id": "w", "kind": "wait", "days": 0}])

    answer = api().post(path(workflow, "publish"))

    assert (answer.status_code, answer.json()["code"]) == (400, "not_runnable")
    assert {error["path"] for error in answer.json()["errors"]} == {"steps[0]", "steps[0].days"}


@pytest.mark.parametrize(
    ("step", "place"),
    [
        ({"id": "w", "kind": "wait", "days": 1, "weekdays": ["mon"]}, "steps[0].weekdays[0]"),
        (
            {"id": "b", "kind": "branch_click", "cases": [{"content": [{}]}]},
            "steps[0].cases[0].content[0]",
        ),
    ],
)
def test_a_draft_that_nobody_can_read_is_refused_with_its_place(api, step, place):
    workflow = make_workflow(is_active=False)

    answer = api().put(path(workflow, "draft"), {"steps": [step]})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["path"] for error in answer.json()["errors"]] == [place]


def test_a_verb_out_of_order_is_a_conflict(api):
    workflow = make_workflow(is_active=False)

    assert api().post(path(workflow, "pause")).status_code == 409
    assert api().post(path(workflow, "resume")).json()["code"] == "workflow_conflict"


def test_pause_resume_duplicate_and_archive(api):
    workflow, client = make_workflow(), api()

    assert client.post(path(workflow, "pause")).json()["state"] == "paused"
    assert client.post(path(workflow, "resume")).json()["state"] == "active"
    assert client.post(path(workflow, "duplicate")).json()["name"] == "Care (2)"
    assert client.post(path(workflow, "archive")).json()["state"] == "archived"
    assert len(client.get(URL).json()["results"]) == 2


def test_a_lead_is_put_into_a_workflow_and_taken_out(api):
    workflow, lead, client = make_workflow(), mailed(), api()
    body = {"workflow": str(workflow.public_id)}

    made = client.post(f"/api/v1/leads/{lead.public_id}/enroll/", body)
    again = client.post(f"/api/v1/leads/{lead.public_id}/enroll/", body)
    listed = client.get(f"/api/v1/enrollments/?lead={lead.public_id}&state=active").json()["results"]
    left = client.post(f"/api/v1/enrollments/{made.json()['id']}/leave/")
    twice = client.post(f"/api/v1/enrollments/{made.json()['id']}/leave/")

    assert (made.status_code, again.status_code, again.json()["code"]) == (201, 409, "already_in")
    assert [one["id"] for one in listed] == [made.json()["id"]]
    assert (left.json()["state"], left.json()["reason"]) == ("left", "by_hand")
    assert (twice.status_code, twice.json()["code"]) == (409, "not_under_way")


def test_nobody_is_mailed_without_permission_whoever_asks(api):
    workflow, lead = make_workflow(), mailed(marketing_consent="unknown")

    answer = api().post(f"/api/v1/leads/{lead.public_id}/enroll/", {"workflow": str(workflow.public_id)})

    assert (answer.status_code, answer.json()["code"]) == (409, "no_consent")
    assert not Enrollment.objects.exists()


def test_content_is_added_and_changed(api):
    make_topic("kitchens")
    client = api()
    body = {"title": "Choosing a kitchen", "url": "https://www.example.com/guide", "topic": "kitchens"}

    made = client.post("/api/v1/content/", body)
    changed = client.patch(f"/api/v1/content/{made.json()['id']}/", {"phase": "decision"})

    assert (made.status_code, made.json()["slug"]) == (201, "choosing-a-kitchen")
    assert (changed.json()["phase"], changed.json()["topic"]) == ("decision", "kitchens")
    assert ContentPiece.objects.count() == 1


def test_a_key_needs_its_scope(api):
    assert api("leads:read").get(URL).status_code == 403
    assert api("nurture:read").get(URL).status_code == 200
    assert api("nurture:read").post(URL, {"name": "Care"}).status_code == 403

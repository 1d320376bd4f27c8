"""The verbs of a hand-off on the API."""

from uuid import uuid4

import pytest

from core.scope import workspace_scope
from distribution.models import HandOff
from leads.models import Activity, Lead, LeadRank
from tests.factories.distribution import make_hand_off, make_pool, make_reason, make_route
from tests.factories.leads import make_lead
from tests.factories.tenants import make_member


@pytest.fixture
def offered(in_scope, rep) -> Lead:
    lead = make_lead(stage="mql", owner=rep.user, light="green")
    make_hand_off(lead, rep)
    make_reason()
    return lead


def url(lead: Lead, verb: str) -> str:
    return f"/api/v1/leads/{lead.public_id}/{verb}/"


def test_accept_answers_where_the_lead_stands(offered, rep, api):
    answer = api("leads:write").post(url(offered, "accept"))

    body = answer.json()
    assert answer.status_code == 200
    assert (body["stage"], body["hand_off"]["state"]) == ("sal", "accepted")
    assert body["owner"]["id"] == str(rep.user.public_id)


def test_accept_twice_is_a_conflict_and_changes_nothing(offered, api):
    client = api()
    client.post(url(offered, "accept"))

    answer = client.post(url(offered, "accept"))

    assert (answer.status_code, answer.json()["code"]) == (409, "not_waiting")
    assert Activity.objects.filter(kind="accepted").count() == 1


def test_a_repeated_accept_under_one_key_is_answered_alike(offered, api):
    client = api()

    first = client.post(url(offered, "accept"), headers={"Idempotency-Key": "k1"})
    again = client.post(url(offered, "accept"), headers={"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


def test_reject_returns_the_lead(offered, api):
    answer = api().post(
        url(offered, "reject"), {"reason": "no-need", "note": "Later", "resume_on": "2030-01-01"}
    )

    body = answer.json()
    assert (body["stage"], body["resume_on"], body["owner"]) == ("marketing", "2030-01-01", None)
    assert body["hand_off"]["reason"] == "no-need"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "reason"),
        ({"reason": "nonsense"}, "reason"),
        ({"reason": "no-need", "resume_on": "2001-01-01"}, "resume_on"),
        ({"reason": "no-need", "resume_on": 7}, "resume_on"),
        ({"reason": "no-need", "note": "x" * 2001}, "note"),
    ],
)
def test_reject_says_what_is_wrong(offered, api, body, path):
    answer = api().post(url(offered, "reject"), body)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["path"] == path
    assert HandOff.objects.get().state == "offered"


def test_recycle_of_an_offered_lead_is_a_conflict(offered, api):
    answer = api().post(url(offered, "recycle"), {"reason": "no-need"})

    assert (answer.status_code, answer.json()["code"]) == (409, "not_in_sales")


def test_recycle_gives_an_accepted_lead_back(offered, api):
    client = api()
    client.post(url(offered, "accept"))

    answer = client.post(url(offered, "recycle"), {"reason": "no-need", "track": "slow"})

    assert (answer.json()["stage"], answer.json()["hand_off"]["state"]) == ("marketing", "recycled")


def test_hand_off_by_hand(in_scope, rep, api):
    make_route(make_pool(members=[rep]))
    lead, client = make_lead(light="red"), api()

    without = client.post(url(lead, "hand-off"))
    given = client.post(url(lead, "hand-off"), {"reason": "Asked for it"})

    assert (without.status_code, without.json()["code"]) == (400, "reason_needed")
    assert given.json()["hand_off"]["owner"]["id"] == str(rep.user.public_id)


def test_hand_off_to_a_stranger_is_not_found(in_scope, other_workspace, rep, api):
    stranger = make_member(other_workspace, "rep")
    lead = make_lead(light="green")

    answer = api().post(url(lead, "hand-off"), {"owner": str(stranger.user.public_id)})

    assert answer.status_code == 404
    assert LeadRank.objects.get().stage == "marketing"


@pytest.mark.parametrize("verb", ["hand-off", "accept", "reject", "recycle"])
def test_a_key_without_the_scope_is_refused(offered, api, verb):
    assert api("leads:read").post(url(offered, verb)).status_code == 403


@pytest.mark.parametrize("verb", ["hand-off", "accept", "reject", "recycle"])
def test_another_workspaces_lead_is_as_unknown_as_a_random_id(other_workspace, api, verb):
    with workspace_scope(other_workspace.pk):
        theirs = make_lead()
        make_reason()
    client, body = api(), {"reason": "no-need"}

    answers = [
        client.post(f"/api/v1/leads/{public_id}/{verb}/", body) for public_id in (theirs.public_id, uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


def test_a_member_acts_as_themselves(offered, rep, api_as):
    answer = api_as(rep).post(url(offered, "accept"))

    assert answer.status_code == 200
    assert HandOff.objects.get().answered_by == rep.user_id


@pytest.mark.parametrize(("role", "code"), [("viewer", 403), ("marketer", 403), ("rep", 404)])
def test_members_who_may_not(offered, workspace, api_as, role, code):
    member = make_member(workspace, role)

    assert api_as(member).post(url(offered, "accept")).status_code == code

"""POST and GET of inquiries by API."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from capture.models import Inquiry
from core.scope import workspace_scope
from tenants.services import api_keys
from work.models import WorkItem


pytestmark = pytest.mark.django_db
URL = "/api/v1/inquiries/"
ANA = {"email": "ana@reformassol.es", "full_name": "Ana Ruiz", "message": "Hola"}


def stored(workspace):
    with workspace_scope(workspace.pk):
        return list(Inquiry.objects.order_by("pk"))


def test_post_stores_the_raw_body_and_puts_it_on_the_queue(api, workspace):
    body = b'{"email": "ana@reformassol.es",  "shoe_size": 39}'

    answer = api("inquiries:write").post(URL, body)

    inquiry = stored(workspace)[0]
    assert answer.status_code == 202
    assert answer.json() == {
        "id": str(inquiry.public_id),
        "state": "received",
        "status_url": f"http://testserver/api/v1/inquiries/{inquiry.public_id}/",
    }
    assert bytes(inquiry.raw) == body
    assert inquiry.payload["shoe_size"] == 39  # unknown keys are kept
    assert WorkItem.objects.filter(queue="inquiry", key=inquiry.pk, workspace_id=workspace.pk).exists()


def test_get_says_what_became_of_it(api):
    program = api("inquiries:write", "inquiries:read")
    status_url = program.post(URL, ANA).json()["status_url"]

    answer = program.get(status_url)

    assert answer.status_code == 200
    assert answer.json()["state"] == "received"
    assert answer.json()["reason"] == ""
    assert answer.json()["lead"] is None


def test_list_is_newest_first_and_narrowed_by_state(api):
    program = api()
    first = program.post(URL, ANA).json()["id"]
    second = program.post(URL, ANA).json()["id"]

    everything = program.get(URL).json()
    none = program.get(URL, {"state": "accepted"}).json()

    assert [row["id"] for row in everything["results"]] == [second, first]
    assert none["results"] == []


def test_list_refuses_a_state_that_does_not_exist(api):
    answer = api().get(URL, {"state": "nowhere"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "state"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"", 400),
        (b"[]", 400),
        (b'"ana"', 400),
        (b"{}", 400),
        (b'{"full_name": "Ana"}', 400),
        (b'{"email": "  ", "phone": null, "company": ""}', 400),
        (b'{"email": "a@b.es\\u0000"}', 400),
        (b'{"email": "\\ud800@b.es"}', 400),
        (b'{"email": "a@b.es", "custom": {"x": 1e400}}', 400),
        (b'{"email": "a@b.es", "x": NaN}', 400),
        (b'{"email": "a@b.es", "x": ' + b"[" * 900 + b"]" * 900 + b"}", 400),
        (b'{"email": "a@b.es", "message": "\xff"}', 400),
        (b'{"email": "a@b.es", "message": "' + b"x" * 262_144 + b'"}', 413),
        (b'{"email": "a@b.es", "message": "' + b"x" * 3_000_000 + b'"}', 413),
    ],
)
def test_post_refuses_what_is_unreadable_oversize_or_nameless_and_stores_nothing(
    api, workspace, body, status
):
    answer = api("inquiries:write").post(URL, body)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert stored(workspace) == []


def test_post_refuses_a_body_that_is_not_json(api, workspace):
    answer = api("inquiries:write").post(URL, "email=a@b.es", content_type="text/plain")

    assert answer.status_code == 415
    assert stored(workspace) == []


@pytest.mark.parametrize(
    "body", [{"email": "not an address"}, {"email": {"a": 1}}, {"email": "x@mailinator.com", "topics": 5}]
)
def test_post_takes_doubtful_values(api, body):
    assert api("inquiries:write").post(URL, body).status_code == 202


def test_a_key_without_the_scope_may_not_post(api, workspace):
    assert api("leads:read").post(URL, ANA).status_code == 403
    assert stored(workspace) == []


def test_nobody_may_not_post(workspace):
    assert Client().post(URL, ANA, content_type="application/json").status_code == 401
    assert (
        Client(headers={"Authorization": "Bearer sk_wrong"})
        .post(URL, ANA, content_type="application/json")
        .status_code
        == 401
    )


def test_a_revoked_key_opens_nothing(api, workspace, in_scope):
    key, secret = api_keys.create(name="k", scopes=["inquiries:write"], by=None, at=timezone.now())
    api_keys.revoke(key=key, by=None, at=timezone.now())

    answer = Client(headers={"Authorization": f"Bearer {secret}"}).post(
        URL, ANA, content_type="application/json"
    )

    assert answer.status_code == 401


def test_another_workspaces_inquiry_is_like_none(api, other_workspace):
    inquiry_id = api("*").post(URL, ANA).json()["id"]
    stranger = api("*", workspace=other_workspace)

    foreign = stranger.get(f"{URL}{inquiry_id}/")
    random = stranger.get(f"{URL}00000000-0000-7000-8000-000000000000/")

    assert foreign.status_code == random.status_code == 404
    assert stranger.get(URL).json()["results"] == []


def test_the_same_key_and_body_is_one_inquiry(api, workspace):
    program = api("inquiries:write")

    first = program.post(URL, ANA, headers={"Idempotency-Key": "k1"})
    again = program.post(URL, ANA, headers={"Idempotency-Key": "k1"})

    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert len(stored(workspace)) == 1


def test_the_same_key_with_another_body_is_refused(api, workspace):
    program = api("inquiries:write")
    program.post(URL, ANA, headers={"Idempotency-Key": "k1"})

    answer = program.post(URL, {**ANA, "message": "Other"}, headers={"Idempotency-Key": "k1"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_reused"
    assert len(stored(workspace)) == 1


def test_the_key_holds_after_the_stored_answer_is_gone(api, workspace):
    # Answers are kept seven days; the inquiry remembers its key for good.
    from tenants.models import Idempotency

    program = api("inquiries:write")
    first = program.post(URL, ANA, headers={"Idempotency-Key": "k1"})
    with workspace_scope(workspace.pk):
        Idempotency.objects.all().delete()

    again = program.post(URL, ANA, headers={"Idempotency-Key": "k1"})
    other = program.post(URL, {"email": "b@c.es"}, headers={"Idempotency-Key": "k1"})

    assert again.json()["id"] == first.json()["id"]
    assert other.status_code == 422
    assert len(stored(workspace)) == 1


def test_a_refused_body_leaves_its_key_free(api):
    program = api("inquiries:write")
    program.post(URL, {"full_name": "Ana"}, headers={"Idempotency-Key": "k1"})

    assert program.post(URL, ANA, headers={"Idempotency-Key": "k1"}).status_code == 202


def test_two_workspaces_may_use_the_same_key(api, workspace, other_workspace):
    api("inquiries:write").post(URL, ANA, headers={"Idempotency-Key": "k1"})
    api("inquiries:write", workspace=other_workspace).post(URL, ANA, headers={"Idempotency-Key": "k1"})

    assert len(stored(workspace)) == len(stored(other_workspace)) == 1


def test_occurred_at_is_taken_unless_it_lies_ahead(api, workspace):
    program = api("inquiries:write")
    program.post(URL, {**ANA, "occurred_at": "2026-01-05T10:00:00+01:00"})
    program.post(URL, {**ANA, "occurred_at": "2999-01-01T00:00:00Z"})
    program.post(URL, {**ANA, "occurred_at": "soon"})

    past, future, nonsense = stored(workspace)

    assert past.occurred_at.isoformat() == "2026-01-05T09:00:00+00:00"
    assert future.occurred_at == future.received_at
    assert nonsense.occurred_at == nonsense.received_at


def test_the_address_is_kept_as_a_network_only(api, workspace):
    api("inquiries:write").post(URL, ANA, REMOTE_ADDR="203.0.113.77")

    assert stored(workspace)[0].ip_class == "203.0.113.0/24"


@pytest.fixture
def publishable(workspace):
    with workspace_scope(workspace.pk):
        return api_keys.create(
            name="site",
            scopes=[],
            kind="publishable",
            origins=["https://acme.example"],
            by=None,
            at=timezone.now(),
        )[1]


def browser(secret, origin="https://acme.example"):
    return Client(headers={"Authorization": f"Bearer {secret}", **({"Origin": origin} if origin else {})})


def test_a_publishable_key_posts_from_its_page(publishable, workspace):
    answer = browser(publishable).post(URL, ANA, content_type="application/json")

    assert answer.status_code == 202
    assert answer["Access-Control-Allow-Origin"] == "https://acme.example"
    assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert len(stored(workspace)) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "", "null", "https://acme.example.evil"])
def test_a_publishable_key_is_worth_nothing_elsewhere(publishable, workspace, origin):
    answer = browser(publishable, origin).post(URL, ANA, content_type="application/json")

    assert answer.status_code == 403
    assert answer.json()["code"] == "origin_not_allowed"
    assert "Access-Control-Allow-Origin" not in answer
    assert stored(workspace) == []


def test_a_publishable_key_is_good_for_posting_inquiries_alone(publishable):
    page = browser(publishable)

    assert page.get(URL).status_code == 403
    assert page.get("/api/v1/forms/").status_code == 403


def test_its_page_can_read_a_refusal(publishable):
    answer = browser(publishable).post(URL, {"full_name": "Ana"}, content_type="application/json")

    assert answer.status_code == 400
    assert answer["Access-Control-Allow-Origin"] == "https://acme.example"


def test_a_browser_may_ask_first(workspace):
    answer = Client(
        headers={"Origin": "https://acme.example", "Access-Control-Request-Method": "POST"}
    ).options(URL)

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "POST"
    assert "Authorization" in answer["Access-Control-Allow-Headers"]


def test_members_read_by_role(api_as, marketer, rep):
    assert api_as(marketer).get(URL).status_code == 200
    assert api_as(rep).get(URL).status_code == 403


def test_a_member_posts_with_a_session(api_as, marketer, workspace):
    answer = api_as(marketer).post(URL, ANA)

    assert answer.status_code == 202
    assert json.loads(bytes(stored(workspace)[0].raw)) == ANA

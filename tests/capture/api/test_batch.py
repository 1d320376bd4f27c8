"""POST of many inquiries by API."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capture.models import Inquiry
from core.scope import workspace_scope
from tests.clients import JsonClient
from tests.factories import tenants
from work.models import WorkItem


pytestmark = pytest.mark.django_db
URL = "/api/v1/inquiries/batch/"
ANA = {"email": "ana@reformassol.es", "full_name": "Ana Ruiz", "shoe_size": 39}
LUIS = {"phone": "+34 600 111 222"}


def stored(workspace):
    with workspace_scope(workspace.pk):
        return list(Inquiry.objects.order_by("pk"))


def verdicts(answer):
    return [(one["status"], one.get("problem", {}).get("code")) for one in answer.json()["results"]]


def test_each_is_judged_by_itself_and_those_stored_wait_to_be_looked_at(api, workspace):
    answer = api("inquiries:write").post(URL, {"inquiries": [ANA, {"full_name": "Nobody"}, "ana", LUIS]})

    first, second = stored(workspace)
    assert (answer.status_code, answer.json()["stored"], answer.json()["refused"]) == (202, 2, 2)
    assert verdicts(answer) == [(202, None), (400, "invalid"), (400, "invalid"), (202, None)]
    assert [one.get("id") for one in answer.json()["results"]] == [
        str(first.public_id),
        None,
        None,
        str(second.public_id),
    ]
    assert first.payload == ANA
    waiting = WorkItem.objects.filter(queue="inquiry", workspace_id=workspace.pk).values_list(
        "key", flat=True
    )
    assert set(waiting) == {first.pk, second.pk}


def test_the_address_of_each_says_what_became_of_it(api, workspace):
    program = api("inquiries:write", "inquiries:read")
    told = program.post(URL, {"inquiries": [ANA]}).json()["results"][0]["status_url"]

    assert program.get(told).json()["state"] == "received"


def test_the_same_key_and_content_is_one_inquiry_however_often_it_comes(api, workspace):
    program, keyed = api("inquiries:write"), ANA | {"idempotency_key": "fair-1"}

    first = program.post(URL, {"inquiries": [keyed, keyed, LUIS]})
    again = program.post(URL, {"inquiries": [LUIS, keyed]})
    other = program.post(URL, {"inquiries": [keyed | {"company": "Sol"}]})

    ids = {one["id"] for one in first.json()["results"][:2]} | {again.json()["results"][1]["id"]}
    assert len(ids) == 1
    assert verdicts(other) == [(422, "idempotency_key_reused")]
    assert len(stored(workspace)) == 3
    assert "idempotency_key" not in stored(workspace)[0].payload


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"{}",
        {"inquiries": []},
        {"inquiries": {"email": "ana@reformassol.es"}},
        {"inquiries": [ANA] * 501},
        b'{"inquiries": [{"email": "a\\ud800@b.es"}]}',
    ],
)
def test_a_body_that_is_no_list_of_inquiries_is_refused_whole(api, workspace, body):
    answer = api("inquiries:write").post(URL, body)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert stored(workspace) == []


@pytest.mark.parametrize("key", ["", "k" * 256, 7])
def test_a_key_that_cannot_be_kept_is_refused_with_its_inquiry_alone(api, key):
    answer = api("inquiries:write").post(URL, {"inquiries": [ANA | {"idempotency_key": key}, LUIS]})

    assert verdicts(answer) == [(400, "invalid"), (202, None)]
    assert answer.json()["results"][0]["problem"]["errors"][0]["path"] == "idempotency_key"


def test_an_inquiry_that_would_be_too_large_alone_is_too_large_here(api, workspace):
    answer = api("inquiries:write").post(URL, {"inquiries": [ANA | {"message": "a" * 300_000}, LUIS]})

    assert verdicts(answer) == [(413, "too_large"), (202, None)]
    assert len(stored(workspace)) == 1


def test_the_order_of_names_is_no_other_content(api, workspace):
    program, keyed = api("inquiries:write"), ANA | {"idempotency_key": "fair-1"}

    answers = [program.post(URL, {"inquiries": [one]}) for one in (keyed, dict(reversed(keyed.items())))]

    assert len({answer.json()["results"][0]["id"] for answer in answers}) == 1
    assert len(stored(workspace)) == 1


def test_five_hundred_cost_as_many_statements_as_two(api):
    program, counts = api("inquiries:write"), []
    for size in (1, 2, 500):
        items = [ANA | {"idempotency_key": f"{size}-{place}"} for place in range(size)]
        with CaptureQueriesContext(connection) as asked:
            answer = program.post(URL, {"inquiries": items})
        assert answer.json()["stored"] == size
        counts.append(len(asked))

    assert counts[1] == counts[2]


def test_a_key_of_a_page_posts_one_at_a_time(workspace):
    key = tenants.make_api_key(
        workspace, ("inquiries:write",), kind="publishable", origins=["https://acme.test"]
    )

    answer = JsonClient(key).post(URL, {"inquiries": [ANA]}, headers={"Origin": "https://acme.test"})

    assert answer.status_code == 403
    assert stored(workspace) == []


@pytest.mark.django_db(transaction=True)
def test_two_that_post_the_same_at_once_store_it_once(api, workspace):
    items = [ANA | {"idempotency_key": f"fair-{place}"} for place in range(50)]
    told = []

    def post():
        told.append(
            [one["id"] for one in api("inquiries:write").post(URL, {"inquiries": items}).json()["results"]]
        )
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert told[0] == told[1]
    assert len(stored(workspace)) == 50

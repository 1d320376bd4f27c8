"""The same inquiry from two sides at once, with real connections (I3)."""

import json
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from capture.models import Inquiry
from capture.services import process, submit
from core.scope import workspace_scope
from leads.models import Activity, Lead
from tests.factories.tenants import make_api_key, make_workspace


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THREADS = 4


def at_once(work, times=THREADS):
    """Run the work in threads that start together; return what each gave."""
    barrier, results = threading.Barrier(times), []

    def run(number):
        try:
            barrier.wait(timeout=10)
            results.append(work(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_one_key_posted_at_once_is_one_inquiry():
    workspace = make_workspace("acme")
    key = make_api_key(workspace, ["inquiries:write"])
    body = json.dumps({"email": "ana@sol.es"})

    def post(_):
        client = Client(headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "k"})
        return client.post("/api/v1/inquiries/", body, content_type="application/json")

    answers = at_once(post)

    assert {answer.status_code for answer in answers} <= {202, 409}
    assert any(answer.status_code == 202 for answer in answers)
    assert all("Retry-After" in answer for answer in answers if answer.status_code == 409)
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 202}) == 1
    with workspace_scope(workspace.pk):
        assert Inquiry.objects.count() == 1


def test_the_database_alone_keeps_a_key_to_one_inquiry():
    # Without the API's lock before it: the unique constraint is what holds.
    workspace = make_workspace("acme")

    def receive(_):
        arrival = submit.Arrival(raw=b"x", payload={}, channel="form", idempotency_key="form:1:k")
        with workspace_scope(workspace.pk):
            inquiry, is_new = submit.receive(arrival=arrival, at=timezone.now())
            return inquiry.public_id, is_new

    received = at_once(receive)

    assert len({public_id for public_id, _is_new in received}) == 1
    assert sum(is_new for _public_id, is_new in received) == 1


def test_the_same_person_processed_by_two_workers_is_one_lead():
    workspace = make_workspace("acme")
    with workspace_scope(workspace.pk):
        ids = [
            submit.receive(
                arrival=submit.Arrival(raw=b"{}", payload={"email": f"p{number % 3}@sol.es"}, channel="api"),
                at=timezone.now(),
            )[0].pk
            for number in range(12)
        ]

    def work(number):
        # Overlapping halves in opposite orders, as split and reclaimed batches may be.
        mine = ids if number % 2 else list(reversed(ids))
        with workspace_scope(workspace.pk):
            process.run(keys=mine, at=timezone.now())
        return True

    assert at_once(work) == [True] * THREADS
    with workspace_scope(workspace.pk):
        assert Lead.objects.count() == 3
        assert Activity.objects.filter(kind="inquiry").count() == 12
        assert Inquiry.objects.accepted().count() == 12

"""I3: the same key and body is the same answer and one effect; nothing is kept of what failed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from core.scope import workspace_scope
from tenants.models import Idempotency, Team, Workspace
from tests.clients import JsonClient
from tests.factories import tenants


URL = "/api/v1/probe/"
KEY = "order-1"


@pytest.fixture(autouse=True)
def _probe(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.tenants.api.urls"


@pytest.fixture
def client(api: Callable[..., JsonClient]) -> JsonClient:
    made = api()
    made.raise_request_exception = False
    return made


def post(client: JsonClient, name: str = "North", key: str = KEY, url: str = URL) -> HttpResponse:
    return client.post(url, {"name": name}, headers={"Idempotency-Key": key})


def teams(workspace: Workspace) -> int:
    with workspace_scope(workspace.pk):
        return Team.objects.count()


def kept(workspace: Workspace) -> list[str]:
    with workspace_scope(workspace.pk):
        return list(Idempotency.objects.values_list("key", flat=True))


def test_same_request_has_the_same_answer_and_one_effect(client: JsonClient, workspace: Workspace) -> None:
    first, second = post(client), post(client)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert teams(workspace) == 1


@pytest.mark.parametrize("other", [{"name": "South"}, {"url": "/api/v1/probe/2/"}])
def test_key_of_another_request_is_refused(
    client: JsonClient, workspace: Workspace, other: dict[str, str]
) -> None:
    post(client)

    refused = post(client, **other)

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert teams(workspace) == 1


def test_without_a_key_each_request_counts(client: JsonClient, workspace: Workspace) -> None:
    for _time in range(2):
        assert client.post(URL, {"name": "North"}).status_code == 201

    assert teams(workspace) == 2
    assert kept(workspace) == []


@pytest.mark.parametrize(("name", "status"), [("", 400), ("boom", 500)])
def test_what_failed_is_not_kept_and_may_be_tried_again(
    client: JsonClient, workspace: Workspace, name: str, status: int
) -> None:
    assert post(client, name).status_code == status
    assert kept(workspace) == []
    assert teams(workspace) == 0

    assert post(client, "North").status_code == 201


def test_keys_of_two_workspaces_are_apart(
    client: JsonClient, workspace: Workspace, other_workspace: Workspace, api: Callable[..., JsonClient]
) -> None:
    post(client)

    theirs = post(api(workspace=other_workspace), "South")

    assert theirs.status_code == 201
    assert "Idempotency-Replayed" not in theirs
    assert (teams(workspace), teams(other_workspace)) == (1, 1)


@pytest.mark.parametrize("key", ["x" * 256])
def test_key_that_cannot_be_stored_is_refused(client: JsonClient, workspace: Workspace, key: str) -> None:
    refused = post(client, key=key)

    assert refused.status_code == 400
    assert teams(workspace) == 0


def test_key_does_not_replay_to_who_may_not_write(client: JsonClient, api: Callable[..., JsonClient]) -> None:
    post(client)

    assert post(api("leads:read")).status_code == 403


@pytest.fixture
def committed(transactional_db: None) -> tuple[Workspace, str]:
    workspace = tenants.make_workspace("acme")
    return workspace, tenants.make_api_key(workspace)


@pytest.mark.slow
def test_request_in_flight_is_told_to_wait(committed: tuple[Workspace, str]) -> None:
    workspace, secret = committed
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        # What the first request does until it commits.
        with workspace_scope(workspace.pk), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"idempotency:{workspace.pk}:{KEY}"],
            )
            held.set()
            let_go.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(20)
    waiting = post(JsonClient(secret))
    let_go.set()
    thread.join(20)

    assert (waiting.status_code, waiting.json()["code"]) == (409, "idempotency_in_flight")
    assert waiting["Retry-After"] == "1"
    assert teams(workspace) == 0
    # The first one was killed before it committed: nothing is kept, and the key is free again.
    assert post(JsonClient(secret)).status_code == 201


@pytest.mark.slow
def test_two_at_once_have_one_effect(committed: tuple[Workspace, str]) -> None:
    workspace, secret = committed
    start, answers = threading.Barrier(4), []

    def send() -> None:
        client = JsonClient(secret)
        start.wait()
        answers.append(post(client).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _time in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert set(answers) <= {201, 409}
    assert 201 in answers
    assert teams(workspace) == 1

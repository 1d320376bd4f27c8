from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from leadcrm import health
from work.models import WorkItem


def _item(*, key: int, due_ago: timedelta, dead: bool = False) -> None:
    now = timezone.now()
    WorkItem.objects.create(
        workspace_id=1, queue="lead", key=key, seq=key, due_at=now - due_ago, dead_at=now if dead else None
    )


def test_healthz_asks_nobody_else(client: Client) -> None:
    # No database mark: a query would fail the test.
    answer = client.get("/healthz")

    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_readyz_is_green_when_all_answer(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "broker": "ok", "migrations": "ok"}


@pytest.mark.django_db
def test_readyz_names_a_broker_that_is_away(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failed"] == ["broker"]


@pytest.mark.django_db
def test_readyz_counts_migrations_that_are_not_applied(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    last = MigrationRecorder.Migration.objects.filter(app="work").order_by("-pk")[:1].get()
    last.delete()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failed"] == ["migrations"]
    assert answer.json()["checks"]["migrations"].endswith("not applied")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_ago", "status"), [(timedelta(seconds=290), 200), (timedelta(seconds=310), 503)]
)
def test_work_is_red_when_the_oldest_due_item_waits_over_five_minutes(
    client: Client, due_ago: timedelta, status: int
) -> None:
    _item(key=1, due_ago=due_ago)
    _item(key=2, due_ago=timedelta(seconds=1))

    answer = client.get("/healthz/work")

    assert answer.status_code == status
    assert answer.json()["due"] == 2
    assert abs(answer.json()["oldest_due_seconds"] - due_ago.total_seconds()) < 5


@pytest.mark.django_db
def test_work_waits_neither_for_the_future_nor_for_dead_items(client: Client) -> None:
    _item(key=1, due_ago=timedelta(hours=-1))
    _item(key=2, due_ago=timedelta(hours=1), dead=True)

    answer = client.get("/healthz/work")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "oldest_due_seconds": 0, "due": 0, "dead": 1}


@pytest.mark.django_db
def test_tests_run_as_the_login_that_serves() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")

        assert cursor.fetchone() == ("app",)

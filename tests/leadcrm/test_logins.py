import os
from collections.abc import Iterator

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from leadcrm import logins


@pytest.fixture
def cursor() -> Iterator[psycopg.Cursor]:
    """The owner's cursor, in a transaction that is rolled back."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
        yield cursor
        owner.rollback()


@pytest.mark.django_db
def test_login_that_serves_is_fine() -> None:
    with connection.cursor() as cursor:
        assert logins.fault(cursor) == ""


def test_owner_of_a_fenced_table_is_refused(cursor: psycopg.Cursor) -> None:
    cursor.execute("CREATE TABLE fenced (workspace_id bigint)")
    cursor.execute("ALTER TABLE fenced ENABLE ROW LEVEL SECURITY")

    assert "'owner' owns tables" in logins.fault(cursor)


@pytest.mark.parametrize(
    ("row", "reason"),
    [(("root", True, False, False), "is a superuser"), (("backup", False, True, False), "has BYPASSRLS")],
)
def test_right_to_skip_the_fence_is_named(row: tuple[object, ...], reason: str) -> None:
    class Answers:
        def execute(self, query: str) -> None:
            """A login of this kind takes a superuser to create; its row is all that matters."""

        def fetchone(self) -> tuple[object, ...]:
            return row

    assert f"{row[0]!r} {reason}" in logins.fault(Answers())


@pytest.mark.django_db
def test_guard_stops_a_serving_process_only(
    settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "QUERY", "SELECT 'root', true, false, false")
    settings.AS_OWNER = True
    logins.guard(connection)
    settings.AS_OWNER = False

    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL"):
        logins.guard(connection)

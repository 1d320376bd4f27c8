"""What every test stands on: the database as the ``app`` login sees it, with row-level security on."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from psycopg import conninfo, sql


def pytest_configure() -> None:
    # Other browsers' and playwright's event loop lives in the thread that also asks the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Let the owner create and migrate the test database, then go on as the login that serves."""
    owner = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    with django_db_blocker.unblock():
        _let_transactional_tests_flush()
        _sign_in(_app_login())
    yield
    with django_db_blocker.unblock():
        _sign_in(owner)


def _app_login() -> dict[str, str]:
    parts = conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])
    return {"USER": str(parts["user"]), "PASSWORD": str(parts.get("password", ""))}


def _sign_in(login: dict[str, str]) -> None:
    connection.close()
    connection.settings_dict.update(login)


def _let_transactional_tests_flush() -> None:
    """Grant what only the test runner needs: emptying tables after a test that commits."""
    with connection.cursor() as cursor:
        statement = sql.SQL("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {}")
        cursor.execute(statement.format(sql.Identifier(settings.APP_DB_ROLE)))

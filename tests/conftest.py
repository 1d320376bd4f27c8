"""What every test stands on: the database as the ``app`` login sees it, with row-level security on."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg import conninfo, sql

from core.scope import workspace_scope
from leadcrm import logins
from tenants.models import Membership, Workspace
from tests import once
from tests.clients import JsonClient, PageClient
from tests.factories import tenants


def pytest_configure() -> None:
    # Other browsers' and playwright's event loop lives in the thread that also asks the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let the workers of ``pytest -n`` copy one migrated database instead of migrating one each."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        connection.settings_dict["TEST"]["TEMPLATE"] = once.migrated_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Let the owner create and migrate the test database, then go on as the login that serves."""
    owner = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    with django_db_blocker.unblock():
        _let_transactional_tests_flush()
        _sign_in(_app_login())
        _refuse_unfenced_login()
    yield
    with django_db_blocker.unblock():
        _sign_in(owner)


def _app_login() -> dict[str, str]:
    parts = conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])
    return {"USER": str(parts["user"]), "PASSWORD": str(parts.get("password", ""))}


def _sign_in(login: dict[str, str]) -> None:
    connection.close()
    connection.settings_dict.update(login)


def _refuse_unfenced_login() -> None:
    with connection.cursor() as cursor:
        assert not logins.fault(cursor)


def _let_transactional_tests_flush() -> None:
    """Grant what only the test runner needs: emptying tables after a test that commits, counting what one made."""
    with connection.cursor() as cursor:
        # Before 17 only the owner counts; then plans are made for empty tables, which is slow and no more.
        rights = "TRUNCATE, MAINTAIN" if connection.pg_version >= 170_000 else "TRUNCATE"
        statement = sql.SQL("GRANT {} ON ALL TABLES IN SCHEMA public TO {}")
        cursor.execute(statement.format(sql.SQL(rights), sql.Identifier(settings.APP_DB_ROLE)))


@pytest.fixture
def workspace(db: None) -> Workspace:
    """Acme, the workspace of the test."""
    return tenants.make_workspace("acme")


@pytest.fixture
def other_workspace(db: None) -> Workspace:
    """Globex, whose rows nobody of Acme may see."""
    return tenants.make_workspace("globex")


@pytest.fixture
def in_scope(workspace: Workspace) -> Iterator[Workspace]:
    """Enter Acme's scope for the test; clients leave it for each request, so no view is helped by it."""
    with workspace_scope(workspace.pk):
        yield workspace


@pytest.fixture
def admin(workspace: Workspace) -> Membership:
    """Acme's administrator."""
    return tenants.make_member(workspace, "admin", name="Alice Admin")


@pytest.fixture
def marketer(workspace: Workspace) -> Membership:
    """Acme's marketer."""
    return tenants.make_member(workspace, "marketer", name="Mona Marketer")


@pytest.fixture
def manager(workspace: Workspace) -> Membership:
    """Acme's sales manager."""
    return tenants.make_member(workspace, "manager", name="Max Manager")


@pytest.fixture
def rep(workspace: Workspace) -> Membership:
    """A sales rep of Acme, without a team."""
    return tenants.make_member(workspace, "rep", name="Rita Rep")


@pytest.fixture
def viewer(workspace: Workspace) -> Membership:
    """Somebody of Acme who may only look."""
    return tenants.make_member(workspace, "viewer", name="Vera Viewer")


@pytest.fixture
def client_for(db: None) -> Callable[[Membership], Client]:
    """Return a browser in which the member is signed in."""

    def sign_in(membership: Membership) -> Client:
        client = PageClient()
        client.force_login(membership.user)
        return client

    return sign_in


@pytest.fixture
def api(workspace: Workspace) -> Callable[..., JsonClient]:
    """Return a program with a key: ``api("leads:read")``, ``api(workspace=other)``; no scopes means all."""

    def with_key(*scopes: str, workspace: Workspace = workspace) -> JsonClient:
        return JsonClient(tenants.make_api_key(workspace, scopes or ("*",)))

    return with_key


@pytest.fixture
def api_as(db: None) -> Callable[[Membership], JsonClient]:
    """Return the API as a member's browser session calls it."""

    def sign_in(membership: Membership) -> JsonClient:
        client = JsonClient(workspace=membership.workspace.slug)
        client.force_login(membership.user)
        return client

    return sign_in

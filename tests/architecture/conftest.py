"""Two workspaces with rows in every table, as the serving login and as the owner sees them."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from core.scope import workspace_scope
from tenants.models import Membership, Workspace
from tests.architecture.rows import Filler
from tests.architecture.world import World
from tests.factories import tenants


@pytest.fixture
def mine(workspace: Workspace, admin: Membership) -> Filler:
    """Acme with one row in every table."""
    return _filled(workspace, admin)


@pytest.fixture
def theirs(other_workspace: Workspace) -> Filler:
    """Globex with one row in every table."""
    return _filled(other_workspace, tenants.make_member(other_workspace, "admin"))


def _filled(workspace: Workspace, member: Membership) -> Filler:
    with workspace_scope(workspace.pk), connection.cursor() as cursor:
        filler = Filler(cursor, workspace.pk, member.user_id)
        filler.fill()
    filler.cursor = None
    return filler


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Cursor]:
    """The owner's cursor on the test database, in a transaction that is rolled back."""
    address = psycopg.conninfo.make_conninfo(
        os.environ["DATABASE_OWNER_URL"], dbname=connection.settings_dict["NAME"]
    )
    with psycopg.connect(address) as session, session.cursor() as cursor:
        yield cursor
        session.rollback()


@pytest.fixture
def acme(db: None) -> World:
    """The workspace in which everything is tried."""
    return World("acme")


@pytest.fixture
def globex(db: None) -> World:
    """Another one, of which nobody of Acme may learn anything."""
    return World("globex")

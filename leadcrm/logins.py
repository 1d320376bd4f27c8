"""Refuse to serve under a login that row-level security does not bind.

Superusers, roles with BYPASSRLS and whoever owns a table (or belongs to its owner) see every workspace. One wrong
DATABASE_URL would take the second fence away in silence; so each new connection is looked at.
"""

from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper


QUERY = """
SELECT current_user, rolsuper, rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class WHERE relrowsecurity AND pg_has_role(relowner, 'USAGE'))
FROM pg_roles WHERE rolname = current_user
"""


class Cursor(Protocol):
    """Django's cursor or psycopg's own."""

    def execute(self, query: str, /) -> object:
        """Run the query."""

    def fetchone(self) -> Any:
        """Return the next row."""


def fault(cursor: Cursor) -> str:
    """Return why this connection's login must not serve, or an empty text."""
    cursor.execute(QUERY)
    name, is_superuser, bypasses, owns = cursor.fetchone()
    for holds, reason in (
        (is_superuser, "is a superuser"),
        (bypasses, "has BYPASSRLS"),
        (owns, "owns tables, or belongs to their owner"),
    ):
        if holds:
            return (
                f"The database login {name!r} {reason}, so row-level security would not hold for it. "
                "Name the serving login in DATABASE_URL and the owner in DATABASE_OWNER_URL."
            )
    return ""


def guard(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Look at a new connection of a process that serves (receiver of ``connection_created``).

    Raises: ImproperlyConfigured if its login is not bound.
    """
    if settings.AS_OWNER or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if reason := fault(cursor):
            raise ImproperlyConfigured(reason)


def refuse_to_start(**_: Any) -> None:
    """Stop a process that is about to serve under an unbound login, rather than fail its every request.

    A database that is away does not stop it: ``guard`` looks at the connection when there is one.
    Raises: SystemExit, which neither gunicorn nor Celery takes for a passing trouble.
    """
    try:
        connection.ensure_connection()
    except ImproperlyConfigured as reason:
        raise SystemExit(str(reason)) from reason
    except OperationalError:
        return
    finally:
        connection.close()

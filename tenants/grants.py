"""Rights of the serving login: all rows of ordinary tables, and only add and read of append-only ones."""

from typing import Any

from django.conf import settings
from django.db import connections


TABLES = """
SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') = 'append-only'
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
"""


def grant_app_login(using: str = "default", **_: Any) -> None:
    """Grant the app login its rights; runs as the owner after migrate, is nothing when the app login migrates.

    ALTER DEFAULT PRIVILEGES would hold for one database only, and miss test and external ones.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    role = settings.APP_DB_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
        me, exists = cursor.fetchone()
        if not exists or me == role:
            return
        app = quote(role)
        statements = [
            f"GRANT USAGE ON SCHEMA public TO {app}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        ]
        cursor.execute(TABLES)
        for table, append_only in cursor.fetchall():
            rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
            statements += [
                f"REVOKE ALL ON {quote(table)} FROM {app}",
                f"GRANT {rights} ON {quote(table)} TO {app}",
            ]
        # At once, in one transaction: who is served meanwhile is never without rights.
        cursor.execute("; ".join(statements))

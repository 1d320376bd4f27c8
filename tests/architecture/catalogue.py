"""What PostgreSQL's own catalogue says of the fence; each question returns the faults it found."""

from typing import Any

from django.apps import apps
from django.db import models

from core.fence import is_fenced


# Known before the workspace is, or holding nothing of a workspace's but ids (design §4).
EXEMPT = {
    "tenants_workspace",
    "tenants_user",
    "tenants_membership",
    "tenants_apikey",
    "tenants_publictoken",
    "work_workitem",
}
POLICY = "(workspace_id = (NULLIF(current_setting('app.workspace'::text, true), ''::text))::bigint)"
WITHOUT_POLICY = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relname = ANY(%s)
  AND NOT (c.relrowsecurity AND (
    SELECT count(*) = 1 AND bool_and(p.polcmd = '*' AND p.polpermissive AND p.polroles = '{0}'
      AND pg_get_expr(p.polqual, p.polrelid) = %s AND pg_get_expr(p.polwithcheck, p.polrelid) = %s)
    FROM pg_policy p WHERE p.polrelid = c.oid))
ORDER BY 1
"""
# Both ends carry a workspace: then the workspace is part of the reference, first on both sides.
SINGLE_REFERENCES = """
SELECT k.conrelid::regclass::text || '.' || k.conname FROM pg_constraint k
JOIN pg_attribute here ON here.attrelid = k.conrelid AND here.attname = 'workspace_id'
JOIN pg_attribute there ON there.attrelid = k.confrelid AND there.attname = 'workspace_id'
WHERE k.contype = 'f' AND NOT (k.conkey[1] = here.attnum AND k.confkey[1] = there.attnum
  AND cardinality(k.conkey) = 2 AND k.condeferrable)
ORDER BY 1
"""
REFERENCES = """
SELECT k.conrelid::regclass::text, a.attname, k.confrelid::regclass::text FROM pg_constraint k
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[2]
WHERE k.contype = 'f' AND cardinality(k.conkey) = 2
"""
ORACLES = """
SELECT c.relname || '.' || u.relname FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class u ON u.oid = i.indexrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT c.relname = ANY(%s)
  AND i.indkey[0] <> a.attnum
ORDER BY 1
"""
TOO_MANY_RIGHTS = """
SELECT c.relname || ': ' || r FROM pg_class c, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) r
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND has_table_privilege(%s, c.oid, r) AND (r <> 'TRUNCATE' OR %s)
ORDER BY 1
"""


def fenced_models() -> list[type[models.Model]]:
    """Return every model whose rows belong to one workspace."""
    return [model for model in apps.get_models() if is_fenced(model)]


def fenced_tables() -> list[str]:
    """Return their tables' names."""
    return sorted(model._meta.db_table for model in fenced_models())


def _column(cursor: Any, query: str, params: list[Any] | None = None) -> list[str]:
    cursor.execute(query, params or [])
    return [row[0] for row in cursor.fetchall()]


def without_policy(cursor: Any) -> list[str]:
    """Return tables with a workspace, not exempt by name, that lack row-level security or its one policy for ALL."""
    return _column(cursor, WITHOUT_POLICY, [sorted(EXEMPT), POLICY, POLICY])


def single_references(cursor: Any) -> list[str]:
    """Return foreign keys between tables of workspaces that could point into another one."""
    return _column(cursor, SINGLE_REFERENCES)


def references(cursor: Any) -> set[tuple[str, str, str]]:
    """Return (table, column, target) of each composite foreign key."""
    cursor.execute(REFERENCES)
    return set(cursor.fetchall())


def oracles(cursor: Any) -> list[str]:
    """Return unique indexes that would tell one workspace what another holds."""
    return _column(cursor, ORACLES, [sorted(EXEMPT)])


def append_only(cursor: Any) -> set[str]:
    """Return the tables of evidence: the serving login may add to them and read them, nothing else."""
    cursor.execute("SELECT relname FROM pg_class WHERE obj_description(oid, 'pg_class') = 'append-only'")
    return {row[0] for row in cursor.fetchall()}


def needless_rights(cursor: Any, login: str, *, is_emptied_by_tests: bool = True) -> list[str]:
    """Return rights of the serving login that it must not have: TRUNCATE ignores row-level security."""
    return _column(cursor, TOO_MANY_RIGHTS, [login, not is_emptied_by_tests])


def seen(cursor: Any, tables: list[str], workspace: int | str) -> dict[str, int]:
    """Return how many rows a plain ``SELECT`` sees in each table with the setting as given."""
    cursor.execute(f"SET LOCAL app.workspace = '{workspace}'")
    counts = {}
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        counts[table] = cursor.fetchone()[0]
    return counts


def leaks(cursor: Any, tables: list[str], *, mine: int) -> list[str]:
    """Return tables that do not show exactly my own rows; there is one row of mine and one of another's in each."""
    own, nobody = seen(cursor, tables, mine), seen(cursor, tables, "")
    return [table for table in tables if own[table] != 1 or nobody[table]]

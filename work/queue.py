"""Putting work on the queue: a mark in the same transaction as the fact it follows from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from core import prepared
from core.scope import current_workspace_id
from work import bell


MARK = """
INSERT INTO work_workitem (workspace_id, queue, key, due_at, attempts, seq, error)
SELECT %s, %s, key, coalesce(%s, now()) + %s, 0, nextval('work_seq'), ''
FROM unnest(%s::bigint[]) AS key ORDER BY key
ON CONFLICT (workspace_id, queue, key) DO UPDATE SET
  seq = excluded.seq, attempts = 0, dead_at = NULL, error = '',
  due_at = CASE WHEN %s THEN excluded.due_at ELSE least(work_workitem.due_at, excluded.due_at) END
"""
# As MARK, for the row that the statement before makes: nobody can have marked it yet.
MARK_MADE = """
INSERT INTO work_workitem (workspace_id, queue, key, due_at, attempts, seq, error)
SELECT %s, %s, made.id, now(), 0, nextval('work_seq'), '' FROM made RETURNING key
"""
SPREAD = """
WITH due AS MATERIALIZED (
  SELECT id, due_at FROM work_workitem
  WHERE workspace_id = %(workspace)s AND queue = %(queue)s AND dead_at IS NULL AND due_at <= now()
    AND (lease_until IS NULL OR key = ANY(%(keys)s))
  ORDER BY due_at, id LIMIT 20000 FOR UPDATE SKIP LOCKED),
numbered AS (SELECT id, row_number() OVER (ORDER BY due_at, id) AS n FROM due)
UPDATE work_workitem i SET due_at = now() + %(first)s + (n - 1) * %(step)s FROM numbered WHERE i.id = numbered.id
"""
MARK_EACH = """
INSERT INTO work_workitem (workspace_id, queue, key, due_at, attempts, seq, error)
SELECT %s, %s, d.key, d.due_at, 0, nextval('work_seq'), ''
FROM unnest(%s::bigint[], %s::timestamptz[]) AS d(key, due_at) ORDER BY d.key
ON CONFLICT (workspace_id, queue, key) DO UPDATE SET
  seq = excluded.seq, attempts = 0, dead_at = NULL, error = '', due_at = excluded.due_at
"""


def mark(
    queue: str,
    keys: Iterable[int],
    *,
    due_at: datetime | None = None,
    delay: timedelta = timedelta(0),
    reschedule: bool = False,
) -> None:
    """Ask that each key be looked at, at ``due_at`` (now if None) plus ``delay`` by the database's clock.

    An item that waits already keeps the earlier time unless ``reschedule``. Keys are sorted, so that two
    transactions marking the same keys wait for each other instead of deadlocking. Queries: one.
    """
    ids = sorted(set(keys))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(MARK, [current_workspace_id(), queue, due_at, delay, ids, reschedule])  # type: ignore[list-item]
    if due_at is None and not delay:
        transaction.on_commit(lambda: bell.ring(queue), robust=True)


def insert_and_mark(queue: str, insert: str, params: Sequence[object]) -> int:
    """Run an ``INSERT … RETURNING id`` of one row and ask that it be looked at at once; return its id. Queries: one."""
    with prepared.cursor(one_plan=False) as cursor:
        cursor.execute(f"WITH made AS ({insert}) {MARK_MADE}", [*params, current_workspace_id(), queue])
        key: int = cursor.fetchone()[0]
    transaction.on_commit(lambda: bell.ring(queue), robust=True)
    return key


def mark_each(queue: str, due: Mapping[int, datetime]) -> None:
    """Ask that each key be looked at at its own moment, and no sooner whatever was asked before. Queries: one."""
    ids = sorted(due)
    if ids:
        moments = [due[key] for key in ids]
        with connection.cursor() as cursor:
            cursor.execute(MARK_EACH, [current_workspace_id(), queue, ids, moments])  # type: ignore[list-item]


def unmark(queue: str, keys: Iterable[int]) -> None:
    """Forget work that no longer needs doing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM work_workitem WHERE workspace_id = %s AND queue = %s AND key = ANY(%s)",
            [current_workspace_id(), queue, sorted(set(keys))],
        )


def spread(queue: str, *, first: timedelta, step: timedelta, keys: Iterable[int] = ()) -> None:
    """Make what is due wait: the oldest until ``first`` from now, each next one a ``step`` longer.

    Items that a worker holds are left alone, but for the caller's own ``keys``.
    """
    params = {
        "workspace": current_workspace_id(),
        "queue": queue,
        "keys": list(keys),
        "first": first,
        "step": step,
    }
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, params)  # type: ignore[arg-type]

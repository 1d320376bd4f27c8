"""Putting work on the queue: a mark in the same transaction as the fact it follows from."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

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


def unmark(queue: str, keys: Iterable[int]) -> None:
    """Forget work that no longer needs doing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM work_workitem WHERE workspace_id = %s AND queue = %s AND key = ANY(%s)",
            [current_workspace_id(), queue, sorted(set(keys))],
        )

"""Claiming due work: SKIP LOCKED, a lease, fair between workspaces, safe to kill at any instant."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core import prepared
from core.scope import workspace_scope


logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=settings.LEASE_SECONDS)
MAX_ATTEMPTS = 5
BATCH = 200

# Every workspace with due work, found by jumping from one to the next along the index, then one at random:
# so a workspace with a million items delays another's one by no more than the batches under way.
PICK = """
WITH RECURSIVE w AS (
  (SELECT workspace_id FROM work_workitem WHERE queue = %(queue)s AND dead_at IS NULL
   ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT i.workspace_id FROM work_workitem i WHERE i.queue = %(queue)s AND i.dead_at IS NULL
          AND i.workspace_id > w.workspace_id ORDER BY i.workspace_id LIMIT 1)
  FROM w WHERE w.workspace_id IS NOT NULL
)
SELECT workspace_id FROM w WHERE workspace_id IS NOT NULL AND EXISTS (
  SELECT 1 FROM work_workitem d WHERE d.queue = %(queue)s AND d.workspace_id = w.workspace_id
  AND d.dead_at IS NULL AND d.due_at <= now() AND (d.lease_until IS NULL OR d.lease_until < now()))
ORDER BY random() LIMIT 1
"""
CLAIM = """
WITH due AS MATERIALIZED (
  SELECT id FROM work_workitem
  WHERE queue = %(queue)s AND workspace_id = %(workspace)s AND dead_at IS NULL AND due_at <= now()
    AND (lease_until IS NULL OR lease_until < now()) AND attempts {tried}
  ORDER BY due_at, id LIMIT {limit} FOR UPDATE SKIP LOCKED)
UPDATE work_workitem i SET lease_until = now() + %(lease)s, attempts = i.attempts + 1
FROM due WHERE i.id = due.id
RETURNING i.id, i.key, i.seq, i.attempts, now()
"""
DONE = """
DELETE FROM work_workitem i USING unnest(%s::bigint[], %s::bigint[]) AS d(id, seq)
WHERE i.id = d.id AND i.seq = d.seq
"""
# A mark made while we worked keeps the item: it becomes due at once instead of waiting for the lease to end.
RELEASE = """
UPDATE work_workitem SET lease_until = NULL WHERE id = ANY(%s)
"""
# A handler that keeps its own transactions proves that a claim is still its own: marking changes ``seq``, each
# claim raises ``attempts``.
MINE = """
FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS mine(id, seq, attempts)
WHERE i.id = mine.id AND i.seq = mine.seq AND i.attempts = mine.attempts
"""
RENEW = f"UPDATE work_workitem i SET lease_until = now() + %s {MINE} RETURNING i.key"
FINISH = f"DELETE FROM work_workitem i {MINE.replace('FROM', 'USING')}"
# What was claimed but not begun goes back as if it had not been tried.
GIVE_BACK = f"UPDATE work_workitem i SET lease_until = NULL, attempts = i.attempts - 1 {MINE}"
# What the handler itself marked anew may be claimed again.
SET_FREE = "UPDATE work_workitem SET lease_until = NULL WHERE id = ANY(%s) AND attempts = 0"


@dataclass(frozen=True, slots=True)
class Item:
    """A claimed row."""

    id: int
    key: int
    seq: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Claimed rows of one workspace and the database's moment of the claim."""

    queue: str
    workspace_id: int
    items: tuple[Item, ...]
    claimed_at: datetime

    @property
    def keys(self) -> list[int]:
        """Return the keys in ascending order, so that every worker locks rows in the same order."""
        return sorted(item.key for item in self.items)


Handler = Callable[..., None]
# Says which keys are not done: with their error, or None for what was not begun.
OwnHandler = Callable[[Batch], Mapping[int, Exception | None] | None]


def claim(queue: str, *, limit: int = BATCH, lease: timedelta = LEASE) -> Batch | None:
    """Claim due items of one workspace in a short transaction of its own; None when nothing is due.

    The attempt is counted before the work, so that an item that kills its worker ends as dead, not in a loop.
    """
    workspace_id = _pick(queue)
    if workspace_id is None:
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        # What was tried twice goes alone: if it kills its worker, it takes no neighbor along.
        for tried, size in (("< 2", limit), (">= 2", 1)):
            cursor.execute(
                CLAIM.format(limit=int(size), tried=tried),
                {"queue": queue, "workspace": workspace_id, "lease": lease},  # type: ignore[dict-item]
            )
            if rows := cursor.fetchall():
                break
    if not rows:
        return None
    items = tuple(Item(*values[:4]) for values in rows)
    return Batch(queue=queue, workspace_id=workspace_id, items=items, claimed_at=rows[0][4])


def _pick(queue: str) -> int | None:
    """Return a workspace with due work. Every tick of every queue asks this, so the server keeps its plan."""
    with prepared.cursor(one_plan=False) as cursor:
        cursor.execute(_pick_text(queue))
        row = cursor.fetchone()
    return row[0] if row else None


@cache
def _pick_text(queue: str) -> str:
    return prepared.written(PICK, {"queue": queue}).replace("%%", "%")


def run(batch: Batch, handler: Handler) -> None:
    """Do the batch and take it off the queue in one transaction; on failure split it down to the culprit.

    ``handler(keys=…, at=…)`` runs inside the workspace's scope. An item that fails alone is tried again with
    growing pauses and after five attempts becomes dead: visible, with the error, waiting for a person.
    """
    exhausted = [item for item in batch.items if item.attempts > MAX_ATTEMPTS]
    if exhausted:
        # It never got as far as failing: its worker died each time.
        _bury(exhausted, error="The worker died while working on this.")
    items = [item for item in batch.items if item.attempts <= MAX_ATTEMPTS]
    _run(batch, items, handler)


def renew(batch: Batch, keys: Iterable[int], *, lease: timedelta) -> set[int]:
    """Prolong the leases of these keys in the caller's transaction; return those that are still this claim's.

    What another worker took over after the lease ended, and what was marked anew, is missing from the answer.
    """
    wanted = set(keys)
    mine = [item for item in batch.items if item.key in wanted]
    with connection.cursor() as cursor:
        cursor.execute(RENEW, [lease, *_columns(mine)])  # type: ignore[list-item]
        return {row[0] for row in cursor.fetchall()}


def run_apart(batch: Batch, handler: OwnHandler) -> None:
    """Do the batch by a handler that opens its own short transactions, since it talks to the outside between them.

    No transaction and no scope is open when it is called. What it does not mention is done; what it names with
    an error is tried again later like any other item; what it names with None was not begun and stays due.
    """
    exhausted = [item for item in batch.items if item.attempts > MAX_ATTEMPTS]
    if exhausted:
        _bury(exhausted, error="The worker died while working on this.")
    items = tuple(item for item in batch.items if item.attempts <= MAX_ATTEMPTS)
    if not items:
        return
    try:
        left = handler(replace(batch, items=items)) or {}
    except Exception as error:
        if _is_lost_connection(error):
            raise
        logger.exception("Could not do a batch of %s %s", len(items), batch.queue)
        left = {item.key: error for item in items}
    _settle([i for i in items if i.key not in left], [i for i in items if left.get(i.key, i) is None])
    for item in items:
        if reason := left.get(item.key):
            _retry_later(item, reason)


def _settle(done: Sequence[Item], left: Sequence[Item]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if done:
            cursor.execute(FINISH, _columns(done))
        if left:
            cursor.execute(GIVE_BACK, _columns(left))
        cursor.execute(SET_FREE, [[item.id for item in [*done, *left]]])


def _columns(items: Sequence[Item]) -> list[list[int]]:
    return [[item.id for item in items], [item.seq for item in items], [item.attempts for item in items]]


def _run(batch: Batch, items: Sequence[Item], handler: Handler) -> None:
    if not items:
        return
    try:
        with workspace_scope(batch.workspace_id):
            handler(keys=sorted(item.key for item in items), at=batch.claimed_at)
            with connection.cursor() as cursor:
                cursor.execute(DONE, [[item.id for item in items], [item.seq for item in items]])
                cursor.execute(RELEASE, [[item.id for item in items]])
    except Exception as error:
        if _is_lost_connection(error):
            raise
        if len(items) > 1:
            logger.warning("A batch of %s %s failed (%s): splitting it", len(items), batch.queue, error)
            middle = len(items) // 2
            _run(batch, items[:middle], handler)
            _run(batch, items[middle:], handler)
            return
        logger.exception("Could not do %s %s", batch.queue, items[0].key)
        _retry_later(items[0], error)


def _is_lost_connection(error: Exception) -> bool:
    """Say whether PostgreSQL went away: then nothing can be written, and the lease brings the batch back."""
    return connection.connection is None or connection.connection.closed or not connection.is_usable()


def _retry_later(item: Item, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"[:500].replace("\x00", "")
    if item.attempts >= MAX_ATTEMPTS:
        _bury([item], error=text)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE work_workitem SET lease_until = NULL, due_at = now() + %s, error = %s "
            "WHERE id = %s AND seq = %s",
            [timedelta(seconds=5 * 4 ** (item.attempts - 1)), text, item.id, item.seq],  # type: ignore[list-item]
        )


def _bury(items: Sequence[Item], *, error: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE work_workitem i SET dead_at = now(), lease_until = NULL, error = %s "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS d(id, seq) WHERE i.id = d.id AND i.seq = d.seq",
            [error, [item.id for item in items], [item.seq for item in items]],
        )


def drain(
    queue: str,
    handler: Callable[..., Any],
    *,
    limit: int = BATCH,
    deadline_seconds: float = 45,
    lease: timedelta = LEASE,
    owns_transactions: bool = False,
    rest: float = 0,
) -> int:
    """Claim and run batches until nothing is due or the time is up; return how many items were taken.

    ``owns_transactions``: the handler takes the batch (``run_apart``) instead of keys and a moment.
    ``rest``: how long to pause after a full batch, as a share of the time it took, so that long work in many batches
    leaves processors to people who wait for a page.
    """
    taken = 0
    started = time.monotonic()
    while time.monotonic() - started < deadline_seconds:
        begun = time.monotonic()
        batch = claim(queue, limit=limit, lease=lease)
        if batch is None:
            break
        (run_apart if owns_transactions else run)(batch, handler)
        taken += len(batch.items)
        if rest and len(batch.items) == limit:
            time.sleep(rest * (time.monotonic() - begun))
    return taken

"""The one queue: claimed once, fair, safe to kill, and a poison item goes alone. Times are the database's."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from core.scope import current_workspace_id, workspace_scope
from tenants.models import Team, Workspace
from tests.factories import tenants
from work import claim, dead, queue
from work.models import WorkItem


Q = "probe"


def mark(workspace: Workspace, *keys: int, **options: Any) -> None:
    with workspace_scope(workspace.pk):
        queue.mark(Q, keys, **options)


def keys(**wanted: Any) -> list[int]:
    return sorted(WorkItem.objects.filter(queue=Q, **wanted).values_list("key", flat=True))


def make_due() -> None:
    """Let the pauses between attempts pass."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE work_workitem SET due_at = now() - interval '1 second' WHERE dead_at IS NULL")


def nothing(*, keys: list[int], at: datetime) -> None:
    """Do nothing."""


class Handler:
    """Remembers its batches; fails for the keys it was told to."""

    def __init__(self, *bad: int, first: Callable[[], None] | None = None) -> None:
        self.bad, self.batches, self.first = set(bad), [], first

    def __call__(self, *, keys: list[int], at: datetime) -> None:
        self.batches.append(keys)
        if self.first:
            self.first()
        if self.bad & set(keys):
            raise ValueError(f"cannot do {sorted(self.bad & set(keys))}\x00")


# Marking -----------------------------------------------------------------------------------------------------------


def test_mark_is_one_item_however_often(workspace: Workspace) -> None:
    mark(workspace, 3, 1, 3)
    first = WorkItem.objects.get(key=3).seq
    mark(workspace, 3)

    assert keys() == [1, 3]
    assert WorkItem.objects.get(key=3).seq > first


def test_mark_keeps_the_earlier_time_unless_rescheduled(workspace: Workspace) -> None:
    mark(workspace, 1, delay=timedelta(hours=1))
    later = WorkItem.objects.get().due_at
    mark(workspace, 1, delay=timedelta(hours=2))
    assert WorkItem.objects.get().due_at == later

    mark(workspace, 1, delay=timedelta(hours=2), reschedule=True)
    assert WorkItem.objects.get().due_at > later

    mark(workspace, 1)
    assert WorkItem.objects.get().due_at < later


def test_mark_of_nothing_is_nothing(workspace: Workspace) -> None:
    mark(workspace)

    assert keys() == []


def test_unmark_forgets(workspace: Workspace, other_workspace: Workspace) -> None:
    mark(workspace, 1, 2)
    mark(other_workspace, 1)
    with workspace_scope(workspace.pk):
        queue.unmark(Q, [1])

    assert keys(workspace_id=workspace.pk) == [2]
    assert keys(workspace_id=other_workspace.pk) == [1]


def test_mark_is_taken_back_with_its_transaction(workspace: Workspace) -> None:
    with transaction.atomic():
        mark(workspace, 1)
        transaction.set_rollback(True)

    assert keys() == []


# Claiming ----------------------------------------------------------------------------------------------------------


def test_claim_takes_what_is_due_oldest_first(workspace: Workspace) -> None:
    mark(workspace, 1, delay=timedelta(hours=1))
    mark(workspace, 2)
    mark(workspace, 3, delay=timedelta(minutes=-5))

    batch = claim.claim(Q, limit=1)

    assert batch is not None
    assert batch.keys == [3]
    assert claim.claim(Q).keys == [2]
    assert claim.claim(Q) is None


def test_claim_leaves_other_queues_alone(workspace: Workspace) -> None:
    mark(workspace, 1)

    assert claim.claim("other") is None


def test_claimed_item_is_free_again_after_its_lease(workspace: Workspace) -> None:
    mark(workspace, 1)
    claim.claim(Q, lease=timedelta(seconds=-1))

    again = claim.claim(Q)

    assert again.keys == [1]
    assert again.items[0].attempts == 2


def test_batch_is_of_one_workspace(workspace: Workspace, other_workspace: Workspace) -> None:
    mark(workspace, 1, 2)
    mark(other_workspace, 3)

    batches = [claim.claim(Q), claim.claim(Q)]

    assert {(batch.workspace_id, tuple(batch.keys)) for batch in batches} == {
        (workspace.pk, (1, 2)),
        (other_workspace.pk, (3,)),
    }


def test_busy_workspace_does_not_starve_a_quiet_one(workspace: Workspace, other_workspace: Workspace) -> None:
    mark(workspace, *range(1, 2001))
    mark(other_workspace, 1)

    # Each claim picks among the workspaces with equal chances: 40 heads in a row will not happen.
    turns = [claim.claim(Q, limit=10).workspace_id for _turn in range(40)]

    assert other_workspace.pk in turns


def test_workspace_with_nothing_due_is_not_picked(workspace: Workspace, other_workspace: Workspace) -> None:
    mark(workspace, 1, delay=timedelta(hours=1))
    mark(other_workspace, 2)

    assert claim.claim(Q).workspace_id == other_workspace.pk
    assert claim.claim(Q) is None


# Two workers -------------------------------------------------------------------------------------------------------


@pytest.fixture
def committed(transactional_db: None) -> Workspace:
    """A workspace that other connections see."""
    return tenants.make_workspace("acme")


def in_thread(act: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.slow
def test_two_workers_do_each_item_once(committed: Workspace) -> None:
    mark(committed, *range(1, 301))
    done: list[int] = []
    start = threading.Barrier(2)

    def handler(*, keys: list[int], at: datetime) -> None:
        done.extend(keys)

    def work() -> None:
        start.wait()
        claim.drain(Q, handler, limit=7)

    for thread in [in_thread(work), in_thread(work)]:
        thread.join(30)

    assert sorted(done) == list(range(1, 301))
    assert keys() == []


@pytest.mark.slow
def test_claim_does_not_wait_for_another_ones_rows(committed: Workspace) -> None:
    mark(committed, 1, 2)
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM work_workitem WHERE key = 1 FOR UPDATE")
            held.set()
            let_go.wait(20)

    thread = in_thread(hold)
    assert held.wait(20)
    batch = claim.claim(Q)
    let_go.set()
    thread.join(20)

    assert batch.keys == [2]


@pytest.mark.slow
def test_worker_that_dies_leaves_its_batch_to_the_next(committed: Workspace) -> None:
    mark(committed, 1, 2, 3)

    def die() -> None:
        claim.claim(Q, lease=timedelta(seconds=-1))  # and never comes back

    in_thread(die).join(20)
    handler = Handler()
    claim.drain(Q, handler)

    assert handler.batches == [[1, 2, 3]]
    assert keys() == []


# Running -----------------------------------------------------------------------------------------------------------


def test_done_items_are_gone_and_the_handler_was_in_scope(workspace: Workspace) -> None:
    mark(workspace, 2, 1)
    seen = []

    def handler(*, keys: list[int], at: datetime) -> None:
        seen.append((current_workspace_id(), keys, at.tzinfo is not None))

    assert claim.drain(Q, handler) == 2
    assert seen == [(workspace.pk, [1, 2], True)]
    assert keys() == []


def test_mark_made_meanwhile_survives(workspace: Workspace) -> None:
    mark(workspace, 1, 2)
    again = Handler(first=lambda: mark(workspace, 2))

    claim.run(claim.claim(Q), again)

    assert keys() == [2]
    assert claim.claim(Q).keys == [2]


def test_what_a_failed_handler_wrote_is_taken_back(workspace: Workspace) -> None:
    mark(workspace, 1)

    def handler(*, keys: list[int], at: datetime) -> None:
        Team.objects.create(name="half")
        raise ValueError("half-way")

    claim.run(claim.claim(Q), handler)

    with workspace_scope(workspace.pk):
        assert not Team.objects.exists()


def test_failing_batch_is_split_down_to_the_culprit(workspace: Workspace) -> None:
    mark(workspace, *range(1, 9))
    handler = Handler(5)

    claim.run(claim.claim(Q), handler)

    assert keys() == [5]
    assert [5] in handler.batches
    left = WorkItem.objects.get()
    assert left.error == "ValueError: cannot do [5]"
    assert left.lease_until is None
    assert claim.claim(Q) is None  # waits a while before it is tried again


def test_five_attempts_then_dead_and_visible(workspace: Workspace) -> None:
    mark(workspace, 1)

    for _attempt in range(claim.MAX_ATTEMPTS):
        assert keys(dead_at=None) == [1]
        make_due()
        claim.drain(Q, Handler(1))

    item = WorkItem.objects.get()
    assert item.dead_at is not None
    assert item.attempts == claim.MAX_ATTEMPTS
    assert item.error.startswith("ValueError")
    assert claim.drain(Q, Handler(1)) == 0


def test_pauses_grow(workspace: Workspace) -> None:
    mark(workspace, 1)
    pauses = []
    for _attempt in range(3):
        make_due()
        claim.drain(Q, Handler(1))
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM due_at - now()) FROM work_workitem")
            pauses.append(round(cursor.fetchone()[0]))

    assert pauses == [5, 20, 80]


def test_item_that_kills_its_worker_goes_alone_and_ends_dead(workspace: Workspace) -> None:
    mark(workspace, 1, 2, 3)
    for _death in range(2):
        claim.claim(Q, lease=timedelta(seconds=-1))  # the worker dies with the whole batch, twice

    alone = claim.claim(Q, lease=timedelta(seconds=-1))
    assert len(alone.items) == 1
    poison = alone.items[0].key
    WorkItem.objects.exclude(key=poison).delete()
    for _death in range(2):
        claim.claim(Q, lease=timedelta(seconds=-1))
    claim.drain(Q, nothing)

    item = WorkItem.objects.get()
    assert item.dead_at is not None
    assert item.error == "The worker died while working on this."


def test_new_mark_wakes_a_dead_item(workspace: Workspace) -> None:
    mark(workspace, 1)
    WorkItem.objects.update(dead_at="2026-01-01T00:00Z", attempts=5, error="x")

    mark(workspace, 1)

    item = WorkItem.objects.get()
    assert (item.dead_at, item.attempts, item.error) == (None, 0, "")


def test_dead_items_are_shown_to_their_workspace_and_tried_again(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    for here in (workspace, other_workspace):
        mark(here, 1)
    WorkItem.objects.update(dead_at="2026-01-01T00:00Z", attempts=5, error="x")
    theirs = WorkItem.objects.get(workspace_id=other_workspace.pk)

    with workspace_scope(workspace.pk):
        mine = list(dead.dead_items())
        count = dead.retry([mine[0].pk, theirs.pk])

    assert [item.workspace_id for item in mine] == [workspace.pk]
    assert count == 1
    assert claim.claim(Q).workspace_id == workspace.pk
    theirs.refresh_from_db()
    assert theirs.dead_at is not None

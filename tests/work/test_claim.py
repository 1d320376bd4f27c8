"""The one queue: claimed once, fair, safe to kill. Times are the database's."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from core.scope import workspace_scope
from tenants.models import Workspace
from tests.factories import tenants
from tests.work.probe import Handler, Q, keys, mark
from work import claim, queue
from work.models import WorkItem


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

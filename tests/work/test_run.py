"""Work that was claimed is done: in scope, whole or not at all, and a poison item goes alone."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from core.scope import current_workspace_id, workspace_scope
from tenants.models import Team, Workspace
from tests.work.probe import Handler, Q, keys, mark
from work import claim, dead
from work.models import WorkItem


def make_due() -> None:
    """Let the pauses between attempts pass."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE work_workitem SET due_at = now() - interval '1 second' WHERE dead_at IS NULL")


def nothing(*, keys: list[int], at: datetime) -> None:
    """Do nothing."""


def test_done_items_are_gone_and_the_handler_was_in_scope(workspace: Workspace) -> None:
    mark(workspace, 2, 1)
    seen = []

    def handler(*, keys: list[int], at: datetime) -> None:
        seen.append((current_workspace_id(), keys, at.tzinfo is not None))

    assert claim.drain(Q, handler) == 2
    assert seen == [(workspace.pk, [1, 2], True)]
    assert keys() == []


def test_long_work_rests_after_each_full_batch_and_other_work_does_not(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(claim.time, "sleep", pauses.append)
    mark(workspace, 1, 2, 3)

    assert claim.drain(Q, nothing, limit=1, rest=0.5) == 3
    assert len(pauses) == 3
    assert min(pauses) > 0
    mark(workspace, 4)
    assert claim.drain(Q, nothing, rest=0.5) == 1
    assert len(pauses) == 3


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

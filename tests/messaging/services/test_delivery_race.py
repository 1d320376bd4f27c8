"""Two workers with the same mail in hand: one sends it. And without the locks: both (the rig can see it)."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from core.scope import workspace_scope
from messaging.models import Message
from messaging.services import delivery, outbox, progress
from messaging.services.house import House
from tenants.models import Workspace
from tests.factories.tenants import make_workspace
from tests.mailing import Post, post_office
from work import claim
from work.claim import Batch


pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post(tmp_path: Path, settings: pytest.FixtureRequest) -> Iterator[Post]:
    with post_office(tmp_path) as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", post.port, False
        yield post


@pytest.fixture
def batch() -> Batch:
    workspace: Workspace = make_workspace("acme")
    with workspace_scope(workspace.pk):
        outbox.enqueue_plain(key="k", to="ok@x.es", subject="s", text="t", at=timezone.now())
    claimed = claim.claim(outbox.SERVICE, lease=delivery.LEASE)
    assert claimed is not None
    return claimed


def both_send(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two workers come to the point of beginning at the same moment, as if both had claimed the mail."""
    barrier, begin = threading.Barrier(2), progress.begin

    def together(message_id: int, *, ours: House) -> Message | None:
        barrier.wait(10)
        return begin(message_id, ours=ours)

    monkeypatch.setattr(progress, "begin", together)

    def work() -> None:
        try:
            delivery.send(batch)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_two_workers_with_one_mail_send_it_once(
    post: Post, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_send(batch, monkeypatch)

    assert len(post.letters) == 1


def test_without_the_locks_it_would_go_out_twice(
    post: Post, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the test above denies, this rig can see.
    ready, begin = threading.Barrier(2), progress.begin
    beginning: set[int] = set()

    def begun(message_id: int, *, ours: House) -> Message | None:
        beginning.add(threading.get_ident())
        return begin(message_id, ours=ours)

    def unlocked(ids: list[int]) -> list[Message]:
        found = list(
            Message.objects.filter(pk__in=ids).select_related("recipient", "lead", "template_version")
        )
        if threading.get_ident() in beginning:
            # Both have read it before either writes.
            ready.wait(10)
        return found

    monkeypatch.setattr(progress, "_attempt", lambda message, *, state: message)
    monkeypatch.setattr(progress, "finish", lambda *args, **values: None)
    with monkeypatch.context() as patch:
        patch.setattr(progress, "begin", begun)
        patch.setattr(progress, "locked", unlocked)
        both_send(batch, patch)

    assert len(post.letters) == 2

"""A queue of the tests: marks, keys, and a handler that remembers its batches."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from core.scope import workspace_scope
from tenants.models import Workspace
from work import queue
from work.models import WorkItem


Q = "probe"


def mark(workspace: Workspace, *keys: int, **options: Any) -> None:
    with workspace_scope(workspace.pk):
        queue.mark(Q, keys, **options)


def keys(**wanted: Any) -> list[int]:
    return sorted(WorkItem.objects.filter(queue=Q, **wanted).values_list("key", flat=True))


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

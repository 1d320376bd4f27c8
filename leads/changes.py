"""Telling the pipeline that something about a lead changed; in the same transaction as the change itself."""

from collections.abc import Iterable

from work import queue


QUEUE = "lead"


def mark(lead_ids: Iterable[int]) -> None:
    """Ask that the pipeline look at the leads as they are now. Calls nothing else (design §3)."""
    queue.mark(QUEUE, lead_ids)

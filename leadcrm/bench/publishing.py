"""Publishing a model of 32 rules as it happens: chunks on two workers, while somebody pages through the list."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any

import psycopg

from core.scope import workspace_scope
from leadcrm.bench import filling, rules, timing
from leadcrm.bench import workers as processes
from leadcrm.bench.filling import Filled
from leadcrm.bench.lists import first_page
from leadcrm.bench.result import Result
from leadcrm.bench.timing import Sample
from leadcrm.bench.workers import Durations
from leads.models import LeadRank
from scoring.models import RescoreChunk, ScoreSnapshot
from scoring.services import chunks, drafts, publish


WORKERS = 2
PAGES = 200
# The list beside the idle one; the longest transaction, which is the longest that a rank stays locked.
LIST_TARGET, LONGEST_TARGET_MS, WORKERS_TARGET = 2, 1_000, 0.7
# Between two pages of the reader.
PAUSE_SECONDS = 0.05


def run(filled: Filled, at: datetime, owner: psycopg.Connection[Any] | None) -> list[Result]:
    """Publish other rules and then some changed ones, by two workers with a reader; pass over all by one and by two.

    The first makes another grade of nearly every lead, which costs a snapshot and an entry on the timeline each.
    """
    idle = _reading(filled, lambda taken: taken < PAGES)
    first, _version = _published(filled, at, idle, "rescore.publish_other")
    filling.tidy(owner)
    second, version = _published(filled, at, idle, "rescore.publish", more=1.5)
    filling.tidy(owner)
    alone = _again(filled, at, version, workers=1)
    filling.tidy(owner)
    together = _again(filled, at, version, workers=WORKERS)
    both = Result(
        "rescore.two_workers",
        filled.leads,
        together,
        "s",
        floor=alone,
        target=WORKERS_TARGET,
        workers=WORKERS,
    )
    return [*first, *second, both]


def _published(
    filled: Filled, at: datetime, idle: Sample, name: str, *, more: float = 1
) -> tuple[list[Result], int]:
    """Publish the rules, what leads did worth ``more``; return what was seen until all are scored, and the version."""
    version = _publish(filled, at, more)
    seconds, busy, durations = _drained(filled)
    size = filled.leads
    longest = Sample(tuple(durations), (), ())
    results = [
        Result(f"{name}_seconds", size, seconds, "s", workers=WORKERS),
        Result(f"{name}_changed", size, float(_changed(filled, version)), "leads"),
        longest.result(
            f"{name}_longest_chunk", size, value=max(durations), target=LONGEST_TARGET_MS, workers=WORKERS
        ),
        busy.result(f"{name}_list_meanwhile", size, value=busy.p95, floor=idle.p95, target=LIST_TARGET),
    ]
    return results, version


def _publish(filled: Filled, at: datetime, more: float) -> int:
    with workspace_scope(filled.workspace.pk):
        drafts.save(document=rules.document(more=more), by=None, at=at)
        model, _job = publish.publish(by=None, at=at)
    return model.version or 0


def _changed(filled: Filled, version: int) -> int:
    """Return how many leads have another grade or light by this version."""
    with workspace_scope(filled.workspace.pk):
        return ScoreSnapshot.objects.filter(model_version=version).count()


def _again(filled: Filled, at: datetime, version: int, *, workers: int) -> float:
    """Return the seconds of a pass that writes every rank and changes no grade."""
    with workspace_scope(filled.workspace.pk):
        LeadRank.objects.update(model_version=0)
        chunks.begin(version=version, by=None, at=at)
    return _drained(filled, workers=workers, is_read=False)[0]


def _drained(
    filled: Filled, *, workers: int = WORKERS, is_read: bool = True
) -> tuple[float, Sample, Durations]:
    """Let workers do what is queued; return the seconds, the reader's pages and each chunk's milliseconds."""
    with processes.started(workers) as pool:
        began = time.perf_counter()
        running = processes.drain(pool, workers)
        busy = _reading(filled, lambda _taken: _is_any_at_work(running)) if is_read else Sample((), (), ())
        durations = [each for future in running for each in future.result()]
        seconds = time.perf_counter() - began
    with workspace_scope(filled.workspace.pk):
        left = RescoreChunk.objects.filter(done_at=None).count()
    if left:
        raise RuntimeError(f"{left} chunks are left though no worker found one that was due")
    return seconds, busy, durations


def _is_any_at_work(running: Sequence[Future[Durations]]) -> bool:
    return not all(each.done() for each in running)


def _reading(filled: Filled, goes_on: Callable[[int], bool]) -> Sample:
    """Read the list's first page again and again, as a person does who has nothing better to do."""
    found: list[Sample] = []
    while goes_on(len(found)):
        with workspace_scope(filled.workspace.pk):
            found.append(timing.sample(first_page, times=1, warm_ups=0))
        time.sleep(PAUSE_SECONDS)
    return Sample(
        *(tuple(each for one in found for each in getattr(one, name)) for name in ("wall", "cpu", "own"))
    )

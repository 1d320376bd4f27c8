"""Processes that do what is queued, as the product's workers do; begun anew, since a fork of threads may hang."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from typing import Any

import django
from django.db import connection


START_SECONDS = 60.0
Durations = list[float]


@contextmanager
def started(count: int) -> Iterator[ProcessPoolExecutor]:
    """Start so many processes that serve this process's database, and wait until all are ready.

    Raises: BrokenBarrierError if one is not ready in a minute.
    """
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(count + 1)
    database = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    with ProcessPoolExecutor(count, context, initializer=_open, initargs=(database, ready)) as pool:
        for _ in range(count):
            pool.submit(int)  # each is started for something to do
        ready.wait(START_SECONDS)
        yield pool


def drain(pool: ProcessPoolExecutor, count: int) -> list[Future[Durations]]:
    """Have so many processes do chunks until none is due; each tells how many milliseconds its chunks took."""
    return [pool.submit(_drain) for _ in range(count)]


def _open(database: dict[str, Any], ready: Barrier) -> None:
    django.setup()
    connection.settings_dict.update(database)
    connection.ensure_connection()
    ready.wait(START_SECONDS)


def _drain() -> Durations:
    # Models cannot be read before Django is set up.
    from scoring.services import chunks
    from work import claim

    durations: Durations = []
    while batch := claim.claim(chunks.QUEUE, limit=1):
        began = time.perf_counter()
        claim.run(batch, chunks.run)
        took = time.perf_counter() - began
        durations.append(took * 1000)
        time.sleep(chunks.REST * took)
    return durations

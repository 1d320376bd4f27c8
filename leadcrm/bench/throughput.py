"""Throughput: inquiries taken by one and by two processes at once, and made leads of by one and by two workers."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection

from capture.models import Inquiry
from capture.services import process, submit
from core.scope import workspace_scope
from leadcrm.bench import intake
from leadcrm.bench import workers as processes
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leadcrm.bench.timing import Sample
from tenants.services import api_keys
from work import claim


MOST, ROUNDS = 2, 2
# Taking: how long each is measured, and unmeasured before.
SECONDS, WARM_UP_SECONDS = 4.0, 1.0
# Working off: how many inquiries wait, by the size of the batch that takes them.
WAITING = {1: 60, 200: 4_000, 1_000: 4_000}
USUAL, LARGEST = 200, 1_000
# Of scale §9: a batch of 1,000 at eight times the rate of one alone, two workers at 1.6 times the rate of one.
BATCH_TARGET, WORKERS_TARGET = 1 / 8, 1 / 1.6
FORGET = "DELETE FROM work_workitem WHERE queue = %s AND workspace_id = %s"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one process did: when it began and ended by the machine's clock, and each act's milliseconds."""

    began: float
    ended: float
    wall: tuple[float, ...]
    done: int


def run(filled: Filled, at: datetime) -> list[Result]:
    """Measure both; a figure is the milliseconds by the clock that pass for each inquiry, all processes together."""
    with processes.started(MOST) as pool:
        return [*_taken(pool, filled, at), *_worked_off(pool, filled, at)]


def _taken(pool: ProcessPoolExecutor, filled: Filled, at: datetime) -> list[Result]:
    """Post to the API as fast as it answers; the floor is the same bytes put into a table with only a key."""
    with workspace_scope(filled.workspace.pk):
        _key, secret = api_keys.create(name="bench", scopes=["inquiries:write"], by=None, at=at)
    posting = partial(post, secret)
    has_floor = intake.has_floor()
    for act in (plain, posting) if has_floor else (posting,):
        _together(pool, MOST, act, WARM_UP_SECONDS)
    found = []
    for count in (1, MOST):
        floor = _each(_together(pool, count, plain, SECONDS)) if has_floor else None
        posts = _together(pool, count, posting, SECONDS)
        found += [
            _line("capture.post", filled.leads, posts, floor=floor, workers=count),
            _rate("capture.post_rate", filled.leads, posts, workers=count),
        ]
    return found


def _together(
    pool: ProcessPoolExecutor, count: int, act: Callable[[float], Stretch], seconds: float
) -> list[Stretch]:
    return _results([pool.submit(act, seconds) for _ in range(count)])


def plain(seconds: float) -> Stretch:
    """Insert and commit the bytes of an inquiry again and again; runs in a process of its own."""
    return _again_and_again(intake.insert_plainly, seconds)


def post(secret: str, seconds: float) -> Stretch:
    """Post inquiries of different people; runs in a process of its own."""
    return _again_and_again(intake.poster(secret), seconds)


def _again_and_again(act: Callable[[], None], seconds: float) -> Stretch:
    wall: list[float] = []
    began = time.monotonic()
    while not wall or time.monotonic() < began + seconds:
        once = time.perf_counter()
        act()
        wall.append((time.perf_counter() - once) * 1000)
    return Stretch(began, time.monotonic(), tuple(wall), len(wall))


def _worked_off(pool: ProcessPoolExecutor, filled: Filled, at: datetime) -> list[Result]:
    """Let workers make leads of what waits: one by one, by the largest batch, and by the usual one with two."""
    size = filled.leads
    alone = _drained(pool, filled, at, batch=1)
    largest = _drained(pool, filled, at, batch=LARGEST)
    # By turns, and the quicker of each: what else the machine does falls upon one as upon two.
    usual = [_drained(pool, filled, at, batch=USUAL, workers=count) for count in (1, MOST) * ROUNDS]
    one, two = (min(usual[start::MOST], key=_each) for start in range(MOST))
    return [
        _line("capture.intake_one_by_one", size, alone),
        _line("capture.intake_batch_of_1000", size, largest, floor=_each(alone), target=BATCH_TARGET),
        _rate("capture.intake_rate", size, one),
        _rate("capture.intake_rate", size, two, workers=MOST),
        _line("capture.intake_two_workers", size, two, floor=_each(one), target=WORKERS_TARGET, workers=MOST),
    ]


def _drained(
    pool: ProcessPoolExecutor, filled: Filled, at: datetime, *, batch: int, workers: int = 1
) -> list[Stretch]:
    """Store inquiries and let so many workers take them in batches of this size."""
    waiting = WAITING[batch]
    with workspace_scope(filled.workspace.pk):
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [submit.QUEUE, filled.workspace.pk])
        stored = submit.receive_many(arrivals=[intake.arrival() for _ in range(waiting)], at=at)
    ids = [inquiry.pk for inquiry in stored if isinstance(inquiry, Inquiry)]
    found = _results([pool.submit(work_off, batch) for _ in range(workers)])
    with workspace_scope(filled.workspace.pk):
        if left := Inquiry.objects.waiting().filter(pk__in=ids).count():
            raise RuntimeError(f"{left} of {waiting} inquiries were left by the workers")
    return found


def work_off(size: int) -> Stretch:
    """Claim and do batches of inquiries until none is due; runs in a process of its own."""
    wall, done = [], 0
    began = time.monotonic()
    while batch := claim.claim(submit.QUEUE, limit=size):
        once = time.perf_counter()
        claim.run(batch, process.run)
        wall.append((time.perf_counter() - once) * 1000)
        done += len(batch.items)
    return Stretch(began, time.monotonic(), tuple(wall), done)


def _results(running: Sequence[Future[Stretch]]) -> list[Stretch]:
    return [future.result() for future in running]


def _each(stretches: Sequence[Stretch]) -> float:
    """Return the milliseconds by the clock for each thing done, from the first's beginning to the last's end."""
    at_work = [one for one in stretches if one.done]
    seconds = max(one.ended for one in at_work) - min(one.began for one in at_work)
    return seconds * 1000 / sum(one.done for one in at_work)


def _line(name: str, size: int, stretches: Sequence[Stretch], **options: Any) -> Result:
    every = Sample(tuple(each for one in stretches for each in one.wall), (), ())
    return every.result(name, size, value=_each(stretches), **options)


def _rate(name: str, size: int, stretches: Sequence[Stretch], *, workers: int = 1) -> Result:
    every = Sample(tuple(each for one in stretches for each in one.wall), (), ())
    a_second = 1000 / _each(stretches)
    return every.result(name, size, value=a_second, unit="inquiries/s", workers=workers)

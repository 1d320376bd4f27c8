"""Likely duplicates: the scan of all leads beside one reading of their rows, and one new lead's look."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import cycle

from django.db import connection, transaction

from core.scope import current_workspace_id, workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result

# numpy is loaded before the clock runs, as in a worker that has scanned before
from leads import likeness, likeness_sets  # noqa: F401
from leads.models import LikelyPair
from leads.services import duplicate_scan, duplicates


TIMES = 50
# Times the floor, both in processor time of server and client; a new lead in milliseconds.
TARGET, TARGET_NEW_MS = 40, 2
FLOOR = "SELECT sum(employees) FROM leads_lead WHERE workspace_id = %s"


def run(filled: Filled, at: datetime) -> list[Result]:
    """Measure the keys, the comparison, and one lead; everything written is taken back."""
    with workspace_scope(filled.workspace.pk), transaction.atomic():
        ids = _parts()
        keys = _spent(partial(_write_keys, ids))
        pairs = _spent(partial(_walk, at))
        _floor()
        floor = _spent(_floor)
        newest = [part[-1] for part in ids][-TIMES:]
        turn = cycle(newest)
        one = timing.sample(lambda: duplicates.suggest(lead_ids=[next(turn)], at=at), times=TIMES)
        found = float(LikelyPair.objects.count())
        transaction.set_rollback(True)
    return [
        Result("dedupe.keys", filled.leads, keys[0], "s", floor=floor[0]),
        Result(
            "dedupe.scan", filled.leads, pairs[0], "s", floor=floor[0], target=TARGET, p50_ms=pairs[1] * 1000
        ),
        Result("dedupe.found", filled.leads, found, "pairs"),
        one.result("dedupe.one", filled.leads, value=one.both, target=TARGET_NEW_MS),
    ]


def _parts() -> list[list[int]]:
    parts, after = [], 0
    while part := duplicate_scan.next_leads(after):
        parts.append(part)
        after = part[-1]
    return parts


def _write_keys(parts: list[list[int]]) -> None:
    for part in parts:
        duplicate_scan.write_keys(part)


def _walk(at: datetime) -> None:
    after: str | None = likeness.MARK
    while after is not None:
        after = duplicate_scan.walk(after=after, at=at).last


def _floor() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute(FLOOR, [current_workspace_id()])


def _spent(act: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of processor time of the server's process and of ours, and those by the clock."""
    clock = timing.cpu_clock(timing.backend_pid())
    before, ours, began = clock() if clock else 0.0, time.process_time(), time.perf_counter()
    act()
    wall = time.perf_counter() - began
    theirs = (clock() - before) / 1000 if clock else wall
    return theirs + (time.process_time() - ours), wall

"""Time spent: by the clock, and by the server's process that serves us."""

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from leadcrm.bench.result import Result


WARM_UPS = 3
SELF = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Sample:
    """Repeated runs of one thing, in milliseconds; ``cpu`` is empty where the server is on another machine.

    ``own`` is the processor time of this process, ``cpu`` that of the server's process which serves it.
    """

    wall: tuple[float, ...]
    cpu: tuple[float, ...]
    own: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Return the median by the clock."""
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        """Return what 19 of 20 stay under."""
        return sorted(self.wall)[min(len(self.wall) - 1, int(len(self.wall) * 0.95))]

    @property
    def cost(self) -> float:
        """Return the median of the server's processor time, which other work on the machine does not inflate."""
        return statistics.median(self.cpu) if self.cpu else self.p50

    @property
    def both(self) -> float:
        """Return the median of what the server's process and this one worked together."""
        if not self.cpu:
            return self.p50
        return statistics.median(theirs + ours for theirs, ours in zip(self.cpu, self.own, strict=True))

    @property
    def total(self) -> float:
        """Return the sum of what ``cost`` measures."""
        return sum(self.cpu or self.wall)

    def result(
        self,
        bench: str,
        leads: int,
        *,
        floor: float | None = None,
        target: float | None = None,
        value: float | None = None,
        unit: str = "ms",
        workers: int = 1,
    ) -> Result:
        """Return the line for this sample, its value the cost unless another is given."""
        return Result(
            bench=bench,
            leads=leads,
            value=self.cost if value is None else value,
            unit=unit,
            floor=floor,
            target=target,
            p50_ms=self.p50,
            p95_ms=self.p95,
            workers=workers,
        )


def backend_pid() -> int:
    """Return the process that serves our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def cpu_clock(pid: int) -> Callable[[], float] | None:
    """Return a clock of the process's own processor time in milliseconds, None where it cannot be read."""
    path = Path(f"/proc/{pid}/schedstat")
    try:
        is_ours = "postgres" in Path(f"/proc/{pid}/comm").read_text()
        path.read_text()
    except OSError:
        return None
    return (lambda: int(path.read_text().split()[0]) / 1e6) if is_ours else None


def forget_peak() -> None:
    """Let ``peak_memory`` begin anew, where the system can."""
    with suppress(OSError):
        (SELF / "clear_refs").write_text("5")


def peak_memory() -> float | None:
    """Return the most memory that this process held, in MB; None where the system does not say."""
    try:
        told = (SELF / "status").read_text()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM")), None)


def sample(
    act: Callable[[], object], *, times: int, warm_ups: int | None = None, pid: int | None = None
) -> Sample:
    """Do it some times unmeasured, then measured; ``pid`` names the server's process if it is not ours."""
    clock = cpu_clock(pid or backend_pid())
    for _ in range(WARM_UPS if warm_ups is None else warm_ups):
        act()
    wall, cpu, own = [], [], []
    for _ in range(times):
        before, ours, began = clock() if clock else 0.0, time.process_time(), time.perf_counter()
        act()
        wall.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - ours) * 1000)
        if clock:
            cpu.append(clock() - before)
    return Sample(tuple(wall), tuple(cpu), tuple(own))

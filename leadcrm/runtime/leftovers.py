"""Find and stop what a killed supervisor left behind.

On Linux the kernel ends our children with us, some a second later; elsewhere they live on. A number in a file
proves nothing, it may be another program's by now: so each is recognized by its start or by the run's mark.
"""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterable

import psutil

from leadcrm.runtime.child import Child
from leadcrm.runtime.console import Console
from leadcrm.runtime.home import Home, write_private


MARK = "LEADCRM_RUN"  # in the environment of every child and what it starts
# What psutil derives from the boot time may move a little when the clock is set.
SAME_START_SECONDS = 2.0
PATIENCE_SECONDS = 10.0


def record(home: Home, children: Iterable[Child], *, mark: str) -> None:
    """Write down who runs, for the next start and for tests."""
    running = {child.name: _entry(child.pid) for child in children if child.pid}
    text = json.dumps({"supervisor": os.getpid(), "mark": mark, "children": running}, indent=1)
    write_private(home.children_file, text)


def stop_leftovers(home: Home, console: Console) -> bool:
    """Stop what still runs of the last run, and tell whether there was any."""
    left = _find(home)
    if not left:
        return False
    console.say(f"stopping {len(left)} processes that a killed run left behind")
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _, stubborn = psutil.wait_procs(left, timeout=PATIENCE_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=PATIENCE_SECONDS)
    return True


def _find(home: Home) -> list[psutil.Process]:
    try:
        known = json.loads(home.children_file.read_text())
    except (OSError, ValueError):
        return []
    starts = {entry["pid"]: entry["started"] for entry in known["children"].values()}
    return [process for process in psutil.process_iter() if _is_ours(process, starts, known["mark"])]


def _is_ours(process: psutil.Process, starts: dict[int, float], mark: str) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
            return False
        started = starts.get(process.pid)
        if started is not None and abs(process.create_time() - started) < SAME_START_SECONDS:
            return True
        return process.environ().get(MARK) == mark
    except (psutil.Error, OSError):
        return False


def _entry(pid: int) -> dict[str, float]:
    try:
        return {"pid": pid, "started": psutil.Process(pid).create_time()}
    except psutil.Error:
        return {"pid": pid, "started": time.time()}

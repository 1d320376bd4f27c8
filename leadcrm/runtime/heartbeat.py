"""A worker's sign of life: a file touched before each task.

The sweep comes every few seconds, so a worker that touches nothing for minutes is alive and useless: Celery
has more than once stopped consuming after its broker was reset. The supervisor and the container's health check
look at the file's age.
"""

import os
import time
from pathlib import Path
from typing import Any

from celery.signals import task_prerun, worker_ready


VARIABLE = "LEADCRM_HEARTBEAT"
# Longer than the hard time limit of a task: until then every process of the worker may be busy.
SILENCE_SECONDS = 180.0


def install() -> None:
    """Have this process give its sign from now on, if it is told where."""
    if os.environ.get(VARIABLE):
        worker_ready.connect(_touch, weak=False)
        task_prerun.connect(_touch, weak=False)


def seconds_since(file: Path) -> float:
    """Return for how long there was no sign; endless without a file."""
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return float("inf")


def _touch(**_: Any) -> None:
    Path(os.environ[VARIABLE]).touch()

import json
import os
import subprocess
from collections.abc import Callable, Iterator

import psutil
import pytest

from leadcrm.runtime import leftovers
from leadcrm.runtime.console import Console
from leadcrm.runtime.home import Home


@pytest.fixture
def sleeper() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started = []

    def start(**env: str) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(["sleep", "60"], env=os.environ | env))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def _write(home: Home, *, pid: int, started: float) -> None:
    entry = {"supervisor": 1, "mark": "this-run", "children": {"worker": {"pid": pid, "started": started}}}
    home.children_file.write_text(json.dumps(entry))


def test_leftover_is_known_by_its_start(home: Home, sleeper: Callable[..., subprocess.Popen[bytes]]) -> None:
    left = sleeper()
    _write(home, pid=left.pid, started=psutil.Process(left.pid).create_time())

    assert leftovers.stop_leftovers(home, Console())
    assert left.wait(5) is not None


def test_what_a_leftover_started_is_known_by_the_mark(
    home: Home, sleeper: Callable[..., subprocess.Popen[bytes]]
) -> None:
    left = sleeper(LEADCRM_RUN="this-run")
    _write(home, pid=0, started=0)

    assert leftovers.stop_leftovers(home, Console())
    assert left.wait(5) is not None


def test_stranger_with_the_same_number_is_left_alone(
    home: Home, sleeper: Callable[..., subprocess.Popen[bytes]]
) -> None:
    stranger = sleeper(LEADCRM_RUN="another-run")
    _write(home, pid=stranger.pid, started=psutil.Process(stranger.pid).create_time() - 3600)

    assert not leftovers.stop_leftovers(home, Console())
    assert stranger.poll() is None


@pytest.mark.parametrize("content", ["", "{", None])
def test_missing_or_torn_file_means_no_leftovers(home: Home, content: str | None) -> None:
    if content is not None:
        home.children_file.write_text(content)

    assert not leftovers.stop_leftovers(home, Console())

import os
import socket
import time
from pathlib import Path

import pytest

from leadcrm.runtime import heartbeat, services
from leadcrm.runtime.child import Child, Service
from leadcrm.runtime.console import Console
from leadcrm.runtime.errors import CannotStart


@pytest.mark.parametrize("value", ["eighty", "0", "65536", "-1", "80.5"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)

    with pytest.raises(CannotStart, match="PORT must be a number"):
        services.port_from_environment()


def test_port_is_free_until_somebody_listens() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        listener.listen()

        assert not services.is_free("127.0.0.1", port)

    assert services.is_free("127.0.0.1", port)


def _worker(file: Path, *, started_seconds_ago: float) -> Child:
    child = Child(
        Service(name="worker", argv=["sleep", "60"], env=os.environ, heartbeat_file=file), Console()
    )
    child.spawn()
    child.started_at = time.monotonic() - started_seconds_ago
    return child


@pytest.mark.parametrize(
    ("age", "started_seconds_ago", "silent"),
    [
        (heartbeat.SILENCE_SECONDS + 5, 3600, True),
        (heartbeat.SILENCE_SECONDS - 5, 3600, False),
        # A file of the run before says nothing about a worker that has just begun.
        (heartbeat.SILENCE_SECONDS + 5, 10, False),
    ],
)
def test_worker_is_silent_when_its_file_grows_old(
    tmp_path: Path, age: float, started_seconds_ago: float, silent: bool
) -> None:
    file = tmp_path / "heartbeat"
    file.touch()
    os.utime(file, (time.time() - age,) * 2)
    child = _worker(file, started_seconds_ago=started_seconds_ago)

    found = child.is_silent()

    child.kill_group()
    assert found is silent
    assert not child.is_silent()

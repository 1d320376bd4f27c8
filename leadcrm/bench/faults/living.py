"""A copy of the product of the bench's own: `manage.py up` in another process, with servers and data that go again."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from leadcrm.runtime.home import BASE
from leadcrm.runtime.services import free_port


START_SECONDS, STOP_SECONDS = 180.0, 20.0
# What names other servers or another copy.
OTHERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_HOST", "PUBLIC_URL")
# Inquiries come from one network; and what a dead worker held is taken over soon, so that hours fit into minutes.
SWIFT = {
    "FORM_LIMIT": "1000000",
    "FORM_LIMIT_PER_NETWORK": "1000000",
    "LEASE_SECONDS": "6",
    "SWEEP_SECONDS": "1",
}


class NotInTime(RuntimeError):
    """Something did not happen within its limit."""


@dataclass(frozen=True, slots=True)
class Living:
    """A copy that runs: its folder and its port."""

    root: Path
    port: int

    def pids(self) -> dict[str, int]:
        """Return the processes that the copy started, by name."""
        try:
            known = json.loads((self.root / "children.json").read_text())
        except (OSError, ValueError):
            return {}
        return {name: entry["pid"] for name, entry in known["children"].items()}

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes] | None:
        """Post over a connection of its own; return status and body, None if no answer came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("POST", path, body=body, headers=dict(headers))
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()

    def is_ready(self) -> bool:
        """Say whether a page could be served now."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/readyz")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def sql(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Read as the tables' owner. Raises: psycopg.Error while the server is away."""
        address = json.loads((self.root / "run.json").read_text())["DATABASE_OWNER_URL"]
        with psycopg.connect(address, connect_timeout=5) as connection:
            return connection.execute(query, parameters).fetchall()  # type: ignore[call-overload, no-any-return]

    def manage(self, *arguments: str) -> Any:
        """Run a command against the copy and return its JSON. Raises: RuntimeError if it printed none."""
        command = [sys.executable, str(BASE / "manage.py"), *arguments, "--json"]
        done = subprocess.run(command, env=_environment(self), capture_output=True, text=True, check=False)
        try:
            return json.loads(done.stdout)
        except ValueError as error:
            raise RuntimeError(f"{arguments[0]} failed: {done.stderr[-2000:]}") from error


@contextmanager
def living() -> Iterator[Living]:
    """Start a copy, and end it with everything it started. Raises: NotInTime."""
    root = Path(tempfile.mkdtemp(prefix="leadcrm-faults-"))
    root.chmod(0o755)  # PostgreSQL runs as another user where we are root
    copy = Living(root / "data", free_port())
    command = [sys.executable, str(BASE / "manage.py"), "up", "--no-sample"]
    with (root / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            env=_environment(copy),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(copy.is_ready, seconds=START_SECONDS, what="the copy answers", log=root / "log")
        yield copy
    finally:
        _end(process)
        shutil.rmtree(root, ignore_errors=True)


def _environment(copy: Living) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OTHERS}
    return inherited | SWIFT | {"LEADCRM_LOCAL": "1", "LEADCRM_DATA": str(copy.root), "PORT": str(copy.port)}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        ours = psutil.Process(process.pid)
        for one in [*ours.children(recursive=True), ours]:
            with suppress(psutil.Error):
                # At once, but so that PostgreSQL gives its shared memory back.
                one.send_signal(signal.SIGQUIT if one.name() == "postgres" else signal.SIGKILL)
        process.wait(STOP_SECONDS)


def wait_until(holds: Callable[[], object], *, seconds: float, what: str, log: Path | None = None) -> None:
    """Wait until it holds. Raises: NotInTime, with the log's end."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            said = log.read_text(errors="replace")[-3000:] if log else ""
            raise NotInTime(f"Not within {seconds:.0f} s: {what}\n{said}")
        time.sleep(0.1)

"""A running copy of the product of its own: real servers, killed by pid.

rig = Rig(folder)
rig.start()
key = rig.create_api_key("acme")
rig.kill9("worker")
rig.stop()
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psutil
import psycopg

from tests.faults.clerk import Clerk


BASE = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 150
STOP_SECONDS = 15  # promised
CHILDREN = ("postgres", "valkey", "mail", "web", "worker", "beat")
# What the tests' own process carries and a real start would not.
OF_TESTS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "LEADCRM_DATA",
    "LEADCRM_TEST_FOLDER",
    "LEADCRM_DB_AS_OWNER",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "PORT",
)


class NotInTime(AssertionError):
    """Something that must happen within a limit did not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(slots=True)
class Rig:
    """One copy: its data folder, its port, its supervisor process."""

    root: Path
    port: int = 0
    sample: bool = False
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    clerk: Clerk | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # --- life ----------------------------------------------------------------------------------------------

    def launch(self) -> None:
        """Start the supervisor and return at once."""
        self.port = self.port or free_port()
        self.root.mkdir(parents=True, exist_ok=True)
        arguments = [] if self.sample else ["--no-sample"]
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", *arguments],
                cwd=BASE,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start(self) -> None:
        """Start everything and wait until a page could be served."""
        self.launch()
        self.wait_until(self.is_ready, seconds=START_SECONDS, what="/readyz answers 200")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the supervisor to stop, hold it to its limit, and return its exit code."""
        self.dismiss_clerk()
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            self.process.kill()
            raise NotInTime(f"did not stop within {STOP_SECONDS} s:\n{self.log_tail()}") from error
        finally:
            self.process = None

    def drop(self) -> None:
        """End everything at once, for a copy whose orderly stop is not what its tests show."""
        self.dismiss_clerk()
        if self.process is None or self.process.poll() is not None:
            return
        ours = psutil.Process(self.process.pid)
        for process in [ours, *ours.children(recursive=True)]:
            # An immediate shutdown: PostgreSQL gives its shared memory back.
            with suppress(psutil.Error):
                process.send_signal(signal.SIGQUIT if process.name() == "postgres" else signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.wait_until(lambda: not self.survivors(), what="nothing runs any more")

    def kill9(self, name: str) -> int:
        """Kill one child, or ``supervisor``, without warning; return the pid that died."""
        pid = self.pids()[name]
        os.kill(pid, signal.SIGKILL)
        if name == "supervisor" and self.process:
            self.process.wait()
            self.process = None
            self.dismiss_clerk()
        return pid

    def dismiss_clerk(self) -> None:
        """End the process that runs our commands: it is ours, and the copy's servers go."""
        if self.clerk:
            self.clerk.dismiss()
            self.clerk = None

    def kill9_tree(self, name: str) -> None:
        """Kill one child and everything it started."""
        parent = psutil.Process(self.pids()[name])
        for process in [parent, *parent.children(recursive=True)]:
            process.kill()

    def wait_until_revived(self, name: str, *, former: int, seconds: float = 30) -> int:
        """Wait until the child runs again under another pid, and return that."""
        self.wait_until(
            lambda: self.pids().get(name, former) != former, seconds=seconds, what=f"{name} is back"
        )
        return self.pids()[name]

    def pids(self) -> dict[str, int]:
        """Return the children's pids by name, and ``supervisor``."""
        try:
            known = json.loads((self.root / "children.json").read_text())
        except (OSError, ValueError):
            return {}
        return {name: entry["pid"] for name, entry in known["children"].items()} | {
            "supervisor": known["supervisor"]
        }

    def survivors(self) -> list[str]:
        """Return what still runs of this copy, itself excepted: a clean stop leaves nothing."""
        return [text for process in psutil.process_iter() if (text := self._command_if_ours(process))]

    def _command_if_ours(self, process: psutil.Process) -> str:
        try:
            command = " ".join(process.cmdline())
            ours = str(self.root) in command or process.environ().get("LEADCRM_DATA") == str(self.root)
            return f"{process.pid} {command}" if ours and process.status() != psutil.STATUS_ZOMBIE else ""
        except (psutil.Error, OSError):
            return ""

    # --- talking to it -------------------------------------------------------------------------------------

    def request(
        self,
        method: str,
        path: str,
        *,
        data: Any = None,
        body: bytes | None = None,
        key: str = "",
        headers: Mapping[str, str] | None = None,
        timeout: float = 20,
    ) -> Answer:
        """Send one request on a connection of its own; ``data`` goes as JSON, ``key`` as bearer token."""
        sent = {**({"Authorization": f"Bearer {key}"} if key else {}), **(headers or {})}
        if data is not None:
            body = json.dumps(data).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()})
        finally:
            connection.close()

    def get(self, path: str, **options: Any) -> Answer:
        return self.request("GET", path, **options)

    def post(self, path: str, data: Any = None, **options: Any) -> Answer:
        return self.request("POST", path, data=data, **options)

    def is_ready(self) -> bool:
        """Whether the web could serve now; an ended supervisor is a failure, not a wait."""
        if self.process and self.process.poll() is not None:
            raise AssertionError(f"the supervisor ended (exit {self.process.returncode}):\n{self.log_tail()}")
        try:
            return self.get("/readyz", timeout=5).status == 200
        except (OSError, http.client.HTTPException):
            return False

    def manage(self, *arguments: str, json_answer: bool = True) -> Any:
        """Run a management command against this copy's servers and return its JSON."""
        command = [*arguments, *(["--json"] if json_answer else [])]
        self.clerk = self.clerk or Clerk(self.environment(), self.root / "clerk.log")
        done = self.clerk.run(command)
        if done.returncode:
            raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout) if json_answer else done.stdout

    def create_workspace(self, slug: str, *, name: str = "", password: str = "a-long-test-password") -> Any:
        """Create a workspace with an admin ``admin@<slug>.test``."""
        login = ["--admin-email", f"admin@{slug}.test", "--password", password]
        return self.manage("create_workspace", slug, "--name", name or slug.title(), *login)

    def create_api_key(self, slug: str, *, scopes: str = "*") -> str:
        """Create an API key and return it."""
        return str(self.manage("create_api_key", slug, "--scopes", scopes)["key"])

    def sql(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Read from the database as the owner, who sees every workspace."""
        with psycopg.connect(self.addresses()["DATABASE_OWNER_URL"]) as connection:
            return connection.execute(query, parameters).fetchall()

    def addresses(self) -> dict[str, str]:
        """Return the running servers' addresses."""
        return dict(json.loads((self.root / "run.json").read_text()))

    def arm(self, failpoint: str, action: str = "kill") -> None:
        """Have the next process that passes this failpoint die (``kill``) or fail (``raise``)."""
        folder = self.root / "failpoints"
        folder.mkdir(exist_ok=True)
        draft = folder / f".{failpoint}"
        draft.write_text(action)
        draft.rename(folder / failpoint)

    def is_armed(self, failpoint: str) -> bool:
        """Whether no process passed the failpoint yet."""
        return (self.root / "failpoints" / failpoint).exists()

    # --- odds and ends -------------------------------------------------------------------------------------

    @property
    def log_path(self) -> Path:
        return self.root / "rig.log"

    def log_tail(self, lines: int = 40) -> str:
        """Return the last lines that all children wrote."""
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])

    def environment(self) -> dict[str, str]:
        """Return what a real start would see, plus what marks a rig."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in OF_TESTS and not name.startswith("PYTEST")
        }
        ours = {"LEADCRM_DATA": str(self.root), "PORT": str(self.port), "LEADCRM_TEST_RIG": "1"}
        return inherited | ours | dict(self.env)

    def wait_until(self, holds: Callable[[], object], *, seconds: float = 60, what: str = "") -> None:
        """Wait until the condition holds.

        Raises: NotInTime with the log's end if it does not within the limit.
        """
        limit = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > limit:
                raise NotInTime(f"not within {seconds} s: {what}\n{self.log_tail()}")
            time.sleep(0.1)


class Ledger:
    """What the server acknowledged, on disk before the client goes on: the measure of "never lost"."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("a")

    def note(self, entry: str) -> None:
        """Keep one acknowledged entry."""
        self.file.write(f"{entry}\n")
        self.file.flush()
        os.fsync(self.file.fileno())

    def entries(self) -> list[str]:
        """Return all of them."""
        return self.path.read_text().splitlines()

    def close(self) -> None:
        self.file.close()


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

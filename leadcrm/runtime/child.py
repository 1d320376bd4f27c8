"""One supervised process: started in its own group, bound to our life, stopped within a limit."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leadcrm.runtime import heartbeat
from leadcrm.runtime.console import Console
from leadcrm.runtime.errors import CannotStart, Stopped
from leadcrm.runtime.home import BASE
from leadcrm.runtime.os_user import OsUser


PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Service:
    """What to run, and how it wants to be ended.

    ``stop`` asks for an orderly end. ``death`` is what the kernel sends when the supervisor itself is killed:
    SIGKILL for Celery and the web, since an orderly Celery shutdown can hang when the stores vanish with it.
    """

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path = BASE
    user: OsUser | None = None
    output: Path | None = None  # where standard output goes if not to the console
    stop: signal.Signals = signal.SIGTERM
    death: signal.Signals = signal.SIGKILL
    heartbeat_file: Path | None = None
    before: Callable[[], None] | None = None
    ready: Callable[[], bool] | None = None


class Child:
    """A service and its present process, if any."""

    def __init__(self, service: Service, console: Console) -> None:
        self.service = service
        self.console = console
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self.started_at = 0.0
        self.start_after = 0.0

    @property
    def name(self) -> str:
        """The service's name, as it stands before each of its lines."""
        return self.service.name

    @property
    def pid(self) -> int | None:
        """The running process's id."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def is_silent(self) -> bool:
        """Whether it runs, but has given no sign of life for too long."""
        file = self.service.heartbeat_file
        if file is None or self.pid is None or time.monotonic() - self.started_at < heartbeat.SILENCE_SECONDS:
            return False
        return heartbeat.seconds_since(file) > heartbeat.SILENCE_SECONDS

    def spawn(self) -> None:
        """Start the process and pass its lines to the console."""
        service = self.service
        if service.before:
            service.before()
        identity = service.user.popen_arguments() if service.user else {}
        output = service.output.open("wb") if service.output else self.console.sink
        self.process = subprocess.Popen(
            [str(part) for part in service.argv],
            env=dict(service.env),
            cwd=service.cwd,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=self.console.sink if service.output else subprocess.STDOUT,
            preexec_fn=_bound_to_us(service.death),
            **identity,
        )
        if pipe := self.process.stderr or self.process.stdout:
            self.console.attach(self.name, pipe)
        if not isinstance(output, int) and service.output:
            output.close()
        self.started_at = time.monotonic()

    def wait_until_ready(self, *, seconds: float, stopped: Callable[[], bool] = lambda: False) -> None:
        """Return once the service answers.

        Raises: CannotStart if it ended or did not answer in time, Stopped if a stop was asked for.
        """
        limit = time.monotonic() + seconds
        while self.service.ready and not self.service.ready():
            self.console.pump(0.03)
            if stopped():
                raise Stopped
            if self.pid is None:
                self.console.pump(0.2)
                raise CannotStart(
                    f"{self.name} ended while starting ({self.ending()}). Its last lines say why."
                )
            if time.monotonic() > limit:
                raise CannotStart(
                    f"{self.name} did not answer within {seconds:.0f} s. Its last lines may say why."
                )

    def wait_until_done(self, *, stopped: Callable[[], bool] = lambda: False) -> None:
        """Return once a command that ends by itself has ended well.

        Raises: CannotStart if it failed, Stopped if a stop was asked for.
        """
        while self.pid:
            self.console.pump(0.05)
            if stopped():
                self.kill_group()
                raise Stopped
        self.console.pump(0)
        if self.process and self.process.returncode:
            raise CannotStart(f"{self.name} failed ({self.ending()}). Its last lines say why.")

    def ask_to_stop(self) -> None:
        """Send the orderly stop signal, if it runs."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.service.stop)

    def kill_group(self) -> None:
        """Kill whatever is left of the process and its descendants."""
        if self.process:
            # macOS answers EPERM for a group of zombies.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ending(self) -> str:
        """Tell how the last process ended."""
        code = self.process.poll() if self.process else None
        if code is None:
            return "running"
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit {code}"


def stop_all(
    children: Sequence[Child],
    console: Console,
    *,
    seconds: float,
    hurried: Callable[[], bool] = lambda: False,
) -> None:
    """Stop these children together: ask first, kill what is left when the time is over or patience is."""
    began = time.monotonic()
    for child in children:
        child.ask_to_stop()
    while any(child.pid for child in children) and time.monotonic() < began + seconds and not hurried():
        console.pump(0.05)
    for child in children:
        if child.pid:
            console.say(f"{child.name} did not stop within {time.monotonic() - began:.0f} s and is killed")
        child.kill_group()
    console.pump(0)


def _bound_to_us(death: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None  # the next start finds leftovers by children.json instead
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, int(death))  # after setuid, which clears it
        if os.getppid() != parent:
            os._exit(1)

    return bind

"""The product's own processes: web, worker, beat."""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from leadcrm.runtime import heartbeat
from leadcrm.runtime.child import Service
from leadcrm.runtime.errors import CannotStart


WORKER_PROCESSES = 2


def web(env: Mapping[str, str], *, host: str, port: int) -> Service:
    """Return the web server."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:leadcrm.runtime.gunicorn_conf", "leadcrm.wsgi"]
    address = {"LEADCRM_BIND": host, "PORT": str(port)}
    return Service(name="web", argv=command, env={**env, **address}, ready=_answers(host, port))


def worker(env: Mapping[str, str], *, heartbeat_file: Path) -> Service:
    """Return the Celery worker.

    REMAP_SIGTERM makes an orderly stop put unfinished tasks back after the soft shutdown time; a plain
    SIGTERM would wait for them without a limit.
    """
    options = ["--concurrency", env.get("WORKER_CONCURRENCY", str(WORKER_PROCESSES)), "--loglevel", "INFO"]
    command = [*_celery(), "worker", *options, "--without-mingle", "--without-gossip"]
    extra = {"REMAP_SIGTERM": "SIGQUIT", heartbeat.VARIABLE: str(heartbeat_file)}
    return Service(name="worker", argv=command, env={**env, **extra}, heartbeat_file=heartbeat_file)


def beat(env: Mapping[str, str]) -> Service:
    """Return the clock that rings the sweep; it keeps no file, so a kill cannot spoil one."""
    command = [
        *_celery(),
        "beat",
        "--loglevel",
        "WARNING",
        "--pidfile=",
        "--scheduler",
        "celery.beat:Scheduler",
    ]
    return Service(name="beat", argv=command, env=env)


def mail(env: Mapping[str, str], *, port: int, folder: Path) -> Service:
    """Return the mail server that keeps what it gets; for copies that were given none (``EMAIL_HOST``)."""
    command = [sys.executable, "-m", "leadcrm.runtime.sink", "--port", str(port), "--folder", str(folder)]
    if env.get("LEADCRM_TEST_RIG"):
        command.append("--modes")
    return Service(name="mail", argv=command, env=env)


def free_port() -> int:
    """Return a port of this machine that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_from_environment() -> int:
    """Return PORT, 8000 by default.

    Raises: CannotStart if it is no port number.
    """
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def is_free(host: str, port: int) -> bool:
    """Whether the web server could listen there.

    Raises: CannotStart if this user may not use such a port, or the machine has no such address.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CannotStart(
                f"Port {port} needs root. Choose one above 1023, as in PORT=8080 make run."
            ) from error
        except OSError:
            return False
    return True


def _celery() -> list[str]:
    # A demonstration on one machine may well run as root; production has its own user (Dockerfile).
    calm = ["-W", "ignore:You're running the worker with superuser privileges"]
    return [sys.executable, *calm, "-m", "celery", "--app", "leadcrm", "--quiet"]


def _answers(host: str, port: int) -> Callable[[], bool]:
    near = "127.0.0.1" if host in {"", "0.0.0.0"} else host  # noqa: S104

    def answers() -> bool:
        try:
            with socket.create_connection((near, port), 2) as connection:
                connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return b" 200 " in connection.recv(64)
        except OSError:
            return False

    return answers

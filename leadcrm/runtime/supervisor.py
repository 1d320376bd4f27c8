"""`manage.py up`: every server and process of the product as a child of this one."""

import os
import secrets
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadcrm.runtime import banner, leftovers, services, stores
from leadcrm.runtime.child import Child, Service, stop_all
from leadcrm.runtime.console import Console
from leadcrm.runtime.errors import CannotStart, Stopped
from leadcrm.runtime.home import Home
from leadcrm.runtime.lock import only_one
from leadcrm.runtime.prepare import Preparation
from leadcrm.runtime.run_file import forget_run_file, write_run_file
from leadcrm.runtime.stores import Stores


WEB_PATIENCE_SECONDS = 90.0
# Together under the promised 15 s.
APP_STOP_SECONDS, STORE_STOP_SECONDS = 8.0, 5.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 10.0
# A child that lived so long is well again: its next death is restarted at once.
WELL_AFTER_SECONDS = 30.0
# Tells the web that mails stay here, so that it shows them.
KEEPS_MAIL = "LEADCRM_KEEPS_MAIL"


@dataclass(slots=True)
class Supervisor:
    """Starts, watches, restarts and stops the children of one data folder."""

    home: Home
    console: Console
    with_sample: bool = True
    stores_only: bool = False
    signals: list[int] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    stores: Stores = field(init=False)

    def run(self) -> int:
        """Run until told to stop, and return the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda received, _: self.signals.append(received))
        forget_run_file()
        try:
            self.home.create()
            os.umask(0o077)  # only now: folders above the data must stay as open as the user has them
            with only_one(self.home):
                return self._run_alone()
        except CannotStart as reason:
            self.console.say(f"cannot start: {reason}")
            return 1

    def is_stopping(self) -> bool:
        """Whether a stop was asked for."""
        return bool(self.signals)

    def _run_alone(self) -> int:
        try:
            self._start()
            self._watch()
        except Stopped:
            pass
        finally:
            self._stop()
        return 0

    def _start(self) -> None:
        began = time.monotonic()
        port, host = services.port_from_environment(), os.environ.get("LEADCRM_BIND") or "127.0.0.1"
        had_leftovers = leftovers.stop_leftovers(self.home, self.console)
        if not self.stores_only:
            self._claim_port(host, port, patient=had_leftovers)
        env = self._start_stores(port)
        if self.stores_only:
            self._say_addresses()
            return
        self._prepare(env)
        if kept := self._mail_port(env):
            self._spawn(services.mail(env, port=kept, folder=self.home.mail))
        web = self._spawn(services.web(env, host=host, port=port))
        self._spawn(services.worker(env, heartbeat_file=self.home.root / "worker.heartbeat"))
        self._spawn(services.beat(env))
        web.wait_until_ready(seconds=WEB_PATIENCE_SECONDS, stopped=self.is_stopping)
        lines = banner.lines(
            self.home,
            address=env["PUBLIC_URL"],
            seconds=time.monotonic() - began,
            keeps_mail=bool(kept),
        )
        for line in lines:
            self.console.say(line)

    def _claim_port(self, host: str, port: int, *, patient: bool) -> None:
        limit = time.monotonic() + (5 if patient else 0)
        while not services.is_free(host, port):
            if time.monotonic() >= limit:
                raise CannotStart(
                    f"Port {port} is taken by another program. Choose another: PORT={port + 1} make run."
                )
            self.console.pump(0.1)

    def _start_stores(self, port: int) -> dict[str, str]:
        database_outside, broker_outside = stores.named_outside()
        self.stores = Stores(self.home, self.console, stopped=self.is_stopping, children=self.children)
        if not database_outside:
            self.stores.start_postgres()
        if not broker_outside:
            self.stores.start_valkey()
        self._record()
        return self._environment(port)

    def _environment(self, port: int) -> dict[str, str]:
        """Return the environment of web, worker and beat: ours, completed."""
        given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        ours = {
            "SECRET_KEY": given.get("SECRET_KEY") or self.stores.secrets.secret_key,
            "LEADCRM_LOCAL": given.get("LEADCRM_LOCAL") or "1",
            "PUBLIC_URL": given.get("PUBLIC_URL") or f"http://127.0.0.1:{port}",
        }
        if not given.get("EMAIL_HOST"):
            # Nobody named a mail server: ours keeps what would be sent.
            ours |= {
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(services.free_port()),
                "EMAIL_USE_TLS": "0",
                KEEPS_MAIL: "1",
            }
        write_run_file(self.home, self.stores.addresses | ours)
        extra = {"LEADCRM_DATA": str(self.home.root), "PYTHONUNBUFFERED": "1", leftovers.MARK: self.mark}
        return given | self.stores.addresses | ours | extra

    def _mail_port(self, env: dict[str, str]) -> int:
        return int(env["EMAIL_PORT"]) if env.get(KEEPS_MAIL) else 0

    def _say_addresses(self) -> None:
        self.console.say("The servers run; for another terminal:")
        for name, value in self.stores.addresses.items():
            self.console.say(f"export {name}='{value}'")

    def _prepare(self, env: dict[str, str]) -> None:
        preparation = Preparation(self.home, self.console, env, self.is_stopping)
        self.console.say("bringing the schema up to date")
        preparation.migrate()
        preparation.check_login()
        preparation.compile_catalogs()
        preparation.collect_static()
        if self.with_sample:
            preparation.load_sample()

    def _spawn(self, service: Service) -> Child:
        child = Child(service, self.console)
        child.spawn()
        self.children.append(child)
        self._record()
        return child

    def _record(self) -> None:
        leftovers.record(self.home, self.children, mark=self.mark)

    def _watch(self) -> None:
        while not self.signals:
            self.console.pump(0.1)
            for child in self.children:
                if child.is_silent():
                    self.console.say(f"{child.name} gives no sign of life and is killed")
                    child.kill_group()
                if child.pid is None:
                    self._revive(child)

    def _revive(self, child: Child) -> None:
        """Start a dead child again, each time a little later while it keeps dying."""
        now = time.monotonic()
        if not child.start_after:
            child.failures = 0 if now - child.started_at > WELL_AFTER_SECONDS else child.failures + 1
            pause = min(FIRST_PAUSE_SECONDS * 2 ** max(child.failures - 1, 0), LONGEST_PAUSE_SECONDS)
            child.start_after = now + pause
            self.console.say(f"{child.name} died ({child.ending()}); it starts again in {pause:.1f} s")
            child.kill_group()  # its own children would hold the port or a task
        elif now >= child.start_after:
            child.start_after = 0.0
            child.spawn()
            self._record()

    def _stop(self) -> None:
        """Stop the processes first, then the servers they stand on; a second signal ends the patience."""
        signals = len(self.signals)
        began = time.monotonic()
        if signals:
            self.console.say(f"{signal.Signals(self.signals[0]).name} received, stopping")

        def hurried() -> bool:
            return len(self.signals) > signals

        for group, seconds in _stop_order(self.children):
            stop_all(group, self.console, seconds=seconds, hurried=hurried)
        for path in (self.home.run_file, self.home.children_file):
            path.unlink(missing_ok=True)
        if self.children:
            self.console.say(f"stopped in {time.monotonic() - began:.1f} s")


def _stop_order(children: Sequence[Child]) -> tuple[tuple[list[Child], float], ...]:
    servers = [child for child in children if child.name in {"postgres", "valkey"}]
    processes = [child for child in children if child not in servers]
    return (processes, APP_STOP_SECONDS), (servers, STORE_STOP_SECONDS)

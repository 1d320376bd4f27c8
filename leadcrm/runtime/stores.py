"""Bring up the embedded servers, and tell their addresses."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from leadcrm.runtime import secrets
from leadcrm.runtime.child import Child, stop_all
from leadcrm.runtime.console import Console
from leadcrm.runtime.errors import CannotStart
from leadcrm.runtime.home import Home
from leadcrm.runtime.postgres import Postgres
from leadcrm.runtime.secrets import Secrets
from leadcrm.runtime.valkey import Valkey


PATIENCE_SECONDS = 60.0  # a crashed cluster replays its log before it answers
# A port can be taken between the look and the start; a few tries find another.
VALKEY_TRIES = 3


@dataclass(slots=True)
class Stores:
    """PostgreSQL and Valkey of one data folder, each only if no outside server is named."""

    home: Home
    console: Console
    stopped: Callable[[], bool] = lambda: False
    children: list[Child] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    secrets: Secrets = field(init=False)

    def __post_init__(self) -> None:
        """Make the folder and read or make its passwords."""
        self.home.create()
        self.secrets = secrets.load(self.home)
        self.secrets.save(self.home)

    def start_postgres(self, **settings: str) -> None:
        """Start PostgreSQL and create its logins; extra server settings are for tests."""
        postgres = Postgres(self.home, self.secrets, settings)
        postgres.prepare()
        self.secrets.save(self.home)
        self._start(Child(postgres.service(), self.console))
        postgres.create_logins()
        self.addresses |= {"DATABASE_URL": postgres.url("app"), "DATABASE_OWNER_URL": postgres.url("owner")}

    def start_valkey(self) -> None:
        """Start Valkey, on another port if its own was taken in the meantime."""
        for attempt in range(1, VALKEY_TRIES + 1):
            valkey = Valkey(self.home, self.secrets)
            valkey.prepare()
            self.secrets.save(self.home)
            try:
                self._start(Child(valkey.service(), self.console))
                break
            except CannotStart:
                if attempt == VALKEY_TRIES:
                    raise
                self.secrets.valkey_port = 0
        self.addresses["REDIS_URL"] = valkey.url()

    def stop(self, *, seconds: float) -> None:
        """Stop both, in order."""
        stop_all(self.children, self.console, seconds=seconds)

    def _start(self, child: Child) -> None:
        child.spawn()
        self.children.append(child)
        try:
            child.wait_until_ready(seconds=PATIENCE_SECONDS, stopped=self.stopped)
        except CannotStart:
            child.kill_group()
            self.children.remove(child)
            raise


def named_outside() -> tuple[bool, bool]:
    """Tell whether the environment names a PostgreSQL and a Redis of its own.

    Raises: CannotStart if only one of the two database addresses is set: nothing may serve as owner.
    """
    database, owner = bool(os.environ.get("DATABASE_URL")), bool(os.environ.get("DATABASE_OWNER_URL"))
    if database != owner:
        raise CannotStart(
            "Set both DATABASE_URL (login that serves) and DATABASE_OWNER_URL (login that migrates)."
        )
    return database, bool(os.environ.get("REDIS_URL"))

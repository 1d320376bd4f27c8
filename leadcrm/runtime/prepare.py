"""What must be true before the web answers: schema, catalogs, static files, sample data."""

import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.core.management import call_command, get_commands

from leadcrm import catalogs, logins
from leadcrm.runtime.child import Child, Service
from leadcrm.runtime.console import NAME_WIDTH, Console
from leadcrm.runtime.errors import CannotStart
from leadcrm.runtime.home import BASE, Home


@dataclass(slots=True)
class Preparation:
    """The steps between running servers and a running product, each skipped when nothing changed."""

    home: Home
    console: Console
    env: Mapping[str, str]
    stopped: Callable[[], bool]

    def migrate(self) -> None:
        """Bring the schema up to date, as the login that owns it."""
        self._manage("migrate", "--noinput", "--verbosity=0", env={**self.env, "LEADCRM_DB_AS_OWNER": "1"})

    def check_login(self) -> None:
        """Make sure that the serving login is one that row-level security binds.

        Raises: CannotStart if not.
        """
        with psycopg.connect(self.env["DATABASE_URL"]) as connection:
            if reason := logins.fault(connection.cursor()):
                raise CannotStart(reason)

    def compile_catalogs(self) -> None:
        """Compile the translations whose source is newer; this needs no gettext on the machine."""
        for catalog in catalogs.compile_stale(BASE / "locale"):
            self.console.say(f"compiled {catalog.relative_to(BASE)}")

    def collect_static(self) -> None:
        """Collect and fingerprint the static files if any changed since the last time."""
        stamp = self.home.root / "static.stamp"
        present = _fingerprint()
        if stamp.exists() and stamp.read_text() == present:
            return
        self.console.say("collecting static files")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(present)

    def load_sample(self) -> None:
        """Load the sample workspaces, once per data folder, and keep their sign-ins for the banner."""
        kept = self.home.root / "sample.json"
        if kept.exists() or "load_sample" not in get_commands():
            return
        self.console.say("loading the sample workspaces")
        draft = kept.with_suffix(".part")
        self._manage("load_sample", "--json", output=draft)
        draft.replace(kept)

    def _manage(
        self, *command: str, env: Mapping[str, str] | None = None, output: Path | None = None
    ) -> None:
        argv = [sys.executable, "manage.py", *command]
        service = Service(name=command[0][:NAME_WIDTH], argv=argv, env=env or self.env, output=output)
        child = Child(service, self.console)
        child.spawn()
        child.wait_until_done(stopped=self.stopped)


def _fingerprint() -> str:
    """Return a value that changes with our static files, the installed packages, or the settings."""
    digest = hashlib.sha256()
    for path in sorted((BASE / "static").rglob("*")):
        if path.is_file():
            facts = path.stat()
            digest.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    for path in (BASE / "requirements.txt", BASE / "leadcrm/settings.py"):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()

"""The embedded PostgreSQL: cluster, server process, and the two logins."""

import hashlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from leadcrm.runtime import binaries, os_user
from leadcrm.runtime.child import Service
from leadcrm.runtime.errors import CannotStart
from leadcrm.runtime.home import Home, is_open
from leadcrm.runtime.os_user import OsUser
from leadcrm.runtime.secrets import Secrets


DATABASE = "leadcrm"
LEFTOVER_SECONDS = 8.0  # for the parts of a killed server to notice and end
PORT = 5432  # names the socket only: the server listens on no network address
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    # A publication or an import writes a gigabyte in seconds; each checkpoint makes every page be written whole again.
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "idle_in_transaction_session_timeout": "60s",
    "log_min_duration_statement": "1000",
    "log_checkpoints": "off",
    "log_line_prefix": "",
}


@dataclass(slots=True)
class Postgres:
    """One cluster and how to reach it."""

    home: Home
    secrets: Secrets
    extra_settings: dict[str, str] = field(default_factory=dict)
    user: OsUser | None = field(init=False)
    programs: Path = field(init=False)
    data: Path = field(init=False)
    socket: Path = field(init=False)

    def prepare(self) -> None:
        """Make sure there is a cluster that these programs can serve, under an account that may.

        Raises: CannotStart if another major version wrote the data.
        """
        self.user = os_user.for_postgres()
        self.programs = self._runnable_programs()
        self.data = self._data_folder()
        self.socket = self._socket_folder()
        version = binaries.postgres_major(self.programs, **self._run_as())
        if not (self.data / "PG_VERSION").exists():
            self._initdb(version)
        self._check_version(version)

    def service(self) -> Service:
        """Return the server process to run."""
        settings = SETTINGS | self.extra_settings
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            argv=[self.programs / "postgres", "-D", self.data, "-p", str(PORT), "-k", self.socket, *options],
            env=self._environment(),
            cwd=Path("/"),
            user=self.user,
            stop=signal.SIGINT,  # "fast": SIGTERM would wait for every client to leave
            death=signal.SIGINT,
            before=self._forget_killed_server,
            ready=self.is_ready,
        )

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        command: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", self.socket, "-p", str(PORT)]
        return subprocess.run(command, env=self._environment(), check=False).returncode == 0

    def url(self, login: str, database: str = DATABASE) -> str:
        """Return the address for one of the logins ``owner``, ``app`` and ``postgres``."""
        password = getattr(self.secrets, login)
        return f"postgresql://{login}:{password}@/{database}?host={self.socket}&port={PORT}"

    def create_logins(self) -> None:
        """Create or refresh the two logins and the database.

        Superusers, BYPASSRLS roles and a table's owner skip row-level security. Hence ``owner`` owns the
        tables and migrates, and ``app`` serves requests and runs tasks.
        """
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            for role, right in (("owner", "CREATEDB"), ("app", "NOCREATEDB")):
                self._login(connection, role, right)
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                statement = sql.SQL("CREATE DATABASE {} OWNER owner").format(sql.Identifier(DATABASE))
                connection.execute(statement)

    def _login(self, connection: psycopg.Connection[Any], role: str, right: str) -> None:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        shape = "{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {} PASSWORD {}"
        connection.execute(
            sql.SQL(shape).format(
                sql.SQL("ALTER" if known else "CREATE"),
                sql.Identifier(role),
                sql.SQL(right),
                sql.Literal(getattr(self.secrets, role)),
            )
        )

    def _runnable_programs(self) -> Path:
        folder = binaries.postgres_folder()
        if self.user is None or is_open(folder):
            return folder
        # A virtual environment below /root (0700) is closed to the database's user.
        size = (folder / "postgres").stat().st_size
        return binaries.copy_for_others(folder, os_user.HOME / f"postgres-{size}")

    def _data_folder(self) -> Path:
        data = Path(self.secrets.pg_data or self.home.pg_data)
        if self.user and not is_open(data.parent):
            name = hashlib.sha256(os.fsencode(self.home.root)).hexdigest()[:10]
            data = os_user.HOME / f"data-{name}"
            data.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            data.parent.chmod(0o755)
        self.secrets.pg_data = str(data)
        self._own_folder(data)
        return data

    def _socket_folder(self) -> Path:
        folder = self.home.socket_folder()
        if self.user is None:
            return folder
        self._own_folder(folder / "pg")
        return folder / "pg"

    def _own_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.user:
            self.user.take(folder)

    def _initdb(self, version: int) -> None:
        # The same cluster on every machine, whatever its language settings or ICU version.
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if version >= 17
            else ["--locale=C.UTF-8"]
        )
        with tempfile.NamedTemporaryFile("w", dir=self.socket) as password_file:
            password_file.write(self.secrets.postgres)
            password_file.flush()
            if self.user:
                self.user.take(Path(password_file.name))
            options = [
                "-U",
                "postgres",
                "--pwfile",
                password_file.name,
                "-A",
                "scram-sha-256",
                "--encoding=UTF8",
            ]
            self._run([self.programs / "initdb", "-D", self.data, *options, "--data-checksums", *locale])

    def _run(self, command: Sequence[str | Path]) -> None:
        answer = subprocess.run(command, check=False, capture_output=True, text=True, **self._run_as())
        if answer.returncode:
            raise CannotStart(f"{Path(command[0]).name} failed: {answer.stderr.strip()}")

    def _check_version(self, version: int) -> None:
        written_by = (self.data / "PG_VERSION").read_text().strip() if os.access(self.data, os.R_OK) else ""
        if written_by and written_by != str(version):
            raise CannotStart(
                f"The database in {self.data} was written by PostgreSQL {written_by}, and this is {version}. "
                f"Dump it with version {written_by} and restore it here (docs/operations.md, Upgrading "
                "PostgreSQL), or set LEADCRM_DATA to another folder."
            )

    def _forget_killed_server(self) -> None:
        """Remove a killed server's pid file once nothing of that server runs any more.

        PostgreSQL itself refuses to start while any program, or a zombie, has the number in the file. Each of
        its processes works in the data folder, which tells them from strangers.
        """
        limit = time.monotonic() + LEFTOVER_SECONDS
        while any(_works_in(process, self.data) for process in psutil.process_iter()):
            if time.monotonic() > limit:
                return  # PostgreSQL will say so itself
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _run_as(self) -> dict[str, Any]:
        identity = self.user.popen_arguments() if self.user else {}
        return {"env": self._environment(), "cwd": "/", **identity}

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.home.root)}


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name().startswith("postgres") and process.cwd() == str(folder)
    except (psutil.Error, OSError):
        return False  # ended meanwhile, a zombie, or someone else's

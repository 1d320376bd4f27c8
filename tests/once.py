"""What the whole run needs and only one of its processes makes: migrating costs more than most tests.

``folder()`` is the run's own, open to PostgreSQL's user, and goes with the run (`tests/embedded.py`).
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from leadcrm.runtime.home import BASE


FOLDER = "LEADCRM_TEST_FOLDER"


def folder() -> Path:
    """Return the folder that all processes of this run share."""
    return Path(os.environ[FOLDER])


def make(name: str, maker: Callable[[], object]) -> None:
    """Have the first process that asks make it, and the others wait for that."""
    with _alone(folder() / f"{name}.lock"):
        done = folder() / f"{name}.done"
        if not done.exists():
            maker()
            done.touch()


def migrated_database() -> str:
    """Return the name of a database on the run's server that has our schema and nobody signed in: a template."""
    make("migrated", _migrate)
    return "migrated"


def copy_database(name: str) -> None:
    """Make another database with our schema on the run's server."""
    template = migrated_database()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def address_of(url: str, database: str) -> str:
    """Return the same server's address of another database."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def _migrate() -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE DATABASE migrated")
    addresses = {
        name: address_of(os.environ[name], "migrated") for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"]
    env = {**os.environ, **addresses, "LEADCRM_DB_AS_OWNER": "1", "LEADCRM_LOCAL": "1"}
    subprocess.run(command, cwd=BASE, env=env, check=True, timeout=300)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

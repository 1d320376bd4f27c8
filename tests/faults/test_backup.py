"""O6: what docs/operations.md says about backups is what happens."""

import json
import subprocess
import sys

import psycopg
import pytest

from leadcrm.runtime import binaries
from tests.faults.rig import BASE, Rig


pytestmark = [pytest.mark.faults, pytest.mark.slow]
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
FENCES = "SELECT tablename, policyname, qual FROM pg_policies ORDER BY tablename, policyname"


def _counts(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute(TABLES)]
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def _run(program: str, *arguments: str) -> None:
    subprocess.run([str(binaries.postgres_folder() / program), *arguments], check=True, capture_output=True)


def _manage(rig: Rig, *arguments: str, database: dict[str, str]) -> str:
    """Run a command of the copy against the restored database."""
    environment = rig.environment() | rig.addresses() | database
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=BASE, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_dump_of_the_owner_restores_every_row_and_every_fence(shared_rig: Rig, rig_folder) -> None:
    shared_rig.create_workspace("backup")
    owner = shared_rig.addresses()["DATABASE_OWNER_URL"]
    restored = owner.replace("/leadcrm?", "/restored?")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")

    _run("pg_dump", "--format=custom", "--dbname", owner, "--file", str(rig_folder / "dump"))
    _run("pg_restore", "--no-owner", "--role=owner", "--dbname", restored, str(rig_folder / "dump"))

    with psycopg.connect(restored) as connection:
        fences = connection.execute(FENCES).fetchall()
    assert _counts(restored) == _counts(owner)
    assert fences == shared_rig.sql(FENCES)
    assert len(fences) > 0
    urls = {name: url.replace("/leadcrm?", "/restored?") for name, url in shared_rig.addresses().items()}
    database = {name: urls[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    _manage(shared_rig, "migrate", database=database | {"LEADCRM_DB_AS_OWNER": "1"})
    assert (
        json.loads(_manage(shared_rig, "check_invariants", "--json", database=database))["violations"] == []
    )
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP DATABASE restored")

"""A database of the bench's own on the same server: no worker looks into it, and it goes as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import conninfo, sql


FLOOR_TABLE = "bench_floor"


def owner_connection(name: str) -> psycopg.Connection[Any]:
    """Return a connection of the login that owns the tables, in which each statement commits."""
    return psycopg.connect(
        conninfo.make_conninfo(settings.DATABASE_OWNER_URL, dbname=name),
        autocommit=True,
        prepare_threshold=None,
    )


@contextmanager
def own_database(*, keep: bool) -> Iterator[psycopg.Connection[Any]]:
    """Go on in the bench's database, migrated; give its owner's connection. Dropped at the end unless kept."""
    home = str(connection.settings_dict["NAME"])
    name = f"{home}_bench"
    with owner_connection(home) as owner:
        if not keep:
            _drop(owner, name)
        _create(owner, name)
        try:
            _enter(name)
            with owner_connection(name) as inside:
                _floor_table(inside)
                yield inside
        finally:
            _sign_in(name=home)
            if not keep:
                _drop(owner, name)


def _create(owner: psycopg.Connection[Any], name: str) -> None:
    known = owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not known:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _drop(owner: psycopg.Connection[Any], name: str) -> None:
    # Not by force: the owner may not end the serving login's sessions, and PostgreSQL waits for ours to go.
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _enter(name: str) -> None:
    """Migrate as the owner, then go on as the login that serves."""
    login = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    owner = conninfo.conninfo_to_dict(settings.DATABASE_OWNER_URL)
    _sign_in(name=name, USER=owner["user"], PASSWORD=owner.get("password", ""))
    as_owner, settings.AS_OWNER = settings.AS_OWNER, True
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        settings.AS_OWNER = as_owner
        _sign_in(name=name, **login)


def _sign_in(*, name: str, **login: Any) -> None:
    connection.close()
    connection.settings_dict.update({"NAME": name, **login})


def _floor_table(owner: psycopg.Connection[Any]) -> None:
    """Make the plainest table there is, for the least that a stored and committed row can cost."""
    table, app = sql.Identifier(FLOOR_TABLE), sql.Identifier(settings.APP_DB_ROLE)
    owner.execute(
        sql.SQL("CREATE TABLE IF NOT EXISTS {} (id bigserial PRIMARY KEY, raw bytea)").format(table)
    )
    owner.execute(sql.SQL("GRANT ALL ON {} TO {}").format(table, app))
    owner.execute(
        sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sql.Identifier(f"{FLOOR_TABLE}_id_seq"), app)
    )

import os
import socket
from pathlib import Path

import psycopg
import pytest

from leadcrm.runtime import binaries, stores
from leadcrm.runtime.console import Console
from leadcrm.runtime.errors import CannotStart
from leadcrm.runtime.home import Home
from leadcrm.runtime.postgres import Postgres
from leadcrm.runtime.stores import Stores


def test_login_that_serves_is_bound_by_row_level_security() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        rights = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()

    assert rights == ("app", False, False, False, False)


def test_login_that_migrates_is_no_superuser() -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        rights = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert rights == ("owner", False, False)


def test_text_sorts_the_same_on_every_machine() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        words = connection.execute("SELECT w FROM unnest(ARRAY['b', 'á', 'A', 'a']) w ORDER BY w").fetchall()

    assert [word for (word,) in words] == ["A", "a", "b", "á"]


def test_postgres_listens_on_no_network_address() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_data_of_another_major_version_are_refused_with_the_way_out(home: Home) -> None:
    store = Stores(home, Console())
    home.pg_data.mkdir()
    (home.pg_data / "PG_VERSION").write_text("15\n")

    with pytest.raises(CannotStart, match="written by PostgreSQL 15.*Upgrading") as refused:
        Postgres(home, store.secrets).prepare()

    assert str(binaries.postgres_major(binaries.postgres_folder())) in str(refused.value)


@pytest.mark.slow
def test_valkey_takes_another_port_when_its_own_is_taken(home: Home) -> None:
    with (home.root / "log").open("ab") as log, socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        store = Stores(home, Console(sink=log))
        store.secrets.valkey_port = taken = other.getsockname()[1]

        store.start_valkey()

        store.stop(seconds=5)
    assert store.secrets.valkey_port != taken
    assert f":{store.secrets.valkey_port}/" in store.addresses["REDIS_URL"]


@pytest.mark.parametrize("only", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_one_database_address_alone_is_refused(monkeypatch: pytest.MonkeyPatch, only: str) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(only, "postgresql://someone@/leadcrm")

    with pytest.raises(CannotStart, match="both DATABASE_URL"):
        stores.named_outside()


def test_programs_copied_for_another_user_still_find_their_libraries(tmp_path: Path) -> None:
    folder = binaries.postgres_folder()

    copied = binaries.copy_for_others(folder, tmp_path / "copy")

    assert binaries.postgres_major(copied) == binaries.postgres_major(folder)
    assert binaries.copy_for_others(folder, tmp_path / "copy") == copied

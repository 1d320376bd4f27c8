import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg import conninfo

from leadcrm.runtime import prepare
from leadcrm.runtime.console import Console
from leadcrm.runtime.errors import CannotStart
from leadcrm.runtime.home import Home
from leadcrm.runtime.prepare import Preparation


@dataclass
class Calls:
    commands: list[str]


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    """A source tree of one static file, and what Django would have been asked to do."""
    calls = Calls([])
    (tmp_path / "static").mkdir()
    (tmp_path / "static/app.css").write_text("a {}")
    monkeypatch.setattr(prepare, "BASE", tmp_path)
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: calls.commands.append(name))
    return calls


def _preparation(home: Home, **env: str) -> Preparation:
    return Preparation(home, Console(), env, lambda: False)


def test_static_files_are_collected_only_after_a_change(home: Home, collected: Calls, tmp_path: Path) -> None:
    _preparation(home).collect_static()
    _preparation(home).collect_static()
    assert collected.commands == ["collectstatic"]

    (tmp_path / "static/app.css").write_text("a { color: red }")
    _preparation(home).collect_static()

    assert collected.commands == ["collectstatic"] * 2


@pytest.fixture
def superuser_url() -> str:
    """The embedded server's superuser; with an outside server we do not know one."""
    kept = Path(os.environ.get("LEADCRM_DATA", "")) / "secrets.json"
    if not kept.exists():
        pytest.skip("the tests run on an outside server")
    address = conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])
    known = {"user": "postgres", "password": json.loads(kept.read_text())["postgres"]}
    return conninfo.make_conninfo(**{**address, **known})


def test_login_that_serves_may_serve(home: Home) -> None:
    _preparation(home, DATABASE_URL=os.environ["DATABASE_URL"]).check_login()


def test_superuser_may_not_serve(home: Home, superuser_url: str) -> None:
    with pytest.raises(CannotStart, match="is a superuser"):
        _preparation(home, DATABASE_URL=superuser_url).check_login()


def test_failed_command_stops_the_start(home: Home) -> None:
    with pytest.raises(CannotStart, match="migrate failed"):
        _preparation(home, **os.environ | {"DATABASE_OWNER_URL": "mysql://nowhere"}).migrate()

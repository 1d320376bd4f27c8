import os

import pytest

from leadcrm import environment
from leadcrm.runtime.home import Home
from leadcrm.runtime.run_file import forget_run_file, write_run_file


NAMES = ("DATABASE_URL", "REDIS_URL", "LEADCRM_FROM_RUN_FILE")


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        # Set first, so that the former value, or its absence, comes back whatever the test does.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_second_terminal_finds_the_servers(home: Home) -> None:
    write_run_file(home, {"DATABASE_URL": "postgresql://app@/leadcrm", "REDIS_URL": "redis://one"})

    environment.adopt_run_file(home.root)

    assert os.environ["DATABASE_URL"] == "postgresql://app@/leadcrm"


def test_start_after_a_kill_does_not_take_the_dead_servers_for_outside_ones(home: Home) -> None:
    write_run_file(home, {"DATABASE_URL": "postgresql://app@/leadcrm", "REDIS_URL": "redis://dead"})
    os.environ["REDIS_URL"] = "redis://chosen"
    environment.adopt_run_file(home.root)

    forget_run_file()

    assert "DATABASE_URL" not in os.environ
    assert os.environ["REDIS_URL"] == "redis://chosen"

"""`manage.py up` held to its promises with real processes: all come up, come back, and go."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.rig import BASE, CHILDREN, Rig, free_port


pytestmark = [pytest.mark.faults, pytest.mark.slow]


def _up(rig: Rig, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "up", "--no-sample"]
    return subprocess.run(
        command,
        cwd=BASE,
        env=rig.environment() | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _survivors_vanish(rig: Rig) -> None:
    rig.wait_until(lambda: not rig.survivors(), seconds=10, what=f"gone: {rig.survivors()}")


def test_all_children_run_and_the_checks_are_green(shared_rig: Rig) -> None:
    assert set(shared_rig.pids()) == {*CHILDREN, "supervisor"}
    assert shared_rig.get("/healthz").json == {"status": "ok"}
    assert shared_rig.get("/readyz").json["failed"] == []
    assert shared_rig.get("/healthz/work").json["status"] == "ok"


def test_second_start_on_the_same_data_is_refused_and_names_the_first(shared_rig: Rig) -> None:
    refused = _up(shared_rig, PORT=str(free_port()))

    assert refused.returncode == 1
    assert f"pid {shared_rig.pids()['supervisor']}" in refused.stdout
    assert shared_rig.is_ready()


def test_taken_port_is_refused_before_anything_starts(shared_rig: Rig, rig_folder: Path) -> None:
    second = Rig(rig_folder / "second", port=shared_rig.port)

    refused = _up(second)

    assert refused.returncode == 1
    assert f"Port {shared_rig.port} is taken" in refused.stdout
    assert not (second.root / "pg").exists()


def test_two_copies_run_side_by_side(shared_rig: Rig, rig: Rig) -> None:
    assert shared_rig.is_ready()
    assert rig.addresses()["DATABASE_URL"] != shared_rig.addresses()["DATABASE_URL"]
    assert rig.addresses()["REDIS_URL"] != shared_rig.addresses()["REDIS_URL"]


def test_interrupt_ends_all_within_the_limit_and_leaves_no_process(rig: Rig) -> None:
    # SIGTERM is what the fixture of every other test ends with.
    code = rig.stop(signal.SIGINT)

    assert code == 0
    assert rig.survivors() == []
    assert not (rig.root / "run.json").exists()


def test_stop_during_the_start_leaves_no_process(stopped_rig: Rig) -> None:
    stopped_rig.launch()
    stopped_rig.wait_until(lambda: "postgres" in stopped_rig.log_tail(), what="the first server starts")

    code = stopped_rig.stop()

    assert code == 0
    _survivors_vanish(stopped_rig)


def test_every_killed_child_comes_back_and_no_committed_row_is_lost(rig: Rig) -> None:
    migrations = rig.sql("SELECT count(*) FROM django_migrations")

    for name in ("beat", "worker", "valkey", "web", "postgres"):
        former = rig.kill9(name)
        rig.wait_until_revived(name, former=former, seconds=15)

    rig.wait_until(rig.is_ready, seconds=30, what="ready again")
    assert rig.sql("SELECT count(*) FROM django_migrations") == migrations


def test_killed_supervisor_takes_all_along_and_the_next_start_comes_up(rig: Rig) -> None:
    rig.kill9("supervisor")
    _survivors_vanish(rig)

    rig.start()

    assert set(rig.pids()) == {*CHILDREN, "supervisor"}


def test_start_right_after_killing_everything_comes_up_by_itself(rig: Rig) -> None:
    migrations = rig.sql("SELECT count(*) FROM django_migrations")
    for name in ("supervisor", *CHILDREN):
        rig.kill9(name)

    rig.start()

    assert rig.sql("SELECT count(*) FROM django_migrations") == migrations


def test_outside_servers_are_used_and_none_is_started(rig_folder: Path, outside: dict[str, str]) -> None:
    with Rig(rig_folder / "data", env=outside) as rig:
        names = set(rig.pids())

    assert names == {"mail", "web", "worker", "beat", "supervisor"}
    assert not (rig.root / "pg").exists()


def test_one_database_address_without_the_other_is_refused(stopped_rig: Rig) -> None:
    refused = _up(stopped_rig, DATABASE_URL="postgresql://app@127.0.0.1/leadcrm", PORT=str(free_port()))

    assert refused.returncode == 1
    assert "DATABASE_OWNER_URL" in refused.stdout

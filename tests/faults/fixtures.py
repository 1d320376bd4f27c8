"""Fixtures of running copies, for fault, flow and browser tests (a plugin: see addopts)."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests import once
from tests.faults.rig import Ledger, Rig


@pytest.fixture
def rig_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may reach, which pytest's own tmp_path is not."""
    folder = Path(tempfile.mkdtemp(prefix="leadcrm-rig-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stopped_rig(rig_folder: Path) -> Iterator[Rig]:
    """A copy of one test's own, not yet started; nothing of it may outlive its stop."""
    rig = Rig(rig_folder / "data")
    yield rig
    assert rig.stop() == 0
    assert rig.survivors() == []


@pytest.fixture(scope="session")
def made_folder() -> Path:
    """The data folder of a copy that started once and was stopped: what others begin with, for a quicker start."""
    rig = Rig(once.folder() / "made")

    def make() -> None:
        rig.start()
        assert rig.stop() == 0

    once.make("made", make)
    return rig.root


@pytest.fixture(scope="session")
def mortal_rig(made_folder: Path) -> Iterator[Rig]:
    """A copy that tests kill and stop as they like; nothing of it may outlive its last stop."""
    folder = Path(tempfile.mkdtemp(prefix="leadcrm-rig-"))
    folder.chmod(0o755)
    rig = Rig(folder / "data")
    begin_with(rig.root, made_folder)
    yield rig
    assert rig.stop() == 0
    assert rig.survivors() == []
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def rig(mortal_rig: Rig) -> Rig:
    """That copy, running, whatever the test before did to it."""
    if mortal_rig.process is None:
        mortal_rig.start()
    mortal_rig.wait_until(mortal_rig.is_ready, what="ready after the test before")
    return mortal_rig


def begin_with(root: Path, made: Path) -> None:
    """Give a copy the data of another that was stopped, owners and modes included."""
    subprocess.run(["cp", "--archive", str(made), str(root)], check=True)
    secrets = root / "secrets.json"
    # It remembers where the cluster lies.
    secrets.write_text(secrets.read_text().replace(str(made), str(root)))


@pytest.fixture(scope="session")
def shared_rig(made_folder: Path) -> Iterator[Rig]:
    """One running copy for all tests that break nothing; each makes a workspace of its own."""
    folder = Path(tempfile.mkdtemp(prefix="leadcrm-rig-"))
    folder.chmod(0o755)
    rig = Rig(folder / "data")
    begin_with(rig.root, made_folder)
    try:
        rig.start()
        yield rig
    finally:
        rig.drop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sample_rig(made_folder: Path) -> Iterator[Rig]:
    """A running copy as `make run` leaves it: the sample workspaces are loaded."""
    folder = Path(tempfile.mkdtemp(prefix="leadcrm-rig-"))
    folder.chmod(0o755)
    # A click in a mail is watched for seconds before it counts as a person's, and sweeps come each five; here one.
    swift = {"CLICK_SETTLE_SECONDS": "1", "CLICK_TOO_SOON_SECONDS": "1", "SWEEP_SECONDS": "1"}
    rig = Rig(folder / "data", sample=True, env=swift)
    begin_with(rig.root, made_folder)
    try:
        rig.start()
        yield rig
    finally:
        rig.drop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


# Tests that start copies and browsers; two of a kind at once are too slow, and each worker would start its own.
KINDS = {
    "faults": re.compile(r"tests/(faults|flows)/"),
    "browser": re.compile(r"tests/(browser/|.*browser\.py)"),
}


class OneOfAKind(LoadScopeScheduling):
    """Gives all tests of a kind to one worker, first of all, and any other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((kind for kind, path in KINDS.items() if path.match(nodeid)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneOfAKind:
    return OneOfAKind(config, log)

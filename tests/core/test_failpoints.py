import re
from pathlib import Path

import pytest
from django.conf import settings

from core import failpoints
from core.failpoints import FailpointReached, failpoint


BASE = Path(__file__).resolve().parent.parent.parent
NAME = min(failpoints.NAMES)


@pytest.fixture
def armed(settings: pytest.FixtureRequest, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    (tmp_path / "failpoints").mkdir()
    (tmp_path / "failpoints" / NAME).write_text("raise\n")
    return tmp_path / "failpoints" / NAME


def test_failpoint_is_off_unless_a_rig_asks_for_it(armed: Path) -> None:
    failpoint(NAME)

    assert settings.TEST_RIG is False
    assert armed.exists()


def test_armed_failpoint_fails_once(settings: pytest.FixtureRequest, armed: Path) -> None:
    settings.TEST_RIG = True

    with pytest.raises(FailpointReached, match=NAME):
        failpoint(NAME)
    failpoint(NAME)


def test_unlisted_name_is_a_fault(settings: pytest.FixtureRequest, armed: Path) -> None:
    settings.TEST_RIG = True

    with pytest.raises(KeyError):
        failpoint("no_such_place")


def test_every_place_in_the_code_is_listed() -> None:
    sources = [path for room in BASE.glob("*/__init__.py") for path in room.parent.rglob("*.py")]
    used = {
        name
        for path in sources
        if "tests" not in path.parts
        for name in re.findall(r'\bfailpoint\("(\w+)"\)', path.read_text())
    }

    assert used <= failpoints.NAMES

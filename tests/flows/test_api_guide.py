"""The blocks of docs/api.md, run as they stand against a running copy."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.flows.road import Office


GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
pytestmark = [pytest.mark.faults, pytest.mark.slow]


def blocks() -> list[str]:
    """Return the shell blocks in the order of the page."""
    return re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), re.DOTALL)


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed: the guide's blocks need it")
def test_the_guide_can_be_followed_word_by_word(office: Office) -> None:
    publishable = office.rig.manage("create_api_key", office.slug, "--origins", "https://www.example.com")[
        "key"
    ]
    # Every curl also says which status it got, so that a refusal is seen.
    script = "\n".join(blocks()).replace("curl -s", 'curl -s -w "\\n%{stderr}%{http_code}\\n"')
    settings = {
        "BASE": f"http://127.0.0.1:{office.rig.port}",
        "KEY": office.key,
        "PUBLISHABLE": publishable,
        "PATH": "/usr/bin:/bin",
    }

    done = subprocess.run(
        ["bash", "-eu", "-c", script], env=settings, capture_output=True, text=True, timeout=120, check=False
    )

    statuses = [line for line in done.stderr.splitlines() if line.strip().isdigit()]
    assert done.returncode == 0, done.stderr
    assert statuses
    assert [status for status in statuses if not status.startswith("2")] == [], done.stdout[-3000:]
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert any("contributions" in answer for answer in answers)
    assert any("secret" in answer for answer in answers)

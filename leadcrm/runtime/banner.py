"""What `manage.py up` prints when everything runs: where to go and who may sign in.

The sign-ins are what ``load_sample --json`` answered:
``{"sign_ins": [{"email": …, "password": …, "role": …, "workspace": …}, …]}``.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from leadcrm.runtime.home import Home


def lines(home: Home, *, address: str, seconds: float, keeps_mail: bool = False) -> Iterator[str]:
    """Yield the closing lines of a start."""
    yield f"Leadcrm runs at {address} after {seconds:.1f} s; its data are in {home.root}."
    if keeps_mail:
        yield f"No mail leaves this machine: read it at {address}/dev/mail/."
    sign_ins = _sign_ins(home.root / "sample.json")
    if sign_ins:
        yield "Sample sign-ins:"
    for entry in sign_ins:
        yield (
            f"  {entry.get('email', ''):<34} {entry.get('password', ''):<22} "
            f"{entry.get('role', ''):<9} {entry.get('workspace', '')}"
        )
    yield "Ctrl-C stops everything."


def _sign_ins(sample: Path) -> list[dict[str, str]]:
    try:
        found = json.loads(sample.read_text()).get("sign_ins", [])
    except (OSError, ValueError, AttributeError):
        return []
    return [entry for entry in found if isinstance(entry, dict)]

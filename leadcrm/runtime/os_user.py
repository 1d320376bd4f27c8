"""The unprivileged account PostgreSQL runs under when the system is started as root, which it refuses."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadcrm.runtime.errors import CannotStart


NAME = "leadcrm"
HOME = Path("/var/lib/leadcrm")


@dataclass(frozen=True, slots=True)
class OsUser:
    """A user id and group id to drop to; ``None`` in its place means: stay who we are."""

    uid: int
    gid: int

    def popen_arguments(self) -> dict[str, Any]:
        """Return the ``subprocess`` arguments that drop to this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def take(self, path: Path) -> None:
        """Give the file or folder to this user."""
        os.chown(path, self.uid, self.gid)


def for_postgres() -> OsUser | None:
    """Return the account to run PostgreSQL under: none for an ordinary user, one without login for root."""
    if os.geteuid() != 0:
        return None
    for name in (NAME, "postgres", "nobody"):
        if found := _find(name) or (_create() if name == NAME else None):
            return found
    raise CannotStart(
        "PostgreSQL does not run as root, and there is no other user. Run this as an ordinary user."
    )


def _find(name: str) -> OsUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return OsUser(entry.pw_uid, entry.pw_gid)


def _create() -> OsUser | None:
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if not useradd:
        return None
    options = ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    # Two copies started at once both try; the second finds what the first made.
    subprocess.run([useradd, *options, "--user-group", NAME], check=False, capture_output=True)
    return _find(NAME)

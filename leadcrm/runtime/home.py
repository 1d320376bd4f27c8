"""Where one running copy keeps its data: every path of the runtime in one place."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from leadcrm.runtime.errors import CannotStart


BASE = Path(__file__).resolve().parent.parent.parent
# AF_UNIX paths hold 107 bytes (103 on macOS), of which PostgreSQL's socket name and our folder take 21.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True, slots=True)
class Home:
    """One copy's data folder (``LEADCRM_DATA``)."""

    root: Path

    @property
    def secrets_file(self) -> Path:
        """Passwords of the embedded servers and Django's secret key, readable by the owner alone."""
        return self.root / "secrets.json"

    @property
    def run_file(self) -> Path:
        """Addresses of the running servers, for ``manage.py`` in a second terminal."""
        return self.root / "run.json"

    @property
    def children_file(self) -> Path:
        """Process ids of the running children: what the next start looks for after a ``kill -9``."""
        return self.root / "children.json"

    @property
    def lock_file(self) -> Path:
        """Held while a supervisor runs; its content is that supervisor's pid."""
        return self.root / "up.lock"

    @property
    def pg_data(self) -> Path:
        """The PostgreSQL cluster, unless its server may not reach this folder."""
        return self.root / "pg"

    @property
    def valkey_data(self) -> Path:
        """Valkey's append-only file and configuration."""
        return self.root / "valkey"

    @property
    def mail(self) -> Path:
        """Mails that would have been sent, where no mail server was named."""
        return self.root / "mail"

    def create(self) -> None:
        """Make the folder; others (the PostgreSQL user) may pass through it, its files are closed to them."""
        self.root.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.root.chmod(0o755)

    def socket_folder(self) -> Path:
        """Return a folder for unix sockets whose path is short enough, ours, and closed to others."""
        folder = self.root / "run"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER or (os.geteuid() == 0 and not is_open(self.root)):
            name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:10]
            folder = Path(tempfile.gettempdir()) / f"leadcrm-{os.getuid()}-{name}"
        folder.mkdir(exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            raise CannotStart(f"{folder} belongs to someone else. Set LEADCRM_DATA to a shorter path.")
        folder.chmod(0o755 if os.geteuid() == 0 else 0o700)  # mkdir's own mode is cut by the umask
        return folder


def here() -> Home:
    """Return this copy's home, named by ``LEADCRM_DATA`` or ``./var``."""
    return Home(Path(os.environ.get("LEADCRM_DATA") or BASE / "var").resolve())


def is_open(path: Path) -> bool:
    """Whether any user may pass through this folder and all above it."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def write_private(path: Path, text: str) -> None:
    """Write the file in one step, readable by its owner alone."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)

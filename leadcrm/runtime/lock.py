"""One supervisor per data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from leadcrm.runtime.errors import CannotStart
from leadcrm.runtime.home import Home


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Hold the folder's lock; the kernel releases it however we end.

    Raises: CannotStart naming the other's pid if it is held.
    """
    with home.lock_file.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            other = lock.read().strip() or "unknown"
            raise CannotStart(
                f"Leadcrm already runs on {home.root} (pid {other}). Stop it first, or start a second copy "
                "with another LEADCRM_DATA and PORT."
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield

"""Places where a test may kill or fail a process, so that crashes are tried and not imagined.

A test arms one by writing ``kill`` or ``raise`` into ``failpoints/<name>`` of the data folder; the first
process to pass it takes the file away and does as it says. Nothing happens unless ``LEADCRM_TEST_RIG`` is
set, which `tests/faults/rig.py` does and production never may.
"""

import os
import signal
from pathlib import Path

from django.conf import settings


# Every failpoint there is, so that a test cannot arm one that no code passes.
NAMES = frozenset(
    {
        "intake_before_commit",
        "intake_after_commit",
        "pipeline_before_commit",
        "pipeline_after_commit",
        "convert_after_account",
        "convert_after_contact",
        "convert_after_opportunity",
        "convert_before_commit",
        "enrollment_before_commit",
        "erasure_files_before_commit",
        "erasure_rows_before_commit",
        "import_chunk_before_commit",
        "import_chunk_after_commit",
        "mail_before_data",
        "mail_after_data",
        "mailbox_before_mark",
        "visits_before_commit",
        "webhook_after_post",
    }
)


class FailpointReached(Exception):
    """A test asked for a failure here."""


def failpoint(name: str) -> None:
    """Do nothing, unless a test armed this name: then kill this process, or raise.

    Raises: FailpointReached if armed so; KeyError for a name that is not listed.
    """
    if not settings.TEST_RIG:
        return
    if name not in NAMES:
        raise KeyError(name)
    action = _take(settings.DATA_DIR / "failpoints" / name)
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "raise":
        raise FailpointReached(name)


def _take(armed: Path) -> str:
    """Return what is asked for, to one process only: the rename succeeds once."""
    taken = armed.with_name(f"{armed.name}.{os.getpid()}")
    try:
        armed.rename(taken)
    except FileNotFoundError:
        return ""
    return taken.read_text().strip()

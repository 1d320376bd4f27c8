"""pytest plugin (``-p tests.embedded``): a throw-away PostgreSQL and Valkey for the whole run.

A conftest would be too late: pytest-django imports the settings in ``pytest_load_initial_conftests``.
With DATABASE_URL set, the tests use that server instead; ``pytest -n`` workers inherit the first process's.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from leadcrm import catalogs
from leadcrm.runtime.console import Console
from leadcrm.runtime.home import BASE, Home
from leadcrm.runtime.stores import Stores
from tests import once


# Nothing here survives the run, so nothing need reach the disk.
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "100"}
QUIET = {"log_min_messages": "panic", "log_min_duration_statement": "-1"}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadcrm.settings")
    # While thousands of tests are collected nothing becomes garbage, and looking for it takes a third of the time.
    gc.disable()
    catalogs.compile_stale(BASE / "locale")
    if once.FOLDER not in os.environ:
        _make_the_run_s_folder()
    if "DATABASE_URL" in os.environ:
        _take_a_broker_of_its_own()
        return
    root = once.folder()
    with (root / "stores.log").open("ab") as log:
        stores = Stores(Home(root), Console(sink=log, colored=False))
        atexit.register(_stop, stores)  # also when the settings fail to load, where pytest calls no hook
        stores.start_postgres(**FAST, **QUIET)
        stores.start_valkey()
    os.environ.update(stores.addresses, LEADCRM_DATA=str(root))


def pytest_collection_finish() -> None:
    """Look for garbage again, but never more among what was imported and collected, which stays."""
    gc.freeze()
    gc.enable()


def _make_the_run_s_folder() -> None:
    root = Path(tempfile.mkdtemp(prefix="leadcrm-test-"))
    root.chmod(0o755)
    os.environ[once.FOLDER] = str(root)
    atexit.register(shutil.rmtree, root, ignore_errors=True)


def _take_a_broker_of_its_own() -> None:
    """Let each of ``pytest -n``'s workers ring in a database of its own: else a test hears what another one rang."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    url = os.environ.get("REDIS_URL", "")
    if number.isdigit() and url.endswith("/0"):
        os.environ["REDIS_URL"] = url.removesuffix("0") + str(int(number) % 15 + 1)


def _stop(stores: Stores) -> None:
    stores.stop(seconds=5)

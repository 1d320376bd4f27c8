import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import once
from tests.capture.imap_server import MailServer, mail_server
from tests.faults.fixtures import begin_with
from tests.faults.mailroom import Mailroom
from tests.faults.rig import Rig
from tests.flows.road import Office
from tests.messaging.hook_sink import HookSink, hook_sink


DATABASES = ("DATABASE_URL", "DATABASE_OWNER_URL")
# The crowd comes from one network; its limit is tested elsewhere.
UNLIMITED = {"FORM_LIMIT": "1000000", "FORM_LIMIT_PER_NETWORK": "1000000"}
# Waits that a test can sit out: for what a dead worker held, and for what no bell announced.
SWIFT = {"LEASE_SECONDS": "6", "SWEEP_SECONDS": "1"}
# Waits of the mail server that a test can sit out, and no bound on how many leave.
IMPATIENT = {"MAIL_PER_MINUTE": "0", "MAIL_TIMEOUT": "2", "MAIL_PATIENCE": "2", "VISIBILITY_TIMEOUT": "5"}


@pytest.fixture
def outside() -> dict[str, str]:
    """The servers of the test run, as an operator would name them, and a database there of one test's own."""
    once.copy_database("outside")
    addresses = {name: once.address_of(os.environ[name], "outside") for name in DATABASES}
    return addresses | {"REDIS_URL": os.environ["REDIS_URL"]}


@pytest.fixture(scope="session")
def letters() -> Iterator[MailServer]:
    """A mailbox, which the battered copy may read though it is on the loopback."""
    with mail_server() as running:
        yield running


@pytest.fixture(scope="session")
def battered_office(made_folder: Path, letters: MailServer) -> Iterator[Office]:
    """A workspace of a copy that is killed in many ways and comes back each time; in the end nothing runs."""
    folder = Path(tempfile.mkdtemp(prefix="leadcrm-rig-"))
    folder.chmod(0o755)
    reachable = {"OUTBOUND_EXCEPTIONS": f"127.0.0.1:{letters.port}"}
    rig = Rig(folder / "data", env=SWIFT | UNLIMITED | reachable)
    begin_with(rig.root, made_folder)
    try:
        rig.start()
        yield Office.open(rig, "battered")
        assert rig.stop() == 0
        assert rig.survivors() == []
    finally:
        rig.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def office(battered_office: Office) -> Office:
    """The battered copy, up again from whatever the test before did to it."""
    rig = battered_office.rig
    rig.wait_until(rig.is_ready, seconds=60, what="ready after the test before")
    return battered_office


@pytest.fixture(scope="session")
def hooks() -> Iterator[HookSink]:
    """A server that takes webhooks, which the mail room's copy may call though it is on the loopback."""
    with hook_sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def mailroom(hooks: HookSink, made_folder: Path) -> Iterator[Mailroom]:
    """A workspace of a copy whose workers die while they send and share out; one start for all of them."""
    folder = Path(tempfile.mkdtemp(prefix="leadcrm-rig-"))
    folder.chmod(0o755)
    rig = Rig(folder / "data", env=SWIFT | IMPATIENT | {"OUTBOUND_EXCEPTIONS": f"127.0.0.1:{hooks.port}"})
    begin_with(rig.root, made_folder)
    try:
        rig.start()
        yield Mailroom(Office.open(rig, "post"))
    finally:
        rig.drop()
        shutil.rmtree(folder, ignore_errors=True)

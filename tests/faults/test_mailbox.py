"""A worker that reads a mailbox is killed while it takes mails and before it marks them: each ends as one inquiry."""

from collections.abc import Iterator

import pytest

from tests.capture.imap_server import PASSWORD, USER, MailServer
from tests.faults.mailroom import PROGRAM
from tests.faults.rig import Rig
from tests.flows.road import Office


pytestmark = [pytest.mark.faults, pytest.mark.slow]
LETTERS = 60
MAKE = """
from capture.services import mailboxes
from capture.services.mailboxes import Settings
with workspace_scope(workspace):
    made = mailboxes.create(settings=Settings(
        host="127.0.0.1", port={port}, security="plain", username={user!r}, password={password!r}, folder="INBOX",
        after="seen", takes_old=True), by=None, at=now)
    mailboxes.switch(mailbox=made, is_active=True, by=None, at=now)
"""
# A dead worker's lease ends by itself after some minutes, which a test need not sit out.
EXPIRE = "UPDATE work_workitem SET lease_until = now(), due_at = now() WHERE queue = 'mailbox' RETURNING id"
TAKEN = "SELECT taken, last_uid, marked_uid, failures FROM capture_mailbox WHERE username = %s"
INQUIRIES = """
SELECT payload->'mail'->>'subject', count(*), bool_and(state = 'accepted' AND lead_id IS NOT NULL)
FROM capture_inquiry WHERE payload->'mail'->>'subject' LIKE 'Baño %%' GROUP BY 1
"""


def letter(number: int) -> bytes:
    return (
        f"From: Ana Ruiz <ana@cliente{number}.es>\r\nTo: {USER}\r\nSubject: =?utf-8?q?Ba=C3=B1o_{number}?=\r\n"
        f"Message-ID: <m{number}@cliente{number}.es>\r\n\r\nQuiero reformar el baño.\r\n"
    ).encode()


@pytest.fixture
def taken(office: Office, letters: MailServer) -> Iterator[Rig]:
    """The copy with a mailbox full of mails that nobody took yet; switched off again at the end."""
    letters.deliver(*[letter(number) for number in range(LETTERS)])
    body = MAKE.format(port=letters.port, user=USER, password=PASSWORD)
    for point in ("intake_before_commit", "intake_after_commit", "mailbox_before_mark"):
        office.rig.arm(point)
    office.rig.manage(
        "shell", "-v", "0", "-c", PROGRAM.format(slug=office.slug, body=body), json_answer=False
    )
    yield office.rig
    office.rig.sql("UPDATE capture_mailbox SET is_active = false RETURNING id")


def test_mails_are_neither_lost_nor_doubled_whenever_their_reader_dies(
    office: Office, taken: Rig, letters: MailServer
) -> None:
    for point in ("intake_before_commit", "intake_after_commit", "mailbox_before_mark"):
        taken.wait_until(lambda point=point: not taken.is_armed(point), seconds=60, what=f"died at {point}")
        taken.sql(EXPIRE)
    # Once more wherever it is, with every process of the worker.
    former = taken.pids()["worker"]
    taken.kill9_tree("worker")
    taken.wait_until_revived("worker", former=former)
    taken.sql(EXPIRE)
    taken.wait_until(lambda: all(letters.read().values()), seconds=90, what="every mail is marked as read")
    taken.wait_until(
        lambda: len(taken.sql(INQUIRIES)) == LETTERS and all(done for *_, done in taken.sql(INQUIRIES)),
        seconds=60,
        what="each mail is a lead's inquiry",
    )

    assert {times for _subject, times, _done in taken.sql(INQUIRIES)} == {1}
    ((count, last, marked, failures),) = taken.sql(TAKEN, [USER])
    assert (count, last - marked, failures) == (LETTERS, 0, 0)
    office.is_sound()

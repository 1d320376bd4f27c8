"""Reading mailboxes; the handler of queue "mailbox". Safe to kill at any instant.

A mail's inquiry and the number up to which the mailbox is read are committed together; only then is the mail marked
in the mailbox. What a dead worker left unmarked, the next pass marks. Where the server counts anew (UIDVALIDITY),
mails are recognized by what they say (``mails.receive``), so none becomes two inquiries. No transaction is open while
the server is waited for.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import F

from capture.mailbox_choices import After, Fault
from capture.models import Mailbox
from capture.services import imap, mails
from capture.services.imap import Door, Session, Trouble
from capture.services.mailboxes import QUEUE
from core import seal
from core.failpoints import failpoint
from core.scope import workspace_scope
from work import claim, queue
from work.claim import Batch


logger = logging.getLogger(__name__)
# Longer than a connection may last, with what is stored in between.
LEASE = timedelta(minutes=4)
EVERY = timedelta(minutes=1)
# After each failure twice as long, up to an hour; a refused password waits longer, lest the account be locked.
PATIENCE, LONGEST = timedelta(minutes=1), timedelta(hours=1)
AFTER_BAD_LOGIN = timedelta(minutes=15)
MOST_MAILS = 50
# No further mail is begun after this, so that other mailboxes get their turn.
READING_SECONDS = 30


class _TakenOver(Exception):
    """The claim is no longer ours: the settings changed, or another worker has it."""


@dataclass(slots=True)
class _Turn:
    """One mailbox in one pass: what it is set to, and how far this pass has come."""

    batch: Batch
    mailbox: Mailbox
    started: float = field(default_factory=time.monotonic)
    has_more: bool = False

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Open a transaction in which the claim is still ours.

        Raises: _TakenOver.
        """
        with workspace_scope(self.batch.workspace_id):
            if self.mailbox.pk not in claim.renew(self.batch, [self.mailbox.pk], lease=LEASE):
                raise _TakenOver
            yield

    def note(self, **values: Any) -> None:
        """Write down what is known of the mailbox; call inside ``scope``."""
        Mailbox.objects.filter(pk=self.mailbox.pk).update(**values)
        for name, value in values.items():
            if isinstance(value, int | None):
                setattr(self.mailbox, name, value)


def run(batch: Batch) -> None:
    """Read the mailboxes, each over a connection of its own, and say when each is due again."""
    for key in batch.keys:
        try:
            _visit(batch, key)
        except _TakenOver:
            logger.info("Mailbox %s was changed while it was read", key)


def _visit(batch: Batch, key: int) -> None:
    with workspace_scope(batch.workspace_id):
        mailbox = Mailbox.objects.filter(pk=key).first()
    if mailbox is None or not (mailbox.is_active or mailbox.wants_test):
        return
    turn = _Turn(batch, mailbox)
    try:
        with imap.connected(_door(mailbox), most_bytes=mails.MOST_BYTES) as session:
            _read(turn, session)
    except Trouble as trouble:
        turn.has_more = False
        _end(turn, trouble)
    else:
        _end(turn, None)


def _door(mailbox: Mailbox) -> Door:
    try:
        password = seal.open_seal(mailbox.password)
    except seal.Broken as error:
        raise Trouble(Fault.KEY_LOST) from error
    return Door(mailbox.host, mailbox.port, mailbox.security, mailbox.username, password)


def _read(turn: _Turn, session: Session) -> None:
    """Look whether all is there, and take what is new if the mailbox is on.

    Raises: Trouble, _TakenOver.
    """
    mailbox = turn.mailbox
    if mailbox.after == After.MOVE and not session.has(mailbox.move_to):
        raise Trouble(Fault.NO_TARGET, mailbox.move_to)
    folder = session.open(mailbox.folder)
    with turn.scope():
        turn.note(found=folder.count)
    if not mailbox.is_active:
        return
    _begin(turn, session, folder)
    _mark(turn, session)
    while not turn.has_more and mailbox.last_uid < folder.next_uid - 1:
        uids, end = session.after(mailbox.last_uid, before=folder.next_uid, most=MOST_MAILS)
        _take(turn, session, uids, end)
        failpoint("mailbox_before_mark")
        _mark(turn, session)
        # Fifty at a time: what is left follows at once, after other mailboxes had their turn.
        turn.has_more = turn.has_more or (bool(uids) and mailbox.last_uid < folder.next_uid - 1)


def _begin(turn: _Turn, session: Session, folder: imap.Folder) -> None:
    """Bring the place up to which the mailbox is read into line with how the server counts now.

    Where it counts anew, mails of the days since the mailbox was set up are read again and recognized.
    """
    mailbox = turn.mailbox
    if mailbox.uidvalidity == folder.validity:
        return
    start = 0
    if not mailbox.takes_old:
        start = (
            folder.next_uid - 1 if mailbox.uidvalidity is None else _since_it_is_ours(turn, session, folder)
        )
    with turn.scope():
        turn.note(uidvalidity=folder.validity, last_uid=start, marked_uid=start)


def _since_it_is_ours(turn: _Turn, session: Session, folder: imap.Folder) -> int:
    """Return the number before the first mail that came when the mailbox was set up, or later."""
    # A day earlier: which day a server means is its own affair.
    since, start = (turn.mailbox.created_at - timedelta(days=1)).date(), 0
    while start < folder.next_uid - 1:
        uids, end = session.after(start, before=folder.next_uid, since=since, most=1)
        if uids:
            return uids[0] - 1
        start = end
    return start


def _take(turn: _Turn, session: Session, uids: list[int], end: int) -> None:
    """Store the mails one by one, and the place after each; then the place up to which there are none."""
    sizes = session.sizes(uids)
    for uid in uids:
        if time.monotonic() - turn.started > READING_SECONDS:
            turn.has_more = True
            return
        if uid not in sizes:
            continue  # taken away meanwhile
        if sizes[uid] > mails.MOST_BYTES:
            with turn.scope():
                turn.note(last_uid=uid, too_large=F("too_large") + 1)
            continue
        _keep(turn, uid, session.fetch(uid))
    with turn.scope():
        turn.note(last_uid=end)


def _keep(turn: _Turn, uid: int, raw: bytes) -> None:
    """Store a mail as an inquiry, and that it is read, in one transaction."""
    with turn.scope():
        try:
            inquiry, is_new = mails.receive(raw=raw, at=turn.batch.claimed_at)
        except mails.NoMail:
            turn.note(last_uid=uid)
            return
        except mails.TooLarge:
            # A server that told another size than it sent.
            turn.note(last_uid=uid, too_large=F("too_large") + 1)
            return
        turn.note(last_uid=uid, taken=F("taken") + int(is_new))
        Mailbox.objects.filter(pk=turn.mailbox.pk).update(latest=inquiry)


def _mark(turn: _Turn, session: Session) -> None:
    """Mark in the mailbox what is stored, as far as that was not done; what was too large stays as it is."""
    mailbox = turn.mailbox
    done, wanted = mailbox.marked_uid, mailbox.last_uid
    while done < wanted and mailbox.after != After.KEEP:
        uids, end = session.after(done, before=wanted + 1, most=MOST_MAILS)
        fit = [uid for uid, size in session.sizes(uids).items() if size <= mails.MOST_BYTES]
        session.mark(sorted(fit), after=mailbox.after, move_to=mailbox.move_to)
        done = end
        with turn.scope():
            turn.note(marked_uid=done)


def _end(turn: _Turn, trouble: Trouble | None) -> None:
    """Write down how it went, and when the next reading is due."""
    with turn.scope():
        mailbox = Mailbox.objects.select_for_update(no_key=True).get(pk=turn.mailbox.pk)
        mailbox.fault = trouble.fault if trouble else ""
        mailbox.detail = trouble.detail if trouble else ""
        mailbox.failures = min(mailbox.failures + 1, 1000) if trouble else 0
        at, wait = turn.batch.claimed_at, timedelta(0) if turn.has_more else pause(mailbox)
        if mailbox.wants_test:
            mailbox.wants_test, mailbox.tested_at = False, at
        mailbox.polled_at = at
        mailbox.next_poll_at = at + wait if mailbox.is_active else None
        mailbox.save()
        if mailbox.is_active:
            queue.mark(QUEUE, [mailbox.pk], delay=wait, reschedule=True)
    if trouble:
        logger.warning("Mailbox %s could not be read: %s", turn.mailbox.pk, trouble.fault)


def pause(mailbox: Mailbox) -> timedelta:
    """Return how long to wait until the next reading."""
    if not mailbox.failures:
        return EVERY
    wait = min(PATIENCE * 2 ** min(mailbox.failures - 1, 10), LONGEST)
    return max(wait, AFTER_BAD_LOGIN) if mailbox.fault == Fault.BAD_LOGIN else wait

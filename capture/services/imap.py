"""One connection to a mailbox by IMAP: bounded in time and size, and only to public addresses (W3).

IMAPClient speaks the protocol; the socket is ours, so that the address that was checked is the one that is asked.
"""

import imaplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any

from django.conf import settings
from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from capture.mailbox_choices import After, Fault, Security
from core import outbound
from core.text import clean


PORTS = {993, 143}
CONNECT_SECONDS, READ_SECONDS = 10, 30
# A server that sends a byte now and then is left when this is over.
SESSION_SECONDS = 120
# Numbers of mails are asked for by ranges, since a line of an answer may not be longer than a megabyte.
RANGE = 10_000
MOST_RANGES = 50


class Trouble(Exception):
    """The mailbox could not be read; ``detail`` is what the server said, if it said anything."""

    def __init__(self, fault: Fault, detail: object = "") -> None:
        self.fault = fault
        self.detail = clean(str(detail))[:300]
        super().__init__(f"{fault}: {self.detail}")


@dataclass(frozen=True, slots=True)
class Door:
    """Where a mailbox is and how one gets in."""

    host: str
    port: int
    security: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What the server says of a folder: the numbers of its mails count for as long as ``validity`` is the same."""

    validity: int
    next_uid: int
    count: int


class _Wire(imaplib.IMAP4):
    """The standard library's client over a connection that stands already; it reads no more than is wanted."""

    def __init__(self, link: socket.socket, door: Door, *, most_bytes: int) -> None:
        self._link, self._most = link, most_bytes
        super().__init__(door.host, door.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._link

    def read(self, size: int) -> bytes:
        if size > self._most:
            raise self.abort(f"a literal of {size} bytes")
        return super().read(size)


class _Client(IMAPClient):
    def __init__(self, wire: _Wire, door: Door) -> None:
        self._wire = wire
        super().__init__(door.host, door.port, ssl=door.security == Security.TLS, timeout=READ_SECONDS)

    def _create_IMAP4(self) -> _Wire:  # noqa: N802 - its name in IMAPClient
        return self._wire


@contextmanager
def connected(door: Door, *, most_bytes: int) -> Iterator["Session"]:
    """Sign in, and sign out in the end; every fault on the way is a Trouble. It lasts two minutes at most.

    ``most_bytes`` bounds what is read in one piece. Raises: Trouble.
    """
    lines = [_link(door)]
    watch = Timer(SESSION_SECONDS, _cut, (lines,))
    watch.daemon = True
    watch.start()
    try:
        with _told_apart():
            client = _Client(_Wire(lines[0], door, most_bytes=most_bytes), door)
            _close_to_others(client, door)
            # STARTTLS puts another socket in place of the first.
            lines.append(client.socket())
            _sign_in(client, door)
        yield Session(client)
        with suppress(IMAPClientError, imaplib.IMAP4.error, OSError):
            client.logout()
    finally:
        watch.cancel()
        for line in lines:
            line.close()


def _cut(lines: Sequence[socket.socket]) -> None:
    """End whatever is being read or written; closing alone would leave a reader waiting."""
    with suppress(OSError):
        socket.socket.shutdown(lines[-1], socket.SHUT_RDWR)


@contextmanager
def _told_apart() -> Iterator[None]:
    """Name what goes wrong with a server in our words."""
    try:
        yield
    except LoginError as error:
        raise Trouble(Fault.BAD_LOGIN, _said(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise Trouble(Fault.BAD_CERTIFICATE, error.verify_message) from error
    except ssl.SSLError as error:
        raise Trouble(Fault.NO_TLS, error.reason) from error
    except TimeoutError as error:
        raise Trouble(Fault.TOO_SLOW) from error
    except OSError as error:
        raise Trouble(Fault.UNREACHABLE, error.strerror or error) from error
    # What the libraries raise on answers that are none is not listed anywhere.
    except (IMAPClientError, imaplib.IMAP4.error, ValueError, KeyError, IndexError, TypeError) as error:
        raise Trouble(Fault.PROTOCOL, _said(error)) from error


def _said(error: Exception) -> str:
    text = str(error)
    # The libraries repeat the server's bytes as Python writes them.
    return text[2:-1] if text[:2] in {"b'", 'b"'} else text


def _link(door: Door) -> socket.socket:
    """Return the line to the server, closed by TLS if it is from the start."""
    is_named = f"{door.host.lower()}:{door.port}" in settings.OUTBOUND_EXCEPTIONS
    if not is_named and (door.port not in PORTS or (door.security == Security.PLAIN and not settings.LOCAL)):
        raise Trouble(Fault.REFUSED)
    try:
        link = outbound.connect(door.host, door.port, seconds=CONNECT_SECONDS)
    except outbound.Refused as refusal:
        raise Trouble(Fault.REFUSED) from refusal
    except socket.gaierror as error:
        raise Trouble(Fault.UNKNOWN_HOST, error.strerror) from error
    except OSError as error:
        raise Trouble(Fault.UNREACHABLE, error.strerror or error) from error
    if door.security != Security.TLS:
        return link
    try:
        with _told_apart():
            return ssl.create_default_context().wrap_socket(link, server_hostname=door.host)
    except Trouble:
        link.close()
        raise


def _close_to_others(client: IMAPClient, door: Door) -> None:
    if door.security == Security.STARTTLS:
        try:
            client.starttls(ssl.create_default_context())
        except CapabilityError as error:
            raise Trouble(Fault.NO_TLS, "STARTTLS") from error


def _sign_in(client: IMAPClient, door: Door) -> None:
    # LOGIN takes ASCII alone; SASL's PLAIN takes everything.
    if (door.username + door.password).isascii():
        client.login(door.username, door.password)
    else:
        client.plain_login(door.username, door.password)


class Session:
    """A mailbox that is open. Each method raises Trouble if the server does not answer as it should."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client

    @_told_apart()
    def open(self, folder: str) -> Folder:
        """Choose the folder."""
        try:
            told = self._client.select_folder(folder)
        except IMAPClientError as error:
            raise Trouble(Fault.NO_FOLDER, _said(error)) from error
        following = told.get(b"UIDNEXT")
        if following is None:
            following = self._client.folder_status(folder, ["UIDNEXT"])[b"UIDNEXT"]
        return Folder(int(told[b"UIDVALIDITY"]), int(following), int(told[b"EXISTS"]))

    @_told_apart()
    def has(self, folder: str) -> bool:
        """Say whether there is a folder of this name."""
        try:
            self._client.folder_status(folder, ["UIDVALIDITY"])
        except IMAPClientError:
            return False
        return True

    @_told_apart()
    def after(self, uid: int, *, before: int, since: Any = None, most: int) -> tuple[list[int], int]:
        """Return the numbers of the next mails after ``uid``, at most so many, and up to which number was looked.

        ``since``: only mails that arrived at this date or later.
        """
        extra = ["SINCE", since] if since else []
        start = uid + 1
        for _turn in range(MOST_RANGES):
            if start >= before:
                return [], max(before - 1, uid)
            end = min(start + RANGE, before) - 1
            found = sorted(self._client.search(["UID", f"{start}:{end}", "UNDELETED", *extra]))
            if mine := [one for one in found if start <= one <= end][:most]:
                return mine, mine[-1] if len(found) > most else end
            start = end + 1
        return [], start - 1

    @_told_apart()
    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return how large the mails are that are still there."""
        told = self._client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
        return {uid: int(about[b"RFC822.SIZE"]) for uid, about in told.items() if b"RFC822.SIZE" in about}

    @_told_apart()
    def fetch(self, uid: int) -> bytes:
        """Return the mail's source, without a mark that it was read; empty if it is gone."""
        told = self._client.fetch([uid], ["BODY.PEEK[]"])
        source = told.get(uid, {}).get(b"BODY[]")
        return source if isinstance(source, bytes) else b""

    @_told_apart()
    def mark(self, uids: Sequence[int], *, after: str, move_to: str) -> None:
        """Do with read mails what is wanted; those that are gone are passed over, so it may be done twice."""
        if not uids or after == After.KEEP:
            return
        if after == After.SEEN:
            self._client.add_flags(uids, [rb"\Seen"], silent=True)
            return
        try:
            self._client.move(uids, move_to)
        except CapabilityError:
            self._client.copy(uids, move_to)
            self._client.delete_messages(uids, silent=True)
            with suppress(CapabilityError):
                self._client.uid_expunge(uids)

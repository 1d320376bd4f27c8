"""Mails that tell what became of mails: delivery reports (RFC 3464) and complaints (RFC 5965); pure."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import parsedate_to_datetime
from uuid import UUID

from core.text import clean
from messaging.choices import EventKind
from messaging.engine.inbound import MOST_REASON, Told, identity, moment, send_id
from messaging.engine.rules import DEAD_ADDRESS


# Exim, qmail and others report in words, with a copy of the mail below (RFC 3464 came later).
DAEMON = re.compile(r"mailer-?daemon|mail delivery (?:sub)?system|postmaster@", re.IGNORECASE)
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,2}\.\d{1,3})(?![\d.])")
NOBODY = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|address)|no mailbox here by that name"
    r"|(?:address|user|mailbox|recipient)(?: \S+)? (?:does not exist|not found)",
    re.IGNORECASE,
)
WAITING = re.compile(
    r"delay|still being retried|warning: (?:message|could not send)|will (?:be )?retr(?:y|ied)", re.IGNORECASE
)
COPY = re.compile(r"^(?:X-Send-Id|Message-ID):\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
# Where the copy begins there is nothing more about why.
MOST_WORDS, MOST_TEXT = 4000, 200_000


def read(raw: bytes, *, at: datetime) -> list[Told]:
    """Return what the mail reports, one event for each recipient; none if it is no report.

    Only codes that are about the address itself say that it is dead; a full mailbox or a refused letter counts as
    put off. ``at`` is now: a report of a time to come is of now.
    """
    mail = message_from_bytes(raw)
    reports = list(_reports(mail))
    original = _original(mail)
    if not reports and (plain := _in_words(mail)):
        reports, original = [plain[:3]], plain[3]
    name = _text(mail, "Message-ID") or hashlib.sha256(raw).hexdigest()
    happened_at = moment(_date(mail), at)
    return [
        Told(
            event_id=identity(f"{name}#{place}"),
            kind=kind,
            occurred_at=happened_at,
            address=address,
            send_id=original,
            reason=reason[:MOST_REASON],
            detail={"type": kind.value, "reason": reason[:MOST_REASON]},
        )
        for place, (kind, address, reason) in enumerate(reports)
    ]


def _reports(mail: Message) -> Iterator[tuple[EventKind, str, str]]:
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if "Action" in block:
                    yield _delivery(block)
        elif part.get_content_type() == "message/feedback-report":
            for block in _blocks(part):
                abuse = _text(block, "Feedback-Type").lower() == "abuse"
                kind = EventKind.COMPLAINED if abuse else EventKind.OTHER
                yield kind, _text(block, "Original-Rcpt-To"), ""


def _in_words(mail: Message) -> tuple[EventKind, str, str, UUID] | None:
    """Return what a server says in words of a mail of ours that it brings back; None if it brings back none."""
    if not DAEMON.search(_text(mail, "From")) and "X-Failed-Recipients" not in mail:
        return None
    text = next((_words(part) for part in mail.walk() if part.get_content_type() == "text/plain"), "")
    copy = next((found for found in COPY.finditer(text) if send_id(found[1])), None)
    original = send_id(copy[1]) if copy else _original(mail)
    if original is None:
        return None
    said = text[: min(copy.start() if copy else MOST_WORDS, MOST_WORDS)]
    status = STATUS.search(said)
    kind = EventKind.SOFT
    if WAITING.search(f"{_text(mail, 'Subject')}\n{said}"):
        kind = EventKind.OTHER
    elif status[1] in DEAD_ADDRESS if status else NOBODY.search(said):
        kind = EventKind.BOUNCED
    reason = next(
        (line.strip() for line in said.splitlines() if STATUS.search(line) or NOBODY.search(line)), ""
    )
    return kind, "", clean(reason), original


def _words(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload[:MOST_TEXT].decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _delivery(block: Message) -> tuple[EventKind, str, str]:
    status = _text(block, "Status").split(" ")[0]
    kind = {"failed": EventKind.SOFT, "delivered": EventKind.DELIVERED}.get(
        _text(block, "Action").lower(), EventKind.OTHER
    )
    if kind == EventKind.SOFT and status in DEAD_ADDRESS:
        kind = EventKind.BOUNCED
    reached = _text(block, "Original-Recipient") or _text(block, "Final-Recipient")
    said = _text(block, "Diagnostic-Code").partition(";")
    return kind, reached.rpartition(";")[2].strip(), (said[2] or said[0]).strip() or status


def _original(mail: Message) -> UUID | None:
    """Return our id of the mail that came back with the report, if it did."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            found = _blocks(part)
        elif part.get_content_type() == "text/rfc822-headers":
            found = [message_from_string(str(part.get_payload()))]
        else:
            continue
        for original in found:
            if named := send_id(_text(original, "X-Send-Id")) or send_id(_text(original, "Message-ID")):
                return named
    return None


def _text(mail: Message, name: str) -> str:
    return " ".join(clean(str(mail.get(name, ""))).split())


def _date(mail: Message) -> str:
    try:
        return parsedate_to_datetime(_text(mail, "Date")).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""

"""The parts of a mail (RFC 2045, RFC 2046): what is to be read, what hangs on it, and which reports it carries."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from capture.parsers.mail import attachments, charsets, html
from capture.parsers.mail.attachments import Attachment


MOST_PARTS = 1000
MOST_TEXT = 1_000_000
ATTACHED = re.compile(r"\s*attachment", re.IGNORECASE)


@dataclass(slots=True)
class Content:
    """What a mail holds; ``types`` are all its parts' content types, ``inner`` the mails inside it."""

    text: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    inner: list[Message] = field(default_factory=list)
    # the bytes of each attachment, in the order of ``attachments``
    files: list[bytes] = field(default_factory=list)
    calendar: str = ""
    # what the calendar's part says of itself
    method: str = ""

    @property
    def readable(self) -> str:
        """Return the text: the plain part if it says anything, else the page's."""
        return self.text if self.text.strip() else html.to_text(self.html)


def read(mail: Message) -> Content:
    """Return the mail's content; parts of mails inside it are not its own."""
    content = Content()
    for place, part in enumerate(_leaves(mail)):
        if place >= MOST_PARTS:
            break
        _take(content, part)
    content.text, content.html = content.text.strip("\r\n"), content.html.strip()
    return content


def _leaves(part: Message) -> Iterator[Message]:
    """Walk the parts in order, without recursion, not into other mails."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        payload = one.get_payload()
        if one.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(reversed([inner for inner in payload if isinstance(inner, Message)]))
        yield one


def _take(content: Content, part: Message) -> None:
    kind = part.get_content_type()
    content.types.add(kind)
    payload = part.get_payload()
    if kind.startswith("multipart/") and isinstance(payload, list):
        return
    if isinstance(payload, list):
        if kind in {"message/rfc822", "message/global"}:
            content.inner += [inner for inner in payload if isinstance(inner, Message)]
        _attach_mail(content, part, kind)
        return
    raw = bytes_of(part)
    if kind == "text/calendar" and not content.calendar:
        content.calendar = charsets.decode(raw, charset_of(part))[:MOST_TEXT]
        content.method = parameter(part, "method")
    if _is_read(part, kind):
        _append(content, kind, charsets.decode(raw, charset_of(part))[:MOST_TEXT])
    elif raw or attachments.file_name(part):
        content.attachments.append(attachments.read(part, raw))
        content.files.append(raw)


def _attach_mail(content: Content, part: Message, kind: str) -> None:
    """Keep a mail inside this one among the files, unless it is a report's."""
    if kind in {"message/rfc822", "message/global"}:
        raw = b"".join(_source(inner) for inner in content.inner[-1:])
        content.attachments.append(attachments.read(part, raw))
        content.files.append(raw)


def _source(mail: Message) -> bytes:
    try:
        return mail.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""


def _is_read(part: Message, kind: str) -> bool:
    """Say whether the part is meant to be read in the mail: text that is not declared to be a file."""
    if kind not in {"text/plain", "text/html", "text/enriched"} and not kind.startswith("multipart/"):
        return False
    if ATTACHED.match(str(part.get("Content-Disposition", ""))):
        return False
    return not attachments.file_name(part)


def _append(content: Content, kind: str, text: str) -> None:
    if kind == "text/html" or (_looks_like_html(text) and not content.text):
        content.html += text + "\n"
    else:
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        content.text = f"{content.text}\n\n{plain}" if content.text.strip() else plain


def _looks_like_html(text: str) -> bool:
    return bool(re.match(r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", text, re.IGNORECASE))


def bytes_of(part: Message) -> bytes:
    """Return the part's bytes with its transfer encoding undone (RFC 2045 §6), as far as it can be."""
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError, binascii.Error, AttributeError):
        raw = None
    if isinstance(raw, bytes):
        return raw
    payload = part.get_payload()
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def charset_of(part: Message) -> str:
    """Return the charset that the part names, "" if none can be read."""
    return parameter(part, "charset")


def parameter(part: Message, name: str) -> str:
    """Return a parameter of the part's type, "" if none can be read."""
    try:
        found = part.get_param(name, "")
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""
    return found if isinstance(found, str) else ""

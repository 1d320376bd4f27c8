"""One mail's source read from end to end; what the house knows, such as its own addresses, is handed in. Pure."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from capture.parsers.mail import fields, forwards, headers, invitations, kind, newest, parts, signature
from capture.parsers.mail.attachments import Attachment
from capture.parsers.mail.fields import FormMail
from capture.parsers.mail.forwards import Forward
from capture.parsers.mail.headers import Person
from capture.parsers.mail.kind import Kind
from capture.parsers.mail.parts import Content
from capture.parsers.mail.signature import Hints
from core.text import clean


MOST_BODY = 10_000


@dataclass(frozen=True, slots=True)
class House:
    """Whose inbox it is: its domains, its people's addresses, and the country numbers without a prefix are of."""

    domains: Collection[str] = ()
    people: Collection[str] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says. ``sender`` is who sent it, ``person`` who is meant: of a form's mail the visitor, of what a
    colleague hands on the first writer. ``body`` is the newest text.
    """

    kind: Kind
    sender: Person = field(default_factory=Person)
    person: Person = field(default_factory=Person)
    subject: str = ""
    body: str = ""
    note: str = ""
    at: datetime | None = None
    message_id: str = ""
    answers: tuple[str, ...] = ()
    is_reply: bool = False
    by_colleague: bool = False
    hints: Hints = field(default_factory=Hints)
    form: FormMail | None = None
    attachments: Sequence[Attachment] = ()
    send_id: str = ""
    is_spam: bool = False
    identity: str = ""


def read(raw: bytes, house: House) -> Mail:
    """Return what the mail says.

    Raises: whatever the standard library's parser does on sources that break it, RecursionError among them; the
    caller keeps the source.
    """
    source = message_from_bytes(_unwrapped(raw))
    content = parts.read(source)
    text = content.readable
    sender = next(iter(headers.people(source, "From")), Person())
    subject = headers.text(source, "Subject")[:500]
    judged = kind.judge(source, content, own_domains=house.domains)
    form = _form(source, text, judged, sender)
    if form:
        judged = Kind()
    by_colleague = sender.email.lower() in house.people
    forward = forwards.read(subject, text, content) if by_colleague and not form else None
    body, sign = _body(text, content, judged, form, forward)
    person = _person(source, sender, form, forward)
    return Mail(
        kind=judged,
        sender=sender,
        person=person,
        subject=(forward.subject if forward and forward.subject else subject),
        body=clean(body)[:MOST_BODY],
        note=clean(forward.note)[:MOST_BODY] if forward else "",
        at=headers.date(source),
        message_id=next(iter(headers.ids(headers.raw(source, "Message-ID"))), ""),
        answers=headers.ids(*headers.every(source, "In-Reply-To"), *headers.every(source, "References")),
        is_reply=_is_reply(source, subject),
        by_colleague=by_colleague,
        hints=signature.read(body, sign, country=house.country, name=person.name),
        form=form,
        attachments=tuple(content.attachments),
        send_id=headers.raw(source, "X-Send-Id").strip()[:60],
        is_spam=kind.is_marked_spam(source),
        identity=_identity(raw, source, sender, subject, text),
    )


def file(raw: bytes, place: int) -> tuple[Attachment, bytes] | None:
    """Return the attachment at the place with its bytes, read anew from the source; None if there is none.

    Raises: as ``read``.
    """
    content = parts.read(message_from_bytes(_unwrapped(raw)))
    return (content.attachments[place], content.files[place]) if 0 <= place < len(content.files) else None


def _unwrapped(raw: bytes) -> bytes:
    """Return the source without what stores and transports put before it: BOM, blank lines, mbox's "From " line."""
    source = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if source.startswith((b"From ", b">From ")):
        source = source.partition(b"\n")[2]
    return source


def _form(source: Message, text: str, judged: Kind, sender: Person) -> FormMail | None:
    """Return the form's fields, if a website's mailer wrote this: it may look like bulk, never like an answer."""
    if judged.name in {kind.BOUNCE, kind.COMPLAINT} or judged.sign == "Auto-Submitted: auto-replied":
        return None
    if headers.raw(source, "In-Reply-To"):
        return None
    return fields.read(text)


def _body(
    text: str, content: Content, judged: Kind, form: FormMail | None, forward: Forward | None
) -> tuple[str, str]:
    """Return what is new in the mail, and the signature below it."""
    if form:
        return form.values.get("message") or text, ""
    if content.calendar and judged.sign.startswith("calendar"):
        return _invitation(content, text), ""
    found = newest.read(forward.text if forward else text or _inner_text(content))
    return found.text, found.signature


def _inner_text(content: Content) -> str:
    """Return what the mail inside says, where nothing is said around it, as some programs hand on and report."""
    return next((said for one in content.inner[:1] if (said := parts.read(one).readable)), "")


def _invitation(content: Content, text: str) -> str:
    summary = invitations.summary(content.calendar)
    head = f"{invitations.method(content)}: {summary}"
    return f"{text.strip()}\n\n{head}" if text.strip() else head


def _person(source: Message, sender: Person, form: FormMail | None, forward: Forward | None) -> Person:
    if forward:
        return forward.writer
    if form is None:
        return sender
    values = form.values
    name = values.get("full_name") or f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    answer_to = next((one for one in headers.people(source, "Reply-To") if one.email), Person())
    return Person(name or answer_to.name, values.get("email") or answer_to.email)


def _is_reply(source: Message, subject: str) -> bool:
    """Say whether the mail answers another: it names one (RFC 5322 §3.6.4), or its subject says so."""
    if headers.raw(source, "In-Reply-To").strip() or headers.raw(source, "References").strip():
        return True
    head = subject.lower().partition(":")[0].strip()
    return ":" in subject and head in {
        "re",
        "aw",
        "sv",
        "antw",
        "rif",
        "odp",
        "r",
        "res",
        "回复",
        "回覆",
        "答复",
        "ynt",
        "vs",
    }


def _identity(raw: bytes, source: Message, sender: Person, subject: str, text: str) -> str:
    """Return what makes two sources one mail: the Message-ID and what is said under it.

    Some programs give every mail the same id, so the id alone would lose mails; a mail that came on two ways differs
    in its trace fields only. Without an id the whole source counts.
    """
    named = next(iter(headers.ids(headers.raw(source, "Message-ID"))), "")
    if not named:
        return hashlib.sha256(raw).hexdigest()
    said = "\0".join((named, sender.email.lower(), subject, " ".join(text.split())))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()

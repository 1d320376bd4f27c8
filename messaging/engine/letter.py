"""The bytes of one e-mail; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from core.text import clean


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into an e-mail; ``id`` is the message's public id and makes Message-ID and X-Send-Id."""

    id: str
    host: str
    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    at: datetime
    html: str = ""
    to_name: str = ""
    reply_to: str = ""
    language: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def build(letter: Letter) -> bytes:
    """Return the mail as it is handed over: plain text, and HTML beside it if there is any."""
    message = EmailMessage(policy=policy.SMTP.clone(utf8=not _is_ascii(letter)))
    message["Date"] = format_datetime(letter.at)
    message["From"] = address(letter.sender, letter.sender_name)
    message["To"] = address(letter.to, letter.to_name)
    message["Subject"] = one_line(letter.subject)
    if letter.reply_to:
        message["Reply-To"] = address(letter.reply_to)
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return _raw_headers(letter) + message.as_bytes()


def _raw_headers(letter: Letter) -> bytes:
    """Return the headers that machines read; the library would encode a long address in the middle."""
    raw = {
        "Message-ID": f"<{letter.id}@{letter.host}>",
        "X-Send-Id": letter.id,
        **({"Content-Language": letter.language} if letter.language else {}),
        **letter.headers,
    }
    lines = [f"{one_line(name)}: {one_line(value)}" for name, value in raw.items() if value.isascii()]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def address(email: str, name: str = "") -> Address:
    """Return an address as a header writes it; a line break in the name cannot begin another header."""
    local, _at, host = one_line(email).rpartition("@")
    return Address(one_line(name)[:120], username=local, domain=host)


def one_line(text: str) -> str:
    """Return the text without line breaks and control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in clean(text)).split())


def _is_ascii(letter: Letter) -> bool:
    return letter.sender.isascii() and letter.to.isascii()

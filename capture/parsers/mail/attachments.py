"""What hangs on a mail: name, type, size, and whether it may be handed out. Nothing is ever run or unpacked.

Names: RFC 2183 and RFC 2231, and the encoded words that many mailers use instead. Types by the file's first bytes, as
the WHATWG MIME Sniffing standard lists them, since the type that is declared is the sender's word.
"""

import hashlib
import re
from dataclasses import asdict, dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import Any

from capture.parsers.mail import headers, words
from core.text import clean


LARGEST = 10 * 1024 * 1024
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xcf\xfa\xed\xfe",
)
KNOWN = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)
# What an ending promises of the first bytes.
PROMISES = {
    "pdf": {"pdf"},
    "png": {"png"},
    "jpg": {"jpg"},
    "jpeg": {"jpg"},
    "gif": {"gif"},
    "docx": {"zip"},
    "xlsx": {"zip"},
    "pptx": {"zip"},
    "zip": {"zip"},
}
# Leading BOM and spaces do not make a PDF another type.
HEAD = 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; ``verdict`` is ok, too_large, program (by its bytes), risky (by its name) or mismatch."""

    name: str
    type: str
    size: int
    sha256: str
    verdict: str

    @property
    def is_safe(self) -> bool:
        """Say whether it may be handed out."""
        return self.verdict == "ok"

    def as_json(self) -> dict[str, Any]:
        """Return it as an inquiry keeps it."""
        return asdict(self)


def read(part: Message, content: bytes) -> Attachment:
    """Return what is to be known of the file."""
    name = file_name(part)
    return Attachment(
        name=name,
        type=clean(part.get_content_type())[:120],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        verdict=judge(name, content),
    )


def judge(name: str, content: bytes) -> str:
    """Say whether the file may be handed out; see ``Attachment``."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if len(content) > LARGEST:
        return "too_large"
    if content.startswith(PROGRAMS):
        return "program"
    if ending in words.RISKY:
        return "risky"
    if content and ending in PROMISES and _kind(content) not in PROMISES[ending]:
        return "mismatch"
    return "ok"


def _kind(content: bytes) -> str:
    head = content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((kind for mark, kind in KNOWN if head.startswith(mark)), "")


def file_name(part: Message) -> str:
    """Return the file's name without any folder, decoded; "" if it has none."""
    for field, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            found = part.get_param(parameter, header=field)
        except (ValueError, IndexError, TypeError, LookupError, AttributeError):
            continue
        if found:
            return _plain(found)
    return ""


def _plain(found: Any) -> str:
    """Return the name in readable form; a path in it is the sender's business, a control character nobody's."""
    try:
        written = collapse_rfc2231_value(found) if isinstance(found, tuple) else str(found)
    except (ValueError, LookupError, TypeError):
        written = str(found[2])
    if not written.isascii():
        written = headers.readable(written)
    name = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", headers.words(written))
    return re.split(r"[\\/]", name)[-1].strip(' ."')[:200]

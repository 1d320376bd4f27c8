"""Header fields as people meant them: encoded words (RFC 2047), addresses (RFC 5322 §3.4), message ids (§3.6.4).

The standard library's own policies raise on some broken fields, so fields are taken raw and decoded here, leniently:
spaces inside an encoded word, words cut in the middle of a character, bytes that were never encoded.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import utils
from email.message import Message
from quopri import decodestring
from typing import Any

from capture.parsers.mail import charsets
from core.text import clean


WORD = re.compile(
    r"=\?\s*([^?\s*]+)(?:\*[^?\s]*)?\s*\?\s*([bBqQ])\s*\?\s*(.*?)\s*\?=(?:(?=\s*=\?)\s*)?", re.DOTALL
)
MESSAGE_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
MOST = 10_000
# Since 2024 the library refuses what may be two addresses in one; a name with a comma is no reason to lose somebody.
LENIENT: dict[str, Any] = {"strict": False} if getattr(utils, "supports_strict_parsing", False) else {}
ADDRESS = re.compile(r"[^\s@<>\"(),;:\[\]]+@[^\s@<>\"(),;:\[\]]+")


@dataclass(frozen=True, slots=True)
class Person:
    """A name, perhaps "", and an address as they are written."""

    name: str = ""
    email: str = ""


def raw(mail: Message, name: str) -> str:
    """Return the first field of the name as it came, unfolded and undecoded; "" if there is none."""
    return next(iter(every(mail, name)), "")


def every(mail: Message, name: str) -> list[str]:
    """Return all fields of the name as they came, unfolded, bytes beyond ASCII read as UTF-8 or windows-1252."""
    wanted = name.lower()
    found = [value for key, value in mail.raw_items() if key.lower() == wanted]
    return [re.sub(r"\r?\n(?=[ \t])|[\r\n]+", "", readable(str(value)))[:MOST] for value in found]


def readable(value: str) -> str:
    """Return a raw field as text: bytes that were never encoded are UTF-8 or windows-1252."""
    if value.isascii():
        return value
    return charsets.decode(value.encode("utf-8", "surrogateescape"))


def text(mail: Message, name: str) -> str:
    """Return the first field of the name, decoded, on one line."""
    return words(raw(mail, name))


def words(value: str) -> str:
    """Return the text with its encoded words decoded, spaces collapsed."""
    return " ".join(clean(_decoded(value)).split())


def _decoded(value: str) -> str:
    """Decode encoded words; neighbors of one charset are joined as bytes, since some cut inside a character."""
    result: list[str] = []
    pending, charset, end = b"", "", 0
    for found in WORD.finditer(value):
        between = value[end : found.start()]
        own = _bytes(found[2], found[3])
        if between or found[1].lower() != charset:
            result.append(charsets.decode(pending, charset) if pending else "")
            result.append(between)
            pending, charset = b"", found[1].lower()
        pending += own
        end = found.end()
    result.append(charsets.decode(pending, charset) if pending else "")
    return "".join(result) + value[end:]


def _bytes(encoding: str, written: str) -> bytes:
    if encoding in "qQ":
        return decodestring(written.replace("_", " ").encode("utf-8", "replace"), header=True)
    compact = re.sub(r"[^A-Za-z0-9+/]", "", written)
    try:
        return b64decode(compact + "=" * (-len(compact) % 4))
    except (binascii.Error, ValueError):
        # One sextet too many is a cut word: what came before it stands.
        return b64decode(compact[: len(compact) // 4 * 4])


def people(mail: Message, name: str) -> list[Person]:
    """Return whom a field of addresses names."""
    return [person for value in every(mail, name) for person in addresses(value)]


def addresses(value: str) -> list[Person]:
    """Return the people of a field, structure first and names decoded after, so that a comma in a name is no end."""
    if "@" not in value and "=?" in value:
        value = _decoded(value)
    found = _parsed(value) or _parsed(re.sub(r"\((?:[^()\\]|\\.)*\)", "", value))
    return found or _salvaged(value)


def _parsed(value: str) -> list[Person]:
    try:
        pairs = utils.getaddresses([value.replace("\t", " ")], **LENIENT)
    except (ValueError, IndexError, RecursionError):
        return []
    # Words without brackets are glued to the address by the library; what does not stand there so is none.
    return [Person(_name(name), _address(email)) for name, email in pairs if _stands(email, value)]


def _stands(email: str, value: str) -> bool:
    return bool(ADDRESS.search(email)) and email in value and " " not in email.strip()


def _salvaged(value: str) -> list[Person]:
    """Read a field that breaks the grammar: the first thing that looks like an address, and what stands before it."""
    decoded = words(value)
    if match := ADDRESS.search(decoded):
        return [Person(_name(decoded[: match.start()].rstrip(" <[(")), _address(match[0]))]
    name = re.sub(r"<[^>]*>", "", decoded)
    return [Person(_name(name))] if _name(name) else []


def _name(written: str) -> str:
    name = words(written).replace('\\"', '"').strip(" '<>,;")
    if name.count('"') == 1 or (name.startswith('"') and name.endswith('"')):
        name = name.strip('"')
    return name.strip(" '")[:240]


def _address(written: str) -> str:
    return words(written).strip(" <>\"'.,;").replace(" ", "")[:320]


def ids(*values: str) -> tuple[str, ...]:
    """Return the message ids of fields such as References, without angle brackets, each once."""
    found: Iterable[str] = (match for value in values for match in MESSAGE_ID.findall(value))
    return tuple(dict.fromkeys(clean(one)[:300] for one in found))


def date(mail: Message) -> datetime | None:
    """Return when it was written as it says; None if that cannot be read. Without a zone it is UTC."""
    try:
        found = utils.parsedate_to_datetime(raw(mail, "Date"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None

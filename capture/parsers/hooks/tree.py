"""The bytes of a post as a tree of plain values: JSON, urlencoded, multipart or the query alone. Pure."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from capture.parsers import body
from capture.parsers.hooks import secrecy
from core.api import load_json
from core.text import clean


MULTIPART = "multipart/form-data"
# A form service may put a whole JSON document into one field of a form.
EMBEDDED = {"rawRequest", "payload", "data", "json", "FieldStructure", "FormStructure"}
FALLBACK = "cp1252"
# A packed body may unfold to so much; an integer of more digits is kept as text.
GZIP, MOST_UNPACKED, MOST_DIGITS = b"\x1f\x8b\x08", 8 * 1024 * 1024, 20
MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Tree:
    """What was read: ``value`` is None if nothing could be, ``is_form`` tells names and values from JSON.

    Keys of a form are paths: ``name[first]`` is ``name.first``; a name that comes twice holds a list.
    """

    value: Any = None
    is_form: bool = False


def read(raw: bytes, *, content_type: str = "", query: str = "") -> Tree:
    """Read the body by what it is, whatever it says it is; without a body the query is read."""
    raw = _unpacked(raw)
    media = body.media_type(content_type)
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if media in body.JSON_TYPES or media.endswith("+json") or start in {b"{", b"["}:
        found = _json(raw)
        if found is not None or start in {b"{", b"["} or b"=" not in raw[:1000]:
            return Tree(found)
    if (media == MULTIPART and raw.lstrip().startswith(b"--")) or (
        raw.startswith(b"--") and b"form-data" in raw[:2000]
    ):
        return _form(_multipart(raw, content_type))
    if not raw.strip():
        pairs = _pairs(query.encode("utf-8", "replace")) or ()
        return _form([pair for pair in pairs if pair[0] not in secrecy.IN_QUERY]) if query else Tree()
    return _form(_pairs(raw, charset=_charset(content_type, query)))


def _unpacked(raw: bytes) -> bytes:
    """Return a gzipped body as it was, up to a bound; another as it is."""
    if not raw.startswith(GZIP):
        return raw
    try:
        return zlib.decompressobj(wbits=31).decompress(raw, MOST_UNPACKED)
    except zlib.error:
        return raw


def _json(raw: bytes) -> Any:
    try:
        found = load_json(raw)
    except (ValueError, RecursionError):
        found = _salvaged(raw)
    # Some programs write JSON into a string of JSON.
    if isinstance(found, str) and found.lstrip().startswith(("{", "[")):
        return _salvaged(found.encode("utf-8", "replace"))
    return found


def _salvaged(raw: bytes) -> Any:
    """Return what remains of odd JSON (another encoding, NUL, endless numbers); None if nothing does."""
    encoding = json.detect_encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode(FALLBACK if encoding.startswith("utf-8") else encoding, "replace")
    text = text.removeprefix("\ufeff")
    try:
        return body.storable(json.loads(text, parse_int=_whole))
    except (ValueError, RecursionError):
        return _by_line(text)


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _by_line(text: str) -> Any:
    """Return a list of what stands line by line, as JSON Lines has it; None if one line is no object."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not 1 < len(lines) <= MOST_LINES or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        return [body.storable(json.loads(line, parse_int=_whole)) for line in lines]
    except (ValueError, RecursionError):
        return None


def _charset(content_type: str, query: str) -> str:
    """Return the charset that the header or, as Web-to-Lead does it, ``?encoding=`` names."""
    header = Message()
    header["Content-Type"] = clean(content_type).replace("\r", " ").replace("\n", " ") or "text/plain"
    named = header.get_content_charset() or dict(parse_qsl(query)).get("encoding", "")
    try:
        "".encode(named)
    except (LookupError, ValueError):
        return ""
    return named


def _pairs(raw: bytes, *, charset: str = "") -> list[tuple[str, str]] | None:
    text = raw.decode("ascii", "replace")
    for encoding, errors in ((charset or "utf-8", "strict"), (FALLBACK, "replace")):
        try:
            return parse_qsl(
                text,
                keep_blank_values=True,
                encoding=encoding,
                errors=errors,
                max_num_fields=body.MAX_FIELDS,
            )
        except UnicodeError:
            continue
        except ValueError:
            return None
    return None


def _multipart(raw: bytes, content_type: str) -> list[tuple[str, str]] | None:
    """Return names and values; of a file its name. Reads parts that end in LF alone, too."""
    boundary = (
        "" if "boundary" in content_type else raw.split(b"\n", 1)[0].strip()[2:].decode("ascii", "replace")
    )
    header = content_type if not boundary else f'{MULTIPART}; boundary="{boundary}"'
    head = f"Content-Type: {clean(header).splitlines()[0]}\r\n\r\n".encode("utf-8", "replace")
    message = message_from_bytes(head + raw, policy=policy.HTTP)
    parts = message.get_payload()
    if not isinstance(parts, list) or len(parts) > body.MAX_FIELDS:
        return None
    return [pair for part in parts if isinstance(part, Message) and (pair := _part(part))]


def _part(part: Message) -> tuple[str, str] | None:
    try:
        name = part.get_param("name", header="content-disposition")
        file_name = part.get_param("filename", header="content-disposition")
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return None
    if not isinstance(name, str):
        return None
    if file_name:
        return _decoded(name), _decoded(str(file_name))
    return _decoded(name), _text(content if isinstance(content, bytes) else b"")


def _decoded(header: str) -> str:
    return _text(header.encode("utf-8", "surrogateescape"))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(FALLBACK, "replace")


def _form(pairs: Iterable[tuple[str, str]] | None) -> Tree:
    if pairs is None:
        return Tree(is_form=True)
    values: dict[str, Any] = {}
    for name, value in pairs:
        if key := _path(clean(name)[:300]):
            _add(values, key, _value(key, clean(value)[: body.MAX_VALUE * 5]))
    return Tree(values, is_form=True)


def _path(name: str) -> str:
    head, bracket, rest = name.partition("[")
    if not bracket or not name.endswith("]") or not head:
        return name
    return ".".join([head, *(part for part in rest[:-1].split("][") if part)])


def _value(key: str, text: str) -> Any:
    if key.rpartition(".")[2] in EMBEDDED and text.startswith(("{", "[")):
        found = _json(text.encode())
        return text if found is None else found
    return text


def _add(values: dict[str, Any], key: str, value: Any) -> None:
    if key in values:
        earlier = values[key]
        values[key] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
    else:
        values[key] = value

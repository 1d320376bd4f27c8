"""A mail that somebody hands on: who wrote it first, about what, and what they wrote. Pure.

Inline, as Gmail, Outlook, Apple Mail and Thunderbird write the first mail's fields above its text; or attached as
message/rfc822 (RFC 2046 §5.2.1).
"""

import re
from dataclasses import dataclass

from capture.parsers.mail import headers, parts, quotes
from capture.parsers.mail.headers import Person
from capture.parsers.mail.parts import Content


SUBJECT = re.compile(
    r"^\s*(?:fwd?|rv|wg|tr|enc|i|vs|doorst|reenv|fs|pd|vb|vl|ilt|переслано|fwd?\s*\[\d+\]|转发|轉寄|転送|전달)\s*[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Forward:
    """The first mail: its writer, subject and text, and what was said above it."""

    writer: Person
    subject: str
    text: str
    note: str = ""


def read(subject: str, text: str, content: Content) -> Forward | None:
    """Return the mail that was handed on; None if this is no forward, or its writer cannot be read."""
    return _inline(subject, text) or _attached(content)


def _inline(subject: str, text: str) -> Forward | None:
    lines = text.replace("\r\n", "\n").split("\n")
    is_named = bool(SUBJECT.match(subject))
    for at, line in enumerate(lines):
        start = (
            at + 1
            if quotes.is_ruler(line) and _is_forward(line, is_named=is_named)
            else at
            if is_named
            else -1
        )
        while 0 <= start < len(lines) - 1 and start > at and not lines[start].strip():
            start += 1
        if 0 <= start < len(lines) and (count := _block(lines, start)):
            return _read(lines, at, start, count)
    return None


def _block(lines: list[str], start: int) -> int:
    """Return how many lines are the first mail's fields; Thunderbird puts the subject before the others."""
    first = quotes.FIELD.match(lines[start][: quotes.WIDEST_FIELD])
    if first and first["subject"] and start + 1 < len(lines) and (count := quotes.block(lines, start + 1)):
        return count + 1
    return quotes.block(lines, start)


def _is_forward(line: str, *, is_named: bool) -> bool:
    return is_named or not re.search(r"original|urspr|oorspronk|p[ůu]vodn", line, re.IGNORECASE)


def _read(lines: list[str], at: int, start: int, count: int) -> Forward | None:
    fields: dict[str, str] = {}
    last = ""
    for line in (line[:1000] for line in lines[start : start + count]):
        found = quotes.FIELD.match(line)
        if found:
            last = quotes.name_of(found)
            fields.setdefault(last, found["value"].strip(" *"))
        elif last:
            fields[last] = f"{fields[last]} {line.strip(' >*')}".strip()
    written = re.sub(
        r"\[?<?mailto:[^>\]]*[>\]]?",
        lambda one: f"<{one[0].strip('[]<>').removeprefix('mailto:')}>",
        fields.get("from", ""),
    )
    writer = next(iter(headers.addresses(written)), Person())
    if not writer.email:
        return None
    body = "\n".join(re.sub(r"^> ?", "", line) for line in lines[start + count :])
    note = "\n".join(lines[:at]).strip()
    return Forward(writer, headers.words(fields.get("subject", "")), body, note)


def _attached(content: Content) -> Forward | None:
    for inner in content.inner:
        writer = next(iter(headers.people(inner, "From")), Person())
        if writer.email:
            own = parts.read(inner)
            return Forward(writer, headers.text(inner, "Subject"), own.readable, content.readable.strip())
    return None

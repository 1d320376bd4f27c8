"""Hints in a signature: phone, job title, company, web address. No standard rules it: only what is plain is taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

from capture.parsers.mail import words
from core.text import fold


LAST = 14
NO_FAX = re.compile(r"\b(?:fax|telefax|f[:.])\W*$", re.IGNORECASE)
WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"()\[\]|]+", re.IGNORECASE)
PARTED = re.compile(r"\s+[|·•]\s+|\s+[–—-]\s+|\s+@\s+|,\s+(?=[A-ZÁÉÍÓÚÑ])")
MOST_COMPANY, MOST_TITLE, SHORT = 80, 80, 70


@dataclass(frozen=True, slots=True)
class Hints:
    """What the signature says of its writer; "" where it says nothing."""

    phone: str = ""
    company: str = ""
    job_title: str = ""
    website: str = ""


def read(text: str, signature: str, *, country: str, name: str = "") -> Hints:
    """Return the hints of a mail's end; ``country`` reads numbers without a prefix, ``name`` is the writer's."""
    lines = _end(text, signature)
    company = _company(lines)
    return Hints(
        phone=phone(lines, country),
        company=company,
        job_title=_title(lines, name, company),
        website=_website(lines),
    )


def _end(text: str, signature: str) -> list[str]:
    """Return the lines that may be a signature: below the greeting or the delimiter, else the last short ones."""
    lines = [line.strip(" *_>|\t") for line in text.split("\n") if line.strip()][-LAST:]
    greeting = next((at for at in range(len(lines) - 1, -1, -1) if words.GREETING.match(lines[at])), None)
    lines = lines[greeting:] if greeting is not None else _short_tail(lines)
    return [*lines, *(line.strip(" *_|\t") for line in signature.split("\n") if line.strip())][: 2 * LAST]


def _short_tail(lines: Sequence[str]) -> list[str]:
    """Return the last lines as long as each is short, as a signature's are."""
    tail: list[str] = []
    for line in reversed(lines):
        if len(line) > SHORT:
            break
        tail.insert(0, line)
    return tail[-8:]


def phone(lines: Sequence[str], country: str) -> str:
    """Return the first number that could be somebody's phone, as it is written; no fax."""
    for line in lines:
        for found in phonenumbers.PhoneNumberMatcher(line[:400], country or None):
            if not NO_FAX.search(line[: found.start]):
                return found.raw_string.strip()[:60]
    return ""


def _pieces(lines: Sequence[str]) -> list[str]:
    return [
        piece.strip(" .;:*_|") for line in lines for piece in PARTED.split(line) if piece.strip(" .;:*_|")
    ]


def _company(lines: Sequence[str]) -> str:
    """Return a name that ends in a legal form: "Panadería López S.L."."""
    for line in lines:
        whole = line.strip(" *_|")
        for piece in [*PARTED.split(whole), whole]:
            plain = piece.strip(" *_|")
            if (
                len(plain) <= MOST_COMPANY
                and words.LEGAL.search(plain)
                and "@" not in plain
                and len(plain.split()) > 1
            ):
                return plain
    return ""


def _title(lines: Sequence[str], name: str, company: str) -> str:
    for piece in _pieces(lines):
        if (
            len(piece) <= MOST_TITLE
            and words.TITLES.search(piece)
            and "@" not in piece
            and len(piece.split()) <= 8
            and not words.GREETING.match(piece)
            and fold(piece) not in {fold(company), fold(name)}
            and not piece.endswith(("?", "!"))
        ):
            return piece
    return ""


def _website(lines: Sequence[str]) -> str:
    for line in lines:
        if found := WEB.search(line):
            return found[0].rstrip(".,;)")[:300]
    return ""

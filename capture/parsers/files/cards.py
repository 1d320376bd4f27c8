"""Address books: vCard 2.1, 3.0 and 4.0, and LDIF, a row for each card."""

import base64
import binascii
import io
import quopri
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from capture.parsers.files import encoding
from capture.parsers.files.base import Row
from core.text import clean


# What a card tells, in the order of the table's columns.
HEADER = ("Full name", "First name", "Last name", "E-mail", "E-mail 2", "E-mail 3", "Phone", "Phone 2", "Phone 3",
          "Company", "Department", "Job title", "Website", "Street", "Postal code", "City", "Region", "Country",
          "Language", "Birthday", "Categories", "Note", "UID")  # fmt: skip
KEPT = {
    "N",
    "FN",
    "EMAIL",
    "TEL",
    "ORG",
    "TITLE",
    "ROLE",
    "URL",
    "ADR",
    "LANG",
    "BDAY",
    "CATEGORIES",
    "NOTE",
    "UID",
}
# A property longer than this is a picture or meant to hurt.
MAX_PROPERTY = 100_000
MAX_LINE = 1_000_000
# Nobody has more addresses or phones than this.
MOST_OF_ONE, MOST_LINES = 50, 1000
PROPERTY = re.compile(rb"(?:[\w-]+\.)?([A-Za-z][\w-]*)[ \t]*(?=[;:])")
PARAMETER = re.compile(r';\s*([^=;:"]+)(?:=("[^"]*"|[^;:]*))?')
UNESCAPED = re.compile(r"\\([\\,;:nN])")
SCHEME, EXTENSION = re.compile(r"^(?:mailto|tel):", re.IGNORECASE), re.compile(r";ext=", re.IGNORECASE)
# Charsets of old phones and Outlook; Python's own ("punycode", "unicode_escape") are none.
CHARSET = re.compile(
    r"(?:utf|(?:us-)?ascii|iso|latin|windows|cp|mac|koi|shift|s?jis|euc|gb|big5|ks|tis)", re.IGNORECASE
)
# A fax reaches nobody who could be called.
DEAF = {"FAX", "PAGER", "MODEM", "BBS", "TEXTPHONE"}
TEL_RANKS = {"CELL": 1, "WORK": 2}
MAIL_RANKS = {"WORK": 1}


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its value as text and the words said about it, in capitals."""

    value: str
    words: frozenset[str] = frozenset()
    preference: int = 100


@dataclass(slots=True)
class Card:
    """The properties of one card by name; ``is_open`` until its end was read."""

    properties: dict[str, list[Property]] = field(default_factory=lambda: defaultdict(list))

    def first(self, *names: str) -> str:
        """Return the preferred value of the first of these properties that has one."""
        for name in names:
            for one in sorted(self.properties.get(name, ()), key=lambda one: one.preference):
                if text := plain(one.value):
                    return text
        return ""

    def ranked(self, name: str, ranks: Mapping[str, int]) -> list[str]:
        """Return the values of a property, each once, preferred ones and those of the best ranks first."""
        every = [one for one in self.properties.get(name, ()) if not DEAF & one.words] or self.properties.get(
            name, []
        )
        ordered = sorted(
            every,
            key=lambda one: (one.preference, min((ranks.get(word, 9) for word in one.words), default=9)),
        )
        found = [EXTENSION.split(SCHEME.sub("", plain(one.value)), maxsplit=1)[0] for one in ordered]
        return list(dict.fromkeys(text for text in found if text))

    def parts(self, name: str, count: int, ranks: Mapping[str, int] | None = None) -> list[str]:
        """Return the parts of a structured property, padded to ``count``."""
        every = sorted(
            self.properties.get(name, ()),
            key=lambda one: (
                one.preference,
                min(((ranks or {}).get(word, 9) for word in one.words), default=9),
            ),
        )
        told = [[plain(part) for part in re.split(r"(?<!\\);", one.value)] for one in every]
        found = next((parts for parts in told if any(parts)), [])
        return [*found, *[""] * count][:count]


def plain(value: str) -> str:
    """Return a value without the signs that escape others."""
    return UNESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def is_vcard(raw: bytes) -> bool:
    """Say whether a file that begins like this holds vCards."""
    return raw.lstrip()[:11].upper() == b"BEGIN:VCARD"


def is_ldif(raw: bytes) -> bool:
    """Say whether a file that begins like this is an address book in LDIF."""
    return bool(re.match(rb"\s*(?:version: *\d+\s+)?dn::? *\w+=", raw, re.IGNORECASE))


class _CardFile:
    """A file of cards."""

    kind = delimiter = ""
    header = HEADER

    def __init__(self, path: Path, *, name: str = "") -> None:
        """Look at the file. Raises: NotATable for what is no text, TooLarge, OSError, EOFError."""
        self.path, self.name = path, name or path.name
        self.encoding = encoding.find(path, name=self.name).encoding

    def __iter__(self) -> Iterator[Row]:
        """Yield a row for each card."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield a row for each card whose number is at least ``start``; the first card is number 2."""
        for number, card in enumerate(self._cards(), 2):
            if number >= start:
                cells = cells_of(card)
                fault = "" if any(cells) else str(_("The card says nothing of a person or company."))
                yield Row(number, cells, fault)

    def _cards(self) -> Iterator[Card]:
        raise NotImplementedError

    def _lines(self) -> Iterator[bytes]:
        """Yield the lines; of a text of two bytes a letter they are made UTF-8."""
        is_wide = self.encoding.startswith(("utf-16", "utf-32"))
        with encoding.open_bytes(self.path) as file:
            if is_wide:
                text = io.TextIOWrapper(file, encoding=self.encoding, errors="replace")
                while piece := text.readline(MAX_LINE):
                    yield piece.rstrip("\r\n").encode("utf-8", "replace")
                return
            while line := file.readline(MAX_LINE):
                yield from line.rstrip(b"\r\n").split(b"\r")

    def _text(self, raw: bytes, charset: str = "") -> str:
        own = "utf-8" if self.encoding.startswith("utf") else self.encoding
        charset = charset if CHARSET.match(charset) else ""
        try:
            return clean(raw.decode(charset or own, "strict" if charset else encoding.errors_for(own)))
        except (LookupError, UnicodeError):
            return clean(raw.decode("utf-8", encoding.ERRORS))


class VCardFile(_CardFile):
    """A file of vCards; pictures, sounds and keys are passed over."""

    kind = "vcard"

    def _cards(self) -> Iterator[Card]:
        """Yield the cards; one that never ends does so where the next begins, and an agent's inside is passed over."""
        card: Card | None = None
        inside, before = 0, ""
        for name, raw in self._properties():
            word = raw.rpartition(b":")[2].strip().upper()
            step = (word == b"VCARD") * ((name in {"BEGIN", "AGENT"}) - (name == "END"))
            if inside or (step > 0 and "AGENT" in {name, before}):
                inside += step
            elif step:
                if card is not None:
                    yield card
                card = Card() if step > 0 else None
            elif card is not None and name in KEPT and len(card.properties[name]) < MOST_OF_ONE:
                card.properties[name].append(self._property(raw))
            before = name
        if card is not None:
            yield card

    def _properties(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and raw line of each property, put together again where it was folded."""
        name, line, last = "", b"", b""
        is_printable = False
        for piece in self._lines():
            is_soft = is_printable and last.endswith(b"=")
            last = piece
            is_folded = piece[:1] in {b" ", b"\t"}
            found = None if is_soft or is_folded else PROPERTY.match(piece)
            if found:
                if name:
                    yield name, line
                name, line = found[1].decode("ascii", "replace").upper(), piece
                is_printable = b"QUOTED-PRINTABLE" in piece.partition(b":")[0].upper()
            elif name in KEPT and len(line) < MAX_PROPERTY:
                line = line.removesuffix(b"=") + piece if is_soft else line + piece[is_folded:]
        if name:
            yield name, line

    def _property(self, raw: bytes) -> Property:
        head, value = _split(raw)
        text = head.decode("ascii", "replace")
        given = [(key.strip().upper(), told.strip('"')) for key, told in PARAMETER.findall(text)]
        named = {key: told for key, told in given if told}
        words = {key for key, told in given if not told}
        words |= {word.strip().upper() for key, told in given if key == "TYPE" for word in told.split(",")}
        kind = named.get("ENCODING", "").upper()
        if kind == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in words:
            value = quopri.decodestring(value)
        elif kind in {"B", "BASE64"} or "BASE64" in words:
            value = _unpacked(value)
        preference = (
            1 if "PREF" in words else int(named["PREF"]) if named.get("PREF", "").isdecimal() else 100
        )
        return Property(self._text(value, named.get("CHARSET", "")), frozenset(words), preference)


def _split(raw: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after the first colon that is not quoted."""
    is_quoted = False
    for place, sign in enumerate(raw):
        if sign == ord('"'):
            is_quoted = not is_quoted
        elif sign == ord(":") and not is_quoted:
            return raw[:place], raw[place + 1 :]
    head, _colon, value = raw.partition(b":")
    return head, value


def _unpacked(value: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(value.split()))
    except (binascii.Error, ValueError):
        return value


# What an address book in LDIF calls what a vCard says; the parts of an address and a name have a place.
LDIF = {"cn": "FN", "mail": "EMAIL", "mozillasecondemail": "EMAIL", "telephonenumber": "TEL", "mobile": "TEL",
        "homephone": "TEL", "o": "ORG", "title": "TITLE", "description": "NOTE", "labeleduri": "URL",
        "mozillaworkurl": "URL", "preferredlanguage": "LANG"}  # fmt: skip
LDIF_PARTS = {"givenname": ("N", 1), "sn": ("N", 0), "street": ("ADR", 2), "l": ("ADR", 3), "st": ("ADR", 4),
              "postalcode": ("ADR", 5), "c": ("ADR", 6), "countryname": ("ADR", 6), "co": ("ADR", 6)}  # fmt: skip


class LdifFile(_CardFile):
    """An address book in LDIF."""

    kind = "ldif"

    def _cards(self) -> Iterator[Card]:
        lines: list[bytes] = []
        for line in chain(self._lines(), [b""]):
            if line.startswith(b" ") and lines:
                if len(lines[-1]) < MAX_PROPERTY:
                    lines[-1] += line[1:]
            elif line.strip() and not line.startswith(b"#") and len(lines) < MOST_LINES:
                lines.append(line)
            elif not line.strip():
                if any(one.lower().startswith(b"dn:") for one in lines):
                    yield self._card(lines)
                lines = []

    def _card(self, lines: Iterable[bytes]) -> Card:
        card = Card()
        parts: dict[str, list[str]] = {"N": [""] * 5, "ADR": [""] * 7}
        for line in lines:
            name, _colon, value = line.partition(b":")
            raw = _unpacked(value[1:]) if value.startswith(b":") else value
            text = self._text(raw).strip().replace("\\", "\\\\").replace(";", "\\;")
            key = name.decode("ascii", "replace").lower()
            if key in LDIF and len(card.properties[LDIF[key]]) < MOST_OF_ONE:
                card.properties[LDIF[key]].append(Property(text))
            elif key in LDIF_PARTS:
                part, place = LDIF_PARTS[key]
                parts[part][place] = text
        for part, values in parts.items():
            card.properties[part].append(Property(";".join(values)))
        return card


def cells_of(card: Card) -> list[str]:
    """Return the card's cells in the order of ``HEADER``."""
    last, first, middle = card.parts("N", 3)
    company, *department = card.parts("ORG", 4)
    mails, phones = card.ranked("EMAIL", MAIL_RANKS), card.ranked("TEL", TEL_RANKS)
    _box, extra, street, city, region, postcode, country = card.parts("ADR", 7, MAIL_RANKS)
    name = card.first("FN")
    # A card of a company shows its name, a nameless one its address.
    is_name = bool(name) and name not in {*mails, *phones} and (bool(first or last) or name != company)
    given = " ".join(filter(None, [first, middle]))
    told = [name if is_name else "", given, last, *_three(mails), *_three(phones), company]
    told += [", ".join(filter(None, department)), card.first("TITLE", "ROLE"), card.first("URL")]
    told += [", ".join(filter(None, [street, extra])), postcode, city, region, country]
    return [*told, *map(card.first, ("LANG", "BDAY", "CATEGORIES", "NOTE", "UID"))]


def _three(values: list[str]) -> list[str]:
    return [*values, "", "", ""][:3]

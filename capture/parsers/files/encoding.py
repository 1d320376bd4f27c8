"""Which encoding a text file is written in, told by all of its bytes."""

import codecs
import gzip
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import chardet
from django.utils.translation import gettext_lazy as _

from capture.parsers.files.base import NotATable, TooLarge


SAMPLE = 64 * 1024
CHUNK = 1024 * 1024
MAX_BYTES, MAX_UNPACKED = 200 * CHUNK, 100 * CHUNK
# Empty ones are read too.
MAX_LINES = 5_000_000
# A packed file that unpacks to more than a hundred times its size was made to hurt; small ones cannot.
MAX_RATIO, SMALL = 100, 4 * CHUNK
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How files begin that are no text.
MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"SQLite",
)
# What no text holds; a few of them are dirt, many are a picture.
BINARY = bytes([*range(1, 9), *range(14, 27), 28, 29, 30])
MOST_DIRT, MOST_ZEROS = 0.02, 0.25
# Words in which letters beyond ASCII stand, and how those letters look once they are read right.
# A word begins where none was before: tried at each letter, a line of a million would take hours.
FOREIGN = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z]*[\x80-\xff]+[A-Za-z\x80-\xff]*")
USUAL = frozenset("áéíóúüñçàèìòùâêîôûäëïöãõßåæøýÁÉÍÓÚÜÑÇÀÈÄÖÅØ’·ªº")
OLDER = ("cp1252", "mac_roman", "cp850")
CERTAIN, DOUBTFUL = 0.9, 0.5
# Below this the words make no sense in any encoding of Western Europe.
SENSIBLE = 0.65
# Encodings of other scripts, as Windows, Macs and older systems write them; Python's own ("punycode") are none.
OF_TEXT = re.compile(
    r"(?:utf|(?:us-)?ascii|iso|latin|windows|cp|mac|koi|shift|s?jis|euc|gb|big5|ks|tis|johab)", re.IGNORECASE
)
WESTERN = re.compile(
    r"(?:ascii|utf|windows-?125[2478]|iso-?8859-?(?:1|3|9|1[0-9])$|cp(?:437|8\d\d|1252)|mac)", re.IGNORECASE
)
# Of every four bytes of a text of two bytes a letter, so many are zero for its digits, spaces and delimiters alone.
WIDE = 0.6
# A text of UTF-8 in which some bytes are of the older encoding still is one; by chance nearly none reads as UTF-8.
MANY = 1
# Western words never have so many accented letters in a row.
ROW = re.compile(r"[^\x00-\x7f]{4}")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a text file is written; ``sample`` is its beginning, decoded."""

    encoding: str
    sample: str


def _older_byte(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows wrote them before."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


ERRORS = "leadcrm.older"
codecs.register_error(ERRORS, _older_byte)


def open_bytes(path: Path) -> BinaryIO:
    """Open the file, unpacked if it is gzipped; by its first bytes, not by its name."""
    file = path.open("rb")
    is_packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    return gzip.open(file) if is_packed else file  # type: ignore[return-value]


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Open the file as text in that encoding, its line ends as they are."""
    return io.TextIOWrapper(open_bytes(path), encoding=encoding, errors=errors_for(encoding), newline="")


def is_known(encoding: str) -> bool:
    """Say whether a page's own word for its encoding is one of text."""
    return bool(OF_TEXT.match(encoding)) and _is_codec(encoding)


def _is_codec(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def beginning(path: Path) -> bytes:
    """Return the first bytes of a file, unpacked, without those that only say in which encoding they are."""
    with open_bytes(path) as file:
        raw = file.read(1024)
    if raw.startswith(codecs.BOM_UTF8):
        return raw.removeprefix(codecs.BOM_UTF8)
    return raw.translate(None, b"\0\xff\xfe") if _by_mark(raw) or _by_zeros(raw) else raw


def find(path: Path, *, name: str) -> Writing:
    """Read the whole file once: the first letter with an accent may stand in the last row.

    Raises: NotATable for what is empty or no text, TooLarge, OSError, EOFError.
    """
    with open_bytes(path) as file:
        sample = file.read(SAMPLE)
        if not sample.strip(b"\0 \t\r\n"):
            raise NotATable(_("%(path)s is empty.") % {"path": name})
        encoding = _by_mark(sample) or _by_zeros(sample)
        if not encoding and _is_binary(sample):
            raise NotATable(_("%(path)s is no text file. Save it as CSV or XLSX first.") % {"path": name})
        counted = _Count()
        chunk = sample
        while chunk:
            counted.add(chunk, is_wide=bool(encoding))
            counted.check(path.stat().st_size, name=name)
            chunk = file.read(CHUNK)
    encoding = encoding or counted.encoding()
    return Writing(encoding, sample.decode(encoding, errors_for(encoding)))


def errors_for(encoding: str) -> str:
    """Return how bytes that the encoding does not have are read."""
    return ERRORS if encoding.startswith("utf-8") else "replace"


def _by_mark(sample: bytes) -> str:
    return next((name for bom, name in BOMS if sample.startswith(bom)), "")


def _by_zeros(sample: bytes) -> str:
    """Say which bytes are zero, as in text of two or four bytes a letter whose digits and commas are ASCII."""
    quarters = [sample[place::4].count(0) / max(len(sample[place::4]), 1) for place in range(4)]
    if min(quarters[1:]) > CERTAIN and quarters[0] < DOUBTFUL:
        return "utf-32-le"
    if min(quarters[:3]) > CERTAIN and quarters[3] < DOUBTFUL:
        return "utf-32-be"
    even, odd = quarters[0] + quarters[2], quarters[1] + quarters[3]
    for name, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many > WIDE and few < many / 20 and _reads(sample, name):
            return name
    return ""


def _reads(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(sample: bytes) -> bool:
    dirt = len(sample) - len(sample.translate(None, BINARY))
    zeros = sample.count(0)
    return sample.startswith(MAGIC) or dirt > MOST_DIRT * len(sample) or zeros > MOST_ZEROS * len(sample)


def _lines(chunk: bytes, *, is_wide: bool) -> int:
    if is_wide:
        return max(chunk.count(b"\n\0"), chunk.count(b"\0\n"), chunk.count(b"\r\0"), chunk.count(b"\0\r"))
    return max(chunk.count(b"\n"), chunk.count(b"\r"))


class _Count:
    """What the bytes of a file say about its encoding, gathered piece by piece."""

    def __init__(self) -> None:
        self.size = self.lines = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._good = self._bad = 0
        self._words: Counter[bytes] = Counter()
        self._foreign = bytearray()

    def add(self, chunk: bytes, *, is_wide: bool) -> None:
        """Take the next piece; of a text of two bytes a letter only its size."""
        self.size += len(chunk)
        self.lines += _lines(chunk, is_wide=is_wide)
        if is_wide or chunk.isascii():
            return
        text = self._decoder.decode(chunk)
        wrong = text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd")
        self._bad += max(wrong, 0)
        self._good += len(text) - len(text.encode("ascii", "ignore")) - max(wrong, 0)
        if len(self._words) < 20_000:
            self._words.update(FOREIGN.findall(chunk))
        if len(self._foreign) < SAMPLE:
            self._foreign += b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:SAMPLE]

    def check(self, stored: int, *, name: str) -> None:
        """Refuse what was counted so far of a file of ``stored`` bytes if it is too much. Raises: TooLarge."""
        told = {"path": name}
        if self.size > MAX_BYTES:
            raise TooLarge(_("%(path)s holds more than 200 MB.") % told)
        if self.size > max(MAX_UNPACKED, stored):
            raise TooLarge(_("%(path)s unpacks to more than 100 MB.") % told)
        if self.size > SMALL and self.size > MAX_RATIO * stored:
            raise TooLarge(_("%(path)s unpacks to more than a hundred times its size.") % told)
        if self.lines > MAX_LINES:
            raise TooLarge(_("%(path)s has more than five million lines.") % told)

    def encoding(self) -> str:
        """Return UTF-8 where it reads, else the older encoding in which the words make sense, else Windows'."""
        if self._good >= MANY * self._bad:
            return "utf-8"
        told = {name: self._sense(name) for name in OLDER}
        best = max(told, key=lambda name: told[name])
        if told[best] >= CERTAIN and told["cp1252"] < DOUBTFUL:
            return best
        if told[best] < SENSIBLE and (other := _of_other_scripts(bytes(self._foreign))):
            return other
        return (
            "latin-1"
            if any("\ufffd" in word.decode("cp1252", "replace") for word in self._words)
            else "cp1252"
        )

    def _sense(self, name: str) -> float:
        """Return which part of the foreign letters is a usual one in this encoding, in the case of its word."""
        right = every = 0
        for word, count in self._words.items():
            text = word.decode(name, "replace")
            foreign = [char for char in text if not char.isascii()]
            every += count * len(foreign)
            if ROW.search(text):
                continue
            if text[1:].islower() or text.isupper() or not any(char.isalpha() for char in text[1:]):
                right += count * sum(char in USUAL for char in foreign)
        return right / every if every else 0.0


def _of_other_scripts(raw: bytes) -> str:
    """Return the encoding of Greek, Cyrillic, Central European or East Asian text; empty where it is none."""
    found = str(chardet.detect(raw)["encoding"] or "")
    if not is_known(found) or WESTERN.match(found):
        return ""
    try:
        raw.decode(found)
    except UnicodeError:
        return ""
    return codecs.lookup(found).name

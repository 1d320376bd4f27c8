"""What people and programs write into the cells of a list, as the one value that a fact wants. Pure.

Exports hold two addresses in a cell, ranges where a number should be, names back to front and numbers that a
spreadsheet spoiled. What is plain comes back as it is, and quickly, since every cell of a file passes here.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture.parsers import countries, kinds, languages
from core.text import fold, unguarded
from leads import normalize, readers


# What says that there is nothing, in a column of addresses, numbers or phones.
NOTHING = {"no", "none", "na", "nd", "n/a", "n/d", "s/d", "s/n", "x", "?", "null", "unknown", "desconocido",
           "ninguno", "ninguna", "sin", "pendiente", "no aplica", "no tiene", "no consta", "no disponible",
           "not available", "not provided", "sin datos", "no mail", "no email", "sin email", "sin correo",
           "no phone", "sin telefono", "no lo se", "no se", "keine", "aucun"}  # fmt: skip
SEVERAL = re.compile(r"\s*(?::::|[;|\n]|,|\s/\s|\s(?:o|u|y|or|and|und|oder|et|ou)\s)\s*", re.IGNORECASE)
SPACED = re.compile(r"\s*([@.])\s*")
AT = re.compile(r"\s*[(\[{]\s*(?:at|arroba)\s*[)\]}]\s*", re.IGNORECASE)
DOT = re.compile(r"\s*[(\[{]\s*(?:dot|punto)\s*[)\]}]\s*", re.IGNORECASE)
NAMED = re.compile(r"""^\s*["']?([^"<>@]+?)["']?\s*<""")

PLAIN_PHONE = re.compile(r"\+?[\d\s().\-]*\d")
PHONE = re.compile(
    r"\+?\(?\d[\d\s().\-/]{4,22}\d(?:\s*(?:extension|extensi[oó]n|ext|x)\.?\s*\d{1,6})?", re.IGNORECASE
)
LABEL = re.compile(r"^\s*(?:p|tel|tlf|tfno|m[oó]vil|mobile|phone|cell|whatsapp)\s*[.:]+\s*", re.IGNORECASE)
SHORTENED = re.compile(r"\+?(\d+)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
# A slash parts two numbers where each is long enough to be one; "0221/123456" is one.
TWO_NUMBERS = re.compile(r"^([^/]*\d[^/]*)/([^/]*)$")
LEAST_DIGITS, LONG = 5, 9

PLAIN_NUMBER = re.compile(r"[-+]?[\d.,]+")
# What is written together behind a number is its unit or a word of it ("m2", "pax"), never the next number.
AMOUNT = re.compile(
    r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*)"
    r"(?:\s*(k|tsd|mil|thousand|mm|m|mio|millones|millon|million|millions)(?=(?:eur(?:os?)?|usd|gbp)?(?!\w)))?"
    r"(?:[^\W\d_]\w*)?",
    re.IGNORECASE,
)
TIMES = {"k": 1_000, "tsd": 1_000, "mil": 1_000, "thousand": 1_000}
MILLION = 1_000_000

# What stands before a name without being part of it.
TITLES = re.compile(
    r"^(?:(?:dr|dra|sr|sra|srta|mr|mrs|ms|miss|mme|mlle|herr|frau|prof)\b\.?|(?:d|dña|dna|m|ing|lic)\.)\s+(?=\S)",
    re.IGNORECASE,
)
# What stands behind a comma without being a first name.
SUFFIXES = {
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "phd",
    "md",
    "mba",
    "cpa",
    "esq",
    "sl",
    "sa",
    "inc",
    "llc",
    "ltd",
    "gmbh",
}

# UTF-8 that was read as Windows' encoding and written again: "PeÃ±a".
TWICE = re.compile("[ÃÂâÅ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# How a cell begins that a spreadsheet guarded or calculated.
TRACES = frozenset("'=")
FORMULA_TEXT = re.compile(r'=\s*"(.*)"', re.DOTALL)
LINK = re.compile(r'=\s*HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"([^"]*)"\s*\)', re.IGNORECASE)


class Spoiled(ValueError):
    """The value was lost before the file was written; ``message`` says how."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


def text(cell: str) -> str:
    """Return the cell as it was meant: without the guard of a spreadsheet, and read right where it was read wrong."""
    if cell[:1] not in TRACES and cell.isascii():
        return cell
    found = unguarded(cell)
    if found[:1] == "'" and found[1:].isdigit():
        return found[1:]
    if found[:1] == "=":
        return _calculated(found)
    if not found.isascii() and TWICE.search(found):
        return _read_twice(found)
    return found


def _calculated(found: str) -> str:
    """Return the text of ``="600123123"``, the label of a link and the number of ``=+34600123123``."""
    if told := FORMULA_TEXT.fullmatch(found) or LINK.fullmatch(found):
        return told[1].replace('""', '"')
    return found[1:] if PLAIN_PHONE.fullmatch(found[1:]) and len(found) > LONG else found


def _read_twice(found: str) -> str:
    try:
        return found.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found


def email(cell: str) -> str:
    """Return the first address of the cell; nothing for words that say so, the cell itself where none is found."""
    if kinds.EMAIL.fullmatch(cell):
        return cell
    trimmed = cell.removeprefix("mailto:").rstrip(".,;")
    if found := kinds.ADDRESSES.search(trimmed):
        return found[0]
    joined = SPACED.sub(r"\1", DOT.sub(".", AT.sub("@", trimmed)))
    if found := kinds.EMAIL.fullmatch(joined):
        return found[0]
    return "" if fold(cell) in NOTHING else cell


def name_beside(cell: str) -> str:
    """Return the name in ``Ana García <ana@sol.es>``; empty where there is none."""
    found = NAMED.match(cell)
    return found[1].strip() if found else ""


def phone(cell: str) -> str:
    """Return the first number of the cell; nothing for words and zeros, the cell itself where none is found.

    Raises: Spoiled for ``3.46E+11``, from which no number can be had back.
    """
    if PLAIN_PHONE.fullmatch(cell) and not cell.endswith(".0"):
        return cell if cell.strip("0 .-+()") else ""
    found = LABEL.sub("", cell)
    if shortened := SHORTENED.fullmatch(found):
        return _unshortened(*shortened.groups(default=""), written=cell)
    if re.fullmatch(r"\+?\d+\.0+", found):
        return found.partition(".")[0]
    for piece in SEVERAL.split(found):
        one = _one_number(piece)
        if sum(map(str.isdigit, one)) >= LEAST_DIGITS:
            return one
    return "" if fold(cell) in NOTHING or not any(map(str.isdigit, cell)) else cell


def _one_number(piece: str) -> str:
    two = TWO_NUMBERS.match(piece)
    if two and all(sum(map(str.isdigit, part)) >= LONG for part in two.groups()):
        return two[1].strip()
    if any(map(str.isalpha, piece)) and (found := PHONE.search(piece)):
        return found[0].strip().rstrip("(")
    return piece.strip()


def _unshortened(whole: str, rest: str, power: str, *, written: str) -> str:
    if len(rest.rstrip("0")) + len(whole) < LONG and int(power) >= LONG - 1:
        raise Spoiled(
            _("phone: A spreadsheet has shortened this number to %(text)s; its last digits are lost.")
            % {"text": written}
        )
    return str(int(Decimal(f"{whole}.{rest or 0}e{power}")))


def amount(cell: str) -> str | Decimal:
    """Return the number of a cell such as ``500+``, ``10k €`` or ``De 11 a 50``: of a range where it begins.

    Words without a number say nothing; what holds more than two numbers comes back as it is.
    """
    if PLAIN_NUMBER.fullmatch(cell):
        return cell
    found = AMOUNT.findall(cell)
    if not found:
        return "" if not any(map(str.isdigit, cell)) else cell
    if len(found) > 2 or cell.lstrip().startswith("-"):
        return cell
    first, last = found[0], found[-1]
    # "5-10k" is thousands on both sides.
    unit = fold(first[1] or (last[1] if _value(first[0]) < _value(last[0]) else ""))
    times = TIMES.get(unit, MILLION) if unit else 1
    return _value(first[0]) * times


def _value(written: str) -> Decimal:
    try:
        return readers.number(written)
    except readers.Fault:
        return Decimal("".join(filter(str.isdigit, written)))


def website(cell: str) -> str:
    """Return the first web address of the cell, nothing where none is one."""
    if " " not in cell and "," not in cell and normalize.host(cell):
        return cell
    return next((piece for piece in SEVERAL.split(cell) if normalize.host(piece) and " " not in piece), "")


def language(cell: str) -> str:
    """Return the language's code, from a code or a name; nothing for what is none."""
    return languages.code_of(cell)


def country(cell: str) -> str:
    """Return the country's code; "Asia/Pacific Region" is none and left out rather than refusing the row for it."""
    return countries.code_of(cell)


def person(cell: str) -> tuple[str, str]:
    """Return first and last name of a full one: ``García Núñez, Ana`` or ``Dr. Ana García Núñez``."""
    name = TITLES.sub("", TITLES.sub("", cell))
    last, comma, first = name.partition(",")
    first = first.strip()
    if comma and first and "," not in first and first.replace(".", "").lower() not in SUFFIXES:
        return TITLES.sub("", first), last.strip()
    first, _space, last = name.partition(" ")
    return first.rstrip(","), last.strip()


def is_title(cell: str) -> bool:
    """Say whether the cell is a form of address: "Mrs.", "Sr."."""
    return bool(TITLES.match(f"{cell.strip()} x")) and " " not in cell.strip()


# What reads the cells of a column that becomes this fact.
READERS: dict[str, Callable[[str], str | Decimal]] = {
    "email": email,
    "phone": phone,
    "employees": amount,
    "budget": amount,
    "amount_guess": amount,
    "website": website,
    "language": language,
    "country": country,
}

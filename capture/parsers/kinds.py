"""What a value looks like: an e-mail, a phone, a country, a person … Pure."""

import re
from collections.abc import Callable, Sequence

from capture.parsers import countries


EMAIL = re.compile(r"[^\s@,;:<>()\"|/]+@[^\s@,;:<>()\"|/]+\.[^\s@.,;:<>()\"|/]{2,}")
# An address among other words: nothing that could be part of it stands right beside it.
ADDRESSES = re.compile(rf"(?<![^\s,;:<>()\[\]\"'|/]){EMAIL.pattern}(?=[\s,;:<>()\[\]\"'|/]|$)")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+\.\S+|(?:[a-z0-9-]+\.)+(?:com|net|org|es|eu|io|cat|info|biz|co|eus|gal)(?:/\S*)?",
    re.IGNORECASE,
)
PIECES = re.compile(r":::|[;,|\s]|/(?=\S+@)")
# Whose pages these are, the address does not say.
PROFILE = re.compile(
    r"(?:^|//|\.)(?:linkedin|facebook|fb|instagram|twitter|x|youtube|tiktok|xing|pinterest|wa)\.(?:com|me|es)(?:/|$)",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?:tel:)?\(?\+?\(?\d[\d\s().\-/]{5,22}\d")
DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[T ,].*)?"
)
NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[%€$]?")
POSTCODE = re.compile(r"\d{5}|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
TAX_ID = re.compile(r"(?:ES)?(?:[A-HJ-NP-SUVW]\d{7}[0-9A-J]|[XYZ]?\d{7,8}[A-Z])", re.IGNORECASE)
FIRM = re.compile(
    r"[\s,](?:s\.?l\.?u?|s\.?a\.?u?|s\.?c|inc|llc|ltd|limited|gmbh|ag|corp|co|sas|sarl|bv|lda|plc|s\.?coop)\.?$",
    re.IGNORECASE,
)
PERSON = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?: +[^\W\d_][^\W\d_'’.\-]*(?:[-'’][^\W\d_]+)*){1,4}")
# Kinds of values, each with the fact it mostly is; what means no fact keeps others from claiming it.
FACTS = {
    "email": "email",
    "phone": "phone",
    "address": "website",
    "tax_id": "tax_id",
    "country": "country",
    "firm": "company",
}
# How many of a column's values must be of a kind.
MOST, SOME = 0.7, 0.4
MAX_LOOKED_AT = 200
LONGEST = 300


def kind(value: str) -> str:
    """Return what one value looks like: ``email``, ``phone``, ``address`` …; empty for an empty or a long one."""
    text = value.strip().removeprefix("'")
    if not text or len(text) > LONGEST:
        return ""
    return next((name for name, is_one in TESTS.items() if is_one(text)), "words")


def is_email(text: str) -> bool:
    """Say whether the text is one or several addresses, each with a name before it or alone."""
    if "@" not in text:
        return False
    if "<" in text:
        pieces = [piece.rpartition("<")[2] for piece in text.split(">") if piece.strip(" ,;")]
    else:
        pieces = PIECES.split(text.removeprefix("mailto:"))
    return all(EMAIL.fullmatch(piece.strip()) for piece in pieces if piece)


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return 7 <= digits <= 15 and (digits >= 9 or not text.isdigit()) and text.count(".") != 1


def _is_person(text: str) -> bool:
    return bool(PERSON.fullmatch(text)) and not any(
        word[0].islower() for word in text.split() if len(word) > 3
    )


# In this order: what is more particular first.
TESTS: dict[str, Callable[[str], object]] = {
    "email": is_email,
    "profile": PROFILE.search,
    "address": ADDRESS.fullmatch,
    "date": DATE.fullmatch,
    "postcode": POSTCODE.fullmatch,
    "tax_id": lambda text: TAX_ID.fullmatch(text.replace("-", "").replace(" ", "")),
    "phone": lambda text: PHONE.fullmatch(text) and _is_phone(text),
    "number": NUMBER.fullmatch,
    "firm": FIRM.search,
    "country": lambda text: len(text) > 3 and countries.code_of(text),
    "person": _is_person,
}


def share(values: Sequence[str], wanted: str) -> float:
    """Return which part of the values that are not empty is of a kind; 0 for none at all."""
    kinds = [kind(value) for value in values[:MAX_LOOKED_AT] if value.strip()]
    return kinds.count(wanted) / len(kinds) if kinds else 0.0


def fact(values: Sequence[str]) -> str:
    """Return the fact that most of the values look like, or nothing."""
    kinds = [kind(value) for value in values[:MAX_LOOKED_AT] if value.strip()]
    for wanted, found in FACTS.items():
        least = SOME if wanted == "firm" else MOST
        if kinds and kinds.count(wanted) >= least * len(kinds):
            return found
    return ""

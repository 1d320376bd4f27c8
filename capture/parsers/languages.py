"""Names of languages, in themselves and in those our users write, to their codes."""

import functools
import re

from babel import Locale
from babel.core import UnknownLocaleError

from core.text import fold


# The languages in which a list may name languages, and those that are known by their own name.
WRITTEN_IN = ("en", "es", "de", "fr", "it", "pt", "ca", "gl", "eu")
OTHERS = {"castellano": "es", "castilian": "es", "valenciano": "ca", "valencia": "ca", "gallego": "gl",
          "vascuence": "eu", "euskera": "eu", "mandarin": "zh", "flemish": "nl", "flamenco": "nl"}  # fmt: skip
CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*")
# Some languages' names are other languages' codes ("No"); three letters of a word are none.
PARTS = re.compile(r"[(/,;|]| - ")


@functools.cache
def _names() -> tuple[dict[str, str], frozenset[str]]:
    found: dict[str, str] = {}
    codes: set[str] = set()
    for written in WRITTEN_IN:
        for code, name in Locale(written).languages.items():
            if code.isalpha():
                codes.add(code)
                found.setdefault(fold(name), code)
    for code in sorted(codes, key=lambda code: (len(code), code)):
        try:
            found.setdefault(fold(Locale(code).get_language_name(code) or code), code)
        except (UnknownLocaleError, ValueError):
            continue
    return {**found, **OTHERS}, frozenset(codes)


def code_of(text: str) -> str:
    """Return the code of a language given by code, with or without a country, or by name; empty if we know none."""
    known, codes = _names()
    for piece in PARTS.split(text, maxsplit=2):
        folded = fold(piece)
        if (found := CODE.fullmatch(folded)) and found[1] in codes:
            return found[1]
        if folded in known:
            return known[folded]
    return ""

"""Names of languages, in themselves and in those our users write, to their codes."""

import functools
import re

from babel import Locale
from django.conf.locale import LANG_INFO

from core.text import fold


# The languages in which a list may name languages, beside each language's own name for itself.
WRITTEN_IN = ("en", "es", "de", "fr", "it", "pt", "ca", "gl", "eu")
OTHERS = {"castellano": "es", "castilian": "es", "valenciano": "ca", "valencia": "ca", "gallego": "gl",
          "vascuence": "eu", "euskera": "eu", "mandarin": "zh", "flemish": "nl", "flamenco": "nl",
          # As they call themselves, where the framework has another form of the name.
          "cestina": "cs", "slovencina": "sk", "lietuviu": "lt", "norsk bokmal": "nb", "norsk nynorsk": "nn",
          "indonesia": "id", "melayu": "ms", "中文": "zh", "ไทย": "th", "हिनदी": "hi"}  # fmt: skip
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
    for named, told in LANG_INFO.items():
        code = named.partition("-")[0]
        if "name_local" in told and code in codes:
            found.setdefault(fold(told["name_local"]), code)
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

"""How loose texts say a person's addresses: finding them and striking them out. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any


STRUCK = "…"
# Digits at the end of a phone number that tell it from others, with or without its country before them.
TELLING = 9
NUMBER = re.compile(r"[\d\s+()./-]*\d[\d\s+()./-]*")
# Between the groups of a number.
GAP = "[ ()./-]{0,2}"


def pattern(address: str) -> str:
    """Return the expression, for Python and PostgreSQL alike, that finds an e-mail address or a phone number.

    A number is never found within a longer one, unless that has a country before it; a short one, e.g. of an
    extension, only as it is written.
    """
    if not NUMBER.fullmatch(address):
        return re.escape(address)
    digits = re.sub(r"\D", "", address)
    if len(digits) < TELLING:
        return rf"(?<!\d){re.escape(address)}(?!\d)"
    return rf"(?<!\d)(?:\+|00)?(?:\d{{1,3}}{GAP})?{GAP.join(digits)}(?!\d)"


@lru_cache(maxsize=16)
def _wanted(addresses: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(pattern, addresses)) or "(?!)", re.IGNORECASE)


def is_named(text: str, addresses: Sequence[str]) -> bool:
    """Say whether one of the addresses stands in the text."""
    return bool(_wanted(tuple(addresses)).search(text))


def struck(value: Any, addresses: Sequence[str]) -> Any:
    """Return the JSON value with a sign instead of each of the addresses, also where a number or a key is one."""
    match value:
        case str():
            return _wanted(tuple(addresses)).sub(STRUCK, value)
        case list():
            return [struck(item, addresses) for item in value]
        case dict():
            return {struck(key, addresses): struck(item, addresses) for key, item in value.items()}
        case bool() | None:
            return value
        case int() | float() if value == int(value):
            return STRUCK if _wanted(tuple(addresses)).fullmatch(str(int(value))) else value
    return value

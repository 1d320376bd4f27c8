"""Country names in English and Spanish to their codes."""

import functools

from django.utils import translation
from django_countries import countries

from core.text import fold


# What people write that no list of names has.
OTHERS = {
    "usa": "US",
    "u.s.a.": "US",
    "united states": "US",
    "eeuu": "US",
    "ee.uu.": "US",
    "estados unidos": "US",
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "united kingdom": "GB",
    "reino unido": "GB",
    "uae": "AE",
    "russia": "RU",
    "rusia": "RU",
    "vietnam": "VN",
    "tanzania": "TZ",
    "iran": "IR",
    "south korea": "KR",
    "corea del sur": "KR",
    "holanda": "NL",
    "holland": "NL",
    "asia/pacific region": "",
}


@functools.cache
def _names() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in ("en", "es"):
        with translation.override(language):
            known |= {fold(str(name)): code for code, name in countries}
    return {**known, **{fold(name): code for name, code in OTHERS.items()}}


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(code for code, _name in countries)


def code_of(text: str) -> str:
    """Return the ISO 3166 code of a country given by code or name; empty if it is no country we know."""
    candidate = text.strip().upper()
    if len(candidate) == 2 and candidate in _codes():
        return candidate
    return _names().get(fold(text), "")

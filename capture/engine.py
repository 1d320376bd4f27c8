"""The filter: decides from values alone whether an inquiry goes to quarantine, and why. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email

from capture.choices import Reason
from capture.parsers.facts import Reading
from core.text import fold


LINK = re.compile(r"https?://|www\.|<a\s|\[url", re.IGNORECASE)
WORDS = (
    "viagra",
    "cialis",
    "casino online",
    "online casino",
    "payday loan",
    "backlinks",
    "guest post",
    "seo services",
    "rank your website",
    "first page of google",
    "crypto investment",
    "bitcoin investment",
    "forex signals",
    "porn",
    "escort service",
    "replica watches",
)
MAX_LINKS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an inquiry is held back; an empty reason lets it through."""

    reason: str = ""
    detail: str = ""

    def __bool__(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class Rule:
    """One check with its parameters."""

    check: str
    params: Mapping[str, Any] = field(default_factory=dict)


PASS = Verdict()
Check = Callable[[Reading, Sequence[str], Mapping[str, Any]], str | None]


def normal_email(email: str) -> str | None:
    """Return the address in its normal form, or None if it is not one; asks no DNS."""
    try:
        # test_environment: lets the reserved ".test" through, which rigs and demonstrations use.
        return validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def judge(reading: Reading, *, signs: Sequence[str], rules: Sequence[Rule]) -> Verdict:
    """Return the first rule's verdict that holds; no rule holding means that the inquiry is accepted."""
    for rule in rules:
        detail = CHECKS[rule.check](reading, signs, rule.params)
        if detail is not None:
            return Verdict(rule.check, detail[:300])
    return PASS


def _sign(code: str) -> Check:
    return lambda reading, signs, params: "" if code in signs else None


def _bad_value(reading: Reading, signs: Sequence[str], params: Mapping[str, Any]) -> str | None:
    return ", ".join(reading.doubts) if reading.doubts else None


def _no_contact(reading: Reading, signs: Sequence[str], params: Mapping[str, Any]) -> str | None:
    return None if reading.has_contact else ""


def _bad_email(reading: Reading, signs: Sequence[str], params: Mapping[str, Any]) -> str | None:
    email = reading.facts.get("email", "")
    return email if email and normal_email(email) is None else None


def _disposable(reading: Reading, signs: Sequence[str], params: Mapping[str, Any]) -> str | None:
    domain = reading.facts.get("email", "").rpartition("@")[2].lower()
    parents = {domain.split(".", count)[-1] for count in range(domain.count("."))}
    own = {str(name).lower() for name in params.get("domains", [])}
    return domain if parents & own or any(parent in blocklist for parent in parents) else None


def _texts(reading: Reading) -> str:
    names = ("first_name", "last_name", "company", "job_title", "need")
    return " ".join([*(str(reading.facts.get(name, "")) for name in names), reading.message])


def _spam_words(reading: Reading, signs: Sequence[str], params: Mapping[str, Any]) -> str | None:
    folded = f" {fold(_texts(reading))} "
    words = [*WORDS, *(fold(str(word)) for word in params.get("words", []))]
    return next(
        (word for word in words if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded)), None
    )


def _spam_links(reading: Reading, signs: Sequence[str], params: Mapping[str, Any]) -> str | None:
    most = int(params.get("links", MAX_LINKS))
    count = len(LINK.findall(_texts(reading)))
    named = " ".join(str(reading.facts.get(name, "")) for name in ("first_name", "last_name"))
    return str(count) if count > most or LINK.search(named) else None


CHECKS: dict[str, Check] = {
    Reason.UNREADABLE: _sign(Reason.UNREADABLE),
    Reason.HONEYPOT: _sign(Reason.HONEYPOT),
    Reason.TOO_FAST: _sign(Reason.TOO_FAST),
    Reason.FOREIGN_ORIGIN: _sign(Reason.FOREIGN_ORIGIN),
    Reason.SPAM_MARKED: _sign(Reason.SPAM_MARKED),
    Reason.COLLEAGUE: _sign(Reason.COLLEAGUE),
    Reason.NO_REPLY: _sign(Reason.NO_REPLY),
    Reason.NO_CONTACT: _no_contact,
    Reason.BAD_CHARACTERS: _sign(Reason.BAD_CHARACTERS),
    Reason.BAD_VALUE: _bad_value,
    Reason.BAD_EMAIL: _bad_email,
    Reason.DISPOSABLE: _disposable,
    Reason.SPAM_WORDS: _spam_words,
    Reason.SPAM_LINKS: _spam_links,
}
# Without these an inquiry makes no lead, so no workspace can switch them off.
ALWAYS = frozenset({Reason.UNREADABLE, Reason.NO_CONTACT})

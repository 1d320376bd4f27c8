"""What rules of the filter read of an inquiry: values made comparable, and quality flags. Pure.

Shape: one flat JSON object, stored as ``Inquiry.findings``; ``capture.rule_fields`` names its keys. What is empty is
left out, so that "has no value" is one thing. Texts are folded here: nothing may depend on the database's locale.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from capture import quality
from capture.parsers.facts import Reading
from core.text import fold
from leads import normalize, readers
from leads.readers import Definition


LINK = re.compile(r"https?://|www\.|<a\s|\[url", re.IGNORECASE)
SPAM_WORDS = (
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
_SPAM = [(word, re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")) for word in SPAM_WORDS]
_WORDS = re.compile(r"\w+")
# How a text of the inquiry is kept: names and texts folded, addresses only lower-case.
FOLDED = ("company", "job_title", "city")


@dataclass(frozen=True, slots=True)
class Way:
    """How the inquiry came and what it names of the workspace's lists, by slug; ``country`` is the workspace's."""

    channel: str
    source: str = ""
    campaign: str = ""
    topics: Sequence[str] = ()
    form: int | None = None
    hook: int | None = None
    signs: Sequence[str] = ()
    seconds: float | None = None
    country: str = ""


def address(text: str) -> str:
    """Return an e-mail address as leads keep it, or as it was typed where it is none."""
    return normalize.email(text) or text.strip().casefold()


def number(text: str) -> str:
    """Return a phone number, or a part of one, by its digits and its plus; a text without any as it is."""
    return "".join(char for char in text if char.isdigit() or char == "+") or fold(text)


def whole_words(text: str) -> str:
    """Return the folded words of a text with a space on either side of each, so that only whole ones are found."""
    words = _WORDS.findall(fold(text))
    return f" {' '.join(words)} " if words else ""


def of(reading: Reading, way: Way, definitions: Mapping[str, Definition]) -> dict[str, Any]:
    """Return the findings of an inquiry as it was read; ``definitions`` are the workspace's own fields."""
    facts = reading.facts
    email, phone = str(facts.get("email", "")), str(facts.get("phone", ""))
    country = facts.get("country") or way.country
    found = {
        **_contact(facts, email, phone, country),
        **_written(reading),
        **quality.email_flags(email),
        **quality.phone_flags(phone, country),
        "consent": reading.consent is not None,
        "channel": way.channel,
        "source": way.source,
        "campaign": way.campaign,
        "topics": list(way.topics),
        "form": str(way.form or ""),
        "hook": str(way.hook or ""),
        "signs": list(way.signs),
        "doubts": list(reading.doubts),
        "seconds": way.seconds,
        "custom": _custom(reading.custom, definitions),
    }
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def _contact(facts: Mapping[str, Any], email: str, phone: str, country: str) -> dict[str, Any]:
    kept = address(email)
    return {
        "email": kept,
        "email_domain": kept.rpartition("@")[2] if "@" in kept else "",
        "phone": normalize.phone(phone, country) or number(phone),
        "name": fold(f"{facts.get('first_name', '')} {facts.get('last_name', '')}"),
        **{name: fold(str(facts.get(name, ""))) for name in FOLDED},
        "country": facts.get("country", ""),
        "language": facts.get("language", ""),
    }


def _written(reading: Reading) -> dict[str, Any]:
    named = " ".join(str(reading.facts.get(name, "")) for name in ("first_name", "last_name"))
    about = " ".join(str(reading.facts.get(name, "")) for name in ("company", "job_title", "need"))
    every = f"{named} {about} {reading.message}"
    folded = fold(every)
    return {
        "text": fold(f"{reading.message} {reading.facts.get('need', '')}"),
        "words": whole_words(every),
        "spam_words": [word for word, pattern in _SPAM if word in folded and pattern.search(folded)],
        "links": len(LINK.findall(every)),
        "link_in_name": LINK.search(named) is not None,
    }


def _custom(given: Mapping[str, Any], definitions: Mapping[str, Definition]) -> dict[str, Any]:
    """Return the values of the workspace's own fields as a lead would have them; what cannot be read is left out."""
    found = {}
    for key, value in given.items():
        definition = definitions.get(key)
        if definition is None:
            continue
        try:
            read = readers.custom(value, definition=definition, is_strict=False)
        except readers.Fault:
            continue
        found[key] = fold(read) if definition.type == "text" else read
    return found


# What a rule held on to, for the person who judges, by the reason that it gives.
DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "bad_value": lambda found: ", ".join(found.get("doubts", [])),
    "bad_email": lambda found: found.get("email", ""),
    "disposable": lambda found: found.get("email_domain", ""),
    "spam_words": lambda found: next(iter(found.get("spam_words", [])), ""),
    "spam_links": lambda found: str(found.get("links", 0)),
}


def detail(reason: str, found: Mapping[str, Any]) -> str:
    """Return what exactly speaks for the reason, empty where the reason says it all."""
    return DETAILS[reason](found) if reason in DETAILS else ""

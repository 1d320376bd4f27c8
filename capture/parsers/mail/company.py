"""A company's name from a mail's domain, where nothing better is known. Pure."""

import re

from capture.parsers.mail import words
from leads import normalize


VOWELS = frozenset("aeiouyáéíóúàèòäöü")


def of_address(address: str) -> str:
    """Return "Acme Foods" for ana@acme-foods.es; "" for free mail, thrown-away and reserved names without a label."""
    domain = normalize.email(address).rpartition("@")[2]
    if not domain or normalize.is_personal(domain) or domain.startswith("["):
        return ""
    return named(domain)


def named(domain: str) -> str:
    """Return the label that somebody registered, in words."""
    labels = [label for label in domain.lower().split(".") if label]
    if len(labels) < 2 or all(label.isdecimal() for label in labels):
        return ""
    rest = labels[:-1]
    if len(rest) > 1 and rest[-1] in words.SECOND and len(labels[-1]) == 2:
        rest = rest[:-1]
    parts = [word for word in re.split(r"[-_]+", _unicode(rest[-1])) if word]
    return " ".join(_written(word) for word in parts)[:200]


def _written(word: str) -> str:
    """Return a word with a capital; a short one that nobody could say is an abbreviation."""
    is_short = len(word) <= 3 and word.isalpha() and not set(word) & VOWELS
    return word.upper() if is_short else word.capitalize()


def _unicode(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label

"""How one value that comes from outside is read; strictly, or as well as it goes. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from email_validator import EmailNotValidError, validate_email

from core.text import clean, fold
from leads import normalize
from leads.choices import FieldType


MAX_AMOUNT = 10**15
# "12.500" is twelve thousand five hundred; nobody writes "0.446" for anything but less than one.
GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}([.,'’])\d{3}(\1\d{3})*$")
GROUPED_WITH_DECIMALS = re.compile(r"^[+-]?\d{1,3}([.,'’])\d{3}(\1\d{3})*(?!\1)[.,]\d+$")
LANGUAGE = re.compile(r"^[a-z]{2,3}(?=$|[-_])")
YES = {
    "true",
    "yes",
    "1",
    "si",
    "on",
    "y",
    "s",
    "x",
    "t",
    "verdadero",
    "cierto",
    "oui",
    "vrai",
    "ja",
    "wahr",
    "sim",
}
NO = {"false", "no", "0", "off", "n", "f", "falso", "non", "faux", "nein", "falsch", "nao"}


class Fault(ValueError):
    """One value cannot be read; says why in a finished sentence."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Definition:
    """What a workspace said about a field of its own."""

    key: str
    type: str
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The workspace's own words: topics (slug or folded name → slug), fields by key, and its country."""

    topics: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    country: str = ""


def text(value: Any, *, limit: int, is_strict: bool, is_long: bool = False) -> str:
    """Return the text without what cannot be stored, on one line unless ``is_long``; too long is cut or refused."""
    if isinstance(value, dict | list | bool):
        raise Fault(_("This must be a text."))
    found = clean(str(value))
    if not is_long:
        found = " ".join(found.split())
    if len(found) > limit and is_strict:
        raise Fault(_("At most %(limit)s characters.") % {"limit": limit})
    return found[:limit].rstrip()


def number(value: Any) -> Decimal:
    """Return the number that a form, a file or a program wrote; in a text thousands may be grouped."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Fault(_("This must be a number."))
    try:
        found = Decimal(_ungrouped(value) if isinstance(value, str) else str(value))
    except InvalidOperation as error:
        raise Fault(_("This must be a number.")) from error
    if not found.is_finite():
        raise Fault(_("This must be a number."))
    return found


def is_grouped(written: str) -> bool:
    """Say whether the text alone reads as thousands, "12.500"; in a column of decimals it may not be meant so."""
    return bool(GROUPED.match(written))


def _ungrouped(text: str) -> str:
    written = re.sub(r"[€$£\s]", "", text)
    if is_grouped(written):
        return re.sub(r"[.,'’]", "", written)
    if found := GROUPED_WITH_DECIMALS.match(written):
        written = written.replace(found[1], "")
    return written.replace(",", ".")


def whole(value: Any, *, limit: int, is_strict: bool) -> int:
    """Return the number as a whole one, from zero up to the limit."""
    found = number(value)
    if not 0 <= found <= limit:
        raise Fault(_("This must be between 0 and %(limit)s.") % {"limit": limit})
    return int(found.quantize(Decimal(1), ROUND_HALF_UP))


def choice(value: Any, *, options: type[TextChoices], is_strict: bool) -> str:
    """Return the option's value, given by value or by label."""
    wanted = fold(str(value))
    for option in options:
        if wanted in {option.value, fold(str(option.label))}:
            return str(option.value)
    names = ", ".join(option.value for option in options)
    raise Fault(_("This must be one of: %(names)s.") % {"names": names})


@lru_cache(maxsize=512)
def _country_code(wanted: str) -> str:
    code = countries.alpha2(wanted.upper())
    for language in ("en", "es"):
        code = code or countries.by_name(wanted, language=language)
    return str(code)


def country(value: Any, *, is_strict: bool) -> str:
    """Return the two letters of the country, given by code or by its English or Spanish name."""
    if code := _country_code(str(value).strip()[:80]):
        return code
    raise Fault(_("This country is unknown."))


def email(value: Any, *, is_strict: bool) -> str:
    """Return the address as written; refused if nobody can have it."""
    found = text(value, limit=normalize.MAX_EMAIL, is_strict=is_strict)
    if not normalize.email(found) or len(found.split()) > 1:
        raise Fault(_("This is no e-mail address."))
    if is_strict:
        try:
            checked = validate_email(found, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise Fault(_("This is no e-mail address.")) from error
        if "." not in checked.domain:
            raise Fault(_("This is no e-mail address."))
    return found


def phone(value: Any, *, is_strict: bool) -> str:
    """Return the number as written; refused without at least five digits."""
    found = text(value, limit=60, is_strict=is_strict)
    if sum(map(str.isdigit, found)) < 5:
        raise Fault(_("This is no phone number."))
    return found


def website(value: Any, *, is_strict: bool) -> str:
    """Return the address as written; refused without a host."""
    found = text(value, limit=300, is_strict=is_strict)
    if not normalize.host(found):
        raise Fault(_("This is no web address."))
    return found


def language(value: Any, *, is_strict: bool) -> str:
    """Return the language's code without its country."""
    found = LANGUAGE.match(str(value).strip().lower())
    if not found:
        raise Fault(_("This is no language code."))
    return found.group()


def time_zone(value: Any, *, is_strict: bool) -> str:
    """Return the name of a time zone."""
    if str(value) not in available_timezones():
        raise Fault(_("This time zone is unknown."))
    return str(value)


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        value = re.split(r"[,;|]", value)
    if not isinstance(value, list | tuple):
        raise Fault(_("This must be a list."))
    return [clean(str(item)) for item in value if clean(str(item))]


def topics(value: Any, *, vocabulary: Vocabulary, is_strict: bool) -> list[str]:
    """Return slugs of topics, given by slug or name; an unknown one is left out, or refused if strict."""
    found = []
    for word in _words(value):
        slug = vocabulary.topics.get(word) or vocabulary.topics.get(fold(word))
        if slug is None and is_strict:
            raise Fault(_("The topic “%(name)s” does not exist.") % {"name": word})
        if slug and slug not in found:
            found.append(slug)
    return found


def _option(value: Any, options: Sequence[str]) -> str:
    wanted = fold(str(value))
    for option in options:
        if fold(option) == wanted:
            return option
    raise Fault(_("This must be one of: %(names)s.") % {"names": ", ".join(options)})


def _custom_number(value: Any) -> int | float:
    found = number(value)
    if abs(found) > MAX_AMOUNT:
        raise Fault(_("This must be between 0 and %(limit)s.") % {"limit": MAX_AMOUNT})
    return int(found) if found == found.to_integral_value() else float(found)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = fold(str(value))
    if word in YES or word in NO:
        return word in YES
    raise Fault(_("This must be yes or no."))


def _date(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError as error:
        raise Fault(_("This must be a date such as 2026-11-30.")) from error


def custom(value: Any, *, definition: Definition, is_strict: bool) -> Any:
    """Return the value as the field's type stores it in JSON."""
    match definition.type:
        case FieldType.NUMBER:
            return _custom_number(value)
        case FieldType.BOOLEAN:
            return _boolean(value)
        case FieldType.DATE:
            return _date(value)
        case FieldType.CHOICE:
            return _option(value, definition.options)
        case FieldType.LIST:
            return [_option(word, definition.options) for word in _words(value)]
    return text(value, limit=2000, is_strict=is_strict, is_long=True)

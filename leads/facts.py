"""What may be said about a lead from outside: the name, limit and reading of each fact. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from leads import readers
from leads.choices import Authority, Seniority, Timeline
from leads.readers import Definition, Fault, Vocabulary


MAX_PEOPLE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read, and a fault per path that could not."""

    values: dict[str, Any]
    faults: list[dict[str, str]]


Reader = Callable[..., Any]


READERS: dict[str, Reader] = {
    "company": partial(readers.text, limit=200),
    "website": readers.website,
    "domain": partial(readers.text, limit=253),
    "industry": partial(readers.text, limit=120),
    "employees": partial(readers.whole, limit=MAX_PEOPLE),
    "country": readers.country,
    "region": partial(readers.text, limit=120),
    "city": partial(readers.text, limit=120),
    "tax_id": partial(readers.text, limit=40),
    "first_name": partial(readers.text, limit=120),
    "last_name": partial(readers.text, limit=120),
    "job_title": partial(readers.text, limit=160),
    "seniority": partial(readers.choice, options=Seniority),
    "email": readers.email,
    "phone": readers.phone,
    "language": readers.language,
    "time_zone": readers.time_zone,
    "need": partial(readers.text, limit=5000, is_long=True),
    "budget": partial(readers.whole, limit=readers.MAX_AMOUNT),
    "authority": partial(readers.choice, options=Authority),
    "timeline": partial(readers.choice, options=Timeline),
    "amount_guess": partial(readers.whole, limit=readers.MAX_AMOUNT),
    "external_id": partial(readers.text, limit=120),
}


COMPANY = (
    "company",
    "website",
    "domain",
    "industry",
    "employees",
    "country",
    "region",
    "city",
    "tax_id",
)
PERSON = (
    "first_name",
    "last_name",
    "job_title",
    "seniority",
    "email",
    "phone",
    "language",
    "time_zone",
)
NULLABLE = frozenset({"employees", "budget", "amount_guess"})


NAMES = frozenset(READERS) | {"topics", "custom"}


def empty(name: str) -> Any:
    """Return what the column holds when the fact is unknown."""
    if name == "topics":
        return []
    return None if name in NULLABLE else ""


def is_empty(value: Any) -> bool:
    """Say whether the value tells nothing."""
    return value is None or (not value.strip() if isinstance(value, str) else value in ([], {}, ()))


class _Reader:
    """Reads one set of facts, noting faults by path."""

    def __init__(self, vocabulary: Vocabulary, *, is_strict: bool) -> None:
        self.vocabulary, self.is_strict = vocabulary, is_strict
        self.faults: list[dict[str, str]] = []
        self.values: dict[str, Any] = {}

    def fault(self, path: str, message: str | Promise) -> None:
        self.faults.append({"path": path, "message": str(message)})

    def fact(self, name: str, value: Any) -> None:
        if name not in NAMES:
            self.fault(name, _("This field does not exist."))
        elif name == "custom":
            self.all_custom(value)
        elif is_empty(value):
            self.values[name] = empty(name)
        else:
            try:
                self.values[name] = self.read(name, value)
            except Fault as fault:
                self.fault(name, fault.message)

    def read(self, name: str, value: Any) -> Any:
        if name == "topics":
            return readers.topics(value, vocabulary=self.vocabulary, is_strict=self.is_strict)
        return READERS[name](value, is_strict=self.is_strict)

    def custom(self, value: Any, definition: Definition) -> Any:
        return readers.custom(value, definition=definition, is_strict=self.is_strict)

    def all_custom(self, value: Any) -> None:
        if not isinstance(value, Mapping):
            self.fault("custom", _("This must be an object."))
            return
        found: dict[str, Any] = {}
        for key, item in value.items():
            definition = self.vocabulary.definitions.get(str(key))
            if definition is None:
                self.fault(f"custom.{key}", _("This field does not exist."))
                continue
            try:
                found[str(key)] = None if is_empty(item) else self.custom(item, definition)
            except Fault as fault:
                self.fault(f"custom.{key}", fault.message)
        self.values["custom"] = found


def read(facts: Mapping[str, Any], *, vocabulary: Vocabulary, is_strict: bool) -> Reading:
    """Read each fact; empty ones become the column's empty value, a custom one None.

    Not strict (inquiries, files): too long is cut, unknown topics are left out. What a fault names is missing
    from the values either way; the caller decides whether that is the end.
    """
    reader = _Reader(vocabulary, is_strict=is_strict)
    for name, value in facts.items():
        reader.fact(name, value)
    return Reading(reader.values, reader.faults)


def read_strictly(facts: Mapping[str, Any], *, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the values.

    Raises: Invalid, naming every fault.
    """
    reading = read(facts, vocabulary=vocabulary, is_strict=True)
    if reading.faults:
        raise Invalid(_("Some values are missing or wrong."), errors=reading.faults)
    return reading.values


def has_identity(values: Mapping[str, Any]) -> bool:
    """Say whether the facts name anybody."""
    return any(values.get(name) for name in ("email", "phone", "company", "first_name", "last_name"))

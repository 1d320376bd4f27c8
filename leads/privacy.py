"""What is held of a person, table by table: the rooms' tables are registered, page, export and erasure go through them.

A test fails for a table that is neither here nor said to hold nobody's data (``leadcrm.privacy.NOBODYS``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from django.db.models import F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

from leads import saying


@dataclass(frozen=True, slots=True)
class Person:
    """One person as we know them: all their leads, and what they are called and reached by.

    ``emails`` are normalized; ``addresses`` are the e-mails as written and normalized, of a person without any the
    phone numbers: what loose texts are searched for. ``titles`` are names that only they have in a log. ``numbers``
    are the last digits of their phones, which tell of them only beside their name: colleagues share phones.
    """

    lead_ids: tuple[int, ...]
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Fate(StrEnum):
    """What erasing does with a row."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # stays, for the counts of reports, and says nothing of anybody
    KEPT = "kept"  # says nothing of anybody once the lead does not


Find = Callable[[Person], QuerySet]
# Erase the rows with these ids in a way of their own, e.g. with what waits for them in a queue.
Erase = Callable[[Person, Sequence[int], datetime], None]


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one table that are about a person.

    ``blank``: what columns become. ``is_search``: found by reading the whole table, so only work in the background
    asks it. ``hidden``: columns that an export leaves out, e.g. copies made for search. ``ledger``: the serving login
    may not change the table, so the database's own function does it. ``always``: erased also where no row was found.
    """

    name: str
    label: str | Promise
    find: Find
    fate: Fate = Fate.EMPTIED
    blank: Mapping[str, Any] = field(default_factory=dict)
    erase: Erase | None = None
    is_search: bool = False
    ledger: bool = False
    always: bool = False
    hidden: tuple[str, ...] = ()

    @property
    def model(self) -> str:
        """Return the model's label, e.g. "leads.Activity"."""
        return self.name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Files:
    """Files that may name a person.

    ``names`` are asked before any row is erased, as text that is kept; ``find`` returns what is to be deleted: those
    files and whatever else mentions one of the addresses. ``drop`` deletes what was found, and may be called again.
    """

    name: str
    label: str | Promise
    names: Callable[[Person], list[str]]
    find: Callable[[Sequence[str], Sequence[str]], list[str]]
    drop: Callable[[Sequence[str]], None]
    # says why the files cannot go now, "" if they can
    busy: Callable[[Person], str | Promise] = lambda person: ""


_holdings: dict[str, Holding] = {}
_files: dict[str, Files] = {}


def register(*holdings: Holding) -> None:
    """Add holdings; erased in this order. Called in ``AppConfig.ready``."""
    _holdings.update({holding.name: holding for holding in holdings})


def register_files(*files: Files) -> None:
    """Add files; called in ``AppConfig.ready``."""
    _files.update({one.name: one for one in files})


def every() -> list[Holding]:
    """Return all holdings, in order."""
    return list(_holdings.values())


def every_file() -> list[Files]:
    """Return all kinds of files."""
    return list(_files.values())


def of_leads(model: type[Model], column: str = "lead_id") -> Find:
    """Return what finds the rows that name one of the person's leads."""
    return lambda person: model._default_manager.filter(**{f"{column}__in": person.lead_ids})


def mentioning(
    model: type[Model], *columns: str, is_bytes: bool = False, is_query: bool = False, by_phone: bool = False
) -> Find:
    """Return what finds the rows in whose texts one of the person's addresses stands, whatever the case.

    ``is_query``: the texts are queries of addresses on the web, whose signs are written otherwise, and a search for
    the name says as much as one for the address. ``by_phone``: the person's name beside their number will do.
    """

    def find(person: Person) -> QuerySet:
        rows = model._default_manager.all()
        wanted = _in_queries(person) if is_query else person.addresses
        numbers = person.numbers if by_phone and person.titles else ()
        if not wanted and not numbers:
            return rows.none()
        named = Q()
        for place, column in enumerate(columns):
            text: Any = Cast(F(column), TextField())
            if is_bytes:
                text = Func(F(column), Value("escape"), function="encode", output_field=TextField())
            rows = rows.alias(**{f"text{place}": text})
            for address in wanted:
                is_number = saying.NUMBER.fullmatch(address)
                how, said = ("iregex", saying.pattern(address)) if is_number else ("icontains", address)
                named |= Q(**{f"text{place}__{how}": said})
            if numbers:
                rows = rows.alias(**{f"digits{place}": _digits(text)})
                named |= _signed(person, place)
        return rows.filter(named)

    return find


def _in_queries(person: Person) -> tuple[str, ...]:
    """Return how the person is written in the query of an address on the web."""
    said = (*person.addresses, *person.titles)
    return tuple({written(one) for one in said for written in (str, quote, quote_plus)})


def _digits(text: Any) -> Any:
    return Func(
        text, Value("[^0-9]+"), Value(""), Value("g"), function="regexp_replace", output_field=TextField()
    )


def _signed(person: Person, place: int) -> Q:
    """Return what says one of the names, in any order of its words, and one of the numbers."""
    by_name, by_number = Q(), Q()
    for title in person.titles:
        words = Q()
        for word in title.split():
            words &= Q(**{f"text{place}__icontains": word})
        by_name |= words
    for number in person.numbers:
        by_number |= Q(**{f"digits{place}__contains": number})
    return by_name & by_number


def drop(paths: Sequence[Path]) -> int:
    """Delete the files that are there; return how many."""
    there = [path for path in paths if path.is_file()]
    for path in there:
        path.unlink(missing_ok=True)
    return len(there)

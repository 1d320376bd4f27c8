"""Who has a phone number: leads, and whoever other rooms know by it. Asked while somebody types it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import phonenumbers

from core import gather
from core.scope import current_workspace_id
from leads import entries, normalize
from leads.entry_parts import Entry
from leads.models import Activity, Lead, LeadAlias, Task
from leads.models.token import found_by
from tenants.models import Membership, User


# Fewer digits are half of everybody's number.
FEWEST_DIGITS = 5
MOST = 3
SHOWN_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody with the number whom another room knows; ``url_name`` is the page about them."""

    pk: int
    name: str
    company: str
    job_title: str
    owner: User | None
    url_name: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A lead with the number, the last that happened to it and what is to be done next."""

    lead: Lead
    entries: Sequence[Entry] = ()
    task: Task | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Who has the number. ``number``: in E.164, or "" while it is none; ``is_exact``: not only its beginning."""

    number: str = ""
    callers: Sequence[Caller] = ()
    customers: Sequence[Customer] = field(default_factory=tuple)
    is_exact: bool = True
    is_asked: bool = False

    @property
    def readable(self) -> str:
        """Return the number as people read it."""
        return normalize.phone_in_groups(self.number)

    @property
    def only(self) -> Lead | None:
        """Return the lead that it must be: one has exactly this number and is not closed."""
        leads = [caller.lead for caller in self.callers if caller.lead.is_open]
        return leads[0] if self.is_exact and len(leads) == 1 else None


Book = Callable[[str, Membership], Sequence[Customer]]
_books: list[Book] = []


def register(book: Book) -> None:
    """Let a room say whom it knows by a number."""
    _books.append(book)


def look_up(text: str, *, country: str, membership: Membership) -> Found:
    """Return whom of those the member may see has the number, however it is written, as far as it is typed.

    A whole number is compared as E.164, the beginning of one with the words under which leads are found: both by an
    index. Queries: none for fewer than five digits, else at most six.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) < FEWEST_DIGITS:
        return Found()
    number = normalize.phone(text, country)
    seen = Lead.objects.visible_to(membership).select_related("rank", "rank__owner")
    leads = list(seen.filter(pk__in=_ids(number)).order_by("-is_open", "-pk")[:MOST]) if number else []
    customers = [one for book in _books for one in book(number, membership)] if number else []
    is_exact = bool(leads or customers)
    if not is_exact:
        leads = _beginning_with(digits, country, seen)
    return Found(number, _with_news(leads), customers, is_exact=is_exact, is_asked=True)


def _ids(number: str) -> set[int]:
    """Return the leads that have the number, or had it before a merge."""
    now, before = gather.lists(
        Lead.objects.filter(phone_e164=number).order_by("-is_open", "-pk").values("pk")[:20],
        LeadAlias.objects.filter(phone_e164=number).order_by("-pk").values("lead_id")[:20],
    )
    return {row["pk"] for row in now} | {row["lead_id"] for row in before}


def _beginning_with(digits: str, country: str, seen: Any) -> list[Lead]:
    """Return leads whose number begins so, written with the prefix of the country or without."""
    prefix = str(phonenumbers.country_code_for_region(country) or "")
    plain = digits.removeprefix("00")
    written = [plain] if plain.startswith(prefix) else [plain, prefix + plain]
    found: list[Lead] = []
    for word in written:
        ids = found_by(word)
        rows = seen.filter(pk__in=ids).order_by("-is_open", "-pk")[: MOST * 2] if ids is not None else ()
        # The same words find tax numbers and the ids of other systems.
        found += [lead for lead in rows if word in re.sub(r"\D", "", f"{lead.phone} {lead.phone_e164}")]
    return list({lead.pk: lead for lead in found}.values())[:MOST]


def _with_news(leads: Sequence[Lead]) -> list[Caller]:
    if not leads:
        return []
    happened = [
        Activity.objects.filter(lead_id=lead.pk).order_by("-occurred_at", "-pk")[:SHOWN_ENTRIES]
        for lead in leads
    ]
    planned = [
        Task.objects.filter(lead_id=lead.pk, done_at=None).order_by("due_at", "pk")[:1] for lead in leads
    ]
    rows = gather.lists(*happened, *planned)
    activities, tasks = rows[: len(leads)], rows[len(leads) :]
    members = Membership.objects.filter(workspace_id=current_workspace_id()).select_related("user")
    names = {member.user_id: str(member.user) for member in members}
    return [
        Caller(lead, [entries.entry(one, people=names) for one in each], next(iter(task), None))
        for lead, each, task in zip(leads, activities, tasks, strict=True)
    ]

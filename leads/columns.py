"""Columns that the list of leads can show, and what each says of a lead: on the page, and in an export."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import numbers
from core.tables import Column
from leads import normalize
from leads.factsheet import GROUPS, Fact, all_facts, shown, value_of
from leads.models import FieldDefinition, Lead


MOST = 12
DEFAULT = ("name", "company", "grade", "light", "source", "step", "owner", "created_at")
LIST = _("List")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    lead: Lead
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeadColumn(Column):
    """One column: ``raw`` is its value for a file; the page draws it by name, or as ``text`` where that is given."""

    group: str | Promise = ""
    raw: Callable[[Row], Any] = lambda row: ""
    text: Callable[[Row], str] | None = None


def _word(name: str) -> Callable[[Row], str]:
    return lambda row: str(getattr(row.lead.rank, f"get_{name}_display")())


def _said(text: Callable[[Row], str]) -> dict[str, Any]:
    """Return the same text for page and file."""
    return {"raw": text, "text": text}


FIXED: tuple[LeadColumn, ...] = (
    LeadColumn("name", _("Name"), sort="name", css="c-name", group=LIST, raw=lambda row: row.lead.title),
    LeadColumn(
        "company", _("Company"), sort="company", css="c-firm", group=LIST, raw=lambda row: row.lead.company
    ),
    LeadColumn(
        "grade",
        _("Grade"),
        sort="score",
        first="descending",
        css="c-grade",
        group=LIST,
        raw=lambda row: row.lead.rank.grade,
    ),
    LeadColumn("light", _("Light"), css="c-light", group=LIST, raw=_word("light")),
    LeadColumn(
        "source", _("Source"), css="c-source", group=LIST, raw=lambda row: str(row.lead.rank.source or "")
    ),
    LeadColumn("step", _("Next step"), css="c-step", group=LIST, raw=lambda row: row.due_at),
    LeadColumn(
        "owner", _("Owner"), css="c-owner", group=LIST, raw=lambda row: str(row.lead.rank.owner or "")
    ),
    LeadColumn(
        "created_at",
        _("Arrived"),
        sort="created_at",
        first="descending",
        css="c-time",
        numeric=True,
        group=LIST,
        raw=lambda row: row.lead.created_at,
    ),
    LeadColumn("tags", _("Tags"), css="c-x", group=LIST, raw=lambda row: row.lead.tags),
    LeadColumn("stage", _("Stage"), css="c-x", group=LIST, **_said(_word("stage"))),
    LeadColumn(
        "contact_status",
        _("Contact status"),
        css="c-x",
        group=LIST,
        **_said(_word("contact_status")),
    ),
    LeadColumn(
        "campaign",
        _("Campaign"),
        css="c-x",
        group=LIST,
        **_said(lambda row: str(row.lead.rank.campaign or "")),
    ),
    LeadColumn(
        "score",
        pgettext_lazy("column", "Points"),
        sort="score",
        first="descending",
        css="c-x",
        numeric=True,
        group=LIST,
        raw=lambda row: row.lead.rank.score,
        text=lambda row: str(row.lead.rank.score),
    ),
    LeadColumn(
        "probability",
        _("Probability"),
        css="c-x",
        numeric=True,
        group=LIST,
        raw=lambda row: "" if row.lead.rank.probability is None else row.lead.rank.probability / 1000,
        text=lambda row: (
            "" if row.lead.rank.probability is None else numbers.percent(row.lead.rank.probability / 1000)
        ),
    ),
    LeadColumn(
        "last_inquiry_at",
        _("Last inquiry"),
        css="c-x",
        numeric=True,
        group=LIST,
        raw=lambda row: row.lead.last_inquiry_at,
    ),
    LeadColumn(
        "consent",
        _("Marketing consent"),
        css="c-x",
        group=LIST,
        **_said(lambda row: str(row.lead.get_marketing_consent_display())),
    ),
)
# Shown as the name and as the company already.
IN_FIXED = frozenset({"company"})


def every(
    *, topics: Sequence[tuple[str, str]], definitions: Iterable[FieldDefinition], currency: str
) -> dict[str, LeadColumn]:
    """Return every column of the workspace by name: the list's own, then every fact."""
    facts = all_facts(topics=topics, definitions=definitions)
    found = [*FIXED, *(_of_fact(fact, currency) for fact in facts if fact.key not in IN_FIXED)]
    return {column.name: column for column in found}


def _of_fact(fact: Fact, currency: str) -> LeadColumn:
    is_number = fact.kind in {"number", "money"}

    def text(row: Row) -> str:
        if fact.name == "phone":
            return normalize.phone_in_groups(row.lead.phone_e164) or row.lead.phone
        return shown(value_of(row.lead, fact), fact, currency=currency)

    def raw(row: Row) -> Any:
        value = value_of(row.lead, fact)
        if fact.kind in {"choice", "list", "boolean"}:
            return shown(value, fact, currency=currency)
        return "" if value is None else value

    return LeadColumn(
        fact.key,
        fact.label,
        css="c-x num" if is_number else "c-x",
        numeric=is_number,
        group=dict(GROUPS)[fact.group],
        raw=raw,
        text=text,
    )


def chosen(names: Iterable[str], known: dict[str, LeadColumn], *, served: Iterable[str]) -> list[LeadColumn]:
    """Return the columns of these names, the name first; only orders that an index serves have a link."""
    kept = [name for name in dict.fromkeys(["name", *names]) if name in known][:MOST]
    if len(kept) == 1:
        kept = [name for name in DEFAULT if name in known]
    sorts = {name.removeprefix("-") for name in served}
    return [known[name] if known[name].sort in sorts else replace(known[name], sort="") for name in kept]

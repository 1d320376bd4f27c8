"""The facts a lead page shows and edits one by one: what each is called, how it is typed and how it reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django_countries import countries

from core import numbers
from leads.choices import Authority, Phase, Seniority, Timeline
from leads.models import FieldDefinition, Lead


Label = str | Promise
Options = Sequence[tuple[str, Label]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of a lead.

    ``kind`` is text, long, number, money, date, boolean, choice or list; ``registry`` is its name in a condition,
    by which a missing datum is named; ``custom`` facts live under ``name`` in ``Lead.custom``; ``is_sorted`` ones
    are set by the rules of classification unless somebody sets them by hand.
    """

    name: str
    label: Label
    group: str
    kind: str = "text"
    registry: str = ""
    options: Options = ()
    custom: bool = False
    input_mode: str = ""
    is_sorted: bool = False

    @property
    def key(self) -> str:
        """Return the name as addresses, ids and field history carry it."""
        return f"custom.{self.name}" if self.custom else self.name


GROUPS: tuple[tuple[str, Label], ...] = (
    ("company", gettext_lazy("Company")),
    ("person", gettext_lazy("Person")),
    ("interest", gettext_lazy("Interest")),
    ("qualification", gettext_lazy("Qualification")),
    ("classification", gettext_lazy("Classification")),
    ("source", gettext_lazy("Origin")),
    ("behavior", gettext_lazy("Behavior")),
    ("outcome", gettext_lazy("Outcome")),
)
_L = gettext_lazy
COMPANY = (
    Fact("company", _L("Name"), "company", registry="company.company"),
    Fact("industry", _L("Industry"), "company", registry="company.industry"),
    Fact("employees", _L("Employees"), "company", "number", "company.employees"),
    Fact("city", _L("City"), "company", registry="company.city"),
    Fact("region", _L("Region"), "company", registry="company.region"),
    Fact("country", _L("Country"), "company", "choice", "company.country", tuple(countries)),
    Fact("website", _L("Website"), "company", registry="company.domain", input_mode="url"),
    Fact("tax_id", _L("Tax ID"), "company", registry="company.tax_id"),
)
PERSON = (
    Fact("first_name", _L("First name"), "person", registry="person.name"),
    Fact("last_name", _L("Last name"), "person", registry="person.name"),
    Fact("job_title", _L("Job title"), "person", registry="person.job_title"),
    Fact("seniority", _L("Seniority"), "person", "choice", "person.seniority", Seniority.choices),
    Fact("email", _L("E-mail"), "person", registry="person.email", input_mode="email"),
    Fact("phone", _L("Phone"), "person", registry="person.phone", input_mode="tel"),
    Fact("language", _L("Language"), "person", "choice", "person.language", tuple(settings.LANGUAGES)),
)
QUALIFICATION = (
    Fact("need", _L("Need"), "qualification", "long", "interest.need"),
    Fact("budget", _L("Budget"), "qualification", "money", "qualification.budget"),
    Fact(
        "authority", _L("Authority"), "qualification", "choice", "qualification.authority", Authority.choices
    ),
    Fact("timeline", _L("Start"), "qualification", "choice", "qualification.timeline", Timeline.choices),
)
AMOUNT = Fact("amount_guess", _L("Estimated amount"), "interest", "money", "interest.amount_guess")
PHASE = Fact("phase", _L("Buying phase"), "classification", "choice", "", Phase.choices, is_sorted=True)
TRACK = Fact("track", _L("Nurture track"), "classification", is_sorted=True)


def all_facts(*, topics: Options, definitions: Iterable[FieldDefinition]) -> list[Fact]:
    """Return every fact of the workspace, its own fields included; ``topics`` are (slug, name)."""
    return [
        *COMPANY,
        *PERSON,
        Fact("topics", _L("Topics"), "interest", "list", "interest.topics", topics),
        AMOUNT,
        *QUALIFICATION,
        Fact("main_topic", _L("Main topic"), "classification", "choice", "", topics, is_sorted=True),
        PHASE,
        TRACK,
        *(_own(definition) for definition in definitions),
    ]


def _own(definition: FieldDefinition) -> Fact:
    known = {name for name, _label in GROUPS}
    return Fact(
        name=definition.key,
        label=definition.label,
        group=definition.category if definition.category in known else "interest",
        kind=definition.type,
        registry=f"custom.{definition.key}",
        options=tuple((option, option) for option in definition.options),
        custom=True,
    )


def value_of(lead: Lead, fact: Fact) -> Any:
    """Return the value as it is stored; a country as its code."""
    if fact.custom:
        return lead.custom.get(fact.name)
    value = getattr(lead, fact.name)
    return value.code if fact.name == "country" else value


def shown(value: Any, fact: Fact, *, currency: str) -> str:
    """Return the value as a reader of the active language sees it; nothing for an unknown one."""
    if value is None or value in ("", []):
        return ""
    match fact.kind:
        case "money":
            return numbers.money(int(value) * 100, currency)
        case "number":
            return numbers.plain(value, 0 if float(value).is_integer() else 2)
        case "boolean":
            return _("Yes") if value else _("No")
        case "choice" | "list":
            labels = dict(fact.options)
            values = value if isinstance(value, list) else [value]
            return ", ".join(str(labels.get(item, item)) for item in values)
        case "date":
            day = parse_date(str(value)[:10])
            return date_format(day, pgettext("date format", "j F Y")) if day else str(value)
    return str(value)

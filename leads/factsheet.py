"""The facts a lead page shows and edits one by one: what each is called, how it is typed and how it reads."""

from collections.abc import Callable, Iterable, Sequence
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
    # Callable where the labels are only known in the reader's language.
    options: Options | Callable[[], Options] = ()
    custom: bool = False
    input_mode: str = ""
    is_sorted: bool = False

    @property
    def choices(self) -> Options:
        """Return the options with their labels in the active language."""
        return self.options() if callable(self.options) else self.options

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


def _countries() -> Options:
    return tuple(countries)


COMPANY = (
    Fact("company", gettext_lazy("Name"), "company", registry="company.company"),
    Fact("industry", gettext_lazy("Industry"), "company", registry="company.industry"),
    Fact("employees", gettext_lazy("Employees"), "company", "number", "company.employees"),
    Fact("city", gettext_lazy("City"), "company", registry="company.city"),
    Fact("region", gettext_lazy("Region"), "company", registry="company.region"),
    Fact("country", gettext_lazy("Country"), "company", "choice", "company.country", _countries),
    Fact("website", gettext_lazy("Website"), "company", registry="company.domain", input_mode="url"),
    Fact("tax_id", gettext_lazy("Tax ID"), "company", registry="company.tax_id"),
)
PERSON = (
    Fact("first_name", gettext_lazy("First name"), "person", registry="person.name"),
    Fact("last_name", gettext_lazy("Last name"), "person", registry="person.name"),
    Fact("job_title", gettext_lazy("Job title"), "person", registry="person.job_title"),
    Fact("seniority", gettext_lazy("Seniority"), "person", "choice", "person.seniority", Seniority.choices),
    Fact("email", gettext_lazy("E-mail"), "person", registry="person.email", input_mode="email"),
    Fact("phone", gettext_lazy("Phone"), "person", registry="person.phone", input_mode="tel"),
    Fact(
        "language", gettext_lazy("Language"), "person", "choice", "person.language", tuple(settings.LANGUAGES)
    ),
)
QUALIFICATION = (
    Fact("need", gettext_lazy("Need"), "qualification", "long", "interest.need"),
    Fact("budget", gettext_lazy("Budget"), "qualification", "money", "qualification.budget"),
    Fact(
        "authority",
        gettext_lazy("Authority"),
        "qualification",
        "choice",
        "qualification.authority",
        Authority.choices,
    ),
    Fact(
        "timeline",
        gettext_lazy("Start"),
        "qualification",
        "choice",
        "qualification.timeline",
        Timeline.choices,
    ),
)
AMOUNT = Fact("amount_guess", gettext_lazy("Estimated amount"), "interest", "money", "interest.amount_guess")
PHASE = Fact(
    "phase", gettext_lazy("Buying phase"), "classification", "choice", "", Phase.choices, is_sorted=True
)
TRACK = Fact("track", gettext_lazy("Nurture track"), "classification", is_sorted=True)


def all_facts(*, topics: Options, definitions: Iterable[FieldDefinition]) -> list[Fact]:
    """Return every fact of the workspace, its own fields included; ``topics`` are (slug, name)."""
    return [
        *COMPANY,
        *PERSON,
        Fact("topics", gettext_lazy("Topics"), "interest", "list", "interest.topics", topics),
        AMOUNT,
        *QUALIFICATION,
        Fact(
            "main_topic", gettext_lazy("Main topic"), "classification", "choice", "", topics, is_sorted=True
        ),
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
        case "choice" if fact.name == "country":
            return str(countries.name(value) or value)
        case "choice" | "list":
            labels = dict(fact.choices)
            values = value if isinstance(value, list) else [value]
            return ", ".join(str(labels.get(item, item)) for item in values)
        case "date":
            day = parse_date(str(value)[:10])
            return date_format(day, pgettext("date format", "j F Y")) if day else str(value)
    return str(value)

"""What conditions may ask about a lead: the one registry, with the workspace's own fields added (design §5)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conditions.columns import json_column
from conditions.fragments import literal
from conditions.registry import (
    ActivityKind,
    ActivitySource,
    ChoiceValue,
    Field,
    FieldType,
    Label,
    Registry,
    RowSource,
)
from leads import choices
from leads.normalize import tax_id


ROWS = RowSource(
    tables="leads_lead l JOIN leads_leadrank r ON r.workspace_id = l.workspace_id AND r.lead_id = l.id"
)
ACTIVITIES = ActivitySource(table="leads_activity")
CATEGORIES = {
    "company": _("Company"),
    "person": _("Person"),
    "interest": _("Interest"),
    "source": _("Source"),
    "behavior": _("Behavior"),
    "qualification": _("Qualification"),
}
T = FieldType


def _text(name: str, label: Label, *, folded: str | None = None) -> Field:
    category, _dot, column = name.partition(".")
    return Field(name, T.TEXT, label, f"l.{column}", category, folded and f"l.{folded}")


def _choice(name: str, label: Label, column: str, options: Sequence[tuple[str, Label]]) -> Field:
    return Field(name, T.CHOICE, label, column, name.partition(".")[0], choices=options)


def _number(name: str, label: Label, column: str) -> Field:
    return Field(name, T.NUMBER, label, column, name.partition(".")[0])


def _country_options() -> Sequence[tuple[str, Label]]:
    return list(countries)


def _trimmed(text: str) -> str:
    """Fold as addresses and hosts are stored: lower-case, accents kept."""
    return text.strip().casefold()


FIELDS: tuple[Field, ...] = (
    _text("company.company", _("Company name"), folded="company_norm"),
    Field("company.domain", T.TEXT, _("Domain"), "l.domain", "company", "l.domain", fold=_trimmed),
    _text("company.industry", _("Industry"), folded="industry_norm"),
    _number("company.employees", _("Employees"), "l.employees"),
    Field("company.country", T.CHOICE, _("Country"), "l.country", "company", choices=_country_options),
    _text("company.region", _("Region"), folded="region_norm"),
    _text("company.city", _("City"), folded="city_norm"),
    Field("company.tax_id", T.TEXT, _("Tax ID"), "l.tax_id", "company", "l.tax_id_norm", fold=tax_id),
    Field("person.name", T.TEXT, _("Name"), "l.name_norm", "person", "l.name_norm"),
    _text("person.job_title", _("Job title"), folded="job_title_norm"),
    _choice("person.seniority", _("Seniority"), "l.seniority", choices.Seniority.choices),
    Field("person.email", T.TEXT, _("E-mail"), "l.email", "person", "l.email_norm", fold=_trimmed),
    Field("person.phone", T.TEXT, _("Phone"), "l.phone_e164", "person"),
    _choice("person.language", _("Language"), "l.language", list(settings.LANGUAGES)),
    _choice(
        "person.marketing_consent", _("Marketing consent"), "l.marketing_consent", choices.Consent.choices
    ),
    _text("interest.need", _("Need"), folded="need_norm"),
    _number("interest.amount_guess", _("Estimated amount"), "l.amount_guess"),
    _choice("interest.phase", _("Buying phase"), "l.phase", choices.Phase.choices),
    _number("qualification.budget", _("Budget"), "l.budget"),
    _choice("qualification.authority", _("Authority"), "l.authority", choices.Authority.choices),
    _choice("qualification.timeline", _("Timeline"), "l.timeline", choices.Timeline.choices),
    Field("source.created_at", T.DATETIME, _("Created"), "l.created_at", "source"),
    Field("source.last_inquiry_at", T.DATETIME, _("Last inquiry"), "l.last_inquiry_at", "source"),
    _choice("behavior.stage", _("Stage"), "r.stage", choices.Stage.choices),
    _choice(
        "behavior.contact_status", _("Contact status"), "r.contact_status", choices.ContactStatus.choices
    ),
    Field("behavior.resume_on", T.DATE, _("Not before"), "l.resume_on", "behavior"),
)
# What the definition of a sales-qualified lead may ask besides: results of scoring, so no criterion may use them.
SCORE_FIELDS: tuple[Field, ...] = (
    _choice("score.grade", _("Grade"), "r.grade", choices.Grade.choices),
    _number("score.score", _("Score"), "r.score"),
    _choice("score.light", _("Light"), "r.light", choices.Light.choices),
)


def _prop(name: str, label: Label, kind: FieldType = T.TEXT) -> Field:
    return Field(name, kind, label, json_column("a.data", name, kind))


_PROPERTIES: dict[str, tuple[Field, ...]] = {
    "inquiry": (
        _prop("form", _("Form")),
        _prop("channel", _("Channel")),
        _prop("message", _("Message")),
        _prop("topics", _("Topics"), T.LIST),
        _prop("url", _("Address")),
    ),
    "page_view": (_prop("url", _("Address")), _prop("seconds", _("Seconds"), T.NUMBER)),
    "download": (_prop("url", _("Address")), _prop("title", _("Title"))),
    "web_event": (_prop("name", _("Name")), _prop("url", _("Address"))),
    "email_clicked": (_prop("url", _("Address")), _prop("topic", _("Topic"))),
    "event_attended": (_prop("title", _("Title")),),
    "call": (_prop("outcome", _("Outcome")), _prop("seconds", _("Seconds"), T.NUMBER)),
}
_PHRASES: dict[str, Label] = {
    "inquiry": _("sent an inquiry"),
    "page_view": _("viewed a page"),
    "download": _("downloaded something"),
    "form_start": _("started a form"),
    "web_event": _("did something on the website"),
    "email_sent": _("was sent an e-mail"),
    "email_opened": _("opened an e-mail"),
    "email_clicked": _("clicked a link in an e-mail"),
    "email_replied": _("answered an e-mail"),
    "event_attended": _("attended an event"),
    "call": _("was called"),
    "meeting": _("had a meeting"),
    "rejected": _("was returned by Sales"),
    "consent_given": _("gave consent"),
    "consent_withdrawn": _("withdrew consent"),
}
KINDS = tuple(
    ActivityKind(name, choices.ActivityKind(name).label, phrase, properties=_PROPERTIES.get(name, ()))
    for name, phrase in _PHRASES.items()
)

# Which of the fields answer a question of qualification, by its name in ``Lead.clues``.
QUESTIONS = {
    "interest.need": "need",
    "qualification.budget": "budget",
    "qualification.authority": "authority",
    "qualification.timeline": "timeline",
}
ASKABLE = frozenset({T.TEXT, T.NUMBER, T.CHOICE, T.BOOLEAN, T.DATE})
# Results of rules that run after the inferences, which therefore may not ask for them.
DERIVED = frozenset({"interest.phase", "interest.main_topic", "lead.owner_team"})

Options = Callable[[], Sequence[tuple[ChoiceValue, Label]]]


def catalog_fields(
    *, sources: Options, campaigns: Options, topics: Options, tags: Options, teams: Options
) -> tuple[Field, ...]:
    """Return the fields whose values are the workspace's own lists; sources and campaigns by slug, teams by id."""
    by_slug = "(SELECT s.slug FROM {table} s WHERE s.workspace_id = l.workspace_id AND s.id = {column})"
    return (
        Field(
            "source.source",
            T.CHOICE,
            _("Source"),
            by_slug.format(table="leads_source", column="r.source_id"),
            "source",
            choices=sources,
        ),
        Field(
            "source.campaign",
            T.CHOICE,
            _("Campaign"),
            by_slug.format(table="leads_campaign", column="r.campaign_id"),
            "source",
            choices=campaigns,
        ),
        Field("interest.topics", T.LIST, _("Topics"), "l.topics", "interest", choices=topics),
        Field("lead.tags", T.LIST, _("Tags"), "l.tags", "interest", choices=tags),
        Field("interest.main_topic", T.CHOICE, _("Main topic"), "l.main_topic", "interest", choices=topics),
        # A subquery and no join, so that only those who ask for it pay for it.
        Field(
            "lead.owner_team",
            T.CHOICE,
            _("Team of the owner"),
            "(SELECT m.team_id::text FROM tenants_membership m "
            "WHERE m.workspace_id = l.workspace_id AND m.user_id = r.owner_id)",
            "behavior",
            choices=teams,
        ),
    )


def custom_field(*, key: str, kind: str, label: str, category: str, options: Sequence[str]) -> Field:
    """Return the field of a workspace's own definition, read from ``Lead.custom``."""
    type_ = FieldType(kind)
    return Field(
        f"custom.{key}",
        type_,
        label,
        json_column("l.custom", key, type_),
        category,
        json_column("l.custom_norm", key, T.TEXT) if type_ is T.TEXT else None,
        [(option, option) for option in options] if options and type_ in {T.CHOICE, T.LIST} else None,
    )


def question_of(field: Field) -> str:
    """Return the question that the field answers, empty if it answers none."""
    is_own = field.name.startswith("custom.") and field.category == "qualification" and field.type in ASKABLE
    return field.name if is_own else QUESTIONS.get(field.name, "")


def with_clues(field: Field, question: str) -> tuple[Field, Field]:
    """Return the field with the strongest probable answer where nothing is certain, and its confidence in percent."""
    clue = f"l.clues->{literal(question)}"
    told = f"nullif({field.column}, '')" if field.type in {T.TEXT, T.CHOICE} else field.column
    folded = None
    if field.folded_column:
        folded = f"coalesce(nullif({field.folded_column}, ''), {json_column(clue, 'norm', T.TEXT)})"
    probable = replace(
        field,
        column=f"coalesce({told}, {json_column(clue, 'value', field.type)})",
        folded_column=folded,
    )
    confidence = (
        f"(CASE WHEN {told} IS NOT NULL THEN 100 ELSE {json_column(clue, 'confidence', T.NUMBER)} END)"
    )
    label = format_lazy(_("{question}: confidence in %"), question=field.label)
    return probable, Field(confidence_name(field), T.NUMBER, label, confidence, "qualification")


def confidence_name(field: Field) -> str:
    """Return the name of the field that holds how sure the answer is; no key of a custom field has a dot."""
    if field.name.startswith("custom."):
        return f"{field.name}.confidence"
    return f"qualification.{QUESTIONS[field.name]}_confidence"


def as_known(registry_fields: Sequence[Field]) -> list[Field]:
    """Return what inferences may ask: what is certain, and nothing that follows from their own answers."""
    return [field for field in registry_fields if field.name not in DERIVED]


def as_believed(registry_fields: Sequence[Field]) -> list[Field]:
    """Return what everybody else may ask: the fields with the clues to them, and each one's confidence."""
    found: list[Field] = []
    for field in registry_fields:
        question = question_of(field)
        found += with_clues(field, question) if question else (field,)
    return found


def base_registry(extra: Sequence[Field] = (), *, is_certain: bool = False) -> Registry:
    """Return the registry of every workspace with ``extra`` fields; ``leads.queries.registry`` adds its own.

    ``is_certain`` leaves clues out: the answers are those that somebody gave for certain.
    """
    every = (*FIELDS, *extra)
    found = as_known(every) if is_certain else as_believed(every)
    return Registry(tuple(found), ROWS, KINDS, ACTIVITIES, CATEGORIES)

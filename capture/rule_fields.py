"""What a rule of the filter may ask about an inquiry: the registry over ``Inquiry.findings`` (design §5)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from capture import findings
from capture.choices import Reason
from conditions.columns import json_column
from conditions.registry import Choices, ChoiceValue, Field, FieldType, Label, Registry, RowSource
from core.text import fold
from leads.choices import Channel


T = FieldType
ROWS = RowSource(tables="capture_inquiry l")
CATEGORIES = {
    "contact": _("Who writes"),
    "content": _("What it says"),
    "arrival": _("How it came"),
    "quality": _("Quality of the address and the number"),
    "custom": _("Your own fields"),
}
SIGNS = (
    Reason.HONEYPOT,
    Reason.TOO_FAST,
    Reason.FOREIGN_ORIGIN,
    Reason.SPAM_MARKED,
    Reason.COLLEAGUE,
    Reason.NO_REPLY,
    Reason.BAD_CHARACTERS,
    Reason.UNREADABLE,
)
# A lead that had the address before this inquiry: its own lead, made by it, is none. Merged ones count by their alias.
KNOWN = """(SELECT CASE WHEN bool_or(k.is_open) THEN 'open' WHEN count(*) > 0 THEN 'closed' ELSE 'none' END
  FROM leads_lead k WHERE k.workspace_id = l.workspace_id AND k.created_at < l.occurred_at AND k.id IN (
    SELECT e.id FROM leads_lead e WHERE e.workspace_id = l.workspace_id AND e.email_norm = l.findings->>'email'
    UNION ALL SELECT a.lead_id FROM leads_leadalias a
    WHERE a.workspace_id = l.workspace_id AND a.email_norm = l.findings->>'email'))"""


def _field(name: str, kind: FieldType, label: Label, **more: Any) -> Field:
    category, _dot, key = name.partition(".")
    return Field(name, kind, label, json_column("l.findings", key, kind), category, **more)


def _text(name: str, label: Label, fold_by: Callable[[str], str] = fold) -> Field:
    """Return a text of which only the folded copy is kept."""
    found = _field(name, T.TEXT, label, fold=fold_by)
    return replace(found, folded_column=found.column)


def _country_options() -> Sequence[tuple[ChoiceValue, Label]]:
    return list(countries)


FIELDS: tuple[Field, ...] = (
    _text("contact.email", _("E-mail"), findings.address),
    _text("contact.email_domain", _("Domain of the e-mail"), lambda text: text.strip().casefold()),
    _text("contact.phone", _("Phone"), findings.number),
    _text("contact.name", _("Name")),
    _text("contact.company", _("Company name")),
    _text("contact.job_title", _("Job title")),
    _text("contact.city", _("City")),
    _field("contact.country", T.CHOICE, _("Country"), choices=_country_options),
    _field("contact.language", T.CHOICE, _("Language"), choices=list(settings.LANGUAGES)),
    _field("contact.consent", T.BOOLEAN, _("Marketing consent")),
    Field(
        "contact.lead",
        T.CHOICE,
        _("Lead with this e-mail"),
        KNOWN,
        "contact",
        choices=[
            ("none", _("none yet")),
            ("open", _("an open one")),
            ("closed", _("a closed one")),
        ],
    ),
    _text("content.text", _("Message")),
    _text("content.words", _("Whole words of all texts"), findings.whole_words),
    _field("content.spam_words", T.LIST, _("Words of spam")),
    _field("content.links", T.NUMBER, _("Links")),
    _field("content.link_in_name", T.BOOLEAN, _("Link in the name")),
    _field("arrival.channel", T.CHOICE, _("Channel"), choices=Channel.choices),
    _field("arrival.seconds", T.NUMBER, _("Seconds to fill in our page")),
    _field(
        "arrival.signs",
        T.LIST,
        _("Noticed on arrival"),
        choices=[(str(code), code.label) for code in SIGNS],
    ),
    _field("arrival.doubts", T.LIST, _("Values of the wrong kind")),
    _field("quality.email_syntax", T.BOOLEAN, _("Well-formed e-mail address")),
    _field("quality.email_disposable", T.BOOLEAN, _("Throw-away e-mail address")),
    _field("quality.email_role", T.BOOLEAN, _("Mailbox of a task (info@, sales@)")),
    _field("quality.email_free", T.BOOLEAN, _("Free mail")),
    _field("quality.phone_valid", T.BOOLEAN, _("Phone number that can exist")),
    _field("quality.phone_country", T.CHOICE, _("Country of the phone number"), choices=_country_options),
)


def list_fields(
    *,
    sources: Choices = (),
    campaigns: Choices = (),
    topics: Choices = (),
    forms: Choices = (),
    hooks: Choices = (),
) -> tuple[Field, ...]:
    """Return the fields whose values are the workspace's own lists: slugs, and ids of forms and hooks as text."""
    return (
        _field("arrival.form", T.CHOICE, _("Form"), choices=forms),
        _field("arrival.hook", T.CHOICE, _("Incoming webhook"), choices=hooks),
        _field("arrival.source", T.CHOICE, _("Source"), choices=sources),
        _field("arrival.campaign", T.CHOICE, _("Campaign"), choices=campaigns),
        _field("content.topics", T.LIST, _("Topics"), choices=topics),
    )


def custom_field(*, key: str, kind: str, label: str, options: Sequence[str]) -> Field:
    """Return the field of a workspace's own definition."""
    type_ = FieldType(kind)
    column = json_column("(l.findings->'custom')", key, type_)
    return Field(
        f"custom.{key}",
        type_,
        label,
        column,
        "custom",
        column if type_ is T.TEXT else None,
        [(option, option) for option in options] if options and type_ in {T.CHOICE, T.LIST} else None,
    )


def registry(extra: Sequence[Field] = ()) -> Registry:
    """Return what rules may name, with the workspace's lists and own fields as ``extra``; nothing is counted."""
    return Registry((*FIELDS, *extra), ROWS, categories=CATEGORIES)

"""The one way to change what is known of a lead: columns, their copies, search words and field history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from leads import changes, facts, normalize
from leads.models import FieldChange, Lead
from leads.services import indexing


class EmailTaken(Invalid):
    """Another open lead has this e-mail address."""

    code = "email_taken"
    status = 409


def plain(value: Any) -> Any:
    """Return the value as JSON holds it: a country as its two letters."""
    return getattr(value, "code", value)


def differences(lead: Lead, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return (old, new) by path of what the values would change; custom fields as ``custom.<key>``.

    ``values`` come from ``leads.facts``; a custom value of None takes the key away.
    """
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in values.items():
        if name == "custom":
            found |= {
                f"custom.{key}": (lead.custom.get(key), item)
                for key, item in value.items()
                if lead.custom.get(key) != item
            }
        elif plain(getattr(lead, name)) != value:
            found[name] = (plain(getattr(lead, name)), value)
    return found


def columns_after(lead: Lead, values: Mapping[str, Any], *, country: str) -> dict[str, Any]:
    """Set the values on the instance and return every column that must be stored, copies included."""
    columns = {name: value for name, value in values.items() if name != "custom"}
    if "custom" in values:
        merged = {**lead.custom, **values["custom"]}
        columns["custom"] = {key: value for key, value in merged.items() if value is not None}
    was_derived = lead.domain == normalize.domain(website=lead.website, email_norm=lead.email_norm)
    for name, value in columns.items():
        setattr(lead, name, value)
    if "domain" not in columns and was_derived and {"website", "email"} & set(columns):
        lead.domain = ""
    for name, value in normalize.copies(lead, country=country).items():
        setattr(lead, name, value)
        columns[name] = value
    return columns


@transaction.atomic
def write(
    *,
    lead: Lead,
    values: Mapping[str, Any],
    country: str,
    by: int | None,
    at: datetime,
    origin: str,
) -> dict[str, tuple[Any, Any]]:
    """Store the values on a lead whose row the caller has locked; return what changed, {} if nothing did.

    Raises: EmailTaken.
    """
    changed = differences(lead, values)
    if not changed:
        return {}
    columns = columns_after(lead, values, country=country)
    try:
        with transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(**columns, version=F("version") + 1, updated_at=at)
    except IntegrityError as error:
        message = _("Another open lead has this e-mail address.")
        raise EmailTaken(message, errors=[{"path": "email", "message": str(message)}]) from error
    lead.version += 1
    FieldChange.objects.bulk_create(history(lead.pk, changed, by=by, at=at, origin=origin))
    if normalize.SEARCHED & set(changed) or "website" in changed:
        indexing.reindex([lead])
    changes.mark([lead.pk])
    return changed


def history(
    lead_id: int, changed: Mapping[str, tuple[Any, Any]], *, by: int | None, at: datetime, origin: str
) -> list[FieldChange]:
    """Return the rows of field history for the changes."""
    return [
        FieldChange(lead_id=lead_id, field=path, old=old, new=new, by=by, at=at, origin=origin)
        for path, (old, new) in changed.items()
    ]


def only_new(lead: Lead, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of the values that the lead does not know yet; topics are added to those it has."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if facts.is_empty(value):
            continue
        if name == "custom":
            fresh = {key: item for key, item in value.items() if facts.is_empty(lead.custom.get(key))}
            found |= {"custom": fresh} if fresh else {}
        elif name == "topics":
            found["topics"] = [*lead.topics, *(slug for slug in value if slug not in lead.topics)]
        elif facts.is_empty(plain(getattr(lead, name))):
            found[name] = value
    return found

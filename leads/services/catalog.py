"""The workspace's own lists: sources, campaigns, topics, products, fields and classification rules."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from conditions.parse import parse
from core.errors import Invalid
from leads import queries
from leads.choices import Channel, FieldType, Incentive, Phase, Reach
from leads.models import Campaign, ClassificationRule, FieldDefinition, Product, Source, Topic
from tenants.services import audit


Item = TypeVar("Item", Source, Campaign, Topic, Product, FieldDefinition, ClassificationRule)
# What may be written on each; a field's key and type stay, since values are stored under them.
COLUMNS: dict[type[models.Model], frozenset[str]] = {
    Source: frozenset({"slug", "name", "channel", "is_active"}),
    Campaign: frozenset(
        {"slug", "name", "source", "starts_on", "ends_on", "cost", "reach", "incentive", "is_active"}
    ),
    Topic: frozenset({"slug", "name", "purchase_cycle_days", "is_active"}),
    Product: frozenset({"slug", "name", "topic", "price", "is_active"}),
    FieldDefinition: frozenset({"key", "label", "type", "category", "options", "position", "is_active"}),
    ClassificationRule: frozenset({"kind", "position", "name", "condition", "value", "is_active"}),
}
FIXED: dict[type[models.Model], frozenset[str]] = {
    Source: frozenset({"slug"}),
    Topic: frozenset({"slug"}),
    FieldDefinition: frozenset({"key", "type"}),
    ClassificationRule: frozenset({"kind"}),
}


class NameTaken(Invalid):
    """Another item of the list has this short name."""

    code = "name_taken"
    status = 409


@transaction.atomic
def add(*, model: type[Item], values: Mapping[str, Any], by: int | None, at: datetime) -> Item:
    """Add an item to a list; without a short name (slug, key) it gets one from its name.

    Raises: Invalid, NameTaken, ConditionError for a rule.
    """
    _refuse(set(values) - COLUMNS[model])
    item = model(**_with_short_name(model, values))
    _check(item)
    _save(item, force_insert=True)
    audit.record(action=f"{_kind(model)}.added", target=str(item), by=by, at=at)
    return item


@transaction.atomic
def change(*, item: Item, values: Mapping[str, Any], by: int | None, at: datetime) -> Item:
    """Change an item; what leads hold of it (a slug, a field's key and type) stays as it is.

    Raises: Invalid, NameTaken, ConditionError for a rule.
    """
    model = type(item)
    _refuse(set(values) - COLUMNS[model])
    changed: dict[str, Any] = {name: value for name, value in values.items() if getattr(item, name) != value}
    if fixed := set(changed) & FIXED.get(model, frozenset()):
        message = _("This cannot be changed, since leads hold it already.")
        raise Invalid(message, errors=[{"path": name, "message": str(message)} for name in sorted(fixed)])
    for name, value in changed.items():
        setattr(item, name, value)
    if changed:
        _check(item)
        _save(item, update_fields=[*changed, "updated_at"])
        audit.record(
            action=f"{_kind(model)}.changed", target=str(item), by=by, at=at, data={"fields": sorted(changed)}
        )
    return item


def _kind(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


def _refuse(unknown: set[str]) -> None:
    if unknown:
        message = _("This field does not exist.")
        raise Invalid(message, errors=[{"path": name, "message": str(message)} for name in sorted(unknown)])


def key_of(label: str) -> str:
    """Return the key that a field gets from its label."""
    return re.sub(r"^(?=\d)", "f_", slugify(label).replace("-", "_"))[:60]


def _with_short_name(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    named = dict(values)
    if model is FieldDefinition and not named.get("key"):
        named["key"] = key_of(named.get("label", ""))
    elif "slug" in COLUMNS[model] and not named.get("slug"):
        named["slug"] = slugify(named.get("name", ""))[:60].rstrip("-")
    return named


def _save(item: models.Model, **options: Any) -> None:
    try:
        with transaction.atomic():
            item.save(**options)
    except IntegrityError as error:
        path = "key" if isinstance(item, FieldDefinition) else "slug"
        message = _("Another one has this short name.")
        raise NameTaken(message, errors=[{"path": path, "message": str(message)}]) from error


def _check(item: models.Model) -> None:
    faults: list[dict[str, str]] = []
    if isinstance(item, FieldDefinition):
        _check_field(item, faults)
    elif isinstance(item, ClassificationRule):
        item.condition = item.condition or {"all": []}
        parse(item.condition, queries.registry())
        _check_value(item, faults)
    else:
        _check_text(item, "name", faults)
        _check_text(item, "slug", faults)
        if not re.fullmatch(r"[\w-]+", getattr(item, "slug", "")):
            _fault(faults, "slug", _("Use letters, digits, hyphens and underscores."))
    if isinstance(item, Source):
        _check_choice(item, "channel", Channel.values, faults)
    if isinstance(item, Campaign):
        _check_choice(item, "reach", ["", *Reach.values], faults)
        _check_choice(item, "incentive", Incentive.values, faults)
    if isinstance(item, Campaign) and item.starts_on and item.ends_on and item.ends_on < item.starts_on:
        _fault(faults, "ends_on", _("The end is before the start."))
    if faults:
        raise Invalid(_("Some values are missing or wrong."), errors=faults)


def _fault(faults: list[dict[str, str]], path: str, message: Any) -> None:
    faults.append({"path": path, "message": str(message)})


def _check_choice(item: models.Model, name: str, known: Sequence[str], faults: list[dict[str, str]]) -> None:
    if getattr(item, name) not in known:
        names = ", ".join(filter(None, known))
        _fault(faults, name, _("This must be one of: %(names)s.") % {"names": names})


def _check_text(item: models.Model, name: str, faults: list[dict[str, str]]) -> None:
    text, limit = getattr(item, name), getattr(item._meta.get_field(name), "max_length", 0)
    if not text or not text.strip():
        _fault(faults, name, _("This is needed."))
    elif len(text) > limit:
        _fault(faults, name, _("At most %(limit)s characters.") % {"limit": limit})


def _check_field(item: FieldDefinition, faults: list[dict[str, str]]) -> None:
    _check_text(item, "label", faults)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", item.key):
        _fault(faults, "key", _("Use a to z, digits and underscores, a letter first."))
    if item.type not in FieldType.values:
        _fault(faults, "type", _("This type does not exist."))
    if item.type in {FieldType.CHOICE, FieldType.LIST} and not item.options:
        _fault(faults, "options", _("Give at least one option."))
    if any(not option.strip() or len(option) > 120 for option in item.options):
        _fault(faults, "options", _("Each option has 1 to 120 characters."))


def _check_value(item: ClassificationRule, faults: list[dict[str, str]]) -> None:
    _check_text(item, "value", faults)
    Kind = ClassificationRule.Kind  # noqa: N806
    if item.kind not in Kind.values:
        _fault(faults, "kind", _("This kind of rule does not exist."))
    if item.kind == Kind.PHASE:
        _check_choice(item, "value", Phase.values, faults)
    if item.kind == Kind.TOPIC and not Topic.objects.filter(slug=item.value).exists():
        _fault(faults, "value", _("The topic “%(name)s” does not exist.") % {"name": item.value})

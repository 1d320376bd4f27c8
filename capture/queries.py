"""Reads of inquiries and forms that are no model."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from capture import templates
from capture.choices import FieldKind
from capture.models import Form, FormVersion, Hook, Inquiry
from core import gather
from leads.choices import FieldType, Timeline
from leads.models import Campaign, FieldDefinition, Source, Topic
from tenants import queries as tenants_queries


MINUTE = timedelta(minutes=1)
# How a form asks for a field of the workspace's own.
KINDS = {
    FieldType.TEXT: FieldKind.TEXT,
    FieldType.NUMBER: FieldKind.NUMBER,
    FieldType.DATE: FieldKind.DATE,
    FieldType.CHOICE: FieldKind.CHOICE,
    FieldType.BOOLEAN: FieldKind.BOOLEAN,
    FieldType.LIST: FieldKind.CHOICES,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How many inquiries a minute a form takes: of one network and of everybody."""

    per_network: int
    per_form: int


def seconds_to_wait(*, form: Form, ip_class: str, limit: Limit, at: datetime) -> int:
    """Return how long the sender must wait, 0 if not at all. The stored inquiries are the count.

    Queries: two, each along the form's index over one minute.
    """
    return _waits(Inquiry.objects.filter(form=form), ip_class, limit, at)


def hook_seconds_to_wait(*, hook: Hook, ip_class: str, limit: Limit, at: datetime) -> int:
    """Return how long the sender must wait, 0 if not at all.

    A platform's post with many leads counts once; of a hook without a secret each lead does, since anybody may post.
    Queries: two, each along the hook's index over one minute.
    """
    rows = Inquiry.objects.filter(hook=hook)
    return _waits(rows.filter(origin=None) if hook.secret else rows, ip_class, limit, at)


def _waits(rows: QuerySet[Inquiry], ip_class: str, limit: Limit, at: datetime) -> int:
    latest = rows.filter(received_at__gt=at - MINUTE).order_by("-received_at", "-pk")
    waits = [
        _wait(latest, limit.per_form, at),
        _wait(latest.filter(ip_class=ip_class), limit.per_network, at),
    ]
    return max(waits)


def _wait(latest: QuerySet[Inquiry], most: int, at: datetime) -> int:
    oldest = latest.values_list("received_at", flat=True)[most - 1 : most].first()
    return max(1, math.ceil((oldest + MINUTE - at).total_seconds())) if oldest else 0


def shown_fields(version: FormVersion) -> list[dict[str, Any]]:
    """Return the version's fields with their choices; topics are the workspace's own list of today."""
    return [{**field, "options": _options(field)} for field in version.fields]


def _options(field: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    chosen = [option if isinstance(option, str) else option[0] for option in field["options"]]
    if possible := _our_options(field["name"]):
        return [(value, label) for value, label in possible if not chosen or value in chosen]
    return [(option, option) if isinstance(option, str) else tuple(option) for option in field["options"]]


def _our_options(name: str) -> list[tuple[str, Any]]:
    if name == "topics":
        return list(Topic.objects.filter(is_active=True).order_by("name", "pk").values_list("slug", "name"))
    return list(Timeline.choices) if name == "timeline" else []


def possible_options(name: str) -> list[tuple[str, Any]]:
    """Return what a field may be answered with where a list says so; empty: whatever the form offers. Queries: ≤ 1."""
    if not name.startswith("custom."):
        return _our_options(name)
    own = FieldDefinition.objects.filter(key=name.removeprefix("custom.")).first()
    return [(option, option) for option in own.options] if own else []


def has_choices(field: Mapping[str, Any]) -> bool:
    """Say whether the field can be drawn: one with choices needs some."""
    is_choice = field["kind"] in {FieldKind.CHOICE, FieldKind.CHOICES} and not field.get("is_hidden")
    return bool(field["options"]) or not is_choice


def submissions(form_ids: Sequence[int]) -> dict[int, int]:
    """Return how many inquiries each form brought. Queries: one."""
    counts = Inquiry.objects.filter(form_id__in=form_ids).values("form_id").annotate(count=Count("pk"))
    return {row["form_id"]: row["count"] for row in counts.order_by()}


def addable(version: FormVersion) -> list[tuple[str, str]]:
    """Return the fields that the version does not ask yet, by name and label."""
    asked_already = {field["name"] for field in version.fields}
    own = (
        FieldDefinition.objects.filter(is_active=True).exclude(category="outcome").order_by("position", "pk")
    )
    every = [(name, str(label)) for name, (_kind, label) in templates.STANDARD.items()]
    every += [(f"custom.{definition.key}", definition.label) for definition in own]
    return [(name, label) for name, label in every if name not in asked_already]


def field_named(name: str) -> dict[str, Any]:
    """Return a field as a version stores it, in the active language."""
    if not name.startswith("custom."):
        return templates.asked(name, str(templates.STANDARD[name][1]))
    definition = FieldDefinition.objects.get(key=name.removeprefix("custom."))
    field = templates.asked(name, definition.label, kind=KINDS[definition.type])
    return {**field, "options": list(definition.options)}


def who_may_be_told() -> list[tuple[int, str]]:
    """Return the members whom a form may tell of its inquiries, by id and name. Queries: one."""
    active = tenants_queries.members().filter(is_active=True)
    return [(member.user_id, str(member.user)) for member in active]


def attribution() -> dict[str, list[tuple[Any, str]]]:
    """Return the choices of a form's settings. Queries: three."""
    return {
        "sources": list(Source.objects.filter(is_active=True).order_by("name").values_list("pk", "name")),
        "campaigns": list(Campaign.objects.filter(is_active=True).order_by("name").values_list("pk", "name")),
        "topics": list(Topic.objects.filter(is_active=True).order_by("name").values_list("slug", "name")),
    }


def call_lists() -> dict[str, list[tuple[str, str]]]:
    """Return the topics and campaigns that a call may be about, by slug. Queries: one."""
    topics, campaigns = gather.lists(
        *(
            model.objects.filter(is_active=True).order_by("name", "pk").values("slug", "name")
            for model in (Topic, Campaign)
        )
    )
    named = {"topics": topics, "campaigns": campaigns}
    return {name: [(row["slug"], row["name"]) for row in rows] for name, rows in named.items()}

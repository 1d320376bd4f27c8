"""Event mode: the form of a fair on a device of ours, which keeps what was entered until it has a network.

Its address is secret, since what comes by it is taken for entered by our people: no trap, no fill time, no origin.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare

from capture import queries
from core.text import fold
from leads.models import FieldDefinition
from leads.services import catalog


SALT = "capture.kiosk"
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Question:
    """What Sales agreed to ask of people met at events; ``kind`` is one of ``leads.choices.FieldType``."""

    text: str
    kind: str
    options: Sequence[str] = ()


_sources: list[Callable[[], Sequence[Question]]] = []


def register(source: Callable[[], Sequence[Question]]) -> None:
    """Let a room say what is to be asked at events."""
    _sources.append(source)


def seal_of(token: str) -> str:
    """Return what makes the address of the form's event mode a secret one."""
    return signing.Signer(salt=SALT).signature(token).replace("=", "")


def is_sealed(token: str, seal: str) -> bool:
    """Say whether the address is one that we gave out."""
    return constant_time_compare(seal, seal_of(token))


def agreed_fields(*, by: int | None, at: datetime) -> list[dict[str, Any]]:
    """Return the agreed questions as fields of a form; one that is no field of the workspace yet becomes one."""
    known = {fold(one.label): one for one in FieldDefinition.objects.filter(is_active=True).order_by("-pk")}
    found = []
    for question in (question for source in _sources for question in source()):
        label = question.text[:LONGEST_LABEL]
        definition = known.get(fold(label))
        if definition is None or definition.type != question.kind:
            values = {"label": label, "type": question.kind, "options": list(question.options)}
            definition = catalog.add(model=FieldDefinition, values=_named_apart(values), by=by, at=at)
        found.append({**queries.field_named(f"custom.{definition.key}"), "label": question.text})
    return found


def _named_apart(values: dict[str, Any]) -> dict[str, Any]:
    """Give the field a key that no other has."""
    key = catalog.key_of(values["label"]) or "question"
    taken = set(FieldDefinition.objects.filter(key__startswith=key[:50]).values_list("key", flat=True))
    number = 2
    while (named := key if number == 2 and key not in taken else f"{key[:50]}_{number}") in taken:
        number += 1
    return {**values, "key": named}

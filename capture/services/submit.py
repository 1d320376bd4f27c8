"""Storing what arrives: the raw bytes first, everything else later (I1, I4)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from capture.models import Form, FormVersion, Hook, Inquiry
from capture.parsers import values
from core.errors import DomainError
from core.failpoints import failpoint
from core.text import clean
from work import queue


QUEUE = "inquiry"
# What claims to have happened earlier than this is a broken clock.
OLDEST = timedelta(days=3650)


class KeyReused(DomainError):
    """The idempotency key belongs to an inquiry with another body."""

    code, status = "idempotency_key_reused", 422


@dataclass(frozen=True, slots=True)
class Arrival:
    """One post as it came in."""

    raw: bytes
    payload: dict[str, Any]
    channel: str
    content_type: str = ""
    form: Form | None = None
    form_version: FormVersion | None = None
    hook: Hook | None = None
    request: Mapping[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    signs: Sequence[str] = field(default_factory=tuple)
    ip_class: str = ""
    user_agent: str = ""
    # how long our page had been shown, where it was our page
    seconds: float | None = None


def receive(*, arrival: Arrival, at: datetime) -> tuple[Inquiry, bool]:
    """Store the inquiry and ask that it be looked at; return it and whether it is new.

    The same key with the same bytes is the inquiry stored before. Committed with its place in the queue, so an
    inquiry is either there and waiting, or was never acknowledged. Raises: KeyReused.
    """
    inquiry = _new(arrival, at)
    try:
        # Without a key nothing can have been stored before, so there is nothing to come back from.
        with transaction.atomic(savepoint=bool(arrival.idempotency_key)):
            _store(inquiry)
    except IntegrityError:
        if not arrival.idempotency_key:
            raise
        return _stored_before(arrival), False
    return inquiry, True


def receive_many(*, arrivals: Sequence[Arrival], at: datetime) -> list[Inquiry | KeyReused]:
    """Store many inquiries at once; return each as ``receive`` would, or its refusal. Queries: three."""
    try:
        with transaction.atomic():
            return _store_many(arrivals, at)
    except IntegrityError:
        # Somebody stored one of the keys meanwhile: now it is found.
        with transaction.atomic():
            return _store_many(arrivals, at)


def _store_many(arrivals: Sequence[Arrival], at: datetime) -> list[Inquiry | KeyReused]:
    keys = {arrival.idempotency_key for arrival in arrivals if arrival.idempotency_key}
    known = (
        {one.idempotency_key: one for one in Inquiry.objects.filter(idempotency_key__in=keys)} if keys else {}
    )
    new: list[Inquiry] = []
    found: list[Inquiry | KeyReused] = []
    for arrival in arrivals:
        stored = known.get(arrival.idempotency_key) if arrival.idempotency_key else None
        if stored is None:
            stored = _new(arrival, at)
            new.append(stored)
            if arrival.idempotency_key:
                known[arrival.idempotency_key] = stored
        found.append(stored if bytes(stored.raw) == arrival.raw else _reused())
    Inquiry.objects.bulk_create(new)
    queue.mark(QUEUE, [inquiry.pk for inquiry in new])
    return found


def written(payload: Mapping[str, Any]) -> bytes:
    """Return an inquiry that was posted among others as bytes of its own, the same for the same content."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _store(inquiry: Inquiry) -> None:
    sql, columns = _insert()
    values = [field.get_db_prep_save(getattr(inquiry, field.attname), connection) for field in columns]
    inquiry.pk = queue.insert_and_mark(QUEUE, sql, values)
    inquiry._state.adding, inquiry._state.db = False, connection.alias
    failpoint("intake_before_commit")
    transaction.on_commit(lambda: failpoint("intake_after_commit"))


@cache
def _insert() -> tuple[str, list[Field]]:
    """Return the statement that stores an inquiry, and the columns whose values it is run with."""
    columns = [field for field in Inquiry._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in columns)
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {Inquiry._meta.db_table} ({names}) VALUES ({places}) RETURNING id", columns


def _new(arrival: Arrival, at: datetime) -> Inquiry:
    way = arrival.form or arrival.hook
    return Inquiry(
        raw=arrival.raw,
        content_type=clean(arrival.content_type)[:200],
        payload=arrival.payload,
        channel=arrival.channel,
        source_id=way.source_id if way else None,
        campaign_id=way.campaign_id if way else None,
        form=arrival.form,
        hook=arrival.hook,
        request=dict(arrival.request),
        form_version=arrival.form_version,
        idempotency_key=arrival.idempotency_key,
        signs=list(dict.fromkeys(arrival.signs)),
        ip_class=arrival.ip_class,
        user_agent=clean(arrival.user_agent)[:300],
        findings={} if arrival.seconds is None else {"seconds": round(arrival.seconds, 2)},
        occurred_at=moment(arrival.payload.get("occurred_at"), at),
        received_at=at,
    )


def moment(claimed: Any, at: datetime) -> datetime:
    """Return when it happened: as claimed, unless that lies ahead, is nonsense or ten years back."""
    found = values.moment(claimed)
    return found if found and at - OLDEST < found <= at else at


def _stored_before(arrival: Arrival) -> Inquiry:
    stored = Inquiry.objects.filter(idempotency_key=arrival.idempotency_key or "").first()
    if stored is None:
        raise IntegrityError("The inquiry could not be stored, and no earlier one has its key.")
    if bytes(stored.raw) != arrival.raw:
        raise _reused()
    return stored


def _reused() -> KeyReused:
    return KeyReused(_("This Idempotency-Key was used for another request."))

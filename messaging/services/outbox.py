"""Putting mails into the outbox: rows in the same transaction as the fact they follow from, once per key (E1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core import sets
from core.ids import uuid7
from core.text import clean
from leads import normalize
from leads.models import Lead
from messaging.choices import MessageState, Purpose, Transport, Withheld
from messaging.models import Message
from messaging.services import recipients
from tenants.models import User
from work import queue


# Two queues, so that no service mail waits behind a campaign.
SERVICE, MARKETING = "message", "mailing"
# Longer than anybody waits: what is held goes when it is released.
HELD = timedelta(days=3650)
QUEUE_OF = {Purpose.SERVICE: SERVICE, Purpose.MARKETING: MARKETING}


@dataclass(frozen=True, slots=True)
class Mail:
    """One templated mail to one lead; ``key`` is unique in the workspace, ``origin`` says what caused it."""

    key: str
    lead_id: int
    template_version_id: int
    values: Mapping[str, Any] = field(default_factory=dict)
    purpose: str = Purpose.MARKETING
    origin: str = ""
    topic: str = ""
    language: str = ""
    due_at: datetime | None = None


@transaction.atomic
def enqueue(*, mails: Sequence[Mail], at: datetime) -> dict[str, int]:
    """Put the mails into the outbox and return every key's message id; a key that exists keeps its old one.

    Whether one may go is decided when it goes, so a mail to a lead without address or consent is kept too and
    then withheld with the reason. Queries: about six for any number of mails.
    """
    leads = Lead.objects.filter(pk__in={mail.lead_id for mail in mails})
    addresses = dict(leads.values_list("pk", "email_norm"))
    known = recipients.ensure(addresses.values(), at=at)
    rows = [_templated(mail, addresses.get(mail.lead_id, ""), known, at) for mail in mails]
    return _insert(rows, at=at)


def _templated(mail: Mail, to: str, known: Mapping[str, int], at: datetime) -> dict[str, Any]:
    return {
        "key": mail.key,
        "purpose": mail.purpose,
        "origin": mail.origin,
        "topic": mail.topic,
        "language": mail.language,
        "lead_id": mail.lead_id,
        "recipient_id": known.get(to),
        "to": to,
        "template_version_id": mail.template_version_id,
        "values": dict(mail.values),
        "due_at": mail.due_at or at,
    }


@transaction.atomic
def enqueue_plain(
    *,
    key: str,
    subject: str,
    text: str,
    at: datetime,
    to: str = "",
    user_id: int | None = None,
    html: str = "",
    purpose: str = Purpose.SERVICE,
    lead_id: int | None = None,
    origin: str = "",
    language: str = "",
) -> int:
    """Put a mail without a template into the outbox, to a member or an address; return the message's id."""
    if user_id is not None:
        to = User.objects.values_list("email", flat=True).get(pk=user_id)
    address = normalize.email(to)
    row = {
        "key": key,
        "purpose": purpose,
        "origin": origin,
        "language": language,
        "lead_id": lead_id,
        "user_id": user_id,
        "recipient_id": recipients.ensure([address], at=at).get(address),
        "to": address,
        "subject": clean(subject)[:300],
        "content": {"subject": clean(subject), "text": clean(text), "html": clean(html)},
        "due_at": at,
    }
    return _insert([row], at=at)[key]


def _insert(rows: Sequence[dict[str, Any]], *, at: datetime) -> dict[str, int]:
    always = {"transport": Transport.EMAIL, "created_at": at, "updated_at": at}
    made = sets.insert(
        Message,
        [row | always | {"public_id": uuid7()} for row in rows],
        ignore_conflicts=True,
        returning=("id", "key"),
    )
    found = {key: pk for pk, key in made}
    given = {row["key"]: row for row in rows}
    mark({found[key]: (given[key]["purpose"], given[key]["due_at"]) for key in found}, at=at)
    if missing := set(given) - set(found):
        found |= dict(Message.objects.filter(key__in=missing).values_list("key", "pk"))
    return found


def mark(due: Mapping[int, tuple[str, datetime]], *, at: datetime) -> None:
    """Put messages on the queue of their purpose, each for its moment; what is due already goes at once."""
    groups: dict[tuple[str, datetime | None], list[int]] = defaultdict(list)
    for pk, (purpose, due_at) in due.items():
        groups[QUEUE_OF[Purpose(purpose)], due_at if due_at > at else None].append(pk)
    for (name, moment), ids in groups.items():
        queue.mark(name, ids, due_at=moment, reschedule=True)


@transaction.atomic
def withdraw(*, origin: str, at: datetime) -> int:
    """Take back what an origin caused and no worker has begun to send; return how many."""
    return withdraw_many(origins=[origin], at=at)


@transaction.atomic
def withdraw_many(*, origins: Iterable[str], at: datetime) -> int:
    """Take back what the origins caused and no worker has begun to send; return how many. Queries: three."""
    waiting = Message.objects.filter(
        origin__in=list(origins), state__in=[MessageState.QUEUED, MessageState.CLAIMED]
    )
    ids = list(
        waiting.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    )
    if ids:
        Message.objects.filter(pk__in=ids).update(
            state=MessageState.WITHHELD, reason=Withheld.NO_LONGER_WANTED, updated_at=at
        )
        queue.unmark(MARKETING, ids)
        queue.unmark(SERVICE, ids)
    return len(ids)


@transaction.atomic
def hold(*, messages: QuerySet[Message], at: datetime) -> int:
    """Keep back those of the messages that no worker has begun to send, until released; return how many.

    Says so on the row, which the sender asks under its lock: one that a worker has in hand is kept back too.
    """
    ids = _locked(messages)
    Message.objects.filter(pk__in=ids).update(is_held=True, state=MessageState.QUEUED, updated_at=at)
    queue.mark_each(MARKETING, dict.fromkeys(ids, at + HELD))
    return len(ids)


@transaction.atomic
def release(*, messages: QuerySet[Message], at: datetime) -> int:
    """Let go what was held, each at its own moment; return how many."""
    ids = _locked(messages.filter(is_held=True))
    held = Message.objects.filter(pk__in=ids)
    held.update(is_held=False, state=MessageState.QUEUED, updated_at=at)
    due = {pk: (purpose, due_at) for pk, purpose, due_at in held.values_list("pk", "purpose", "due_at")}
    mark(due, at=at)
    return len(ids)


def _locked(messages: QuerySet[Message]) -> list[int]:
    waiting = messages.filter(state__in=[MessageState.QUEUED, MessageState.CLAIMED]).order_by("pk")
    return list(waiting.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))

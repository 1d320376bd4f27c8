"""What other systems tell us of mails that left: each event once, whatever the order they come in (W2).

An event's effect depends on when it happened, never on when we hear of it: closed addresses only grow stronger
(``recipients.close_many``), a withdrawal finds its place in the ledger of consent by its moment, an uncertain mail
becomes sent by whatever proves that it left. Locks: messages, recipients, leads, marks.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from core import sets
from leads import normalize
from leads.choices import Channel
from leads.services import consent, matching
from messaging.choices import EventKind, EventOutcome, MessageState, RecipientState, Transport
from messaging.engine.inbound import CLOSES, STRENGTH, Told, is_too_soft
from messaging.models import MailEvent, Message, Recipient
from messaging.queries import digest
from messaging.services import progress, recipients
from messaging.services.recipients import Closing
from work import queue


KEPT = timedelta(days=90)
# How many rows one statement deletes at most.
PART = 10_000
# How far the clock of another system may be ahead of ours.
SLACK = timedelta(days=1)
# Looks whether too much of the week's mail drew such answers; a room above has the handler.
GUARD = "guard"
TEXT_VERSION = "mail-event"
UNDER_WAY = (MessageState.SENDING, MessageState.AMBIGUOUS)
WITHDRAWS = (EventKind.UNSUBSCRIBED, EventKind.COMPLAINED)
# What a mail that left is known by afterwards, and which words that replaces.
CAME_BACK = (
    (EventKind.BOUNCED, "returned", [""]),
    (EventKind.COMPLAINED, "complained", ["", "returned"]),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """How many events came, and how many of them were new."""

    received: int
    new: int


@dataclass(frozen=True, slots=True)
class Matched:
    """An event, kept as ``pk``, with the mail and the address it is about, if we know them."""

    pk: int
    told: Told
    message_id: int | None
    recipient_id: int | None


def events() -> QuerySet[MailEvent]:
    """Return what other systems told us, with the mails it was about."""
    return MailEvent.objects.select_related("message").defer("message__content", "message__values")


@transaction.atomic
def record(*, source: str, told: Iterable[Told], at: datetime, needs_message: bool = False) -> Receipt:
    """Keep the events that are new, and bring mails, addresses and consents into line with them.

    ``needs_message``: an event that names none of our mails changes nothing, since anybody may have written it.
    Queries: about ten for any number of deliveries, and a few more for each complaint and each uncertain mail.
    """
    by_id: dict[str, Told] = {}
    for one in told:
        by_id.setdefault(one.event_id, one)
    found = _match(list(by_id.values()), at=at, needs_message=needs_message)
    # In the order of their ids, so that two posts of the same events wait for each other instead of deadlocking.
    rows = [_row(source, by_id[event_id], found[event_id], at) for event_id in sorted(by_id)]
    made = sets.insert(MailEvent, rows, ignore_conflicts=True, returning=("id", "event_id"))
    new = [Matched(pk, by_id[event_id], *found[event_id]) for pk, event_id in sorted(made)]
    _apply(source, new, at=at)
    return Receipt(len(by_id), len(new))


Found = dict[str, tuple[int | None, int | None]]


def _match(told: Sequence[Told], *, at: datetime, needs_message: bool) -> Found:
    """Return by event the mail it names and the address it is about.

    An address that we know is meant even where the mail went to another one, which was corrected since; but anybody
    who got a mail may name one. An address that we do not know is a forwarding, so the mail's own is meant.
    """
    mails = _mails({one.send_id for one in told if one.send_id})
    if needs_message:
        told = [one for one in told if one.send_id in mails]
    known = _addresses({normalize.email(one.address) for one in told} - {""}, at=at)
    found: Found = defaultdict(lambda: (None, None))
    for one in told:
        message_id, of_mail = mails.get(one.send_id, (None, None))
        recipient_id = known.get(normalize.email(one.address), of_mail)
        is_trusted = not needs_message or recipient_id == of_mail
        found[one.event_id] = message_id, recipient_id if is_trusted else None
    return found


def _mails(send_ids: Collection[Any]) -> dict[Any, tuple[int, int | None]]:
    mails = Message.objects.filter(public_id__in=send_ids, transport=Transport.EMAIL)
    return {
        public_id: (pk, recipient)
        for public_id, pk, recipient in mails.values_list("public_id", "pk", "recipient_id")
    }


def _addresses(addresses: Collection[str], *, at: datetime) -> dict[str, int]:
    """Return the rows of addresses that we wrote to or that a lead has or had; strangers get none."""
    by_digest = {digest(address): address for address in addresses}
    rows = Recipient.objects.filter(digest__in=by_digest).values_list("digest", "pk")
    known = {by_digest[value]: pk for value, pk in rows}
    left = set(addresses) - set(known)
    if left:
        known |= recipients.ensure(matching.of_addresses(left), at=at)
    return known


def _row(source: str, told: Told, found: tuple[int | None, int | None], at: datetime) -> dict[str, Any]:
    message_id, recipient_id = found
    return {
        "source": source,
        "event_id": told.event_id,
        "kind": told.kind,
        "address": normalize.email(told.address),
        "message_id": message_id,
        "recipient_id": recipient_id,
        "occurred_at": told.occurred_at,
        "received_at": at,
        "detail": told.detail,
    }


# What follows ---------------------------------------------------------------------------------------------------


def _apply(source: str, new: Sequence[Matched], *, at: datetime) -> None:
    mails = _lock_mails(new)
    rows = {
        row.pk: row for row in recipients.lock_many({one.recipient_id for one in new if one.recipient_id})
    }
    outcomes = {one.pk: _outcome(one, mails, rows) for one in new}
    _settle_mails(new, mails)
    _close(new, rows, outcomes, at=at)
    _withdraw(source, new, rows)
    _note(new, rows, outcomes)


def _lock_mails(new: Sequence[Matched]) -> dict[int, Message]:
    """Return the mails that something may change, locked; a delivery changes only what is still under way."""
    told = {one.message_id for one in new if one.message_id and one.told.kind in CLOSES}
    named = {one.message_id for one in new if one.message_id and one.told.kind != EventKind.OTHER}
    unsure = Message.objects.filter(pk__in=named, state__in=UNDER_WAY).values_list("pk", flat=True)
    return {message.pk: message for message in progress.locked(told | set(unsure))}


def _outcome(one: Matched, mails: Mapping[int, Message], rows: Mapping[int, Recipient]) -> EventOutcome:
    """Say what the event will have changed, given mail and address as they were."""
    kind, row = one.told.kind, rows.get(one.recipient_id or 0)
    if kind == EventKind.OTHER:
        return EventOutcome.IGNORED
    if one.message_id is None and row is None:
        return EventOutcome.UNKNOWN
    if row is not None and kind != EventKind.DELIVERED and recipients.is_old(row, one.told.occurred_at):
        return EventOutcome.STALE
    if row is not None and kind in CLOSES and STRENGTH[CLOSES[kind]] > STRENGTH[row.state]:
        return EventOutcome.APPLIED
    if kind == EventKind.SOFT:
        return EventOutcome.COUNTED
    mail = mails.get(one.message_id or 0)
    return EventOutcome.APPLIED if mail is not None and mail.state in UNDER_WAY else EventOutcome.KNOWN


def _settle_mails(new: Sequence[Matched], mails: Mapping[int, Message]) -> None:
    """Take for sent what was uncertain, since it left; and say of what left that it came back."""
    proven = [message for message in mails.values() if message.state in UNDER_WAY]
    for message in proven:
        progress.prove(message)
    for kind, reason, weaker in CAME_BACK:
        told = {one.message_id for one in new if one.message_id and one.told.kind == kind}
        left = Message.objects.filter(pk__in=told & set(mails), state=MessageState.SENT, reason__in=weaker)
        left.update(reason=reason, updated_at=Now())


def _close(
    new: Sequence[Matched],
    rows: Mapping[int, Recipient],
    outcomes: dict[int, EventOutcome],
    *,
    at: datetime,
) -> None:
    """Close the addresses that events say so of, and those that put off too much."""
    closings: dict[int, list[Closing]] = defaultdict(list)
    for one in new:
        if one.recipient_id and one.told.kind in CLOSES:
            state = CLOSES[one.told.kind]
            closings[one.recipient_id].append(Closing(state, one.told.reason, one.told.occurred_at))
    too_soft = _too_soft(new, rows)
    for pk, closing in too_soft.items():
        closings[pk].append(closing)
    outcomes |= {
        one.pk: EventOutcome.APPLIED
        for one in new
        if one.recipient_id in too_soft and outcomes[one.pk] == EventOutcome.COUNTED
    }
    if closings and recipients.close_many(closings=closings, at=at):
        queue.mark(GUARD, [1])


def _too_soft(new: Sequence[Matched], rows: Mapping[int, Recipient]) -> dict[int, Closing]:
    """Return the addresses that put off too many mails since they were last opened. Queries: up to two.

    A mail that was put off several times, as greylisting does, counts once, and not at all if it arrived since.
    """
    asked = {
        one.recipient_id: one.told.reason
        for one in new
        if one.told.kind == EventKind.SOFT and one.recipient_id
    }
    put_off = _put_off(rows, asked) if asked else {}
    suspect = {pk: mails for pk, mails in put_off.items() if is_too_soft(list(mails.values()))}
    arrived = _arrived(suspect.values()) if suspect else set()
    closings: dict[int, Closing] = {}
    for pk, mails in suspect.items():
        moments = [moment for mail, moment in mails.items() if mail not in arrived]
        if is_too_soft(moments):
            closings[pk] = Closing(RecipientState.BOUNCED, asked[pk], max(moments))
    return closings


def _put_off(rows: Mapping[int, Recipient], asked: Collection[int]) -> dict[int, dict[int, datetime]]:
    """Return by address the mails that were put off, each with the last time; an event without a mail is its own."""
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    soft = MailEvent.objects.filter(recipient__in=asked, kind=EventKind.SOFT).order_by("occurred_at")
    for pk, event, mail, moment in soft.values_list("recipient_id", "pk", "message_id", "occurred_at"):
        if not recipients.is_old(rows[pk], moment):
            found[pk][mail or -event] = moment
    return found


def _arrived(put_off: Iterable[Mapping[int, datetime]]) -> set[int]:
    """Return the mails that were delivered after they were last put off. Queries: one."""
    last = {mail: moment for mails in put_off for mail, moment in mails.items() if mail > 0}
    if not last:
        return set()
    # Nothing is heard of before it happened, so the index on when we heard of it bounds what is read.
    delivered = MailEvent.objects.filter(
        kind=EventKind.DELIVERED, message__in=last, received_at__gte=min(last.values()) - SLACK
    )
    told = delivered.values_list("message_id", "occurred_at")
    return {mail for mail, moment in told if mail is not None and moment >= last[mail]}


def _withdraw(source: str, new: Sequence[Matched], rows: Mapping[int, Recipient]) -> None:
    """Write each withdrawal on every lead that has or had the address, at its own moment: a newer consent stands."""
    acts: dict[str, list[Told]] = defaultdict(list)
    for one in new:
        if one.told.kind in WITHDRAWS and one.recipient_id and rows[one.recipient_id].email:
            acts[rows[one.recipient_id].email].append(one.told)
    found = [
        (lead, told)
        for address, leads in matching.of_addresses(acts).items()
        for lead in leads
        for told in acts[address]
    ]
    for lead, told in sorted(found, key=lambda one: one[0].pk):
        consent.record(
            lead=lead,
            is_given=False,
            text="",
            text_version=TEXT_VERSION,
            channel=Channel.EMAIL,
            evidence=_evidence(source, told),
            ip_class="",
            at=told.occurred_at,
            by=None,
        )


def _evidence(source: str, told: Told) -> str:
    named = f"{source}:{told.event_id}"
    return (
        named if len(named) <= 80 else f"{source}:{hashlib.sha256(told.event_id.encode()).hexdigest()[:50]}"
    )


def _note(
    new: Sequence[Matched], rows: Mapping[int, Recipient], outcomes: Mapping[int, EventOutcome]
) -> None:
    """Keep what each event changed; of an address that was erased nothing personal is kept."""
    erased = {pk for pk, row in rows.items() if row.state == RecipientState.ERASED}
    MailEvent.objects.filter(pk__in=[one.pk for one in new if one.recipient_id in erased]).update(
        address="", detail={}
    )
    changed = [
        {"id": pk, "outcome": outcome} for pk, outcome in outcomes.items() if outcome != EventOutcome.KNOWN
    ]
    sets.update(MailEvent, changed, names=["outcome"])


def forget(*, at: datetime) -> None:
    """Delete every event that nobody looks back to, part by part; their effects stay."""
    old = MailEvent.objects.filter(received_at__lt=at - KEPT).order_by("received_at", "pk")
    while part := list(old.values_list("pk", flat=True)[:PART]):
        MailEvent.objects.filter(pk__in=part).delete()

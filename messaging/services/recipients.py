"""Addresses and what they allow: found or made, locked while a mail to them begins, asked (E4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from core import sets
from core.ids import uuid7
from core.text import clean
from leads import changes, normalize
from leads.choices import SALES_STAGES, Consent
from leads.models import Lead
from leads.services import restricting
from messaging.choices import Purpose, RecipientState, Withheld
from messaging.engine.inbound import STRENGTH
from messaging.engine.rules import Facts, verdict
from messaging.models import Message, Recipient, SendingPolicy
from messaging.queries import digest
from tenants.services import audit


def ensure(emails: Iterable[str], *, at: datetime) -> dict[str, int]:
    """Return the row's id for each address, by the normalized address; makes those that lack. Queries: ≤ 2.

    An erased address is found by its digest and stays erased.
    """
    by_digest = {digest(address): address for email in emails if (address := normalize.email(email))}
    known = dict(Recipient.objects.filter(digest__in=by_digest).values_list("digest", "pk"))
    missing = [value for value in sorted(by_digest) if value not in known]
    if missing:
        rows = [_row(value, by_digest[value], at) for value in missing]
        sets.insert(Recipient, rows, ignore_conflicts=True)
        # Read again, since another transaction may have made some of them.
        known = dict(Recipient.objects.filter(digest__in=by_digest).values_list("digest", "pk"))
    return {by_digest[value]: pk for value, pk in known.items()}


def _row(value: str, email: str, at: datetime) -> dict[str, Any]:
    return {"digest": value, "email": email, "public_id": uuid7(), "created_at": at, "updated_at": at}


def lock(recipient_id: int) -> Recipient:
    """Return the row, locked until the transaction ends; taken before a mail begins and to change its state."""
    return Recipient.objects.select_for_update(of=("self",), no_key=True).get(pk=recipient_id)


def lock_many(ids: Collection[int]) -> list[Recipient]:
    """Return the rows, locked in one order until the transaction ends."""
    found = Recipient.objects.filter(pk__in=ids).order_by("pk")
    return list(found.select_for_update(of=("self",), no_key=True))


@dataclass(frozen=True, slots=True)
class Closing:
    """As what an address is closed, what was said about it, and when it happened."""

    state: str
    note: str
    happened_at: datetime


@transaction.atomic
def close(*, recipient: Recipient, state: str, note: str, at: datetime, by: int | None) -> bool:
    """Let nothing more go to the address, for the given reason; say whether that is news.

    An address that was erased stays so. Its leads are marked, since they need another care now.
    """
    if not close_many(closings={recipient.pk: [Closing(state, note, at)]}, at=at):
        return False
    if by is not None:
        audit.record(action="recipient.closed", by=by, at=at, target=recipient.email, data={"to": state})
    return True


@transaction.atomic
def close_many(*, closings: Mapping[int, Sequence[Closing]], at: datetime) -> set[int]:
    """Let nothing more go to the addresses; return those for which that is news. Queries: at most four.

    The order in which we hear of things does not matter: a weaker state never replaces a stronger one, and what
    happened before an address was last opened closes it no more.
    """
    found = [(row, _strongest(row, closings[row.pk])) for row in lock_many(closings)]
    changed = [
        {
            "id": row.pk,
            "state": closing.state,
            "state_at": at,
            "note": clean(closing.note)[:300],
            "updated_at": at,
        }
        for row, closing in found
        if closing is not None
    ]
    sets.update(Recipient, changed, names=["state", "state_at", "note", "updated_at"])
    _mark_leads(*(row.email for row, closing in found if closing is not None))
    return {row["id"] for row in changed}  # type: ignore[misc]


def _strongest(row: Recipient, closings: Sequence[Closing]) -> Closing | None:
    news = [
        one
        for one in closings
        if STRENGTH[one.state] > STRENGTH[row.state] and not is_old(row, one.happened_at)
    ]
    return max(news, key=lambda one: STRENGTH[one.state], default=None)


def is_old(row: Recipient, happened_at: datetime) -> bool:
    """Say whether something happened before the address was last opened."""
    return row.opened_at is not None and happened_at <= row.opened_at


@transaction.atomic
def reopen(*, recipient: Recipient, note: str, at: datetime, by: int | None) -> bool:
    """Let mails go to the address again, because somebody says so; say whether that is news.

    An erased address is never opened again.
    """
    row = lock(recipient.pk)
    if row.state in {RecipientState.ERASED, RecipientState.OPEN}:
        return False
    Recipient.objects.filter(pk=row.pk).update(
        state=RecipientState.OPEN, state_at=at, opened_at=at, note=clean(note)[:300], updated_at=at
    )
    audit.record(action="recipient.reopened", by=by, at=at, target=row.email, data={"from": row.state})
    _mark_leads(row.email)
    return True


def _mark_leads(*emails: str) -> None:
    if known := [email for email in emails if email]:
        changes.mark(Lead.objects.filter(email_norm__in=known).values_list("pk", flat=True))


def policy() -> SendingPolicy:
    """Return as whom the workspace writes; the defaults if nobody set anything yet."""
    return SendingPolicy.objects.first() or SendingPolicy()


def decide(
    *, message: Message, recipient: Recipient | None, lead: Lead | None, policy: SendingPolicy
) -> Withheld | None:
    """Return why the message may not go now, or None: the one place that says so at the instant of sending."""
    return verdict(
        Facts(
            purpose=message.purpose,
            address=recipient.email if recipient else "",
            state=recipient.state if recipient else RecipientState.OPEN,
            topics_off=recipient.topics_off if recipient else (),
            topic=message.topic,
            is_to_lead=message.lead_id is not None,
            is_open=lead is not None and lead.is_open,
            is_with_sales=lead is not None and lead.rank.stage in SALES_STAGES,
            has_consent=lead is not None and lead.marketing_consent == Consent.GIVEN,
            has_identity=bool(policy.postal_address),
            is_restricted=lead is not None and bool(restricting.among([lead.pk])),
        )
    )


def may_mail(
    *, lead_ids: Collection[int], purpose: str = Purpose.MARKETING, topic: str = ""
) -> dict[int, Withheld | None]:
    """Return for each lead why a mail to it may not go now, or None: the same rule, set-based. Queries: four."""
    columns = ("email_norm", "is_open", "marketing_consent", "rank__stage")
    leads = list(Lead.objects.filter(pk__in=lead_ids).select_related("rank").only(*columns))
    known = _by_address(lead.email_norm for lead in leads)
    has_identity = bool(policy().postal_address)
    restricted = restricting.among(lead_ids)
    facts = (_facts(lead, known, has_identity=has_identity, purpose=purpose, topic=topic) for lead in leads)
    return {
        lead.pk: verdict(replace(one, is_restricted=lead.pk in restricted))
        for lead, one in zip(leads, facts, strict=True)
    }


def _by_address(emails: Iterable[str]) -> dict[str, Recipient]:
    by_digest = {digest(email): email for email in emails if email}
    return {by_digest[row.digest]: row for row in Recipient.objects.filter(digest__in=by_digest)}


def _facts(
    lead: Lead, known: Mapping[str, Recipient], *, has_identity: bool, purpose: str, topic: str
) -> Facts:
    row = known.get(lead.email_norm)
    return Facts(
        purpose=purpose,
        address=lead.email_norm if row is None else row.email,
        state=row.state if row else RecipientState.OPEN,
        topics_off=row.topics_off if row else (),
        topic=topic,
        is_to_lead=True,
        is_open=lead.is_open,
        is_with_sales=lead.rank.stage in SALES_STAGES,
        has_consent=lead.marketing_consent == Consent.GIVEN,
        has_identity=has_identity,
    )

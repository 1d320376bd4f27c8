"""Addresses that were erased: known again by their digest, kept out of lists, told on the timeline."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from leads.choices import ActivityKind
from leads.models import Activity, ErasedAddress, Erasure, Lead
from leads.services import timeline
from leads.services.timeline import Entry


def salt() -> str:
    """Return the workspace's salt, a new one if nobody was erased yet."""
    return Erasure.objects.order_by("pk").values_list("salt", flat=True).first() or secrets.token_hex(16)


def digest(email_norm: str, salted: str) -> str:
    """Return what the address is known by."""
    return hashlib.sha256(f"{salted}:{email_norm}".encode()).hexdigest()


def remember(*, emails: Iterable[str], erasure: Erasure) -> None:
    """Keep the digests of the addresses; one that was erased before keeps its first certificate."""
    ErasedAddress.objects.bulk_create(
        [ErasedAddress(digest=digest(email, erasure.salt), erasure=erasure) for email in emails],
        ignore_conflicts=True,
    )


def among(emails: Collection[str]) -> dict[str, datetime]:
    """Return which of the normalized addresses were erased, and when. Queries: one, two where anybody was erased."""
    salted = Erasure.objects.order_by("pk").values_list("salt", flat=True).first() if emails else None
    if salted is None:
        return {}
    by_digest = {digest(email, salted): email for email in emails if email}
    rows = ErasedAddress.objects.filter(digest__in=by_digest).values_list("digest", "erasure__at")
    return {by_digest[known]: at for known, at in rows}


def tell(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Say once on the timeline of leads whose address was erased that it was; a step of the pipeline. Queries: ≤ 5.

    Somebody who comes back by themselves is welcome; the reader should know that what was there is gone for good.
    """
    if not Erasure.objects.exists():
        return
    emails = dict(Lead.objects.filter(pk__in=lead_ids).exclude(email_norm="").values_list("pk", "email_norm"))
    gone = among(set(emails.values()))
    news = {pk: gone[email] for pk, email in emails.items() if email in gone}
    heard = Activity.objects.filter(lead_id__in=news, kind=ActivityKind.ERASED_BEFORE) if news else ()
    for known in heard:
        news.pop(known.lead_id, None)
    timeline.record_many(
        Entry(
            pk, ActivityKind.ERASED_BEFORE, at, None, {"on": when.date().isoformat()}, f"erased_before:{pk}"
        )
        for pk, when in news.items()
    )

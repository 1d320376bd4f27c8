"""A call that a member writes down: stored as an inquiry like any other, and looked at at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from capture.models import Inquiry
from capture.services import process, submit
from capture.services.call_follow import CONTENT_TYPE
from core.errors import DomainError
from leads.choices import Channel, Direction
from leads.models import Lead
from work import queue


# What is taken from the lead that was chosen where the member did not write it again.
KNOWN = ("phone", "email", "company")


class SavedBefore(DomainError):
    """The same form was saved with other content."""

    code, status = "call_saved_before", 409


@dataclass(frozen=True, slots=True)
class Told:
    """What was said. ``facts``: who called, as an inquiry names it; ``consent``: the words they agreed to, or ""."""

    outcome: str
    direction: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    need: str = ""
    note: str = ""
    topics: tuple[str, ...] = ()
    campaign: str = ""
    consent: str = ""
    call_back_at: datetime | None = None


@transaction.atomic
def take(*, told: Told, lead: Lead | None, key: str, by: int, at: datetime) -> Inquiry:
    """Store the call and bring it to its lead; ``lead`` is the one the member chose. The same key is the same call.

    What the filter holds back waits in the inbox as any inquiry does. Raises: SavedBefore if the key belongs to a call
    with other content.
    """
    payload = _payload(told, lead)
    arrival = submit.Arrival(
        raw=submit.written(payload),
        payload=payload,
        channel=Channel.PHONE,
        content_type=CONTENT_TYPE,
        request={"by": by, **({"lead": lead.pk} if lead else {})},
        idempotency_key=f"call:{by}:{key}",
    )
    try:
        inquiry, is_new = submit.receive(arrival=arrival, at=at)
    except submit.KeyReused as reused:
        raise SavedBefore(
            _("This call was saved already. Begin a new one for what is to be added.")
        ) from reused
    if is_new:
        process.run(keys=[inquiry.pk], at=at)
        queue.unmark(submit.QUEUE, [inquiry.pk])
    return Inquiry.objects.select_related("lead").get(pk=inquiry.pk)


def _payload(told: Told, lead: Lead | None) -> dict[str, Any]:
    known = {name: getattr(lead, name) for name in KNOWN} if lead else {}
    given = {name: value for name, value in {**known, **_filled(told.facts)}.items() if value}
    optional = {
        "need": told.need,
        # What they asked for is what an inquiry says; of a call of ours nobody asked.
        "message": told.need if told.direction == Direction.INBOUND else "",
        "note": told.note,
        "topics": list(told.topics),
        "campaign": told.campaign,
        "consent": {"marketing": True, "text": told.consent} if told.consent else None,
        "call_back_at": told.call_back_at.isoformat() if told.call_back_at else "",
    }
    said = {name: value for name, value in optional.items() if value}
    return {"direction": told.direction, "outcome": told.outcome, **given, **said}


def _filled(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}

"""Calls written down by a member: which lead was meant, and what follows once they are part of a lead."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from capture.choices import Reason
from capture.models import Inquiry
from capture.parsers import values
from leads.choices import Channel, Direction
from leads.models import Lead
from leads.services import calls, tasks


CONTENT_TYPE = "application/vnd.leadcrm.call+json"
SOURCE = "phone"


def is_call(inquiry: Inquiry) -> bool:
    """Say whether a member wrote it down on our page; nobody outside can post this kind of content by phone."""
    return inquiry.channel == Channel.PHONE and inquiry.content_type == CONTENT_TYPE


def is_ours(inquiry: Inquiry) -> bool:
    """Say whether we called: then nobody inquired."""
    return is_call(inquiry) and inquiry.payload.get("direction") == Direction.OUTBOUND


def reason_of(inquiry: Inquiry) -> str:
    """Return what an accepted call is, if it is no inquiry."""
    return Reason.OUTBOUND if is_ours(inquiry) else ""


def meant(inquiry: Inquiry) -> int | None:
    """Return the lead that the member chose, whose number it may not be."""
    return inquiry.request.get("lead") if is_call(inquiry) else None


def witness(inquiry: Inquiry) -> dict[str, Any]:
    """Return who heard the consent and how, as the ledger writes it."""
    if not is_call(inquiry):
        return {"by": None}
    return {"by": inquiry.request.get("by"), "source": SOURCE}


def follow(inquiry: Inquiry, lead: Lead) -> None:
    """Write the call on the lead's timeline and plan the next one; in the transaction that accepted it."""
    if not is_call(inquiry):
        return
    said, by, at = inquiry.payload, inquiry.request.get("by"), inquiry.occurred_at
    calls.log(
        lead=lead,
        outcome=said["outcome"],
        note=said.get("note", ""),
        direction=said["direction"],
        by=by,
        at=at,
    )
    due_at: datetime | None = values.moment(said.get("call_back_at"))
    if due_at is not None:
        tasks.add(lead=lead, title=_("Call back"), due_at=due_at, assignee_id=by, by=by, at=at)

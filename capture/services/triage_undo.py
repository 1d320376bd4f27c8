"""Taking back that a person accepted an inquiry: as long as the lead it made is as it was made, and that lead goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture.choices import InquiryState
from capture.models import Inquiry
from capture.parsers import facts
from capture.services import filtering
from capture.services.catalog import Catalog
from capture.services.submit import QUEUE
from core.errors import DomainError
from leads.services import undoing
from messaging.choices import MessageState
from messaging.models import Message
from work import queue


TIME = timedelta(hours=24)


class Why(StrEnum):
    """Why an acceptance stands."""

    NOT_ACCEPTED = "not_accepted"
    BY_FILTER = "by_filter"
    JOINED = "joined"
    OLD = "old"
    TOUCHED = "touched"


WHY: dict[Why, str | Promise] = {
    Why.NOT_ACCEPTED: _("This inquiry is not accepted."),
    Why.BY_FILTER: _("The filter let it through; nobody accepted it by hand."),
    Why.JOINED: _(
        "It was added to a lead that was there before: what it told cannot be told apart from the rest."
    ),
    Why.OLD: _("It was accepted more than a day ago."),
    Why.TOUCHED: _("Something has happened with its lead since."),
}


class Stands(DomainError):
    """The acceptance cannot be taken back exactly."""

    code = "acceptance_stands"


def obstacle(inquiry: Inquiry, *, at: datetime) -> Why | None:
    """Return what can be told from the inquiry and its lead alone against taking it back. Queries: none.

    ``inquiry`` comes with its lead.
    """
    if inquiry.state != InquiryState.ACCEPTED or inquiry.lead is None:
        return Why.NOT_ACCEPTED
    if inquiry.judged_by is None or "corrections" not in inquiry.prior:
        return Why.BY_FILTER
    if inquiry.lead.created_at != inquiry.occurred_at:
        return Why.JOINED
    if inquiry.processed_at is None or at > inquiry.processed_at + TIME:
        return Why.OLD
    return None


@transaction.atomic
def undo_accept(*, inquiry: Inquiry, by: int | None, at: datetime) -> Inquiry:
    """Put the inquiry back where it was and delete the lead it made, if nothing else has happened with that lead.

    What scoring and workflows did by themselves does not count; a hand-off, a mail that went, another inquiry, a visit,
    a note or an edit does. Raises: Stands, with the reason.
    """
    locked = (
        Inquiry.objects.select_related("form", "hook", "source", "campaign", "form_version")
        .select_for_update(of=("self",))
        .get(pk=inquiry.pk)
    )
    lead_ids = [locked.lead_id] if locked.lead_id else []
    undoing.hold(lead_ids)
    if why := obstacle(locked, at=at) or _touched(locked, lead_ids):
        raise Stands(WHY[why])
    undoing.remove(lead_ids)
    return _put_back(locked, by=by, at=at)


def _touched(inquiry: Inquiry, lead_ids: Sequence[int]) -> Why | None:
    evidence = f"inquiry:{inquiry.public_id}"
    free = undoing.untouched(lead_ids, parts=(), evidence=evidence, asked_at=inquiry.occurred_at)
    gone = Message.objects.filter(lead_id__in=lead_ids).exclude(
        state__in=[MessageState.QUEUED, MessageState.WITHHELD]
    )
    others = Inquiry.objects.filter(lead_id__in=lead_ids).exclude(pk=inquiry.pk)
    return None if free and not gone.exists() and not others.exists() else Why.TOUCHED


def _put_back(inquiry: Inquiry, *, by: int | None, at: datetime) -> Inquiry:
    prior = inquiry.prior
    inquiry.lead = None
    inquiry.state, inquiry.reason = prior["state"], prior["reason"]
    inquiry.detail, inquiry.corrections = prior.get("detail", ""), prior["corrections"]
    inquiry.prior, inquiry.processed_at, inquiry.judged_by = {}, at, by
    inquiry.findings = filtering.findings_of(inquiry, facts.read(inquiry.values), Catalog())
    inquiry.save(
        update_fields=[
            *("lead", "state", "reason", "detail", "corrections"),
            *("prior", "processed_at", "judged_by", "findings"),
        ]
    )
    if inquiry.state == InquiryState.RECEIVED:
        queue.mark(QUEUE, [inquiry.pk])
    return inquiry

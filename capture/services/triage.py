"""What a person decides about an inquiry: accept it, call it spam, try it again, take that back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from capture import engine
from capture.choices import InquiryState, Reason
from capture.models import Inquiry
from capture.parsers import facts
from capture.services import filtering, process, tracking_touch
from capture.services.catalog import Catalog
from capture.services.submit import QUEUE
from core.errors import DomainError, Invalid
from work import queue


class AlreadyAccepted(DomainError):
    """The inquiry is part of a lead already."""

    code = "already_accepted"


class NothingToUndo(DomainError):
    """The inquiry is not marked as spam."""

    code = "nothing_to_undo"


class StillNoLead(Invalid):
    """Even accepted by hand the inquiry makes no lead."""

    code = "still_no_lead"
    status = 422


def _lock(inquiry: Inquiry) -> Inquiry:
    locked = (
        Inquiry.objects.select_related("source", "campaign", "form", "form_version", "hook")
        .select_for_update(of=("self",))
        .get(pk=inquiry.pk)
    )
    if locked.state == InquiryState.ACCEPTED:
        raise AlreadyAccepted(_("This inquiry is part of a lead already."))
    return locked


@transaction.atomic
def accept(*, inquiry: Inquiry, corrections: Mapping[str, Any], by: int | None, at: datetime) -> Inquiry:
    """Let the inquiry through the filter on the person's word, with values put right, and make it a lead's.

    Raises: AlreadyAccepted; StillNoLead if nobody could be reached even so, or the corrected address is none.
    """
    locked = _lock(inquiry)
    before = dict(locked.corrections)
    _check_email(corrections.get("email", ""))
    locked.corrections = {**locked.corrections, **corrections}
    locked.save(update_fields=["corrections"])
    [(_locked, reading)] = tracking_touch.complete([(locked, facts.read(locked.values))])
    catalog = Catalog()
    locked.findings = filtering.findings_of(locked, reading, catalog)
    verdict = engine.without_lead(reading, signs=locked.signs)
    # What rules gave it before somebody judged it is true of it still.
    verdict = replace(verdict, rule_id=locked.rule_id, tags=locked.tags)
    process.settle(inquiry=locked, reading=reading, verdict=verdict, catalog=catalog, by=by, at=at)
    if locked.state != InquiryState.ACCEPTED:
        raise StillNoLead(
            _("Nobody could be reached with this. Add an e-mail address, a phone number or a company."),
            errors=[{"path": "email", "message": str(_("Add an e-mail address."))}],
        )
    locked.prior["corrections"] = before
    locked.save(update_fields=["prior"])
    queue.unmark(QUEUE, [locked.pk])
    return locked


def _check_email(email: str) -> None:
    if email and engine.normal_email(email) is None:
        raise StillNoLead(
            _("This is not an e-mail address."),
            errors=[{"path": "email", "message": str(_("This is not an e-mail address."))}],
        )


@transaction.atomic
def mark_spam(*, inquiry: Inquiry, by: int | None, at: datetime) -> Inquiry:
    """Put the inquiry among the spam; it stays there, nothing is deleted.

    Raises: AlreadyAccepted.
    """
    locked = _lock(inquiry)
    if locked.reason != Reason.SPAM:
        locked.prior = {"state": locked.state, "reason": locked.reason, "detail": locked.detail}
    locked.state, locked.reason, locked.detail = InquiryState.QUARANTINED, Reason.SPAM, ""
    locked.processed_at, locked.judged_by = at, by
    locked.save(update_fields=["prior", "state", "reason", "detail", "processed_at", "judged_by"])
    queue.unmark(QUEUE, [locked.pk])
    return locked


@transaction.atomic
def undo_spam(*, inquiry: Inquiry, by: int | None, at: datetime) -> Inquiry:
    """Put the inquiry back where it was before it was called spam.

    Raises: NothingToUndo, AlreadyAccepted.
    """
    locked = _lock(inquiry)
    if locked.reason != Reason.SPAM or not locked.prior:
        raise NothingToUndo(_("This inquiry is not marked as spam."))
    locked.state, locked.reason = locked.prior["state"], locked.prior["reason"]
    locked.detail, locked.prior = locked.prior.get("detail", ""), {}
    locked.processed_at, locked.judged_by = at, by
    locked.save(update_fields=["prior", "state", "reason", "detail", "processed_at", "judged_by"])
    if locked.state == InquiryState.RECEIVED:
        queue.mark(QUEUE, [locked.pk])
    return locked


@transaction.atomic
def replay(*, inquiry: Inquiry, by: int | None, at: datetime) -> Inquiry:
    """Send the inquiry through the filter again, as if it had just arrived.

    Raises: AlreadyAccepted.
    """
    locked = _lock(inquiry)
    locked.prior = {"state": locked.state, "reason": locked.reason, "detail": locked.detail}
    locked.state, locked.reason, locked.detail = InquiryState.RECEIVED, "", ""
    locked.processed_at, locked.judged_by = at, by
    locked.save(update_fields=["prior", "state", "reason", "detail", "processed_at", "judged_by"])
    queue.mark(QUEUE, [locked.pk])
    return locked

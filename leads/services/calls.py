"""Calls: how each ended, and how far Sales got in reaching the person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.text import clean
from leads import changes
from leads.choices import ActivityKind, CallOutcome, ContactStatus, Direction
from leads.models import Activity, Lead, LeadRank
from leads.services import stages, timeline


# Somebody who says "call me back" was reached as little as somebody who did not answer.
ATTEMPTS = frozenset({CallOutcome.NO_ANSWER, CallOutcome.CALL_BACK})


class NothingToTakeBack(DomainError):
    """The call was taken back already."""

    code = "nothing_to_take_back"


@transaction.atomic
def log(
    *,
    lead: Lead,
    outcome: str,
    note: str = "",
    direction: str = "",
    by: int | None,
    at: datetime,
    seconds: int | None = None,
) -> None:
    """Write the call on the timeline and note that the person was reached, or that it was tried.

    ``direction`` is one of Direction; without one, we called. Raises: Invalid for an unknown outcome or direction.
    """
    _check("outcome", outcome, CallOutcome.values)
    if direction:
        _check("direction", direction, Direction.values)
    data: dict[str, str | int] = {"outcome": str(outcome), "note": clean(note)[:10_000]}
    if direction:
        data["direction"] = str(direction)
    if seconds is not None:
        data["seconds"] = max(0, seconds)
    timeline.record(lead_id=lead.pk, kind=ActivityKind.CALL, by=by, at=at, data=data)
    status = ContactStatus.ATTEMPTING if outcome in ATTEMPTS else ContactStatus.CONNECTED
    stages.set_contact_status(lead=lead, status=status, by=by, at=at)
    changes.mark([lead.pk])


def _check(path: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        message = _("This must be one of: %(names)s.") % {"names": ", ".join(known)}
        raise Invalid(message, errors=[{"path": path, "message": str(message)}])


@transaction.atomic
def take_back(*, lead: Lead, logged_at: datetime, contact_status: str, by: int, at: datetime) -> None:
    """Undo a call that the same person logged a moment ago, as if it had not been; the rest of the log stays.

    ``contact_status`` is what it was before. Raises: NothingToTakeBack if there is no such call any more.
    """
    gone, _counts = Activity.objects.filter(
        lead_id=lead.pk,
        by_id=by,
        occurred_at=logged_at,
        kind__in=[ActivityKind.CALL, ActivityKind.TASK_DONE],
    ).delete()
    if not gone:
        raise NothingToTakeBack(_("There is nothing to undo any more."))
    LeadRank.objects.filter(lead_id=lead.pk).update(contact_status=contact_status)
    changes.mark([lead.pk])

"""A lost deal leaves somebody who may want something later: their lead begins anew, with a date and a track."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from conversion.choices import DealState
from conversion.models import Opportunity
from conversion.services.opportunities import DealConflict
from core.errors import Invalid
from leads.models import Lead
from leads.services import again


@transaction.atomic
def recycle(*, opportunity: Opportunity, resume_on: date, track: str, by: int | None, at: datetime) -> Lead:
    """Give the lead of a lost deal back to Marketing until the day; return the lead that begins anew.

    Raises: DealConflict unless the deal is lost and came from a lead, Invalid for a day that has come,
    BackAlready, StageConflict.
    """
    if opportunity.state != DealState.LOST or opportunity.lost_reason is None:
        raise DealConflict(_("Only the lead of a lost opportunity can be recycled."))
    lead = Lead.objects.select_related("rank").filter(pk=opportunity.lead_id or 0).first()
    if lead is None:
        raise DealConflict(_("This opportunity did not come from a lead."))
    if resume_on <= at.date():
        message = _("Choose a day after today.")
        raise Invalid(message, errors=[{"path": "resume_on", "message": str(message)}])
    reason = opportunity.lost_reason
    return again.begin(
        lead=lead,
        reason=reason.slug,
        reason_label=reason.name,
        resume_on=resume_on,
        track=track,
        by=by,
        at=at,
    )

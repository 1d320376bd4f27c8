"""Working through a cold list by phone: who is next, and what each call came to."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from capture.import_choices import MarkState, Origin
from capture.models import Import, ImportMark
from core.errors import DomainError
from leads.choices import ActivityKind, CallOutcome, ContactStatus, Direction, Stage
from leads.models import Activity, LeadRank, Task
from leads.services import calls, stages, tasks


# Longer lists are shared out by hand-off rules, not called one by one from one page.
MOST = 5000
# Who did not answer is tried again on another day.
REST = timedelta(hours=12)


class CalledAlready(DomainError):
    """Somebody has called this lead since it was shown, or it is not on the list any more."""

    code, status = "called_already", 409


def can_call(batch: Import) -> bool:
    """Say whether the import is a list to be called one by one."""
    return batch.origin == Origin.COLD and 0 < batch.created + batch.updated <= MOST


def waiting(batch: Import, *, at: datetime) -> QuerySet[LeadRank]:
    """Return who of the list is still to be called: new ones first, then those who did not answer.

    Only leads with a number that are open with Marketing; who has a next step or was called within twelve hours waits.
    """
    called = Activity.objects.filter(
        lead_id=OuterRef("lead_id"), kind=ActivityKind.CALL, occurred_at__gt=at - REST
    )
    planned = Task.objects.filter(lead_id=OuterRef("lead_id"), done_at=None)
    listed = ImportMark.objects.filter(batch=batch, state=MarkState.STANDS).values("lead_id")
    return (
        LeadRank.objects.filter(
            lead_id__in=listed,
            stage=Stage.MARKETING,
            contact_status__in=[ContactStatus.NOT_CONTACTED, ContactStatus.ATTEMPTING],
        )
        .exclude(lead__phone="")
        .filter(~Exists(called), ~Exists(planned))
        .select_related("lead", "owner")
        .order_by("-contact_status", "lead_id")
    )


@transaction.atomic
def log(
    *,
    batch: Import,
    lead_id: int,
    outcome: str,
    note: str,
    reason: str,
    call_back_at: datetime | None,
    by: int,
    at: datetime,
) -> None:
    """Write the call down, plan the next one, or close the lead with the reason. Of two callers one succeeds.

    Who is to be called back is called on the next morning where no moment was told.
    Raises: CalledAlready; Invalid for an unknown outcome or reason.
    """
    rank = LeadRank.objects.select_for_update(of=("self",)).filter(pk=lead_id).first()
    found = waiting(batch, at=at).filter(pk=lead_id).first() if rank else None
    if found is None:
        raise CalledAlready(_("Somebody has just called this one. Here is the next."))
    lead = found.lead
    calls.log(lead=lead, outcome=outcome, note=note, direction=Direction.OUTBOUND, by=by, at=at)
    if outcome == CallOutcome.CALL_BACK:
        due_at = call_back_at or tasks.next_morning(at)
        tasks.add(lead=lead, title=_t("Call back"), due_at=due_at, assignee_id=by, by=by, at=at)
    if outcome == CallOutcome.NOT_A_FIT:
        stages.close(lead=lead, to_stage=Stage.DISQUALIFIED, by=by, at=at, reason=reason, note=note)

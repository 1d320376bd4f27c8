"""Entering and leaving workflows: by the care step, by activation, by hand. Set-based; one active each (E7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import sets
from core.errors import DomainError
from core.ids import uuid7
from leads import changes
from leads.choices import OPEN_STAGES, ActivityKind, Stage
from leads.models import LeadRank
from leads.services import timeline
from messaging.choices import PENDING
from messaging.models import Message
from messaging.services import outbox, recipients
from nurturing.choices import EnrollmentState, LeaveReason, WorkflowState
from nurturing.engine.choosing import REASONS
from nurturing.models import Enrollment, StepRun, Workflow, WorkflowVersion
from work import queue


QUEUE = "enrollment"
# After a pause: so many at a time, with a breath between.
WAVE, BREATH = 500, timedelta(seconds=5)


class Refusal(models.TextChoices):
    """Why a person could not be enrolled."""

    UNKNOWN = "unknown", _("There is no such lead")
    WITH_SALES = "with_sales", _("Sales has the lead")
    CLOSED = "closed", _("The lead was closed")
    ALREADY_IN = "already_in", _("Is in this workflow already")
    NO_ADDRESS = "no_address", _("No e-mail address")
    NO_CONSENT = "no_consent", _("No consent to mail")
    UNREACHABLE = "unreachable", _("Mail does not reach the address")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    RESTRICTED = "restricted", _("Processing is restricted")


class NotActive(DomainError):
    """Only an active workflow takes leads in."""

    code = "workflow_not_active"


class NotUnderWay(DomainError):
    """The enrollment has ended already."""

    code = "not_under_way"


@dataclass(frozen=True, slots=True)
class Entry:
    """One lead to enter one version."""

    lead_id: int
    workflow_id: int
    version_id: int


def hold(lead_ids: Iterable[int]) -> dict[int, str]:
    """Lock the leads' ranks in one order, as every verb does first; return their stages."""
    ranks = LeadRank.objects.filter(pk__in=list(lead_ids)).order_by("pk").select_for_update(of=("self",))
    return dict(ranks.values_list("pk", "stage"))


@transaction.atomic
def enroll(
    *, lead_ids: Sequence[int], workflow: Workflow, by: int | None, at: datetime
) -> dict[int, Enrollment | Refusal]:
    """Put the leads into the workflow by hand: out of the one they are in, and whatever its entry rule says.

    Returns for each lead its enrollment or why not. Queries: about twenty for any number of leads.
    Raises: NotActive.
    """
    version = WorkflowVersion.objects.filter(
        workflow=workflow, published_at__isnull=False, retired_at=None
    ).first()
    state = Workflow.objects.values_list("state", flat=True).get(pk=workflow.pk)
    if version is None or state != WorkflowState.ACTIVE:
        raise NotActive(_("This workflow is not active, so nobody can enter it."))
    stages = hold(lead_ids)
    current = {one.lead_id: one for one in Enrollment.objects.active().filter(lead_id__in=lead_ids)}
    refused = _refusals(lead_ids, stages, current, workflow)
    entering = [lead_id for lead_id in sorted(stages) if lead_id not in refused]
    leave_rows(
        [current[lead_id] for lead_id in entering if lead_id in current],
        reason=LeaveReason.OTHER_WORKFLOW,
        by=by,
        at=at,
    )
    enter([Entry(lead_id, workflow.pk, version.pk) for lead_id in entering], by=by, at=at, is_asked=True)
    changes.mark(entering)
    made = Enrollment.objects.active().filter(lead_id__in=entering, workflow=workflow)
    return {**refused, **{one.lead_id: one for one in made}}


def _refusals(
    lead_ids: Sequence[int],
    stages: Mapping[int, str],
    current: Mapping[int, Enrollment],
    workflow: Workflow,
) -> dict[int, Refusal]:
    refused: dict[int, Refusal] = {}
    may = recipients.may_mail(lead_ids=list(stages))
    for lead_id in lead_ids:
        stage = stages.get(lead_id)
        if stage is None:
            refused[lead_id] = Refusal.UNKNOWN
        elif stage != Stage.MARKETING:
            refused[lead_id] = Refusal.WITH_SALES if stage in OPEN_STAGES else Refusal.CLOSED
        elif may.get(lead_id) in REASONS:
            refused[lead_id] = Refusal(REASONS[str(may[lead_id])].value)
        elif lead_id in current and current[lead_id].workflow_id == workflow.pk:
            refused[lead_id] = Refusal.ALREADY_IN
    return refused


def enter(
    entries: Sequence[Entry], *, by: int | None, at: datetime, is_asked: bool = False
) -> dict[int, int]:
    """Write the enrollments and their place in the queue; return the enrollment's id for each lead that entered.

    The caller holds the ranks; ``is_asked`` says that a person or a program asked for it, not a rule. A lead that has
    an active enrollment already is passed over. Queries: four.
    """
    if not entries:
        return {}
    rows = [
        {
            "lead_id": entry.lead_id,
            "workflow_id": entry.workflow_id,
            "version_id": entry.version_id,
            "step_at": at,
            "due_at": at,
            "entered_at": at,
            "entered_by": by,
            "public_id": uuid7(),
            "created_at": at,
            "updated_at": at,
        }
        for entry in entries
    ]
    made = {
        lead_id: pk
        for pk, lead_id in sets.insert(Enrollment, rows, ignore_conflicts=True, returning=("id", "lead_id"))
    }
    queue.mark(QUEUE, made.values())
    flows = {entry.lead_id: entry.workflow_id for entry in entries}
    told = {pk: (lead, flows[lead], "") for lead, pk in made.items()}
    _tell(ActivityKind.WORKFLOW_ENTERED, told, by, at, is_asked=is_asked)
    return made


def _tell(
    kind: str,
    told: Mapping[int, tuple[int, int, str]],
    by: int | None,
    at: datetime,
    *,
    is_asked: bool = False,
) -> None:
    """Write on the timelines: enrollment → (lead, workflow, reason)."""
    flows = Workflow.objects.filter(pk__in={flow for _lead, flow, _reason in told.values()})
    names = dict(flows.values_list("pk", "name"))
    timeline.record_many(
        timeline.Entry(
            lead_id=lead_id,
            kind=kind,
            at=at,
            by=by,
            data={
                "workflow": names.get(flow, ""),
                "enrollment": pk,
                **({"reason": reason} if reason else {}),
                **({"is_asked": True} if is_asked else {}),
            },
            dedup_key=f"{kind}:{pk}",
        )
        for pk, (lead_id, flow, reason) in sorted(told.items())
    )


@transaction.atomic
def leave(*, enrollment_ids: Sequence[int], reason: str, by: int | None, at: datetime) -> list[int]:
    """Take leads out of their workflows, with the mails that have not left yet; return the leads that left.

    Enrollments that ended already are passed over. Queries: about ten for any number.
    """
    wanted = Enrollment.objects.active().filter(pk__in=enrollment_ids)
    hold(wanted.values_list("lead_id", flat=True))
    rows = list(wanted.order_by("pk").select_for_update(of=("self",), no_key=True))
    leave_rows(rows, reason=reason, by=by, at=at)
    lead_ids = [row.lead_id for row in rows]
    changes.mark(lead_ids)
    return lead_ids


@transaction.atomic
def leave_one(*, enrollment: Enrollment, reason: str, by: int | None, at: datetime) -> None:
    """Take one lead out of its workflow.

    Raises: NotUnderWay if it has left already.
    """
    if not leave(enrollment_ids=[enrollment.pk], reason=reason, by=by, at=at):
        raise NotUnderWay(_("This lead has left the workflow already."))


def leave_rows(rows: Sequence[Enrollment], *, reason: str, by: int | None, at: datetime) -> None:
    """End the enrollments, whose leads' ranks the caller holds. Queries: six, none without rows."""
    if not rows:
        return
    ids = [row.pk for row in rows]
    Enrollment.objects.active().filter(pk__in=ids).update(
        state=EnrollmentState.LEFT, ended_at=at, reason=reason, updated_at=at
    )
    queue.unmark(QUEUE, ids)
    outbox.withdraw_many(origins=[origin(pk) for pk in ids], at=at)
    _tell(
        ActivityKind.WORKFLOW_LEFT, {row.pk: (row.lead_id, row.workflow_id, reason) for row in rows}, by, at
    )


def tell_finished(rows: Sequence[Enrollment], *, at: datetime) -> None:
    """Write on the timelines that leads came to the end of their workflow. Queries: two."""
    _tell(
        ActivityKind.WORKFLOW_LEFT,
        {row.pk: (row.lead_id, row.workflow_id, row.note or "finished") for row in rows},
        None,
        at,
    )


def origin(enrollment_id: int) -> str:
    """Return the name under which an enrollment's mails know what caused them."""
    return f"enrollment:{enrollment_id}"


def still(*, workflow: Workflow, at: datetime) -> None:
    """Keep back the workflow's mails that wait in the outbox, e.g. for the reader's morning."""
    outbox.hold(messages=_mails(workflow), at=at)


def take_back(*, workflow: Workflow, at: datetime) -> None:
    """Withdraw the workflow's mails that wait in the outbox: those too of whom it has finished with."""
    waiting = _mails(workflow).filter(state__in=PENDING).values_list("origin", flat=True)
    outbox.withdraw_many(origins=set(waiting), at=at)


def _mails(workflow: Workflow) -> QuerySet[Message]:
    """Return every mail of the workflow; a finished enrollment may have its last one still waiting."""
    runs = StepRun.objects.filter(enrollment__workflow=workflow, message__isnull=False)
    return Message.objects.filter(pk__in=runs.values("message_id"))


def wake(*, workflow: Workflow, at: datetime) -> None:
    """Put everybody under way back on the queue after a pause: what is overdue goes in its order, in waves (E9)."""
    rows = list(
        Enrollment.objects.active()
        .filter(workflow=workflow)
        .order_by("due_at", "pk")
        .values_list("pk", "due_at")
    )
    overdue = [pk for pk, due_at in rows if due_at is None or due_at <= at]
    due = {pk: due_at for pk, due_at in rows if due_at is not None and due_at > at}
    due |= {pk: at + BREATH * (place // WAVE) for place, pk in enumerate(overdue)}
    queue.mark_each(QUEUE, due)
    outbox.release(messages=_mails(workflow), at=at)


@transaction.atomic
def go_on(*, former: Mapping[int, int], by: int | None, at: datetime) -> None:
    """Put leads back to where they stood in the workflow they were taken from (lead → workflow).

    Mails that were withdrawn when they left stay so. Whoever is in a workflow by now stays there, and nobody goes
    back into one that was archived meanwhile: another care is found for them.
    """
    left = Enrollment.objects.filter(
        lead_id__in=former,
        state=EnrollmentState.LEFT,
        reason=LeaveReason.OTHER_WORKFLOW,
        workflow__state__in=(WorkflowState.ACTIVE, WorkflowState.PAUSED),
    ).order_by("lead_id", "-ended_at", "-pk")
    latest = {row.lead_id: row for row in left.reverse() if former[row.lead_id] == row.workflow_id}
    busy = set(Enrollment.objects.active().filter(lead_id__in=latest).values_list("lead_id", flat=True))
    ids = [row.pk for row in latest.values() if row.lead_id not in busy]
    Enrollment.objects.filter(pk__in=ids).update(
        state=EnrollmentState.ACTIVE, ended_at=None, reason="", updated_at=at
    )
    # When its step was due is kept when a lead leaves.
    queue.mark_each(QUEUE, {row.pk: row.due_at or at for row in latest.values() if row.pk in ids})
    changes.mark(former)

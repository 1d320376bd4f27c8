"""Deals: made, moved, won, lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from conversion.choices import DealState, StageKind
from conversion.models import Account, Contact, LostReason, Opportunity, PipelineStage
from conversion.services import indexing
from core.errors import DomainError, Invalid
from core.scope import current_workspace_id
from leads import changes
from leads.choices import ActivityKind
from leads.services import ownership, timeline
from tenants.models import Workspace


FIELDS = ("name", "amount", "close_on", "next_step", "next_step_on", "note", "owner_id", "contact_id")


@dataclass(frozen=True, slots=True)
class OpportunityInput:
    """What a new deal starts with; the rest comes from the lead or the pipeline."""

    name: str = ""
    amount: int | None = None
    close_on: date | None = None
    stage_id: int | None = None
    owner_id: int | None = None
    topics: list[str] = field(default_factory=list)
    next_step: str = ""
    next_step_on: date | None = None
    note: str = ""


class DealConflict(DomainError):
    """The deal is not where this move starts from."""

    code = "deal_conflict"


class MissingLostReason(DomainError):
    """A deal is lost for a reason."""

    code, status = "missing_lost_reason", 400


def first_stage() -> PipelineStage:
    """Return where new deals start: the first open stage of the first pipeline.

    Raises: Invalid if the workspace has none.
    """
    stage = (
        PipelineStage.objects.filter(kind=StageKind.OPEN)
        .order_by("pipeline__position", "pipeline_id", "position", "pk")
        .first()
    )
    if stage is None:
        raise Invalid(_("This workspace has no pipeline yet. Add one in the settings."))
    return stage


@transaction.atomic
def create(
    *,
    account: Account,
    contact: Contact | None,
    values: OpportunityInput,
    at: datetime,
    lead_id: int | None = None,
) -> Opportunity:
    """Make a deal with the account.

    Raises: Invalid for an unknown or closed stage or no name, NotAMember.
    """
    _check_name(values.name)
    if values.owner_id:
        ownership.check_owner(values.owner_id)
    stage = _open_stage(values.stage_id)
    currency = Workspace.objects.values_list("currency", flat=True).get(pk=current_workspace_id())
    deal = Opportunity.objects.create(
        name=values.name.strip(),
        account=account,
        contact=contact,
        lead_id=lead_id,
        pipeline_id=stage.pipeline_id,
        stage=stage,
        stage_at=at,
        owner_id=values.owner_id,
        amount=values.amount,
        currency=currency,
        close_on=values.close_on,
        topics=values.topics,
        next_step=values.next_step,
        next_step_on=values.next_step_on,
        note=values.note,
    )
    indexing.deal_saved(deal)
    return deal


def _open_stage(stage_id: int | None) -> PipelineStage:
    if stage_id is None:
        return first_stage()
    stage = PipelineStage.objects.filter(pk=stage_id, kind=StageKind.OPEN).first()
    if stage is None:
        raise Invalid(
            _("This stage does not exist."),
            errors=[{"path": "stage", "message": str(_("This stage does not exist."))}],
        )
    return stage


@transaction.atomic
def edit(
    *, opportunity: Opportunity, values: Mapping[str, Any], version: int | None, at: datetime
) -> Opportunity:
    """Change the named fields; refused if somebody saved the deal since ``version`` was read.

    Raises: DealConflict, Invalid, NotAMember.
    """
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"Not editable: {sorted(unknown)}")
    if "name" in values:
        _check_name(str(values["name"]))
    if values.get("owner_id"):
        ownership.check_owner(values["owner_id"])
    if values.get("contact_id"):
        _check_contact(values["contact_id"], opportunity)
    expected = opportunity.version if version is None else version
    _claim(Opportunity.objects.filter(pk=opportunity.pk, version=expected), at=at, **values)
    saved = Opportunity.objects.select_related("account").get(pk=opportunity.pk)
    if "name" in values:
        indexing.deal_saved(saved)
    return saved


def _check_name(name: str) -> None:
    if not name.strip():
        raise Invalid(
            _("A name is needed."), errors=[{"path": "name", "message": str(_("A name is needed."))}]
        )


def _check_contact(contact_id: int, opportunity: Opportunity) -> None:
    if not Contact.objects.filter(pk=contact_id, account_id=opportunity.account_id).exists():
        message = _("This contact belongs to another account.")
        raise Invalid(message, errors=[{"path": "contact", "message": str(message)}])


def _claim(rows: Any, *, at: datetime, **columns: Any) -> None:
    if not rows.update(**columns, version=F("version") + 1, updated_at=at):
        raise DealConflict(
            _("Somebody changed this opportunity a moment ago. Reload to see it, then try again.")
        )


def _where_read(opportunity: Opportunity, version: int | None) -> Any:
    """Return the deal if it is open and where it was read; with a version, untouched since then."""
    if opportunity.state != DealState.OPEN:
        raise DealConflict(_("This opportunity is closed. Open it again first."))
    rows = Opportunity.objects.filter(pk=opportunity.pk, stage_id=opportunity.stage_id, state=DealState.OPEN)
    return rows if version is None else rows.filter(version=version)


@transaction.atomic
def move(
    *,
    opportunity: Opportunity,
    stage: PipelineStage,
    by: int | None,
    at: datetime,
    version: int | None = None,
) -> None:
    """Put the deal into another stage of its pipeline; the stage it is in already changes nothing.

    The won stage wins it; the lost stage needs a reason, so it is left to ``lose``.
    Raises: DealConflict if it is closed, or was moved meanwhile; MissingLostReason; Invalid for another
    pipeline's stage.
    """
    if stage.pipeline_id != opportunity.pipeline_id:
        message = _("This stage belongs to another pipeline.")
        raise Invalid(message, errors=[{"path": "stage", "message": str(message)}])
    rows = _where_read(opportunity, version)
    if stage.kind == StageKind.WON:
        win(opportunity=opportunity, by=by, at=at, version=version)
    elif stage.kind == StageKind.LOST:
        raise _without_reason()
    elif stage.pk != opportunity.stage_id:
        _claim(rows, at=at, stage_id=stage.pk, stage_at=at)
        opportunity.stage, opportunity.stage_at = stage, at


def _without_reason() -> MissingLostReason:
    message = _("Say why the opportunity is lost.")
    return MissingLostReason(message, errors=[{"path": "reason", "message": str(message)}])


@transaction.atomic
def win(*, opportunity: Opportunity, by: int | None, at: datetime, version: int | None = None) -> None:
    """Close the deal as won and tell the lead it came from.

    Raises: DealConflict if it is closed or was moved meanwhile.
    """
    _close(opportunity, StageKind.WON, at=at, version=version)
    _tell(opportunity, ActivityKind.WON, by=by, at=at)


@transaction.atomic
def lose(
    *,
    opportunity: Opportunity,
    reason: LostReason | None,
    note: str = "",
    by: int | None,
    at: datetime,
    version: int | None = None,
) -> None:
    """Close the deal as lost, with a reason, and tell the lead it came from.

    Raises: MissingLostReason, DealConflict.
    """
    if reason is None:
        raise _without_reason()
    _close(opportunity, StageKind.LOST, at=at, version=version, reason=reason)
    said = {"reason": reason.slug, "reason_label": reason.name, "note": note}
    _tell(opportunity, ActivityKind.LOST, by=by, at=at, **said)


def _close(
    opportunity: Opportunity,
    kind: str,
    *,
    at: datetime,
    version: int | None,
    reason: LostReason | None = None,
) -> None:
    stage = PipelineStage.objects.get(pipeline_id=opportunity.pipeline_id, kind=kind)
    columns = {"stage_id": stage.pk, "stage_at": at, "state": kind, "closed_at": at, "lost_reason": reason}
    _claim(_where_read(opportunity, version), at=at, **columns)
    opportunity.stage, opportunity.state, opportunity.closed_at = stage, kind, at


def _tell(opportunity: Opportunity, kind: str, *, by: int | None, at: datetime, **more: str) -> None:
    """Write the outcome on the timeline of the lead the deal came from, which may be none."""
    if opportunity.lead_id is None:
        return
    told = {
        "opportunity": opportunity.pk,
        "name": opportunity.name,
        "amount": opportunity.amount,
        "reason": "",
        "note": "",
    }
    timeline.record(lead_id=opportunity.lead_id, kind=kind, by=by, at=at, data=told | more)
    changes.mark([opportunity.lead_id])


@transaction.atomic
def reopen(*, opportunity: Opportunity, at: datetime, version: int | None = None) -> None:
    """Fight for a closed deal again, from the last open stage of its pipeline.

    Raises: DealConflict if it is open or was reopened meanwhile.
    """
    if opportunity.state == DealState.OPEN:
        raise DealConflict(_("This opportunity is open already."))
    stage = (
        PipelineStage.objects.filter(pipeline_id=opportunity.pipeline_id, kind=StageKind.OPEN)
        .order_by("-position", "-pk")
        .first()
    )
    if stage is None:
        raise DealConflict(_("This pipeline has no open stage. Add one in the settings."))
    closed = Opportunity.objects.filter(pk=opportunity.pk).exclude(state=DealState.OPEN)
    rows = closed if version is None else closed.filter(version=version)
    columns = {"stage_id": stage.pk, "stage_at": at, "closed_at": None, "lost_reason": None}
    _claim(rows, at=at, state=DealState.OPEN, **columns)
    opportunity.stage, opportunity.state, opportunity.closed_at = stage, DealState.OPEN, None
    if opportunity.lead_id:
        changes.mark([opportunity.lead_id])

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
    if not values.name.strip():
        raise Invalid(
            _("A name is needed."), errors=[{"path": "name", "message": str(_("A name is needed."))}]
        )
    if values.owner_id:
        ownership.check_owner(values.owner_id)
    stage = _open_stage(values.stage_id)
    currency = Workspace.objects.values_list("currency", flat=True).get(pk=current_workspace_id())
    return Opportunity.objects.create(
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
    )


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
    if "name" in values and not str(values["name"]).strip():
        raise Invalid(
            _("A name is needed."), errors=[{"path": "name", "message": str(_("A name is needed."))}]
        )
    if values.get("owner_id"):
        ownership.check_owner(values["owner_id"])
    expected = opportunity.version if version is None else version
    _claim(Opportunity.objects.filter(pk=opportunity.pk, version=expected), at=at, **values)
    return Opportunity.objects.get(pk=opportunity.pk)


def _claim(rows: Any, *, at: datetime, **columns: Any) -> None:
    if not rows.update(**columns, version=F("version") + 1, updated_at=at):
        raise DealConflict(
            _("Somebody changed this opportunity a moment ago. Reload to see it, then try again.")
        )


@transaction.atomic
def move(*, opportunity: Opportunity, stage: PipelineStage, by: int | None, at: datetime) -> None:
    """Put the deal into another open stage of its pipeline; claimed by the stage it was read in.

    Raises: DealConflict if it was moved or closed meanwhile, Invalid for a stage of another pipeline or an end.
    """
    if stage.pipeline_id != opportunity.pipeline_id:
        raise Invalid(_("This stage belongs to another pipeline."))
    if stage.kind == StageKind.WON:
        win(opportunity=opportunity, by=by, at=at)
        return
    if stage.kind == StageKind.LOST:
        raise MissingLostReason(_("Say why the opportunity is lost."))
    _claim(_where_read(opportunity), at=at, stage_id=stage.pk, stage_at=at)
    opportunity.stage = stage


def _where_read(opportunity: Opportunity) -> Any:
    return Opportunity.objects.filter(pk=opportunity.pk, stage_id=opportunity.stage_id, state=DealState.OPEN)


@transaction.atomic
def win(*, opportunity: Opportunity, by: int | None, at: datetime) -> None:
    """Close the deal as won and tell the lead it came from.

    Raises: DealConflict if it is closed or was moved meanwhile.
    """
    _close(opportunity, StageKind.WON, by=by, at=at)


@transaction.atomic
def lose(
    *, opportunity: Opportunity, reason: LostReason | None, note: str = "", by: int | None, at: datetime
) -> None:
    """Close the deal as lost, with a reason, and tell the lead it came from.

    Raises: MissingLostReason, DealConflict.
    """
    if reason is None:
        raise MissingLostReason(
            _("Say why the opportunity is lost."),
            errors=[{"path": "reason", "message": str(_("Say why the opportunity is lost."))}],
        )
    _close(opportunity, StageKind.LOST, by=by, at=at, reason=reason, note=note)


def _close(
    opportunity: Opportunity,
    kind: str,
    *,
    by: int | None,
    at: datetime,
    reason: LostReason | None = None,
    note: str = "",
) -> None:
    stage = PipelineStage.objects.get(pipeline_id=opportunity.pipeline_id, kind=kind)
    _claim(
        _where_read(opportunity),
        at=at,
        stage_id=stage.pk,
        stage_at=at,
        state=kind,
        closed_at=at,
        lost_reason=reason,
    )
    opportunity.stage, opportunity.state, opportunity.closed_at = stage, kind, at
    if opportunity.lead_id:
        timeline.record(
            lead_id=opportunity.lead_id,
            kind=ActivityKind.WON if kind == StageKind.WON else ActivityKind.LOST,
            by=by,
            at=at,
            data={
                "opportunity": opportunity.pk,
                "name": opportunity.name,
                "amount": opportunity.amount,
                "reason": reason.slug if reason else "",
                "note": note,
            },
        )
        changes.mark([opportunity.lead_id])


@transaction.atomic
def reopen(*, opportunity: Opportunity, at: datetime) -> None:
    """Fight for a closed deal again, from the last open stage of its pipeline.

    Raises: DealConflict if it is open.
    """
    stage = (
        PipelineStage.objects.filter(pipeline_id=opportunity.pipeline_id, kind=StageKind.OPEN)
        .order_by("-position", "-pk")
        .first()
    ) or first_stage()
    closed = Opportunity.objects.filter(pk=opportunity.pk).exclude(state=DealState.OPEN)
    _claim(
        closed, at=at, stage_id=stage.pk, stage_at=at, state=DealState.OPEN, closed_at=None, lost_reason=None
    )
    opportunity.stage, opportunity.state, opportunity.closed_at = stage, DealState.OPEN, None

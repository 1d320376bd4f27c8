"""The workspace's own pipelines, their stages, and its reasons for losing."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from conversion.choices import StageKind
from conversion.models import LostReason, Opportunity, Pipeline, PipelineStage
from core.errors import DomainError, Invalid
from tenants.services import audit


class NameTaken(Invalid):
    """Another one of the list has this name."""

    code, status = "name_taken", 409


class StageInUse(DomainError):
    """Deals stand there, or the pipeline needs it."""

    code = "stage_in_use"


@transaction.atomic
def create_pipeline(*, name: str, by: int | None, at: datetime) -> Pipeline:
    """Add a pipeline with one open stage and its two ends.

    Raises: NameTaken.
    """
    last = Pipeline.objects.aggregate(last=Max("position"))["last"]
    pipeline = Pipeline(name=name, position=0 if last is None else last + 1)
    _save(pipeline, force_insert=True)
    ends = ((_("New"), StageKind.OPEN, 10), (_("Won"), StageKind.WON, 100), (_("Lost"), StageKind.LOST, 0))
    PipelineStage.objects.bulk_create(
        PipelineStage(
            pipeline=pipeline, name=str(label), kind=kind, probability=probability, position=position
        )
        for position, (label, kind, probability) in enumerate(ends)
    )
    audit.record(action="pipeline.added", target=name, by=by, at=at)
    return pipeline


@transaction.atomic
def rename_pipeline(*, pipeline: Pipeline, name: str, by: int | None, at: datetime) -> None:
    """Give the pipeline another name.

    Raises: NameTaken.
    """
    pipeline.name = name
    _save(pipeline, update_fields=["name", "updated_at"])
    audit.record(action="pipeline.renamed", target=name, by=by, at=at)


@transaction.atomic
def add_stage(
    *, pipeline: Pipeline, name: str, probability: int, by: int | None, at: datetime
) -> PipelineStage:
    """Add an open stage, the last before the ends.

    Raises: NameTaken.
    """
    _hold(pipeline.pk)
    stage = PipelineStage(pipeline=pipeline, name=name, probability=probability, position=2**15)
    _save(stage, force_insert=True)
    _renumber(_ordered(pipeline.pk))
    audit.record(action="pipeline_stage.added", target=name, by=by, at=at)
    return stage


@transaction.atomic
def change_stage(*, stage: PipelineStage, name: str, probability: int, by: int | None, at: datetime) -> None:
    """Rename a stage; only an open one's probability is anybody's guess.

    Raises: NameTaken.
    """
    stage.name = name
    if stage.kind == StageKind.OPEN:
        stage.probability = probability
    _save(stage, update_fields=["name", "probability", "updated_at"])
    audit.record(action="pipeline_stage.changed", target=name, by=by, at=at)


@transaction.atomic
def move_stage(*, stage: PipelineStage, is_up: bool, by: int | None, at: datetime) -> None:
    """Swap an open stage with its neighbor; at the end of the row nothing happens."""
    _hold(stage.pipeline_id)
    stages = _ordered(stage.pipeline_id)
    place = next(index for index, found in enumerate(stages) if found.pk == stage.pk)
    other = place - 1 if is_up else place + 1
    pair = {found.kind for found in stages[max(min(place, other), 0) : max(place, other) + 1]}
    if not 0 <= other < len(stages) or pair != {StageKind.OPEN}:
        return
    stages[place], stages[other] = stages[other], stages[place]
    _renumber(stages)
    audit.record(action="pipeline_stage.moved", target=stage.name, by=by, at=at)


@transaction.atomic
def remove_stage(*, stage: PipelineStage, by: int | None, at: datetime) -> None:
    """Remove an open stage in which no deal stands.

    Raises: StageInUse, also for the ends and the only open stage.
    """
    _hold(stage.pipeline_id)
    if stage.kind != StageKind.OPEN:
        raise StageInUse(_("Every pipeline ends in won or lost; these stages stay."))
    if Opportunity.objects.filter(stage=stage).exists():
        raise StageInUse(_("There are opportunities in this stage. Move them first."))
    if (
        not PipelineStage.objects.filter(pipeline=stage.pipeline_id, kind=StageKind.OPEN)
        .exclude(pk=stage.pk)
        .exists()
    ):
        raise StageInUse(_("A pipeline needs at least one open stage."))
    PipelineStage.objects.filter(pk=stage.pk).delete()
    audit.record(action="pipeline_stage.removed", target=stage.name, by=by, at=at)


def _hold(pipeline_id: int) -> None:
    """Lock the pipeline, so that two people do not order its stages at once."""
    Pipeline.objects.select_for_update(of=("self",)).get(pk=pipeline_id)


def _ordered(pipeline_id: int) -> list[PipelineStage]:
    """Return the open stages in their order, then won, then lost."""
    ends: dict[str, int] = {StageKind.OPEN: 0, StageKind.WON: 1, StageKind.LOST: 2}
    stages = PipelineStage.objects.filter(pipeline=pipeline_id)
    return sorted(stages, key=lambda stage: (ends[stage.kind], stage.position, stage.pk))


def _renumber(stages: list[PipelineStage]) -> None:
    for position, stage in enumerate(stages):
        stage.position = position
    PipelineStage.objects.bulk_update(stages, ["position"])


@transaction.atomic
def add_reason(*, name: str, by: int | None, at: datetime) -> LostReason:
    """Add a reason for losing.

    Raises: NameTaken.
    """
    last = LostReason.objects.aggregate(last=Max("position"))["last"]
    reason = LostReason(
        name=name, slug=slugify(name)[:60].rstrip("-") or "reason", position=0 if last is None else last + 1
    )
    _save(reason, force_insert=True)
    audit.record(action="lost_reason.added", target=name, by=by, at=at)
    return reason


@transaction.atomic
def rename_reason(*, reason: LostReason, name: str, by: int | None, at: datetime) -> None:
    """Give the reason another name; deals lost for it show the new one."""
    reason.name = name
    _save(reason, update_fields=["name", "updated_at"])
    audit.record(action="lost_reason.renamed", target=name, by=by, at=at)


@transaction.atomic
def offer_reason(*, reason: LostReason, is_active: bool, by: int | None, at: datetime) -> None:
    """Set the reason aside, or offer it again.

    Raises: StageInUse for the last one: a deal is lost for a reason.
    """
    others = LostReason.objects.filter(is_active=True).exclude(pk=reason.pk)
    if not is_active and not others.exists():
        raise StageInUse(_("Keep at least one reason: a deal is lost for a reason."))
    reason.is_active = is_active
    reason.save(update_fields=["is_active", "updated_at"])
    action = "lost_reason.offered" if is_active else "lost_reason.set_aside"
    audit.record(action=action, target=reason.name, by=by, at=at)


def _save(row: Any, **options: Any) -> None:
    try:
        with transaction.atomic():
            row.save(**options)
    except IntegrityError as error:
        message = _("Another one has this name.")
        raise NameTaken(message, errors=[{"path": "name", "message": str(message)}]) from error

"""Reads of deals that are no single row: the board, sums, pipelines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import RowNumber

from conversion.choices import DealState, StageKind
from conversion.models import Opportunity, Pipeline, PipelineStage
from conversion.models.opportunity import OpportunityQuerySet


CARDS = 20


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of the board: its first cards, and how many and how much there is in all."""

    stage: PipelineStage
    deals: Sequence[Opportunity]
    count: int
    total: int

    @property
    def weighted(self) -> int:
        """Return the sum by its probability, in whole units."""
        return round(self.total * self.stage.probability / 100)

    @property
    def is_open(self) -> bool:
        """Say whether deals here are still fought for."""
        return self.stage.kind == StageKind.OPEN


def pipelines() -> list[Pipeline]:
    """Return the workspace's pipelines in their order. Queries: one."""
    return list(Pipeline.objects.order_by("position", "pk"))


def stages(pipeline_ids: Sequence[int] | None = None) -> list[PipelineStage]:
    """Return the stages of all or some pipelines, in order. Queries: one."""
    found = PipelineStage.objects.select_related("pipeline")
    if pipeline_ids is not None:
        found = found.filter(pipeline__in=pipeline_ids)
    return list(found.order_by("pipeline__position", "pipeline_id", "position", "pk"))


def board(deals: OpportunityQuerySet, row: Sequence[PipelineStage], *, closed_since: datetime) -> list[Lane]:
    """Return a lane per stage, the deals that moved last on top; closed ones only since the moment.

    Queries: two, whatever the number of stages and deals.
    """
    shown = deals.filter(stage__in=[stage.pk for stage in row]).filter(
        Q(state=DealState.OPEN) | Q(closed_at__gte=closed_since)
    )
    sums = {
        found["stage_id"]: found
        for found in shown.order_by().values("stage_id").annotate(count=Count("pk"), total=Sum("amount"))
    }
    order = [F("stage_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=[F("stage_id")], order_by=order)
    cards: dict[int, list[Opportunity]] = {}
    for deal in (
        shown.annotate(place=place)
        .filter(place__lte=CARDS)
        .select_related("account", "owner")
        .order_by("stage_id", "place")
    ):
        cards.setdefault(deal.stage_id, []).append(deal)
    return [
        Lane(
            stage=stage,
            deals=cards.get(stage.pk, []),
            count=sums.get(stage.pk, {}).get("count", 0),
            total=sums.get(stage.pk, {}).get("total") or 0,
        )
        for stage in row
    ]

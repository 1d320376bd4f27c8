"""What the addresses around merging are tried with."""

from django.utils import timezone

from leads.models import Lead, LikelyPair, MergeRecord
from leads.services import merge_facts, merging
from tests.architecture.things import Sample, api, lead, page
from tests.architecture.world import Call, World


def _both(world: World) -> tuple[Lead, Lead]:
    return world.lead(), world.lead()


def side_by_side(world: World) -> Call:
    stays, goes = _both(world)
    facts = {f"fact.{name}": "stays" for name in merge_facts.CHOOSABLE}
    versions = {"version": str(stays.version), "other_version": str(goes.version)}
    return Call({"pk": stays.pk, "other": goes.pk}, versions | facts)


def _record(world: World) -> MergeRecord:
    stays, goes = _both(world)
    return merging.merge(winner=stays, loser=goes, by=None, at=timezone.now())


def merge(world: World) -> Call:
    stays, goes = _both(world)
    return Call({"public_id": stays.public_id}, {"other": str(goes.public_id)})


def unmerge(world: World) -> Call:
    record = _record(world)
    return Call({"public_id": record.winner.public_id}, {"other": str(record.loser_public_id)})


def _pair(world: World) -> LikelyPair:
    first, second = sorted(_both(world), key=lambda lead: lead.pk)
    return LikelyPair.objects.create(
        first=first, second=second, score=80, reasons=["same_phone"], found_at=timezone.now()
    )


SAMPLES: dict[str, Sample] = {
    "leads:choose-merge": page(lead),
    "leads:merge": side_by_side,
    "leads:unmerge": page(_record),
    "leads:dismiss-pair": page(_pair),
    "leads:restore-pair": page(_pair),
    "leads-api:lead-duplicates": api(lead),
    "leads-api:lead-merge": merge,
    "leads-api:lead-unmerge": unmerge,
}

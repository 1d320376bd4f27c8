"""Asking Sales to take a lead over before its light is green; the pipeline's hand-off step hears it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from leads import changes
from leads.choices import ActivityKind, Stage
from leads.models import Lead, LeadRank
from leads.services import timeline


@transaction.atomic
def wish(*, lead_ids: Sequence[int], by: int | None, at: datetime, reason: str = "") -> list[int]:
    """Ask for a hand-off of the leads that Marketing has; return which. It is cleared by the hand-off or a return.

    ``reason`` is what the timeline says. Queries: five for any number of leads.
    """
    ranks = LeadRank.objects.filter(pk__in=lead_ids, stage=Stage.MARKETING)
    ready = list(ranks.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    wished = Lead.objects.filter(pk__in=ready, hand_off_wish_at=None)
    fresh = list(
        wished.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    )
    Lead.objects.filter(pk__in=fresh).update(hand_off_wish_at=at)
    timeline.record_many(
        timeline.Entry(
            lead_id=lead_id,
            kind=ActivityKind.WISH,
            at=at,
            by=by,
            data={"reason": reason},
        )
        for lead_id in fresh
    )
    changes.mark(fresh)
    return fresh

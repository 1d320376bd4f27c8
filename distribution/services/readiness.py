"""Which leads are to be handed to Sales now, and when the resting ones are to be looked at again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from distribution.models import HandOff
from distribution.services.offering import Setting
from leads.choices import Light, Stage
from leads.models import LeadRank
from work import queue


RESUME = "resume"


def waiting(lead_ids: Sequence[int], *, today: date) -> list[LeadRank]:
    """Lock and return the ranks of leads to be offered now.

    Green ones (or wished for by a workflow) in Marketing that do not rest after a return, and leads in ``mql``
    that no hand-off waits for, which happens after an import or a move undone. A newer inquiry ends the rest.
    """
    ready = _ready(lead_ids, today=today, green=Q(light=Light.GREEN))
    return list(ready.select_for_update(of=("self",)).order_by("pk"))


def would_wait(lead_ids: Sequence[int], *, today: date, green: Collection[int]) -> list[LeadRank]:
    """Return the ranks of leads that were to be offered if just these of them were green; locks nothing."""
    ready = _ready(lead_ids, today=today, green=Q(pk__in=green))
    return list(ready.only("lead_id", "stage", "owner_id").order_by("pk"))


def _ready(lead_ids: Sequence[int], *, today: date, green: Q) -> QuerySet[LeadRank]:
    open_ones = HandOff.objects.waiting().filter(lead_id=OuterRef("lead_id"))
    awake = (
        Q(lead__recycle_reason="")
        | Q(lead__resume_on__lte=today)
        | Q(lead__last_inquiry_at__gt=F("stage_at"))
    )
    wanted = green | Q(lead__hand_off_wish_at__isnull=False)
    return LeadRank.objects.filter(lead_id__in=lead_ids).filter(
        Q(stage=Stage.MARKETING) & wanted & awake | Q(stage=Stage.MQL) & ~Exists(open_ones)
    )


def wake_later(lead_ids: Sequence[int], *, setting: Setting) -> None:
    """See that resting leads are looked at again when their day comes, whoever wrote it. One query if none."""
    resting = LeadRank.objects.filter(
        lead_id__in=lead_ids, stage=Stage.MARKETING, lead__resume_on__gt=setting.today
    ).values_list("lead__resume_on", "lead_id")
    days: dict[Any, list[int]] = {}
    for day, lead_id in resting:
        days.setdefault(day, []).append(lead_id)
    for day, ids in days.items():
        queue.mark(RESUME, ids, due_at=datetime.combine(day, time(), setting.workspace.zone), reschedule=True)

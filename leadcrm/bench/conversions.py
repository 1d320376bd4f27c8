"""Converting a qualified lead into account, contact and opportunity."""

from datetime import datetime

from conversion.services import convert
from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leads.choices import Stage
from leads.models import Lead


TIMES = 25


def run(filled: Filled, at: datetime) -> list[Result]:
    """Measure conversions, each committed; a conversion has no floor of its own."""
    with workspace_scope(filled.workspace.pk):
        qualified = Lead.objects.filter(rank__stage=Stage.SQL).select_related("rank").order_by("pk")
        found = list(qualified[: TIMES + timing.WARM_UPS])
    ready = iter(found)

    def one() -> None:
        with workspace_scope(filled.workspace.pk):
            convert.convert(lead=next(ready), by=None, at=at)

    measured = timing.sample(one, times=len(found) - timing.WARM_UPS)
    return [measured.result("convert.one", filled.leads, value=measured.both)]

"""The dial: newcomers looked at again and again, and hand-offs as they stood, against one read of all that they did."""

from datetime import datetime, timedelta

from django.db import transaction

from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leads.services import timeline
from leads.services.timeline import Entry
from scoring import queries
from scoring.engine.spec import Address
from scoring.services import arrivals, dial, rescore
from scoring.services.dial import Turning
from scoring.services.passes import over_many


TIMES = 3
HAND_OFFS = 5_000
PART = 1_000


def run(filled: Filled, at: datetime) -> list[Result]:
    """Measure the whole count, and its two halves; hand-offs with answers are made and dropped."""
    with workspace_scope(filled.workspace.pk), transaction.atomic():
        _hand_over(filled, at)
        found = _measured(filled, at)
        transaction.set_rollback(True)
    return found


def _hand_over(filled: Filled, at: datetime) -> None:
    """Hand over the newest leads; three in four are accepted."""
    newest = range(filled.last_id, max(filled.first_id - 1, filled.last_id - HAND_OFFS), -1)
    for start in range(0, len(newest), PART):
        part = newest[start : start + PART]
        timeline.record_many(Entry(lead_id, "handed_off", at - timedelta(days=2)) for lead_id in part)
        rescore.score(lead_ids=list(part), at=at - timedelta(days=2))
        timeline.record_many(
            Entry(lead_id, "accepted" if lead_id % 4 else "rejected", at - timedelta(days=1))
            for lead_id in part
        )


def _measured(filled: Filled, at: datetime) -> list[Result]:
    names = queries.registry()
    live = queries.live()
    assert live is not None  # noqa: S101 - a workspace has a model from the start
    turning = dial.turning_of(queries.spec_of(live, names), names, Address())
    assert isinstance(turning, Turning)  # noqa: S101 - the first definition asks for a grade
    every = arrivals.one_in(at=at)

    def newcomers() -> None:
        with over_many():
            dial.newcomers(turning, rows=arrivals.EVERY, every=every, at=at)

    def hand_offs() -> None:
        with over_many():
            dial.hand_offs(turning, at=at)

    size = filled.leads
    whole = timing.sample(lambda: dial.measure(turning, at=at), times=TIMES, warm_ups=1)
    return [
        whole.result("dial.whole", size),
        whole.result("dial.whole_by_the_clock", size, value=whole.p50, target=2_000),
        timing.sample(newcomers, times=TIMES, warm_ups=1).result("dial.newcomers", size),
        timing.sample(hand_offs, times=TIMES, warm_ups=1).result("dial.hand_offs", size),
    ]

"""What a draft would change: every lead compared, against one read of all activities, leads and ranks."""

from datetime import datetime
from functools import partial

from django.db import connection, transaction

from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leadcrm.bench.scores import READ
from scoring import queries
from scoring.services import drafts, impact, moves
from scoring.services.moves import Which


TIMES = 5
RANKS = "SELECT grade, light, count(*) FROM leads_leadrank WHERE workspace_id = %s GROUP BY 1, 2"
# Of the whole answer, hand-offs and newcomers included, at 50,000 leads.
CLOCK_MS = 2_000
FLOORS = 10


def run(filled: Filled, at: datetime) -> list[Result]:
    """Measure the whole impact of a draft, the comparison alone, and one page of names; a draft is made and dropped."""
    with workspace_scope(filled.workspace.pk), transaction.atomic():
        floor = _floor(filled)
        found = _measured(filled, at, floor)
        transaction.set_rollback(True)
    return found


def _floor(filled: Filled) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        reads = [
            timing.sample(partial(cursor.execute, sql, [filled.workspace.pk]), times=TIMES, warm_ups=1)
            for sql in (*READ, RANKS)
        ]
    return sum(read.cost for read in reads)


def _measured(filled: Filled, at: datetime, floor: float) -> list[Result]:
    names = queries.registry()
    live = queries.live()
    draft = drafts.start(by=None, at=at)
    document = queries.document_of(draft)
    # A third more for the first two groups, so that leads move.
    for group in document["groups"][:2]:
        for criterion in group["criteria"]:
            criterion["points"] = min(100, round(criterion["points"] * 1.3))
    spec = queries.spec_of(drafts.save(document=document, by=None, at=at), names)
    was = queries.spec_of(live, names) if live else None
    whole = timing.sample(
        lambda: impact.measure(spec=spec, live=was, names=names, at=at), times=TIMES, warm_ups=1
    )
    alone = timing.sample(
        lambda: impact.compare(spec=spec, names=names, rows=impact.EVERY, at=at), times=TIMES, warm_ups=1
    )
    page = timing.sample(
        lambda: moves.page(spec=spec, live=was, names=names, which=Which(way="up"), at=at), times=TIMES
    )
    size = filled.leads
    return [
        whole.result("impact.whole", size, floor=floor, target=FLOORS),
        whole.result("impact.whole_by_the_clock", size, value=whole.p50, target=CLOCK_MS),
        alone.result("impact.compared", size, floor=floor, target=4),
        page.result("impact.names", size),
    ]

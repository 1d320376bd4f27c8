"""Lists of leads at any size: a page, a page far down, the count, and what the second fence costs."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.pagination import Page, paginate
from core.scope import workspace_scope
from leadcrm.bench import timing
from leadcrm.bench.filling import Filled
from leadcrm.bench.result import Result
from leadcrm.bench.timing import Sample
from leads import lists
from leads.choices import Stage
from leads.models import LeadRank


TIMES = 40
PAGE_TARGET, DEEP_TARGET, COUNT_TARGET, FENCE_TARGET = 2, 2, 10, 1.6


def run(filled: Filled, small: Filled, owner: psycopg.Connection[Any] | None) -> list[Result]:
    """Measure the large workspace's list against the small one's, and its parts against its first page."""
    size = filled.leads
    page, small_page = _sample(filled, _page), _sample(small, _page)
    mine, small_mine = _sample(filled, _rep_page(filled)), _sample(small, _rep_page(small))
    cursors = _cursors(filled)
    deep = _sample(filled, lambda: _page(next(cursors)))
    count = _sample(filled, lambda: lists.count(LeadRank.objects.filter(stage=Stage.MARKETING)))
    found = [
        page.result("list.page", size, floor=small_page.cost, target=PAGE_TARGET),
        mine.result("list.of_a_rep", size, floor=small_mine.cost, target=PAGE_TARGET),
        deep.result("list.deep_page", size, floor=page.cost, target=DEEP_TARGET),
        count.result("list.capped_count", size, floor=page.cost, target=COUNT_TARGET),
    ]
    return found + ([_fence(filled, owner)] if owner else [])


def _sample(filled: Filled, act: Callable[[], object]) -> Sample:
    with workspace_scope(filled.workspace.pk):
        return timing.sample(act, times=TIMES)


def first_page() -> Page:
    """Return the list's first page as it is opened."""
    return _page()


def _page(cursor: str | None = None) -> Page:
    return lists.page(LeadRank.objects.all(), cursor=cursor)


def _rep_page(filled: Filled) -> Callable[[], Page]:
    owner = filled.a_rep().user_id
    active = {"owner": [owner], "stage": [Stage.SQL]}
    return lambda: lists.page(LeadRank.objects.filter(owner_id=owner, stage=Stage.SQL), active=active)


def _cursors(filled: Filled) -> Iterator[str | None]:
    """Return cursors to places all over the list, one for each run."""
    chance = random.Random(1)  # noqa: S311 - no secret
    with workspace_scope(filled.workspace.pk):
        found = []
        for _ in range(TIMES + timing.WARM_UPS):
            two = chance.sample(range(filled.first_id, filled.last_id + 1), 2)
            place = paginate(
                LeadRank.objects.filter(pk__in=two), order=lists.ORDERINGS["-score"], cursor=None, size=1
            )
            found.append(place.next)
    return iter(found)


def _fence(filled: Filled, owner: psycopg.Connection[Any]) -> Result:
    """Run the page's own statements with row-level security, and as the tables' owner, whom it does not bind."""
    with workspace_scope(filled.workspace.pk), CaptureQueriesContext(connection) as captured:
        _page()
    statements = [query["sql"] for query in captured.captured_queries]
    scope = [f"SET LOCAL app.workspace = '{filled.workspace.pk}'"]
    with workspace_scope(filled.workspace.pk), connection.cursor() as cursor:
        fenced = timing.sample(lambda: _all(cursor, scope + statements), times=TIMES)
    with owner.transaction(), owner.cursor() as bare:
        free = timing.sample(lambda: _all(bare, scope + statements), times=TIMES, pid=owner.info.backend_pid)
    return fenced.result("list.fenced_page", filled.leads, floor=free.cost, target=FENCE_TARGET)


def _all(cursor: Any, statements: Sequence[str]) -> None:
    for statement in statements:
        cursor.execute(statement)
        if cursor.description:
            cursor.fetchall()

"""Lists of leads: walk the narrow ranks by keyset, then read the wide rows of one page (scale §0.1, §3)."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from core.limits import TooSlow, time_limit
from core.pagination import PAGE_SIZE, Page, paginate
from core.scope import CurrentWorkspace
from leads.models import Lead, LeadRank, Task


LIMIT_MS = 300
COUNT_CAP = 10_000
DEFAULT_ORDER = "-score"
# The public name of each order and its keys on LeadRank; the last key is unique.
ORDERINGS: dict[str, tuple[str, ...]] = {
    "-score": ("-score", "-pk"),
    "score": ("score", "pk"),
    "-created_at": ("-created_at", "-pk"),
    "created_at": ("created_at", "pk"),
    "company": ("lead__company_norm", "pk"),
    "-company": ("-lead__company_norm", "-pk"),
    "name": ("lead__name_norm", "pk"),
    "-name": ("-lead__name_norm", "-pk"),
}
# (filters in use, each with one value; order without its sign): an index serves these at any size. Every
# other pair runs under the time limit.
SERVED: frozenset[tuple[frozenset[str], str]] = frozenset(
    (frozenset(names), order)
    for order, every in {
        "score": (
            (),
            ("stage",),
            ("light",),
            ("owner", "stage"),
            ("min_score",),
            ("stage", "min_score"),
            ("search",),
        ),
        "created_at": ((), ("created_after",), ("search",)),
        "company": ((),),
        "name": ((),),
    }.items()
    for names in every
)
RELATED = ("rank", "rank__owner", "rank__source", "rank__campaign", "last_source", "last_campaign")


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are; with ``is_capped`` at least that many."""

    value: int
    is_capped: bool


def is_served(active: Mapping[str, Any], ordering: str) -> bool:
    """Say whether an index serves this list however many leads there are."""
    single = all(not isinstance(value, list) or len(value) == 1 for value in active.values())
    return single and (frozenset(active), ordering.removeprefix("-")) in SERVED


def page(
    ranks: QuerySet[LeadRank],
    *,
    ordering: str = DEFAULT_ORDER,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
    active: Mapping[str, Any] | None = None,
) -> Page:
    """Return one page of leads, ready to show, of the ranks that the filters left.

    ``active`` are the filters in use (``LeadFilter.active()``). Queries: two, and three for a pair that no
    index serves. Raises: TooSlow, BadCursor.
    """
    ranks, order = _in_order(ranks, ordering)
    with nullcontext() if is_served(active or {}, ordering) else time_limit(LIMIT_MS):
        found = paginate(ranks, order=order, cursor=cursor, size=size)
    return Page(items=read([rank.pk for rank in found.items]), next=found.next, previous=found.previous)


def _in_order(ranks: QuerySet[LeadRank], ordering: str) -> tuple[QuerySet[LeadRank], tuple[str, ...]]:
    order = ORDERINGS.get(ordering, ORDERINGS[DEFAULT_ORDER])
    if order[0].lstrip("-").startswith("lead__"):
        # The join's other side says its workspace too, so that its index gives the order.
        ranks = ranks.filter(lead__workspace_id=CurrentWorkspace())
    return ranks, order


def read(lead_ids: Sequence[int]) -> list[Lead]:
    """Return the leads in the given order with rank, owner, source and campaign. Queries: one."""
    found = Lead.objects.select_related(*RELATED).in_bulk(list(lead_ids))
    return [found[pk] for pk in lead_ids if pk in found]


def count(ranks: QuerySet[LeadRank]) -> Count | None:
    """Return how many there are, up to 10,000; None if that cannot be known in 300 ms."""
    try:
        with time_limit(LIMIT_MS):
            value = ranks.order_by().values("pk")[: COUNT_CAP + 1].count()
    except TooSlow:
        return None
    return Count(value=min(value, COUNT_CAP), is_capped=value > COUNT_CAP)


def walk(
    ranks: QuerySet[LeadRank], *, ordering: str, cursor: str | None, size: int
) -> tuple[list[int], str | None]:
    """Return the ids of the next leads in the list's order and the cursor after them, None at the end."""
    ranks, order = _in_order(ranks, ordering)
    found = paginate(ranks.only("pk"), order=order, cursor=cursor, size=size)
    return [rank.pk for rank in found.items], found.next


def next_steps(lead_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each lead's nearest open task is due. Queries: one."""
    tasks = Task.objects.filter(lead_id__in=lead_ids, done_at=None).values("lead_id")
    return dict(tasks.annotate(due_at=Min("due_at")).order_by().values_list("lead_id", "due_at"))


def served_orderings(active: Mapping[str, Any]) -> Iterable[str]:
    """Return the orders that an index serves for the filters in use; a page links only these."""
    return [name for name in ORDERINGS if is_served(active, name)]

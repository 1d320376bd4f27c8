"""Reads of segments: who belongs, how many, and some of them. A condition may be asked before it is saved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from conditions.faults import ConditionError
from conditions.fragments import IdSet
from conditions.nodes import Json, Node
from conditions.parse import parse
from conditions.registry import Registry
from conditions.sql import select_ids
from core.limits import TooSlow, time_limit
from core.scope import current_workspace_id
from leads import lists, queries
from leads.models import Lead, LeadRank, Segment


LIMIT_MS = 300
SAMPLES = 20
# Without an exact count: so many places along the ids, and so many leads read at each.
PLACES, RUN = 40, 50
FRESH = timedelta(minutes=10)
SPREAD = """
WITH ends AS MATERIALIZED (
  SELECT (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s ORDER BY id LIMIT 1) AS first,
         (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s ORDER BY id DESC LIMIT 1) AS last)
SELECT DISTINCT s.id FROM ends, generate_series(0, %(places)s - 1) AS place,
LATERAL (SELECT l.id FROM leads_lead l WHERE l.workspace_id = %(workspace)s
         AND l.id >= ends.first + ((ends.last - ends.first)::numeric * place / %(places)s)::bigint
         ORDER BY l.id LIMIT %(run)s) s
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many leads there are; an estimate is drawn from a sample of about two thousand."""

    value: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Use:
    """Something that asks for a segment, and its page; no address for what only its owner may open."""

    label: str
    url: str = ""


# Returns, of some segments' ids, what uses each. ``workspace`` is the slug, for addresses.
UseFinder = Callable[[Sequence[int], str], Mapping[int, Iterable[Use]]]
_finders: dict[str, UseFinder] = {}


def register_uses(name: str, find: UseFinder) -> None:
    """Tell who uses segments, so that none is deleted under its user; a name registered twice is replaced."""
    _finders[name] = find


def uses(segment_ids: Sequence[int], workspace: str) -> dict[int, list[Use]]:
    """Return what uses each of the segments. Queries: those of the finders."""
    found: dict[int, list[Use]] = {pk: [] for pk in segment_ids}
    for find in _finders.values():
        for pk, users in find(segment_ids, workspace).items():
            found[pk].extend(users)
    return found


def named(public_id: object) -> Segment | None:
    """Return the segment of that public id, or None for whatever is none."""
    try:
        return Segment.objects.filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        return None


def read(condition: Json) -> tuple[Node, Registry]:
    """Return a stored condition's tree, and the registry it was read by. Queries: one.

    Raises: ConditionError if a field it names is gone.
    """
    registry = queries.registry(with_scores=True)
    return parsed(condition, registry), registry


def parsed(condition: Json, registry: Registry) -> Node:
    """Return a stored condition's tree; a choice that is gone since matches nothing.

    Raises: ConditionError if a field it names is gone.
    """
    return parse(condition, registry, check_choices=False)


def matching(ranks: QuerySet[LeadRank], node: Node, registry: Registry, *, today: date) -> QuerySet[LeadRank]:
    """Return those of the ranks for which the condition holds on that UTC day. Queries: none."""
    sql, params = select_ids(node, registry, workspace_id=current_workspace_id(), today=today)
    return ranks.filter(pk__in=RawSQL(sql, params))  # noqa: S611 - written by the compiler, values are parameters


def members(ranks: QuerySet[LeadRank], segment: Segment, *, today: date) -> QuerySet[LeadRank]:
    """Return those of the ranks that belong to the segment; none while its condition cannot be read."""
    try:
        node, registry = read(segment.condition)
    except ConditionError:
        return ranks.none()
    return matching(ranks, node, registry, today=today)


def size(
    ranks: QuerySet[LeadRank], node: Node, registry: Registry, *, today: date, limit_ms: int = LIMIT_MS
) -> Size | None:
    """Return how many of the ranks the condition holds for: exactly within the limit, else by a sample.

    None if even that takes too long. Queries: one to three, and the limit's.
    """
    found = matching(ranks, node, registry, today=today)
    try:
        with time_limit(limit_ms):
            return Size(value=found.count(), is_estimate=False)
    except TooSlow:
        pass
    try:
        with time_limit(limit_ms):
            return _estimate(ranks, node, registry, today=today)
    except TooSlow:
        return None


def _estimate(ranks: QuerySet[LeadRank], node: Node, registry: Registry, *, today: date) -> Size:
    """Return the share of a sample, spread evenly over all leads, times the number of leads."""
    workspace_id = current_workspace_id()
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, {"workspace": workspace_id, "places": PLACES, "run": RUN})
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return Size(value=0, is_estimate=True)
    sql, params = select_ids(node, registry, workspace_id=workspace_id, today=today, rows=IdSet(ids))
    drawn = ranks.filter(pk__in=RawSQL(sql, params)).count()  # noqa: S611 - as above
    return Size(value=round(drawn / len(ids) * LeadRank.objects.count()), is_estimate=True)


def samples(ranks: QuerySet[LeadRank], node: Node, registry: Registry, *, today: date) -> list[Lead] | None:
    """Return up to twenty of the leads, best first, ready to show; None if that takes too long.

    Queries: two, and the limit's.
    """
    found = matching(ranks, node, registry, today=today)
    try:
        with time_limit(LIMIT_MS):
            ids = list(found.order_by("-score", "-pk").values_list("pk", flat=True)[:SAMPLES])
    except TooSlow:
        return None
    return lists.read(ids)

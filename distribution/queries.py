"""Reads over routes, pools and people: who may get a lead now, and which route a lead takes."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Any

from django.db import connection
from django.db.models import Q

from conditions.faults import ConditionError
from conditions.fragments import Fragment, IdSet, join
from conditions.nodes import Group, Node
from conditions.parse import parse
from conditions.registry import Field, Registry
from conditions.sql import Compiler
from core.scope import current_workspace_id
from distribution.choices import HandOffState
from distribution.models import Absence, HandOff, Pool, PoolMember, Route
from leads import queries as lead_queries
from leads.services.ownership import OWNERS
from tenants.models import Membership, Workspace


logger = logging.getLogger(__name__)
EVERY = Group("all", ())
SENIORITY = ("admin", "manager", "rep")


def workspace() -> Workspace:
    """Return the workspace in scope."""
    return Workspace.objects.get(pk=current_workspace_id())


@dataclass(frozen=True, slots=True)
class People:
    """The members who can own leads, and who of them is away; read once per batch."""

    roles: Mapping[int, str]
    absent: frozenset[int]

    @property
    def present_reps(self) -> list[int]:
        """Return the reps who are here."""
        return [user for user, role in self.roles.items() if role == "rep" and user not in self.absent]

    def is_present(self, user_id: int | None) -> bool:
        """Say whether the person is a member who may own leads and is here."""
        return user_id in self.roles and user_id not in self.absent

    @property
    def senior(self) -> int | None:
        """Return the longest-standing admin; without one a manager, then a rep: a lead is never left alone."""
        ranked = sorted(self.roles, key=lambda user: SENIORITY.index(self.roles[user]))
        return ranked[0] if ranked else None


def people(*, on: date) -> People:
    """Return who can own leads on the day. Queries: two."""
    members = Membership.objects.filter(
        workspace_id=current_workspace_id(), is_active=True, user__is_active=True, role__in=OWNERS
    ).order_by("pk")
    return People(
        roles=dict(members.values_list("user_id", "role")),
        absent=frozenset(Absence.objects.on(on).values_list("user_id", flat=True)),
    )


def clocked(lead_ids: Iterable[int]) -> set[int]:
    """Return which of the leads wait for an answer or a first contact under a clock. Queries: one."""
    waiting = Q(state=HandOffState.OFFERED) | Q(state=HandOffState.ACCEPTED, contacted_at=None)
    found = HandOff.objects.filter(waiting, lead_id__in=list(lead_ids))
    return set(found.values_list("lead_id", flat=True))


def weights_of(pool_ids: Iterable[int], *, among: People) -> dict[int, dict[int, int]]:
    """Return for each pool who takes turns now, with their weights. Queries: two."""
    pools = Pool.objects.filter(pk__in=set(pool_ids))
    found = {pool.pk: dict.fromkeys(among.present_reps, 1) if pool.takes_all_reps else {} for pool in pools}
    members = PoolMember.objects.filter(pool_id__in=found).order_by("pk")
    for pool_id, user_id, weight in members.values_list("pool_id", "user_id", "weight"):
        if among.is_present(user_id):
            found[pool_id][user_id] = weight
    return found


def read_condition(route: Route, registry: Registry) -> Node | None:
    """Return the route's condition as a tree; None if it names something that exists no more."""
    if not route.condition:
        return EVERY
    try:
        return parse(route.condition, registry, check_choices=False)
    except ConditionError:
        logger.warning("The condition of route %s cannot be read; it takes no leads", route.pk)
        return None


@dataclass(frozen=True, slots=True)
class Score:
    """What a lead would score by rules that are not in force."""

    score: int
    grade: str
    light: str


def routes_of(
    lead_ids: Sequence[int], *, today: date, zone: tzinfo, scores: Mapping[int, Score] | None = None
) -> dict[int, Route]:
    """Return the first active route that fits each lead; leads that fit none are left out.

    ``scores`` stand in for what the leads have: routes may ask for grade, score and light.
    Queries: one for the routes; if one has a condition, the registry's and one for all the leads.
    """
    routes = list(Route.objects.filter(is_active=True).order_by("position", "pk"))
    if not routes:
        return {}
    if not routes[0].condition:
        return dict.fromkeys(lead_ids, routes[0])
    registry = lead_queries.registry(with_scores=True)
    if scores is not None:
        registry = replace(registry, fields=tuple(_foreseen(field) for field in registry.fields))
    readable = [(route, node) for route in routes if (node := read_condition(route, registry))]
    if not readable:
        return {}
    compiler = Compiler(registry, today=today, zone=zone)
    statement = _first_fit([node for _route, node in readable], compiler, lead_ids, _joined(scores))
    with connection.cursor() as cursor:
        params: Any = statement.params
        cursor.execute(statement.sql, params)
        return {lead_id: readable[index][0] for lead_id, index in cursor.fetchall() if index is not None}


def _foreseen(field: Field) -> Field:
    """Return a field of the score as read from the scores that were handed in."""
    name = field.name.removeprefix("score.")
    return replace(field, column=f"v.{name}") if name != field.name else field


def _joined(scores: Mapping[int, Score] | None) -> Fragment:
    """Return the JOIN that makes those scores known as ``v``."""
    if scores is None:
        return Fragment("")
    columns = (
        list(scores),
        [each.score for each in scores.values()],
        [each.grade for each in scores.values()],
        [each.light for each in scores.values()],
    )
    return Fragment(
        'JOIN (SELECT lead_id, score, grade COLLATE "C" AS grade, light COLLATE "C" AS light '
        "FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[]) "
        "AS x(lead_id, score, grade, light)) v ON v.lead_id = l.id",
        columns,
    )


def _first_fit(
    nodes: Sequence[Node], compiler: Compiler, lead_ids: Sequence[int], extra: Fragment
) -> Fragment:
    """Return the SELECT of (lead, number of the first condition that holds)."""
    rows, source = IdSet(lead_ids), compiler.registry.rows
    cases = join(
        " ",
        [
            Fragment(f"WHEN {test.sql} THEN {index}", test.params)
            for index, test in enumerate(compiler.add(node) for node in nodes)
        ],
    )
    activities = compiler.join_sql(workspace_id=current_workspace_id(), rows=rows)
    limits = join(
        " AND ",
        [
            Fragment(f"{source.workspace_column} = %s", (current_workspace_id(),)),
            rows.limit(source.id_column),
        ],
    )
    return Fragment(
        f"SELECT {source.id_column}, CASE {cases.sql} END FROM {source.tables} {extra.sql} {activities.sql} "
        f"WHERE {limits.sql}",
        cases.params + extra.params + activities.params + limits.params,
    )

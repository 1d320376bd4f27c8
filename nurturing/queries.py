"""Reads over leads and their ways through workflows: what care depends on, for one lead or a chunk of a million."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.db import connection
from django.db.models import Q

from conditions.faults import ConditionError
from conditions.fragments import Fragment, IdSet, Rows, join
from conditions.nodes import Node
from conditions.parse import parse
from conditions.registry import Registry
from conditions.sql import Compiler
from core.scope import current_workspace_id
from leads import queries as lead_queries
from leads.choices import Stage
from nurturing.choices import WorkflowState
from nurturing.engine.choosing import Candidate, Situation
from nurturing.models import Enrollment, Workflow, WorkflowVersion
from tenants.models import Workspace


logger = logging.getLogger(__name__)
PAST = """
SELECT e.lead_id, e.workflow_id, max(e.ended_at) FROM nurturing_enrollment e
WHERE e.workspace_id = %s AND {rows} AND e.state <> 'active' GROUP BY e.lead_id, e.workflow_id
"""
COLUMNS = """l.id, r.stage, r.light, r.owner_id, l.track, 'track' = ANY(l.by_hand),
  l.hand_off_wish_at IS NOT NULL,
  CASE WHEN l.recycle_reason <> '' AND l.resume_on > %s::date
            AND NOT coalesce(l.last_inquiry_at > r.stage_at, false) THEN l.resume_on END,
  e.id, e.workflow_id, e.version_id, e.step, c.kind, c.reason, c.enrollment_id, c.resume_on"""
IN_MARKETING = """
SELECT lead_id FROM leads_leadrank WHERE workspace_id = %s AND stage = 'marketing' AND lead_id > %s
ORDER BY lead_id LIMIT %s
"""
COUNT_MARKETING = "SELECT count(*) FROM leads_leadrank WHERE workspace_id = %s AND stage = 'marketing'"
JOINS = """
LEFT JOIN nurturing_enrollment e
  ON e.workspace_id = l.workspace_id AND e.lead_id = l.id AND e.state = 'active'
LEFT JOIN nurturing_care c ON c.workspace_id = l.workspace_id AND c.lead_id = l.id"""


@dataclass(frozen=True, slots=True)
class Rules:
    """The active workflows in their order, and the conditions of every version that may matter, parsed."""

    candidates: tuple[Candidate, ...]
    entries: Mapping[int, Node]
    exits: Mapping[int, Node]
    workflow_of: Mapping[int, int]
    defaults: frozenset[int]
    clicks: Mapping[int, frozenset[str]]
    registry: Registry


@dataclass(frozen=True, slots=True)
class CareRow:
    """The care as it is written down; empty if there is none."""

    kind: str = ""
    reason: str = ""
    enrollment_id: int | None = None
    resume_on: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One lead's situation, the care written down for it, and whether it waits at a branch on a click."""

    situation: Situation
    care: CareRow
    awaits_click: bool


def in_marketing(*, after: int, size: int) -> list[int]:
    """Return the next leads in Marketing's hands by their ids. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(IN_MARKETING, [current_workspace_id(), after, size])
        return [row[0] for row in cursor.fetchall()]


def count_marketing() -> int:
    """Return how many leads are in Marketing's hands. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_MARKETING, [current_workspace_id()])
        return int(cursor.fetchone()[0])


def zone() -> tzinfo:
    """Return the zone of the workspace in scope. Queries: one."""
    return Workspace.objects.get(pk=current_workspace_id()).zone


def rules(*, lead_ids: Sequence[int] | None = None, trying: WorkflowVersion | None = None) -> Rules:
    """Return what decides about entry and exit now; ``trying`` as if that version of its workflow were live.

    ``lead_ids`` names whose own versions matter besides the live ones; None means everybody's. Queries: two.
    """
    workflow_ids: Sequence[int] = [trying.workflow_id] if trying else []
    active = Q(state=WorkflowState.ACTIVE) | Q(pk__in=workflow_ids)
    workflows = list(Workflow.objects.filter(active | Q(is_default=True)).order_by("position", "pk"))
    travelling = Enrollment.objects.active()
    if lead_ids is not None:
        travelling = travelling.filter(lead_id__in=lead_ids)
    live = Q(published_at__isnull=False, retired_at=None, workflow__in=[item.pk for item in workflows])
    versions = list(
        WorkflowVersion.objects.filter(live | Q(pk__in=travelling.values("version_id"))).order_by("pk")
    )
    if trying is not None:
        versions = [*(one for one in versions if one.pk != trying.pk), trying]
    return _rules(workflows, versions, lead_queries.registry(with_scores=True), trying)


def _rules(
    workflows: Sequence[Workflow],
    versions: Sequence[WorkflowVersion],
    registry: Registry,
    trying: WorkflowVersion | None,
) -> Rules:
    live = {version.workflow_id: version for version in versions if version.retired_at is None}
    tried = trying.workflow_id if trying else None
    if trying:
        live[trying.workflow_id] = trying
    candidates = [
        _candidate(workflow, live[workflow.pk])
        for workflow in workflows
        if workflow.pk in live and (workflow.state == WorkflowState.ACTIVE or workflow.pk == tried)
    ]
    entering = {one.workflow_id: live[one.workflow_id].entry for one in candidates}
    return Rules(
        candidates=tuple(candidates),
        entries=_parsed(entering, registry),
        exits=_parsed({version.pk: version.exit_condition for version in versions}, registry),
        workflow_of={version.pk: version.workflow_id for version in versions},
        defaults=frozenset(workflow.pk for workflow in workflows if workflow.is_default),
        clicks={
            version.pk: frozenset(
                str(step.get("id")) for step in version.steps if step.get("kind") == "branch_click"
            )
            for version in versions
        },
        registry=registry,
    )


def _candidate(workflow: Workflow, version: WorkflowVersion) -> Candidate:
    return Candidate(
        workflow_id=workflow.pk,
        version_id=version.pk or 0,
        track=workflow.track,
        is_default=workflow.is_default,
        reentry=version.reentry,
        reentry_days=version.reentry_days,
    )


def _parsed(trees: Mapping[int, Any], registry: Registry) -> dict[int, Node]:
    """Return the conditions that can be read; one whose field is gone holds for nobody, and is logged."""
    found = {}
    for key, tree in trees.items():
        try:
            if tree:
                found[key] = parse(tree, registry, check_choices=False)
        except ConditionError as error:
            logger.warning("The condition of workflow %s cannot be read: %s", key, error.errors)
    return found


def situations(
    rows: Rows,
    *,
    known: Rules,
    at: datetime,
    where: tzinfo,
    refusals: Mapping[int, str | None],
    only_marketing: bool = False,
) -> list[Seen]:
    """Return what care depends on for each of the leads, in the order of their ids.

    ``refusals`` says for each lead why it may not be mailed; a lead it leaves out may be. Queries: two.
    """
    today = at.astimezone(where).date()
    compiler = Compiler(known.registry, today=today, zone=where)
    entries = {key: compiler.add(node) for key, node in known.entries.items()}
    exits = {key: compiler.add(node) for key, node in known.exits.items()}
    tests = _array([*entries.values(), *exits.values()])
    activities = compiler.join_sql(workspace_id=current_workspace_id(), rows=rows)
    source = known.registry.rows
    limits = [Fragment(f"{source.workspace_column} = %s", (current_workspace_id(),)), rows.limit("l.id")]
    if only_marketing:
        limits.append(Fragment("r.stage = %s", (Stage.MARKETING.value,)))
    limit = join(" AND ", limits)
    sql = (
        f"SELECT {COLUMNS}, {tests.sql} FROM {source.tables} {JOINS} {activities.sql} "
        f"WHERE {limit.sql} ORDER BY l.id"
    )
    params: Any = [today, *tests.params, *activities.params, *limit.params]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    past = _past(rows)
    return [_seen(row, tuple(entries), tuple(exits), known, past.get(row[0], {}), refusals) for row in found]


def _array(tests: Sequence[Fragment]) -> Fragment:
    inner = join(", ", tests)
    return Fragment(f"ARRAY[{inner.sql}]::boolean[]", inner.params)


def _past(rows: Rows) -> dict[int, dict[int, datetime]]:
    limit = rows.limit("e.lead_id")
    found: dict[int, dict[int, datetime]] = {}
    with connection.cursor() as cursor:
        params: Any = [current_workspace_id(), *limit.params]
        cursor.execute(PAST.format(rows=limit.sql), params)
        for lead_id, workflow_id, ended_at in cursor.fetchall():
            found.setdefault(lead_id, {})[workflow_id] = ended_at
    return found


def _seen(
    row: Sequence[Any],
    entries: Sequence[int],
    exits: Sequence[int],
    known: Rules,
    past: Mapping[int, datetime],
    refusals: Mapping[int, str | None],
) -> Seen:
    (lead_id, stage, light, owner_id, track, has_chosen, is_wished, rests_until) = row[:8]
    (enrollment_id, workflow_id, version_id, step) = row[8:12]
    held = row[16]
    leaving = {version for version, holds in zip(exits, held[len(entries) :], strict=True) if holds}
    live = {one.workflow_id: one.version_id for one in known.candidates}
    situation = Situation(
        lead_id=lead_id,
        stage=stage,
        light=light,
        owner_id=owner_id,
        track=track,
        has_chosen_track=has_chosen,
        is_wished=is_wished,
        rests_until=rests_until,
        refusal=refusals.get(lead_id),
        enrollment_id=enrollment_id,
        enrolled_in=workflow_id,
        enrolled_in_default=workflow_id in known.defaults,
        must_leave=version_id in leaving,
        fits=frozenset(flow for flow, holds in zip(entries, held, strict=False) if holds),
        exits=frozenset(flow for flow, version in live.items() if version in leaving),
        past=past,
    )
    care = CareRow(row[12] or "", row[13] or "", row[14], row[15])
    return Seen(situation, care, awaits_click=step in known.clicks.get(version_id, ()))


def as_json(value: Any) -> Any:
    """Return a JSON column as the cursor gives it: as text where the driver was told not to read it."""
    return json.loads(value) if isinstance(value, str) else value


def holding(
    condition: Mapping[str, Any], lead_ids: Sequence[int], *, at: datetime, where: tzinfo
) -> set[int]:
    """Return for which of the leads the condition holds now; none if it can no longer be read. Queries: two."""
    registry = lead_queries.registry(with_scores=True)
    nodes = _parsed({0: condition}, registry)
    if not nodes:
        return set()
    compiler = Compiler(registry, today=at.astimezone(where).date(), zone=where)
    holds = compiler.add(nodes[0])
    rows = IdSet(lead_ids)
    activities = compiler.join_sql(workspace_id=current_workspace_id(), rows=rows)
    limit = rows.limit("l.id")
    sql = (
        f"SELECT l.id FROM {registry.rows.tables} {activities.sql} "
        f"WHERE l.workspace_id = %s AND {limit.sql} AND {holds.sql}"
    )
    params: Any = [*activities.params, current_workspace_id(), *limit.params, *holds.params]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return {row[0] for row in cursor.fetchall()}

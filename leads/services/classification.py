"""Sorting leads by topic, buying phase and nurture track: by ordered rules, or by hand (seed 003)."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conditions.faults import ConditionError
from conditions.fragments import Fragment, IdSet, join
from conditions.parse import parse
from conditions.registry import Registry
from conditions.sql import Compiler
from core.errors import Invalid
from core.scope import current_workspace_id
from leads import changes, queries
from leads.choices import Phase
from leads.models import ClassificationRule, Lead, Topic


logger = logging.getLogger(__name__)
Kind = ClassificationRule.Kind
COLUMNS = {Kind.TOPIC: "main_topic", Kind.PHASE: "phase", Kind.TRACK: "track"}
# Where no rule holds: the first topic somebody asked about, no phase, no track.
OTHERWISE = {Kind.TOPIC: "coalesce(l.topics[1], '')", Kind.PHASE: "''", Kind.TRACK: "''"}
ASSIGN = """
WITH s AS MATERIALIZED (
  SELECT l.id, {values} FROM {tables} {activities}
  WHERE l.workspace_id = %s AND l.id = ANY(%s::bigint[]))
UPDATE leads_lead l SET main_topic = s.main_topic, phase = s.phase, track = s.track
FROM s WHERE l.workspace_id = %s AND l.id = s.id
  AND (l.main_topic, l.phase, l.track) IS DISTINCT FROM (s.main_topic, s.phase, s.track)
"""
DECIDING = """
SELECT CASE {cases} END FROM {tables} {activities} WHERE l.workspace_id = %s AND l.id = %s
"""


def assign(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Bring topic, phase and track of the leads into line with the rules; what a person set stays.

    A pipeline step: running it again changes nothing. A rule that can no longer be read (its field is gone) is
    passed over and logged. Queries: two, and those of the registry, for any number of leads.
    """
    rules = list(ClassificationRule.objects.filter(is_active=True).order_by("position", "pk"))
    registry = queries.registry()
    compiler = Compiler(registry, today=at.date())
    values = join(", ", [_column(kind, rules, compiler, registry) for kind in Kind])
    workspace_id, ids = current_workspace_id(), sorted(lead_ids)
    activities = compiler.join_sql(workspace_id=workspace_id, rows=IdSet(ids))
    sql = ASSIGN.format(values=values.sql, tables=registry.rows.tables, activities=activities.sql)
    with connection.cursor() as cursor:
        params: list[Any] = [*values.params, *activities.params, workspace_id, ids, workspace_id]
        cursor.execute(sql, params)


def deciding(*, lead: Lead, name: str, at: datetime) -> ClassificationRule | None:
    """Return the rule that gives the lead its main_topic, phase or track; None if a person did, or no rule holds.

    Queries: two, and those of the registry.
    """
    kind = next(kind for kind, column in COLUMNS.items() if column == name)
    active = ClassificationRule.objects.filter(is_active=True, kind=kind)
    rules = list(active.order_by("position", "pk"))
    if name in lead.by_hand or not rules:
        return None
    registry = queries.registry()
    compiler = Compiler(registry, today=at.date())
    held = [(rule, _condition(rule, compiler, registry)) for rule in rules]
    cases = [Fragment(f"WHEN {part.sql} THEN %s", (*part.params, rule.pk)) for rule, part in held if part]
    if not cases:
        return None
    chosen = join(" ", cases)
    workspace_id = current_workspace_id()
    activities = compiler.join_sql(workspace_id=workspace_id, rows=IdSet([lead.pk]))
    sql = DECIDING.format(cases=chosen.sql, tables=registry.rows.tables, activities=activities.sql)
    params: list[Any] = [*chosen.params, *activities.params, workspace_id, lead.pk]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        (pk,) = cursor.fetchone()
    return next((rule for rule in rules if rule.pk == pk), None)


def _column(
    kind: Kind, rules: Sequence[ClassificationRule], compiler: Compiler, registry: Registry
) -> Fragment:
    """Return the SQL of one result: by hand as it is, else the first rule that holds."""
    column = COLUMNS[kind]
    cases = [
        Fragment(f"WHEN {holds.sql} THEN %s", (*holds.params, rule.value))
        for rule in rules
        if rule.kind == kind and (holds := _condition(rule, compiler, registry))
    ]
    by_hand = Fragment(f"CASE WHEN '{column}' = ANY(l.by_hand) THEN l.{column}")
    return join(" ", [by_hand, *cases, Fragment(f"ELSE {OTHERWISE[kind]} END AS {column}")])


def _condition(rule: ClassificationRule, compiler: Compiler, registry: Registry) -> Fragment | None:
    try:
        return compiler.add(parse(rule.condition, registry, check_choices=False))
    except ConditionError as error:
        logger.warning("Classification rule %s cannot be read: %s", rule.pk, error.errors)
        return None


@transaction.atomic
def set_by_hand(*, lead: Lead, name: str, value: str | None, by: int | None, at: datetime) -> None:
    """Set main_topic, phase or track by hand, or give it back to the rules with None.

    Raises: Invalid for another name, an unknown topic or phase.
    """
    _check(name, value)
    locked = Lead.objects.select_for_update(of=("self",), no_key=True).only("by_hand").get(pk=lead.pk)
    others = [item for item in locked.by_hand if item != name]
    columns = {"by_hand": others if value is None else [*others, name]}
    if value is not None:
        columns[name] = value  # type: ignore[assignment]
    Lead.objects.filter(pk=lead.pk).update(**columns, updated_at=at)
    for column, written in columns.items():
        setattr(lead, column, written)
    changes.mark([lead.pk])


def _check(name: str, value: str | None) -> None:
    message: str | Promise | None = None
    if name not in COLUMNS.values():
        message = _("This field does not exist.")
    elif name == "phase" and value and value not in Phase.values:
        message = _("This must be one of: %(names)s.") % {"names": ", ".join(Phase.values)}
    elif name == "main_topic" and value and not Topic.objects.filter(slug=value).exists():
        message = _("The topic “%(name)s” does not exist.") % {"name": value}
    elif value and len(value) > 60:
        message = _("At most %(limit)s characters.") % {"limit": 60}
    if message:
        raise Invalid(message, errors=[{"path": name, "message": str(message)}])

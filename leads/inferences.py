"""Inferences as SQL: of which leads each holds, what is certain there already, and whether that agrees."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from conditions.faults import ConditionError
from conditions.fragments import Fragment, Rows, join
from conditions.nodes import ActivityTest, Group, Node
from conditions.parse import parse
from conditions.registry import Field, FieldType, Registry
from conditions.sql import Compiler
from core.scope import current_workspace_id
from core.text import fold
from leads import fields, queries
from leads.clues import corrected


logger = logging.getLogger(__name__)
# How often an inference was right and wrong since it claims what it claims. An outcome belongs to the claim in force
# when it came out: a clue that a change of the condition left standing is older.
OUTCOMES = """
  SELECT count(*) FILTER (WHERE c.outcome = 'hit') AS hits,
         count(*) FILTER (WHERE c.outcome IN ('miss', 'denied')) AS misses
  FROM leads_clue c WHERE c.workspace_id = i.workspace_id AND c.inference_id = i.id AND c.outcome > ''
    AND c.ended_at >= i.claimed_at"""
# Every inference with its outcomes, in the order in which they are asked.
LIST = f"""(
SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'question', i.question, 'value', i.value,
  'is_at_least', i.is_at_least, 'condition', i.condition, 'is_active', i.is_active, 'confidence', i.confidence,
  'hits', o.hits, 'misses', o.misses) ORDER BY i.position, i.id), '[]')::text
FROM leads_inference i CROSS JOIN LATERAL ({OUTCOMES}) o
WHERE i.workspace_id = %(workspace)s)"""
# Of each inference also how many of its clues have not ended, whose outcome is empty.
COUNTS = f"""
SELECT i.id, n.open, o.hits, o.misses
FROM leads_inference i CROSS JOIN LATERAL ({OUTCOMES}) o CROSS JOIN LATERAL (
  SELECT count(*) AS open FROM leads_clue c
  WHERE c.workspace_id = i.workspace_id AND c.inference_id = i.id AND c.outcome = '' AND c.ended_at IS NULL) n
WHERE i.workspace_id = %s
"""
OPERATORS = {
    FieldType.NUMBER: "eq",
    FieldType.TEXT: "contains",
    FieldType.CHOICE: "eq",
    FieldType.BOOLEAN: "is",
    FieldType.DATE: "on",
}
WANTED = """
s AS MATERIALIZED (SELECT l.id AS lead_id, {columns} FROM {tables} {activities} WHERE {limits}),
w AS MATERIALIZED (SELECT s.lead_id, v.* FROM s CROSS JOIN LATERAL (VALUES {rules})
  AS v (inference_id, question, value, norm, is_at_least, confidence, holds, known, agrees, activity_id))
"""
RULE = """(%s::bigint, %s::text, %s::jsonb, %s::text, %s::boolean, %s::smallint,
  s.h{n}, s.k{n}, s.r{n}, s.a{n}::bigint)"""
NOWHERE = Fragment("false")


@dataclass(frozen=True, slots=True)
class Rule:
    """One inference, its confidence corrected by outcomes."""

    id: int
    question: str
    value: Any
    is_at_least: bool
    condition: dict[str, Any]
    is_active: bool
    confidence: int

    @property
    def norm(self) -> str:
        """Return a text as conditions read it."""
        return fold(self.value) if isinstance(self.value, str) else ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of how many leads an inference says something now, and how often it was right and wrong."""

    open: int = 0
    hits: int = 0
    misses: int = 0


def read() -> tuple[Registry, list[Rule]]:
    """Return what is certain of leads, and every inference of the workspace in scope. Queries: one."""
    registry, found = queries.registry_and(LIST, is_certain=True)
    return registry, [_rule(row) for row in json.loads(found)]


def counts() -> dict[int, Counts]:
    """Return open clues, hits and misses by inference. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [current_workspace_id()])
        return {pk: Counts(*found) for pk, *found in cursor.fetchall()}


def _rule(row: Mapping[str, Any]) -> Rule:
    confidence = corrected(row["confidence"], hits=row["hits"], misses=row["misses"])
    names = ("id", "question", "value", "is_at_least", "condition", "is_active")
    return Rule(**{name: row[name] for name in names}, confidence=confidence)


def answer_field(question: str, registry: Registry) -> Field | None:
    """Return the field that holds the certain answer; None if it is gone or asks for several values."""
    names = {value: name for name, value in fields.QUESTIONS.items()}
    field = registry.field_named(names.get(question, question))
    return field if field and fields.question_of(field) == question else None


def claim(field: Field, value: Any, *, is_at_least: bool, registry: Registry) -> Node:
    """Return the condition under which a certain answer agrees: at least so much, the same, or a text that has it.

    Raises: ConditionError.
    """
    op = "gte" if is_at_least and field.type is FieldType.NUMBER else OPERATORS[field.type]
    return parse({"field": field.name, "op": op, "value": value}, registry, check_choices=False)


def known(field: Field, registry: Registry) -> Node:
    """Return the condition under which an answer is certain."""
    return parse({"field": field.name, "op": "is_not_empty"}, registry)


class Pass:
    """One reading of some leads by all the inferences, in one statement whatever their number."""

    def __init__(self, registry: Registry, rules: Sequence[Rule], *, today: date) -> None:
        self.registry, self.rules = registry, rules
        self.compiler = Compiler(registry, today=today)

    def wanted(self, *, workspace_id: int, rows: Rows) -> Fragment:
        """Return the common table expressions ``s`` and ``w``: a row for each lead and inference."""
        columns = join(", ", list(self._columns()))
        activities = self.compiler.join_sql(workspace_id=workspace_id, rows=rows)
        limits = join(" AND ", [Fragment("l.workspace_id = %s", (workspace_id,)), rows.limit("l.id")])
        sql = WANTED.format(
            columns=columns.sql,
            tables=self.registry.rows.tables,
            activities=activities.sql,
            limits=limits.sql,
            rules=", ".join(RULE.format(n=place) for place in range(len(self.rules))),
        )
        said = tuple(item for rule in self.rules for item in _params(rule))
        return Fragment(sql, (*columns.params, *activities.params, *limits.params, *said))

    def _columns(self) -> Iterator[Fragment]:
        for place, rule in enumerate(self.rules):
            parts = zip("hkra", self._parts(rule), strict=True)
            yield from (Fragment(f"{part.sql} AS {name}{place}", part.params) for name, part in parts)

    def _parts(self, rule: Rule) -> tuple[Fragment, Fragment, Fragment, Fragment]:
        """Return whether it holds, whether an answer is certain, whether that agrees, and the evidence."""
        nothing = Fragment("NULL")
        field = answer_field(rule.question, self.registry)
        if field is None:
            return NOWHERE, NOWHERE, NOWHERE, nothing
        try:
            agrees = claim(field, rule.value, is_at_least=rule.is_at_least, registry=self.registry)
            node = parse(rule.condition, self.registry, check_choices=False)
        except ConditionError as error:
            logger.warning("Inference %s cannot be read: %s", rule.id, error.errors)
            return NOWHERE, NOWHERE, NOWHERE, nothing
        told, right = self.compiler.add(known(field, self.registry)), self.compiler.add(agrees)
        if not rule.is_active:
            return NOWHERE, told, right, nothing
        return self.compiler.add(node), told, right, self._evidence(node)

    def _evidence(self, node: Node) -> Fragment:
        """Return the latest activity that speaks for it, where it counts activities."""
        test = _first_count(node)
        if test is None:
            return Fragment("NULL")
        return Fragment(f"b.{self.compiler.add_aggregate_for(test, 'max(a.id)')}")


def _params(rule: Rule) -> tuple[Any, ...]:
    return rule.id, rule.question, json.dumps(rule.value), rule.norm, rule.is_at_least, rule.confidence


def _first_count(node: Node) -> ActivityTest | None:
    """Return the first test that asks for an activity to have happened."""
    match node:
        case ActivityTest() if node.bounds[0] > 0:
            return node
        case Group(children=children):
            return next((found for child in children if (found := _first_count(child))), None)
    return None

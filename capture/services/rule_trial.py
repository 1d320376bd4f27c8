"""What rules would have done with the latest inquiries that the filter looked at; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from capture.choices import UNFILTERED, InquiryState, RuleAction
from capture.models import FilterRule, Inquiry
from capture.parsers import facts
from capture.services import filtering
from capture.services.catalog import Catalog
from capture.services.filtering import Rule
from conditions.fragments import Fragment, join
from conditions.nodes import Node
from conditions.registry import Registry
from conditions.sql import Compiler
from core import sets
from core.scope import current_workspace_id


LATEST = 1000
# Of inquiries from before there were findings so many are worked out at each look; the others do not count.
MOST_WORKED_OUT = 200
SHOWN = 5
# The latest inquiries as a batch is asked; what was stored before there were findings brings them along.
FROM = f"""(
  SELECT i.id, i.workspace_id, i.occurred_at, i.received_at, i.state, i.judged_by,
    coalesce(x.findings, i.findings) AS findings
  FROM capture_inquiry i LEFT JOIN jsonb_to_recordset(%s::jsonb) AS x(id bigint, findings jsonb) ON x.id = i.id
  WHERE i.workspace_id = %s AND i.state <> 'received' AND i.reason <> ALL(%s)
    AND (x.id IS NOT NULL OR i.findings <> '{{}}')
  ORDER BY i.received_at DESC, i.id DESC LIMIT {LATEST}) l"""
TRIAL = """
WITH asked AS MATERIALIZED (
  SELECT l.id, l.received_at, l.state, l.judged_by, ({holds}) AS holds, ({earlier}) AS earlier FROM {rows})
SELECT count(*), count(*) FILTER (WHERE holds), count(*) FILTER (WHERE holds AND earlier),
  count(*) FILTER (WHERE holds AND state = 'accepted'),
  count(*) FILTER (WHERE holds AND state = 'accepted' AND judged_by IS NOT NULL),
  ARRAY(SELECT id FROM asked WHERE holds ORDER BY received_at DESC, id DESC LIMIT {shown})
FROM asked
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """Of the ``of`` latest inquiries: for how many the condition holds, and what became of those.

    ``earlier``: an earlier rule decides about them already. ``leads``: they are part of a lead; ``good``: since
    somebody said so. ``samples``: the newest of them, without their bytes.
    """

    of: int
    holds: int
    earlier: int
    leads: int
    good: int
    samples: Sequence[Inquiry]

    @property
    def decides(self) -> int:
        """About how many the rule would decide."""
        return self.holds - self.earlier


def try_out(*, node: Node, before: Sequence[FilterRule], registry: Registry, at: datetime) -> Trial:
    """Return what a rule with this condition would have met, asked after the rules ``before`` it.

    Queries: three; six more where inquiries have no findings yet.
    """
    deciding = filtering.readable([rule for rule in before if _decides(rule)], registry)
    compiler = Compiler(registry, today=at.date())
    holds = compiler.add(node)
    earlier = join(" OR ", [compiler.add(rule.node) for rule in deciding] or [Fragment("false")])
    rows = _rows(_missing())
    sql = TRIAL.format(holds=holds.sql, earlier=earlier.sql, rows=rows.sql, shown=SHOWN)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*holds.params, *earlier.params, *rows.params])  # type: ignore[list-item]
        of, met, of_others, leads, good, ids = cursor.fetchone()
    found = Inquiry.objects.filter(pk__in=ids).defer("raw").select_related("form", "hook", "lead")
    samples = found.order_by("-received_at", "-pk")
    return Trial(of=of, holds=met, earlier=of_others, leads=leads, good=good, samples=samples)


def _decides(rule: FilterRule) -> bool:
    return rule.is_active and rule.action != RuleAction.TAG


def shares(rules: Sequence[FilterRule], registry: Registry, *, at: datetime) -> tuple[int, dict[Any, int]]:
    """Return how many of the latest inquiries there are, and for how many each rule is the one that acts, by its id.

    Those without findings do not count. Queries: one.
    """
    asked = filtering.readable([rule for rule in rules if rule.is_active], registry)
    rows = _rows([])
    inner, outer = _columns(asked, registry, at)
    columns = join(", ", [*inner, Fragment("1")])
    sql = f"SELECT {', '.join(['count(*)', *outer])} FROM (SELECT {columns.sql} FROM {rows.sql}) asked"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*columns.params, *rows.params])  # type: ignore[list-item]
        of, *counts = cursor.fetchone()
    return of, {rule.pk: count for rule, count in zip(asked, counts, strict=True)}


def _columns(asked: Sequence[Rule], registry: Registry, at: datetime) -> tuple[list[Fragment], list[str]]:
    """Return what is asked of each inquiry (which rule decides, which tags hold) and how it is counted."""
    expressions = filtering.expressions_of(asked, registry, at=at)
    cases, inner, outer = [], [], []
    for place, (rule, holds) in enumerate(zip(asked, expressions, strict=True)):
        if rule.action == RuleAction.TAG:
            inner.append(Fragment(f"{holds.sql} AS t{place}", holds.params))
            outer.append(f"count(*) FILTER (WHERE t{place} AND (decides IS NULL OR decides > {place}))")
        else:
            cases.append(Fragment(f"WHEN {holds.sql} THEN {place}", holds.params))
            outer.append(f"count(*) FILTER (WHERE decides = {place})")
    chain = join(" ", cases)
    decides = (
        Fragment(f"CASE {chain.sql} END AS decides", chain.params)
        if cases
        else Fragment("NULL::int AS decides")
    )
    return [decides, *inner], outer


def _rows(worked_out: Sequence[dict[str, Any]]) -> Fragment:
    return Fragment(FROM, (sets.dump(worked_out), current_workspace_id(), list(UNFILTERED)))


def _missing() -> list[dict[str, Any]]:
    """Return the findings of the newest inquiries that were stored before findings were, by id."""
    latest = (
        Inquiry.objects.exclude(state=InquiryState.RECEIVED)
        .exclude(reason__in=UNFILTERED)
        .order_by("-received_at", "-pk")
        .values("pk")[:LATEST]
    )
    bare = list(
        Inquiry.objects.filter(pk__in=latest, findings={})
        .defer("raw")
        .select_related("source", "campaign", "form", "hook")
        .order_by("-received_at", "-pk")[:MOST_WORKED_OUT]
    )
    if not bare:
        return []
    catalog = Catalog()
    return [
        {"id": one.pk, "findings": filtering.findings_of(one, facts.read(one.values), catalog)}
        for one in bare
    ]

"""What nurturing achieves: workflows by who entered in the period, pieces of content by the mails sent in it.

What happened after entering (or after a click) counts for the workflow (or piece) until now, whatever else the lead
saw meanwhile: the columns of two workflows may hold the same lead. Clicks are those of people (E6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reporting.queries.scope import Scope, rows


# Each figure is counted where its rows are few, then they are laid side by side.
WORKFLOWS = """
WITH entered AS MATERIALIZED (
  SELECT e.id, e.workflow_id, e.lead_id, e.entered_at FROM nurturing_enrollment e {join}
  WHERE e.workspace_id = %(workspace)s AND e.entered_at >= %(start)s AND e.entered_at < %(end)s{limits}
), parts AS (
  SELECT workflow_id, 'entered' AS figure, count(*) AS n FROM entered GROUP BY 1
  UNION ALL
  SELECT e.workflow_id, CASE WHEN m.state = 'sent' THEN 'sent' ELSE 'unsent' END, count(*)
  FROM entered e
  JOIN nurturing_steprun s ON s.workspace_id = %(workspace)s AND s.enrollment_id = e.id
  JOIN messaging_message m ON m.workspace_id = %(workspace)s AND m.id = s.message_id
   AND m.state IN ('sent', 'failed', 'withheld')
  GROUP BY 1, 2
  UNION ALL
  SELECT e.workflow_id, 'clicked', count(DISTINCT e.id)
  FROM messaging_linkclick c
  JOIN nurturing_steprun s ON s.workspace_id = %(workspace)s AND s.message_id = c.message_id
  JOIN entered e ON e.id = s.enrollment_id
  WHERE c.workspace_id = %(workspace)s AND c.verdict = 'human' GROUP BY 1
  UNION ALL
  SELECT e.workflow_id, 'unsubscribed', count(DISTINCT e.id)
  FROM messaging_recipient p
  JOIN messaging_message m ON m.workspace_id = %(workspace)s AND m.recipient_id = p.id
  JOIN nurturing_steprun s ON s.workspace_id = %(workspace)s AND s.message_id = m.id
  JOIN entered e ON e.id = s.enrollment_id AND p.state_at >= e.entered_at
  WHERE p.workspace_id = %(workspace)s AND p.state = 'unsubscribed' GROUP BY 1
  UNION ALL
  SELECT e.workflow_id, 'green', count(DISTINCT e.id)
  FROM scoring_scoresnapshot p JOIN entered e ON e.lead_id = p.lead_id AND p.at >= e.entered_at
  WHERE p.workspace_id = %(workspace)s AND p.event = 'changed' AND p.light = 'green' GROUP BY 1
  UNION ALL
  SELECT e.workflow_id, 'handed_off', count(DISTINCT e.id)
  FROM leads_stagechange s JOIN entered e ON e.lead_id = s.lead_id AND s.at >= e.entered_at
  WHERE s.workspace_id = %(workspace)s AND s.to_stage = 'mql' AND s.at >= %(start)s GROUP BY 1
  UNION ALL
  SELECT e.workflow_id, 'won', count(DISTINCT e.id)
  FROM conversion_opportunity o JOIN entered e ON e.lead_id = o.lead_id AND o.closed_at >= e.entered_at
  JOIN leads_leadrank k ON k.workspace_id = %(workspace)s AND k.lead_id = o.lead_id AND k.stage = 'converted'
  WHERE o.workspace_id = %(workspace)s AND o.state = 'won' GROUP BY 1
)
SELECT p.workflow_id, w.public_id::text, w.name, p.figure, p.n
FROM parts p JOIN nurturing_workflow w ON w.workspace_id = %(workspace)s AND w.id = p.workflow_id
"""
RANKS = "JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = e.lead_id"
CONTENT = """
WITH links AS MATERIALIZED (
  SELECT v.id AS version_id, l.link->>'content' AS slug, array_agg((l.place - 1)::int) AS places
  FROM messaging_templateversion v, jsonb_array_elements(v.links) WITH ORDINALITY AS l(link, place)
  WHERE v.workspace_id = %(workspace)s AND coalesce(l.link->>'content', '') <> '' GROUP BY 1, 2
), mails AS MATERIALIZED (
  SELECT m.id, m.lead_id, k.slug, k.places FROM messaging_message m
  JOIN links k ON k.version_id = m.template_version_id {join}
  WHERE m.workspace_id = %(workspace)s AND m.state = 'sent' AND m.lead_id IS NOT NULL
    AND m.sent_at >= %(start)s AND m.sent_at < %(end)s{limits}
), clicks AS (
  SELECT m.slug, m.lead_id, r.stage, min(c.at) AS at FROM mails m
  JOIN messaging_linkclick c ON c.workspace_id = %(workspace)s AND c.message_id = m.id AND c.verdict = 'human'
   AND c.place = ANY (m.places)
  JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = m.lead_id
  GROUP BY 1, 2, 3
), fates AS (
  SELECT c.slug, count(*) AS people,
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM scoring_scoresnapshot p WHERE p.workspace_id = %(workspace)s
      AND p.lead_id = c.lead_id AND p.event = 'changed' AND p.light = 'green' AND p.at >= c.at)) AS green,
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM leads_stagechange s WHERE s.workspace_id = %(workspace)s
      AND s.lead_id = c.lead_id AND s.to_stage = 'mql' AND s.at >= c.at)) AS offered,
    count(*) FILTER (WHERE c.stage = 'converted' AND EXISTS (SELECT 1 FROM conversion_opportunity o
      WHERE o.workspace_id = %(workspace)s AND o.lead_id = c.lead_id AND o.state = 'won'
        AND o.closed_at >= c.at)) AS won
  FROM clicks c GROUP BY 1
)
SELECT s.slug, coalesce(p.title, s.slug), s.sent, s.people, coalesce(f.people, 0), coalesce(f.green, 0),
  coalesce(f.offered, 0), coalesce(f.won, 0)
FROM (SELECT slug, sum(sent)::bigint AS sent, count(*) AS people FROM (
    SELECT slug, lead_id, count(*) AS sent FROM mails GROUP BY 1, 2
  ) l GROUP BY 1) s
LEFT JOIN nurturing_contentpiece p ON p.workspace_id = %(workspace)s AND p.slug = s.slug
LEFT JOIN fates f ON f.slug = s.slug
ORDER BY 5 DESC, 2
"""


@dataclass(frozen=True, slots=True)
class WorkflowResult:
    """What became of those who entered; ``sent`` and ``unsent`` are mails, the rest enrollments."""

    workflow_id: int
    key: str
    name: str
    entered: int = 0
    sent: int = 0
    unsent: int = 0
    clicked: int = 0
    unsubscribed: int = 0
    green: int = 0
    handed_off: int = 0
    won: int = 0


@dataclass(frozen=True, slots=True)
class ContentResult:
    """What a piece did: mails that carried it, the people they went to, and those of them who clicked it."""

    key: str
    name: str
    sent: int = 0
    people: int = 0
    clicked: int = 0
    green: int = 0
    handed_off: int = 0
    won: int = 0


def workflows(scope: Scope) -> Sequence[WorkflowResult]:
    """Return the workflows that somebody entered in the period, largest first. Queries: one."""
    figures: dict[tuple[int, str, str], dict[str, Any]] = {}
    for pk, key, name, figure, count in rows(_narrowed(WORKFLOWS, scope, "e"), scope.values):
        figures.setdefault((pk, key, name), {})[figure] = count
    found = [WorkflowResult(*named, **counts) for named, counts in figures.items()]
    return sorted(found, key=lambda item: (-item.entered, item.name))


def content(scope: Scope) -> Sequence[ContentResult]:
    """Return the pieces that mails of the period carried, most clicked first. Queries: one."""
    return [ContentResult(*row) for row in rows(_narrowed(CONTENT, scope, "m"), scope.values)]


def _narrowed(statement: str, scope: Scope, alias: str) -> str:
    """Return the statement with the question's filters; the leads' ranks are read only where they are asked for."""
    limits = scope.limits("r")
    return statement.format(
        limits=limits, join=RANKS.replace("e.lead_id", f"{alias}.lead_id") if limits else ""
    )


def total(found: Sequence[WorkflowResult]) -> WorkflowResult:
    """Return the sum over all workflows."""
    names = ("entered", "sent", "unsent", "clicked", "unsubscribed", "green", "handed_off", "won")
    return WorkflowResult(0, "", "", *(sum(getattr(item, name) for item in found) for name in names))

"""What nurturing achieves: workflows by who entered in the period, pieces of content by the mails sent in it.

What happened after entering (or after a click) counts for the workflow (or piece) until now, whatever else the lead
saw meanwhile: the columns of two workflows may hold the same lead. Clicks are those of people (E6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.queries.scope import Scope, rows


WORKFLOWS = """
WITH entered AS MATERIALIZED (
  SELECT e.id, e.workflow_id, e.lead_id, e.entered_at, r.stage
  FROM nurturing_enrollment e
  JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = e.lead_id
  WHERE e.workspace_id = %(workspace)s AND e.entered_at >= %(start)s AND e.entered_at < %(end)s{limits}
), mails AS (
  SELECT e.id, count(*) FILTER (WHERE m.state = 'sent') AS sent,
    count(*) FILTER (WHERE m.state IN ('failed', 'withheld')) AS unsent,
    bool_or(c.message_id IS NOT NULL) AS clicked,
    bool_or(p.state = 'unsubscribed' AND p.state_at >= e.entered_at) AS unsubscribed
  FROM entered e
  JOIN nurturing_steprun s ON s.workspace_id = %(workspace)s AND s.enrollment_id = e.id AND s.message_id IS NOT NULL
  JOIN messaging_message m ON m.workspace_id = %(workspace)s AND m.id = s.message_id
  LEFT JOIN messaging_recipient p ON p.workspace_id = %(workspace)s AND p.id = m.recipient_id
  LEFT JOIN (SELECT DISTINCT message_id FROM messaging_linkclick
    WHERE workspace_id = %(workspace)s AND verdict = 'human') c ON c.message_id = m.id
  GROUP BY e.id
), greens AS (
  SELECT DISTINCT e.id FROM entered e
  JOIN scoring_scoresnapshot p ON p.workspace_id = %(workspace)s AND p.lead_id = e.lead_id
   AND p.event = 'changed' AND p.light = 'green' AND p.at >= e.entered_at
), offers AS (
  SELECT DISTINCT e.id FROM entered e
  JOIN leads_stagechange s ON s.workspace_id = %(workspace)s AND s.lead_id = e.lead_id
   AND s.to_stage = 'mql' AND s.at >= e.entered_at
), deals AS (
  SELECT DISTINCT o.lead_id, o.closed_at FROM conversion_opportunity o
  WHERE o.workspace_id = %(workspace)s AND o.state = 'won' AND o.lead_id IS NOT NULL
)
SELECT e.workflow_id, w.public_id::text, w.name, count(*), coalesce(sum(m.sent), 0)::bigint,
  coalesce(sum(m.unsent), 0)::bigint,
  count(*) FILTER (WHERE m.clicked), count(*) FILTER (WHERE m.unsubscribed), count(g.id), count(o.id),
  count(*) FILTER (WHERE e.stage = 'converted' AND EXISTS (
    SELECT 1 FROM deals d WHERE d.lead_id = e.lead_id AND d.closed_at >= e.entered_at))
FROM entered e
JOIN nurturing_workflow w ON w.workspace_id = %(workspace)s AND w.id = e.workflow_id
LEFT JOIN mails m ON m.id = e.id LEFT JOIN greens g ON g.id = e.id LEFT JOIN offers o ON o.id = e.id
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3
"""
CONTENT = """
WITH links AS MATERIALIZED (
  SELECT v.id AS version_id, (l.place - 1)::int AS place, l.link->>'content' AS slug
  FROM messaging_templateversion v, jsonb_array_elements(v.links) WITH ORDINALITY AS l(link, place)
  WHERE v.workspace_id = %(workspace)s AND coalesce(l.link->>'content', '') <> ''
), mails AS MATERIALIZED (
  SELECT m.id, m.lead_id, k.slug, k.place, r.stage FROM messaging_message m
  JOIN links k ON k.version_id = m.template_version_id
  JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = m.lead_id
  WHERE m.workspace_id = %(workspace)s AND m.state = 'sent'
    AND m.sent_at >= %(start)s AND m.sent_at < %(end)s{limits}
), clicks AS (
  SELECT m.slug, m.lead_id, m.stage, min(c.at) AS at FROM mails m
  JOIN messaging_linkclick c ON c.workspace_id = %(workspace)s AND c.message_id = m.id AND c.place = m.place
   AND c.verdict = 'human'
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
    SELECT slug, lead_id, count(*) AS sent FROM (SELECT DISTINCT slug, lead_id, id FROM mails) d GROUP BY 1, 2
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
    return [WorkflowResult(*row) for row in rows(WORKFLOWS.format(limits=scope.limits("r")), scope.values)]


def content(scope: Scope) -> Sequence[ContentResult]:
    """Return the pieces that mails of the period carried, most clicked first. Queries: one."""
    return [ContentResult(*row) for row in rows(CONTENT.format(limits=scope.limits("r")), scope.values)]


def total(found: Sequence[WorkflowResult]) -> WorkflowResult:
    """Return the sum over all workflows."""
    names = ("entered", "sent", "unsent", "clicked", "unsubscribed", "green", "handed_off", "won")
    return WorkflowResult(0, "", "", *(sum(getattr(item, name) for item in found) for name in names))

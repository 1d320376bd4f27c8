"""What a rep does next: one line per lead in their hands, the most urgent first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from core.scope import current_workspace_id
from leads.choices import Stage
from leads.models import Lead


LIMIT = 60
# A lead's due moment is its clock while it is to be answered or first contacted, then its next step. Overdue
# first, then the clocks, then the steps of today, then leads without a step; steps of later days wait.
LINES = """
WITH lines AS (
  SELECT r.lead_id, r.score, h.id AS hand_off_id, t.id AS task_id, t.title AS task_title,
    CASE WHEN r.stage = 'mql' THEN 'offer'
         WHEN r.contact_status = 'not_contacted' AND h.contacted_at IS NULL AND h.contact_due_at IS NOT NULL
              AND (t.due_at IS NULL OR h.contact_due_at < t.due_at) THEN 'contact'
         WHEN t.id IS NOT NULL THEN 'task' ELSE 'idle' END AS kind,
    CASE WHEN r.stage = 'mql' THEN h.accept_due_at
         WHEN r.contact_status = 'not_contacted' AND h.contacted_at IS NULL
              AND (t.due_at IS NULL OR h.contact_due_at < t.due_at) THEN h.contact_due_at
         ELSE t.due_at END AS due_at
  FROM leads_leadrank r
  LEFT JOIN LATERAL (
    SELECT o.id, o.accept_due_at, o.contact_due_at, o.contacted_at FROM distribution_handoff o
    WHERE o.workspace_id = r.workspace_id AND o.lead_id = r.lead_id AND o.state IN ('offered', 'accepted')
    ORDER BY o.offered_at DESC, o.id DESC LIMIT 1) h ON true
  LEFT JOIN LATERAL (
    SELECT k.id, k.title, k.due_at FROM leads_task k
    WHERE k.workspace_id = r.workspace_id AND k.lead_id = r.lead_id AND k.done_at IS NULL
    ORDER BY k.due_at, k.id LIMIT 1) t ON true
  WHERE r.workspace_id = %(workspace)s AND r.owner_id = %(owner)s AND r.stage IN ('mql', 'sal', 'sql')
), ranked AS (
  SELECT *, CASE WHEN due_at <= %(now)s THEN 0 WHEN kind IN ('offer', 'contact') THEN 1
                 WHEN kind = 'task' THEN 2 ELSE 3 END AS urgency
  FROM lines WHERE kind <> 'task' OR due_at < %(tomorrow)s
)
SELECT lead_id, kind, due_at, hand_off_id, task_id, coalesce(task_title, ''), count(*) OVER ()
FROM ranked ORDER BY urgency, due_at NULLS LAST, score DESC, lead_id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One lead to work on. ``kind``: offer (answer it), contact (try it), task (its step is due), idle (no step)."""

    lead: Lead
    kind: str
    due_at: datetime | None
    hand_off_id: int | None
    task_id: int | None
    task_title: str

    @property
    def is_offer(self) -> bool:
        """Say whether the lead waits for accept or return."""
        return self.lead.rank.stage == Stage.MQL


@dataclass(frozen=True, slots=True)
class Worklist:
    """The lines in their order, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int


def of(owner_id: int, *, at: datetime, later: Collection[int] = (), first: int | None = None) -> Worklist:
    """Return what the person does today; ``later`` goes to the end, ``first`` to the front. Queries: two."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    values: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "owner": owner_id,
        "now": at,
        "tomorrow": midnight + timedelta(days=1),
        "limit": LIMIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(LINES, values)
        rows = cursor.fetchall()
    rows.sort(key=lambda row: (row[0] != first, row[0] in later))
    leads = Lead.objects.select_related("rank").in_bulk([row[0] for row in rows])
    lines = tuple(Line(leads[row[0]], *row[1:6]) for row in rows if row[0] in leads)
    return Worklist(lines=lines, total=rows[0][6] if rows else 0)

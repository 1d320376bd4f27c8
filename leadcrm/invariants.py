"""What must hold at any moment, whatever was killed: every room's checks and those that join rooms (O1)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

from core.scope import workspace_scope
from tenants.models import Workspace


ROOMS = ("leads", "messaging", "capture", "scoring", "distribution", "nurturing", "conversion")
SHOWN = 20

# Each statement returns the ids that break the rule, for %(workspace)s.
CHECKS: dict[str, str] = {
    # A row is claimed, dead, or due at some time; nothing can wait for ever unseen.
    "work_item_leased_far_ahead": """
        SELECT id FROM work_workitem
        WHERE workspace_id = %(workspace)s AND lease_until > now() + interval '10 minutes'
    """,
    "work_item_dead_and_leased": """
        SELECT id FROM work_workitem
        WHERE workspace_id = %(workspace)s AND dead_at IS NOT NULL AND lease_until IS NOT NULL
    """,
    "converted_lead_without_conversion": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.stage = 'converted' AND NOT EXISTS (
          SELECT 1 FROM conversion_conversion c WHERE c.workspace_id = r.workspace_id AND c.lead_id = r.lead_id)
    """,
    # A rep's care is true only with a next step: a clock that runs, or a task.
    "sales_lead_without_next_step": """
        SELECT r.lead_id FROM leads_leadrank r
        WHERE r.workspace_id = %(workspace)s AND r.stage IN ('mql', 'sal', 'sql')
          AND NOT EXISTS (SELECT 1 FROM work_workitem i WHERE i.workspace_id = r.workspace_id
                          AND i.queue = 'lead' AND i.key = r.lead_id)
          AND NOT EXISTS (SELECT 1 FROM leads_task t WHERE t.workspace_id = r.workspace_id
                          AND t.lead_id = r.lead_id AND t.done_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM distribution_handoff h WHERE h.workspace_id = r.workspace_id
                          AND h.lead_id = r.lead_id
                          AND (h.state = 'offered' OR h.state = 'accepted' AND h.contacted_at IS NULL))
    """,
    # Of a person who was erased the timeline keeps no word.
    "accepted_inquiry_without_activity": """
        SELECT i.id FROM capture_inquiry i
        JOIN leads_lead l ON l.workspace_id = i.workspace_id AND l.id = i.lead_id AND l.closed_reason <> 'erased'
        WHERE i.workspace_id = %(workspace)s AND i.state = 'accepted' AND NOT EXISTS (
          SELECT 1 FROM leads_activity a WHERE a.workspace_id = i.workspace_id AND a.lead_id = i.lead_id
          AND a.kind = 'inquiry' AND a.data->>'inquiry' = i.public_id::text)
    """,
}
# Acknowledged inquiries: how many rows each has, and whether it ended as a lead, in quarantine, or still waits.
LEDGER = """
SELECT public_id::text, count(*), bool_and(lead_id IS NOT NULL OR state IN ('quarantined', 'failed'))
FROM capture_inquiry WHERE public_id = ANY(%s::uuid[]) GROUP BY public_id
"""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule and the rows that break it, at most 20 of them."""

    workspace: str
    check: str
    ids: list[int | str]


def all_checks() -> dict[str, str]:
    """Return every room's checks by name, prefixed with the room."""
    found = dict(CHECKS)
    for room in ROOMS:
        if find_spec(f"{room}.invariants"):
            checks = import_module(f"{room}.invariants").CHECKS
            found |= {f"{room}.{name}": sql for name, sql in checks.items()}
    return found


def violations() -> Iterator[Violation]:
    """Yield what is broken, workspace by workspace. Queries: one per check and workspace."""
    checks = all_checks()
    for workspace in Workspace.objects.order_by("pk"):
        with workspace_scope(workspace.pk), connection.cursor() as cursor:
            for name, sql in checks.items():
                cursor.execute(sql, {"workspace": workspace.pk})
                if rows := cursor.fetchmany(SHOWN):
                    yield Violation(workspace.slug, name, [row[0] for row in rows])


def ledger_violations(path: Path) -> Iterator[Violation]:
    """Yield the acknowledged inquiries of a ledger (one public id a line) that are lost, doubled or unfinished."""
    acknowledged = [line.strip() for line in path.read_text().splitlines() if line.strip()]
    seen: dict[str, tuple[int, bool]] = {}
    for workspace in Workspace.objects.order_by("pk"):
        with workspace_scope(workspace.pk), connection.cursor() as cursor:
            cursor.execute(LEDGER, [acknowledged])
            seen |= {public_id: (count, done) for public_id, count, done in cursor.fetchall()}
    broken = {
        "ledger_lost": [entry for entry in acknowledged if entry not in seen],
        "ledger_doubled": [entry for entry, (count, _done) in seen.items() if count > 1],
        "ledger_unfinished": [entry for entry, (_count, done) in seen.items() if not done],
    }
    yield from (Violation("", name, list(ids[:SHOWN])) for name, ids in broken.items() if ids)


def as_json(found: list[Violation]) -> str:
    """Return the violations for a program."""
    return json.dumps(
        {"violations": [{"workspace": v.workspace, "check": v.check, "ids": v.ids} for v in found]}
    )

"""How many inquiries a period brought, and how many of them became or reached a lead."""

from dataclasses import dataclass

from capture.choices import UNCOUNTED
from reporting.choices import By
from reporting.queries.road import Key
from reporting.queries.scope import Scope, part_of, rows


KEYS = {
    By.SOURCE: "CASE WHEN i.lead_id IS NULL THEN i.source_id ELSE r.source_id END",
    By.CAMPAIGN: "CASE WHEN i.lead_id IS NULL THEN i.campaign_id ELSE r.campaign_id END",
    By.TIME: part_of("i.occurred_at"),
    "all": "NULL::int",
}
# An inquiry counts for what first brought its lead; one without a lead for what it names itself. Answers of leads and
# what was set aside are stored as inquiries, but nobody inquired.
STATEMENT = """
SELECT {key} AS key, count(*), count(*) FILTER (WHERE i.state = 'accepted'),
  count(*) FILTER (WHERE i.state = 'accepted' AND r.created_at = i.occurred_at)
FROM capture_inquiry i
LEFT JOIN leads_leadrank r ON r.workspace_id = %(workspace)s AND r.lead_id = i.lead_id
WHERE i.workspace_id = %(workspace)s AND i.occurred_at >= %(start)s AND i.occurred_at < %(end)s
  AND i.reason <> ALL(%(uncounted)s){limits}
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Inquiries:
    """``opened``: leads that an accepted inquiry brought: they arrived with it."""

    received: int = 0
    accepted: int = 0
    opened: int = 0

    def __add__(self, other: "Inquiries") -> "Inquiries":
        return Inquiries(
            self.received + other.received, self.accepted + other.accepted, self.opened + other.opened
        )


def inquiries(scope: Scope, *, by: str = "all") -> dict[Key, Inquiries]:
    """Return the inquiries of the period by source, campaign or part of it. Queries: one."""
    limits = ""
    if scope.source_id is not None:
        limits += f" AND {KEYS[By.SOURCE]} = %(source)s"
    if scope.campaign_id is not None:
        limits += f" AND {KEYS[By.CAMPAIGN]} = %(campaign)s"
    values = scope.values | {"uncounted": list(UNCOUNTED)}
    found = rows(STATEMENT.format(key=KEYS[by], limits=limits), values)
    return {key: Inquiries(*counts) for key, *counts in found}

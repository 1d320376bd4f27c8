"""The search index of leads: one row for each word under which a lead is found, and for each key of its likeness."""

from collections.abc import Iterable

from django.db import connection

from core import sets
from core.scope import current_workspace_id
from leads import likeness, normalize
from leads.models import Lead, LeadToken


REINDEX = """
WITH wanted AS (SELECT * FROM unnest(%(leads)s::bigint[], %(tokens)s::text[]) AS w(lead_id, token)),
gone AS (
  DELETE FROM leads_leadtoken t WHERE t.workspace_id = %(workspace)s AND t.lead_id = ANY(%(touched)s)
  AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.lead_id = t.lead_id AND w.token = t.token))
INSERT INTO leads_leadtoken (workspace_id, token, lead_id)
SELECT %(workspace)s, w.token, w.lead_id FROM wanted w ORDER BY w.lead_id, w.token
ON CONFLICT DO NOTHING
"""


def reindex(leads: Iterable[Lead]) -> None:
    """Bring words and keys of the leads into line with their columns. Queries: one for any number."""
    pairs = sorted(
        (lead.pk, token) for lead in leads for token in normalize.search_tokens(lead) | likeness.keys(lead)
    )
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            REINDEX,
            {
                "workspace": current_workspace_id(),
                "leads": [pk for pk, _token in pairs],
                "tokens": [token for _pk, token in pairs],
                "touched": sorted({pk for pk, _token in pairs}),
            },
        )


def add_keys(leads: Iterable[Lead]) -> None:
    """Write the keys of leads that have none yet. Queries: one for any number."""
    pairs = [(lead.pk, key) for lead in leads for key in likeness.keys(lead)]
    sets.insert(
        LeadToken,
        [{"lead_id": pk, "token": key} for pk, key in sorted(pairs, key=lambda pair: pair[1])],
        ignore_conflicts=True,
    )

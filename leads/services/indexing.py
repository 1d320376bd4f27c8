"""The search index of leads: one row for each word under which a lead is found, and for each key of its likeness."""

from collections.abc import Iterable, Mapping

from django.db import connection

from core.scope import current_workspace_id
from leads import likeness, normalize
from leads.models import Lead


# As one text each: the server reads an array of so many literals several times slower.
PAIRS = """
SELECT * FROM unnest(string_to_array(%(leads)s, ',')::bigint[], string_to_array(%(tokens)s, E'\\n'))
  AS w(lead_id, token)
"""
# In the order of the index that is the largest and would else be met at random.
INSERT = f"""
INSERT INTO leads_leadtoken (workspace_id, token, lead_id)
SELECT %(workspace)s, w.token, w.lead_id FROM ({PAIRS}) w ORDER BY w.token COLLATE "C", w.lead_id
"""
ADD = f"{INSERT.rstrip()} ON CONFLICT DO NOTHING\n"
REINDEX = f"""
WITH wanted AS ({PAIRS}),
gone AS (
  DELETE FROM leads_leadtoken t WHERE t.workspace_id = %(workspace)s
  AND t.lead_id IN (SELECT unnest(string_to_array(%(touched)s, ',')::bigint[]))
  AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.lead_id = t.lead_id AND w.token = t.token))
INSERT INTO leads_leadtoken (workspace_id, token, lead_id)
SELECT %(workspace)s, w.token, w.lead_id FROM wanted w ORDER BY w.lead_id, w.token
ON CONFLICT DO NOTHING
"""


def reindex(leads: Iterable[Lead]) -> None:
    """Bring words and keys of the leads into line with their columns. Queries: one for any number."""
    _write(REINDEX, leads)


def index_new(leads: Iterable[Lead]) -> None:
    """Write words and keys of leads that were made in this transaction. Queries: one for any number."""
    _write(INSERT, leads)


def add_keys(found: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Write these keys, by lead, of leads that have none yet. Queries: one for any number."""
    _send(ADD, {pk: set(keys) for pk, keys in found})


def _write(query: str, leads: Iterable[Lead]) -> None:
    _send(query, {lead.pk: normalize.search_tokens(lead) | likeness.keys(lead) for lead in leads})


def _send(query: str, found: Mapping[int, set[str]]) -> None:
    # Folded words, so that none holds the line end that parts them.
    pairs = [(pk, token) for pk, words in found.items() for token in words]
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {
                "workspace": current_workspace_id(),
                "leads": ",".join(str(pk) for pk, _token in pairs),
                "tokens": "\n".join(token for _pk, token in pairs),
                "touched": ",".join(str(pk) for pk in found),
            },
        )

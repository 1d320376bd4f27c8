"""Likely duplicates: looked for among the leads that share a key, compared, and kept as suggestions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from core import sets
from core.scope import current_workspace_id
from leads import likeness
from leads.likeness import Facts, Likeness
from leads.models import LikelyPair


FACTS = Facts._fields
# Whom the leads share a key with, each key probed in the index of words; one with too many leads behind it tells
# nothing. By the leads' own words first: by the keys, all keys of the workspace would be read. Beside them, what is
# suggested now.
PAIRS = f"""
WITH mine AS MATERIALIZED (
  SELECT lead_id, token FROM leads_leadtoken WHERE workspace_id = %(workspace)s AND lead_id = ANY(%(leads)s)),
found AS (
  SELECT DISTINCT least(m.lead_id, o.lead_id) AS first_id, greatest(m.lead_id, o.lead_id) AS second_id
  FROM mine m CROSS JOIN LATERAL (
    SELECT t.lead_id, count(*) OVER () AS n FROM (
      SELECT lead_id FROM leads_leadtoken
      WHERE workspace_id = %(workspace)s AND token = m.token LIMIT {likeness.BLOCK + 1}) t) o
  WHERE m.token >= '{likeness.MARK}' AND m.token < '{likeness.AFTER}'
    AND o.n <= {likeness.BLOCK} AND o.lead_id <> m.lead_id),
stored AS MATERIALIZED (
  SELECT first_id, second_id, score, reasons FROM leads_likelypair
  WHERE workspace_id = %(workspace)s AND dismissed_at IS NULL AND first_id = ANY(%(leads)s)
  UNION
  SELECT first_id, second_id, score, reasons FROM leads_likelypair
  WHERE workspace_id = %(workspace)s AND dismissed_at IS NULL AND second_id = ANY(%(leads)s))
SELECT first_id, second_id, score, array_to_string(ARRAY(SELECT jsonb_array_elements_text(reasons)), ' ')
FROM found FULL JOIN stored USING (first_id, second_id)
"""
ROWS = f"SELECT id, {', '.join(FACTS)} FROM leads_lead WHERE workspace_id = %s AND id = ANY(%s)"
# Who is still there, and stays while this is written: a merge or an erasing meanwhile is waited for, in their order.
UPSERT = """
WITH new AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%s::jsonb)
  AS x(first_id bigint, second_id bigint, score smallint, reasons jsonb)),
there AS MATERIALIZED (
  SELECT id FROM leads_lead WHERE workspace_id = %s
  AND id = ANY (ARRAY(SELECT first_id FROM new UNION SELECT second_id FROM new)) ORDER BY id FOR KEY SHARE)
INSERT INTO leads_likelypair (workspace_id, first_id, second_id, score, reasons, found_at)
SELECT %s, x.first_id, x.second_id, x.score, x.reasons, %s
FROM new x JOIN there f ON f.id = x.first_id JOIN there s ON s.id = x.second_id
ORDER BY 2, 3
ON CONFLICT (workspace_id, first_id, second_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
WHERE leads_likelypair.dismissed_at IS NULL
  AND (leads_likelypair.score, leads_likelypair.reasons) IS DISTINCT FROM (excluded.score, excluded.reasons)
"""
DROP = """
DELETE FROM leads_likelypair p USING unnest(%s::bigint[], %s::bigint[]) AS x(first_id, second_id)
WHERE p.workspace_id = %s AND p.first_id = x.first_id AND p.second_id = x.second_id AND p.dismissed_at IS NULL
"""
Pair = tuple[int, int]


def suggest(*, lead_ids: Sequence[int], at: datetime) -> int:
    """Bring the suggestions of these leads into line with what they say now; return how many stand.

    A pipeline step: set-based, running it again changes nothing. A pair that a person set aside stays aside.
    Queries: one where nobody is like them, two where nothing changed, else up to four.
    """
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"workspace": current_workspace_id(), "leads": sorted(lead_ids)})
        rows = cursor.fetchall()
    pairs = {(first, second) for first, second, _score, _reasons in rows}
    stored = {
        (first, second): Likeness(score, reasons.split())
        for first, second, score, reasons in rows
        if score is not None
    }
    return settle(pairs, stored=stored, at=at)


def settle(pairs: Collection[Pair], *, stored: Mapping[Pair, Likeness], at: datetime) -> int:
    """Compare the pairs, keep those that are likely, drop those ``stored`` that are not; return how many are likely.

    Only what differs from ``stored`` is written. Queries: none without a pair, else one to three.
    """
    if not pairs:
        return 0
    likely = _likely(pairs)
    rows = [
        {"first_id": first, "second_id": second, "score": one.score, "reasons": one.reasons}
        for (first, second), one in likely.items()
        if stored.get((first, second)) != one
    ]
    gone = [pair for pair in stored if pair not in likely]
    with connection.cursor() as cursor:
        if rows:
            workspace_id = current_workspace_id()
            cursor.execute(UPSERT, [sets.dump(rows), workspace_id, workspace_id, at])
        if gone:
            cursor.execute(DROP, [*map(list, zip(*gone, strict=True)), current_workspace_id()])
    return len(likely)


def _likely(pairs: Collection[Pair]) -> dict[Pair, Likeness]:
    """Return the pairs that are likely one, and why. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [current_workspace_id(), list({pk for pair in pairs for pk in pair})])
        leads = {pk: likeness.sketch(Facts(*facts)) for pk, *facts in cursor.fetchall()}
    found = {}
    for pair in pairs:
        ours, theirs = leads.get(pair[0]), leads.get(pair[1])
        if ours and theirs and (one := likeness.likely(ours, theirs)):
            found[pair] = one
    return found


@transaction.atomic
def dismiss(*, pair: LikelyPair, by: int | None, at: datetime) -> None:
    """Note that the two are not the same, so that they are not suggested again."""
    LikelyPair.objects.filter(pk=pair.pk, dismissed_at=None).update(dismissed_at=at, dismissed_by=by)


@transaction.atomic
def restore(*, pair: LikelyPair) -> None:
    """Suggest a pair again that was set aside."""
    LikelyPair.objects.filter(pk=pair.pk).update(dismissed_at=None, dismissed_by=None)

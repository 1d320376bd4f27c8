"""The look through all leads for likely duplicates: a job that walks the keys in order, each step a short transaction.

Whom a key brings together is read once, along the index of words; what the columns alone rule out is left at once
(``likeness_sets``), and the rest compared and written as for one lead (``duplicates``). A step that is repeated after
a crash finds the job where the last whole step left it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.scope import current_workspace_id
from leads import likeness
from leads.models import Lead, LeadRank, LikelyPair
from leads.services import duplicates, indexing
from work import jobs
from work.models import Job


KIND = "duplicates"
# So many leads are given keys, so many rows of the index walked, so many suggestions looked at in one step; more rows
# than a key that tells something has.
LEADS, KEYS, PAIRS = 5_000, 40_000, 5_000
# Raise it when ``likeness.keys`` makes other keys: the next scan then looks for leads that lack any.
VERSION = 1
PARTS = ("keys", "pairs", "stored")
# All words of the leads first: a planner that knows of no keys yet would walk the keys of everybody for each lead.
BARE = f"""
WITH word AS MATERIALIZED (
  SELECT lead_id, token FROM leads_leadtoken WHERE workspace_id = %(workspace)s AND lead_id = ANY(%(leads)s))
SELECT id FROM unnest(%(leads)s::bigint[]) AS id WHERE id NOT IN (
  SELECT lead_id FROM word WHERE token >= '{likeness.MARK}' AND token < '{likeness.AFTER}')
"""
COUNT = f"""
SELECT count(*) FROM leads_leadtoken
WHERE workspace_id = %s AND token >= '{likeness.MARK}' AND token < '{likeness.AFTER}'
"""
# The part's last key may go on behind it, so that it is the next part's first, unless the part ends the keys or is all
# one key, which then has too many leads anyway. As texts: numpy reads them faster than Python so many rows.
WALK = f"""
WITH part AS MATERIALIZED (
  SELECT token, lead_id FROM leads_leadtoken
  WHERE workspace_id = %(workspace)s AND token > %(after)s AND token < '{likeness.AFTER}'
  ORDER BY token, lead_id LIMIT %(rows)s),
ends AS MATERIALIZED (SELECT count(*) AS rows, min(token) AS first, max(token) AS last FROM part),
block AS (
  SELECT token, count(*) AS size, string_agg(lead_id::text, ',' ORDER BY lead_id) AS leads FROM part, ends
  WHERE rows < %(rows)s OR first = last OR token < last GROUP BY token)
SELECT max(token), coalesce(sum(size), 0), count(*) FILTER (WHERE size > {likeness.BLOCK}),
  string_agg(size::text, ',' ORDER BY token) FILTER (WHERE size BETWEEN 2 AND {likeness.BLOCK}),
  string_agg(leads, ',' ORDER BY token) FILTER (WHERE size BETWEEN 2 AND {likeness.BLOCK})
FROM block
"""
ROWS = """
SELECT name_norm, email_norm, phone_e164, tax_id_norm, company_norm, domain, id FROM leads_lead
WHERE workspace_id = %s AND id = ANY(%s)
"""
NOBODY = ("",) * 6


class ScanRuns(DomainError):
    """A scan is under way already."""

    code = "scan_runs"


@dataclass(frozen=True, slots=True)
class Walked:
    """Some keys in order: the last of them, how many rows they have, how many were too common, who is likely one."""

    last: str | None
    rows: int
    crowded: int
    found: int


@transaction.atomic
def start(*, by: int | None) -> Job:
    """Begin to compare every lead with every other one that shares a key.

    Raises: ScanRuns.
    """
    if Job.objects.filter(kind=KIND, state__in=[Job.State.RUNNING, Job.State.PAUSED]).exists():
        raise ScanRuns(_("A scan is under way already."))
    is_keyed = Job.objects.filter(kind=KIND, state=Job.State.DONE, result__version=VERSION).exists()
    params = {"part": "pairs" if is_keyed else "keys"}
    return jobs.start(kind=KIND, params=params, total=LeadRank.objects.count(), by=by)


def last() -> Job | None:
    """Return the newest scan that ended well. Queries: one."""
    return Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-pk").first()


def step(*, job: Job, at: datetime) -> bool:
    """Write the keys that are missing, lead by lead; walk the keys; look again at what was suggested before."""
    part = job.result.get("part") or job.params.get("part", PARTS[0])
    done = {"keys": _give_keys, "pairs": _walk_on, "stored": _look_again}[part](job, at)
    if done and part == PARTS[-1]:
        job.finished = job.total
        job.result |= {"version": VERSION, "found": LikelyPair.objects.open().count()}
        return True
    if done:
        job.result |= {"part": PARTS[PARTS.index(part) + 1], "cursor": None}
    return False


def _give_keys(job: Job, at: datetime) -> bool:
    ids = next_leads(job.result.get("cursor") or 0)
    write_keys(ids)
    job.result["cursor"] = ids[-1] if ids else 0
    return len(ids) < LEADS


def _walk_on(job: Job, at: datetime) -> bool:
    result = job.result
    if "rows" not in result:
        result |= {"rows": _count_keys(), "walked": 0, "crowded": 0}
    walked = walk(after=result.get("cursor") or likeness.MARK, at=at)
    result["walked"] += walked.rows
    result["crowded"] += walked.crowded
    result["cursor"] = walked.last
    # Told in leads, since that is what the person has.
    job.finished = min(job.total, job.total * result["walked"] // max(result["rows"], 1))
    return walked.last is None


def _look_again(job: Job, at: datetime) -> bool:
    after = job.result.get("cursor") or 0
    rows = LikelyPair.objects.open().filter(pk__gt=after).order_by("pk")
    part = list(rows[:PAIRS])
    stored = {(pair.first_id, pair.second_id): likeness.Likeness(pair.score, pair.reasons) for pair in part}
    duplicates.settle(stored, stored=stored, at=at)
    job.result["cursor"] = part[-1].pk if part else after
    return len(part) < PAIRS


def _count_keys() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [current_workspace_id()])
        return int(cursor.fetchone()[0])


def next_leads(after: int) -> list[int]:
    """Return the next leads after that one, in order. Queries: one."""
    ids = LeadRank.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return list(ids[:LEADS])


def write_keys(ids: Sequence[int]) -> None:
    """Give keys to those of the leads that have none, e.g. from before there were keys. Queries: one to three."""
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"workspace": current_workspace_id(), "leads": list(ids)})
        bare = [pk for (pk,) in cursor.fetchall()]
    if bare:
        facts = Lead.objects.filter(pk__in=bare).values_list("pk", *duplicates.FACTS)
        indexing.add_keys((pk, likeness.keys(likeness.Facts(*one))) for pk, *one in facts)


def walk(*, after: str, at: datetime) -> Walked:
    """Compare whom the keys next after that one bring together, and write what is likely.

    Queries: one where no key is shared, else two; four where anybody is likely one.
    """
    # Loaded here: numpy belongs to workers and commands alone.
    import numpy as np

    from leads import likeness_sets

    with connection.cursor() as cursor:
        cursor.execute(WALK, {"workspace": current_workspace_id(), "after": after, "rows": KEYS})
        last, rows, crowded, sizes, leads = cursor.fetchone()
        if not leads:
            return Walked(last, int(rows), crowded, 0)
        ids, pairs = likeness_sets.pairs_within(
            np.fromstring(leads, dtype=np.int64, sep=","), np.fromstring(sizes, dtype=np.int64, sep=",")
        )
        cursor.execute(ROWS, [current_workspace_id(), ids.tolist()])
        known = cursor.fetchall()
    by_lead = {row[-1]: row[:-1] for row in known}
    # A lead that was merged or deleted between the two statements is like nobody.
    facts = [by_lead.get(pk, NOBODY) for pk in ids.tolist()]
    left = [(one, other) for one, other in ids[likeness_sets.sieve(pairs, facts)].tolist()]
    return Walked(last, int(rows), crowded, duplicates.settle(left, stored={}, at=at))

"""Likely duplicates: looked for among the leads that share a key, compared, and kept as suggestions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import sets
from core.errors import DomainError
from core.scope import current_workspace_id
from leads import likeness
from leads.likeness import Facts, Likeness
from leads.models import Lead, LeadRank, LeadToken, LikelyPair
from leads.services import indexing
from work import jobs
from work.models import Job


KIND = "duplicates"
# So many leads in each step of a full scan.
CHUNK = 5_000
FACTS = Facts._fields
# Keys of the leads, each probed in the index of words; one with too many leads behind it tells nothing.
CANDIDATES = f"""
SELECT DISTINCT least(m.lead_id, o.lead_id), greatest(m.lead_id, o.lead_id)
FROM {{mine}} m
CROSS JOIN LATERAL (
  SELECT t.lead_id, count(*) OVER () AS n FROM (
    SELECT lead_id FROM leads_leadtoken
    WHERE workspace_id = %(workspace)s AND token = m.token LIMIT {likeness.BLOCK + 1}) t) o
WHERE m.token >= '{likeness.MARK}' AND m.token < '{likeness.AFTER}'
  AND o.n <= {likeness.BLOCK} AND o.lead_id {{than}} m.lead_id
"""
# By the leads' own words: by the keys, all keys of the workspace would be read. OFFSET keeps the planner from it.
THESE = """(SELECT lead_id, token FROM leads_leadtoken
  WHERE workspace_id = %(workspace)s AND lead_id = ANY(%(leads)s) OFFSET 0)"""
RANGE = """(SELECT lead_id, token FROM leads_leadtoken
  WHERE workspace_id = %(workspace)s AND lead_id BETWEEN %(first)s AND %(last)s OFFSET 0)"""
UPSERT = """
INSERT INTO leads_likelypair (workspace_id, first_id, second_id, score, reasons, found_at)
SELECT %s, x.first_id, x.second_id, x.score, x.reasons, %s
FROM jsonb_to_recordset(%s::jsonb) AS x(first_id bigint, second_id bigint, score smallint, reasons jsonb)
ORDER BY 2, 3
ON CONFLICT (workspace_id, first_id, second_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
WHERE leads_likelypair.dismissed_at IS NULL
  AND (leads_likelypair.score, leads_likelypair.reasons) IS DISTINCT FROM (excluded.score, excluded.reasons)
"""
Pair = tuple[int, int]


class ScanRuns(DomainError):
    """A scan is under way already."""

    code = "scan_runs"


@transaction.atomic
def suggest(*, lead_ids: Sequence[int], at: datetime) -> int:
    """Bring the suggestions of these leads into line with what they say now; return how many stand.

    A pipeline step: set-based, running it again changes nothing. A pair that a person set aside stays aside.
    Queries: two where nobody is like them, else five.
    """
    ids = sorted(lead_ids)
    pairs = _candidates(THESE, {"leads": ids}, than="<>")
    stored = set(LikelyPair.objects.of(*ids).open().values_list("first_id", "second_id"))
    return _settle(pairs | stored, stored, at)


def _candidates(mine: str, values: dict[str, Any], *, than: str) -> set[Pair]:
    with connection.cursor() as cursor:
        sql = CANDIDATES.format(mine=mine, than=than)
        cursor.execute(sql, {"workspace": current_workspace_id(), **values})  # type: ignore[arg-type]
        return set(cursor.fetchall())


def _settle(pairs: set[Pair], stored: set[Pair], at: datetime) -> int:
    """Compare the pairs, keep those that are likely and drop what is not so any more."""
    if not pairs:
        return 0
    likely = _likely(pairs)
    rows = [
        {"first_id": first, "second_id": second, "score": one.score, "reasons": one.reasons}
        for (first, second), one in likely.items()
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, [current_workspace_id(), at, sets.dump(rows)])
    if gone := stored - set(likely):
        wrong = Q()
        for first, second in gone:
            wrong |= Q(first=first, second=second)
        LikelyPair.objects.filter(wrong, dismissed_at=None).delete()
    return len(likely)


def _likely(pairs: Collection[Pair]) -> dict[Pair, Likeness]:
    """Return the pairs that are likely one, and why. Queries: one."""
    ids = {pk for pair in pairs for pk in pair}
    rows = Lead.objects.filter(pk__in=ids).values_list("pk", *FACTS)
    leads = {pk: likeness.sketch(Facts(*facts)) for pk, *facts in rows}
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


@transaction.atomic
def start_scan(*, by: int | None) -> Job:
    """Begin to compare every lead with every other one that shares a key.

    Raises: ScanRuns.
    """
    if Job.objects.filter(kind=KIND, state__in=[Job.State.RUNNING, Job.State.PAUSED]).exists():
        raise ScanRuns(_("A scan is under way already."))
    return jobs.start(kind=KIND, params={}, total=LeadRank.objects.count(), by=by)


def step(*, job: Job, at: datetime) -> bool:
    """Write the keys that are missing, lead by lead in order; then compare, again in order."""
    part = job.result.get("part", "keys")
    ids = next_part(job.result.get("cursor", 0))
    if ids:
        if part == "keys":
            write_keys(ids)
        else:
            found = scan(first=ids[0], last=ids[-1], at=at)
            job.result["found"] = job.result.get("found", 0) + found
            job.finished += len(ids)
        job.result["cursor"] = ids[-1]
    if len(ids) == CHUNK:
        return False
    if part == "keys":
        job.result |= {"part": "pairs", "cursor": 0}
        return False
    return True


def next_part(after: int) -> list[int]:
    """Return the next leads after that one, in order. Queries: one."""
    ids = LeadRank.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return list(ids[:CHUNK])


def write_keys(ids: Sequence[int]) -> None:
    """Give keys to those of the leads that have none, e.g. from before there were keys. Queries: one or two."""
    has = LeadToken.objects.filter(lead_id=OuterRef("pk"), token__gte=likeness.MARK, token__lt=likeness.AFTER)
    bare = Lead.objects.filter(pk__in=ids).exclude(Exists(has)).only("pk", *FACTS)
    indexing.add_keys(bare)


def scan(*, first: int, last: int, at: datetime) -> int:
    """Compare the leads of the range with those of lower number; return how many pairs are likely."""
    pairs = _candidates(RANGE, {"first": first, "last": last}, than="<")
    return _settle(pairs, set(), at)

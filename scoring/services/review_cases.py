"""Freezing leads for a review: what was known when Sales got them, what Marketing had done, and what became of them.

Facts, score and lines are those that the snapshot of the moment kept, criteria those of the live model read over the
same facts with the activities until then. No name or address is frozen but the title, which goes with the lead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from conditions.fragments import IdSet, join
from conditions.registry import Registry
from core.scope import current_workspace_id
from leads.models import Lead
from scoring import queries
from scoring.choices import CaseOutcome
from scoring.engine.compiler import ScoreCompiler
from scoring.engine.learning_candidates import IDENTITIES, LATER
from scoring.engine.moments import as_of, asked_then
from scoring.engine.spec import ModelSpec
from scoring.models import ReviewCase, ScoreSnapshot, ScoringModel
from scoring.services.learning_hits import hits_of
from scoring.services.learning_rows import STANDS
from scoring.services.passes import over_many
from scoring.services.review_sample import Picked
from scoring.services.snapshots import loaded


Json = dict[str, Any]
# What a review shows of who it is, and what goes when the lead is erased.
NAMED = frozenset({"company.company", "interest.need"})
# What Marketing did, or saw being done.
KINDS = (
    "inquiry",
    "page_view",
    "download",
    "form_start",
    "web_event",
    "email_sent",
    "email_opened",
    "email_clicked",
    "email_replied",
    "event_attended",
)
MOST_ACTIONS = 12
MOST_SAID = 300
# What an entry of the timeline is written with; the rest of an activity's data is not kept.
TOLD = ("form_name", "form", "title", "url", "seconds", "subject", "label", "topic", "channel")
MOMENTS = """
WITH moments AS MATERIALIZED (
  SELECT p.lead_id, t.at, (t.at AT TIME ZONE 'UTC')::date AS day, p.facts
  FROM unnest(%s::bigint[], %s::timestamptz[]) t(id, at)
  JOIN scoring_scoresnapshot p ON p.workspace_id = %s AND p.id = t.id)
"""
ACTIONS = """
SELECT x.lead_id, x.kind, x.occurred_at, x.data, x.kinds FROM (
  SELECT a.lead_id, a.kind, a.occurred_at, a.data, a.id, count(*) OVER (PARTITION BY a.lead_id, a.kind) AS kinds,
    row_number() OVER (PARTITION BY a.lead_id ORDER BY a.occurred_at DESC, a.id DESC) AS place,
    row_number() OVER (PARTITION BY a.lead_id, a.kind ORDER BY a.occurred_at DESC, a.id DESC) AS of_kind
  FROM unnest(%s::bigint[], %s::timestamptz[]) t(lead_id, at)
  JOIN leads_activity a ON a.lead_id = t.lead_id AND a.occurred_at <= t.at
  WHERE a.workspace_id = %s AND a.kind = ANY(%s)) x
WHERE x.place <= %s OR x.of_kind = 1 ORDER BY x.occurred_at DESC, x.id DESC
"""
ENDS = """
SELECT a.lead_id, a.kind, a.occurred_at, a.data FROM unnest(%s::bigint[], %s::timestamptz[]) t(lead_id, at)
JOIN leads_activity a ON a.lead_id = t.lead_id AND a.occurred_at >= t.at
WHERE a.workspace_id = %s AND a.occurred_at <= %s AND {stands}
  AND a.kind IN ('accepted', 'rejected', 'recycled', 'won', 'lost')
ORDER BY a.occurred_at, a.id
"""
# The later ones tell more, whatever came last.
RANKED = (
    CaseOutcome.OPEN,
    CaseOutcome.ACCEPTED,
    CaseOutcome.RETURNED,
    CaseOutcome.LOST,
    CaseOutcome.WON,
)
BECAME = {
    "accepted": CaseOutcome.ACCEPTED,
    "rejected": CaseOutcome.RETURNED,
    "recycled": CaseOutcome.RETURNED,
    "won": CaseOutcome.WON,
    "lost": CaseOutcome.LOST,
}


@dataclass(frozen=True, slots=True)
class Ended:
    """What had become of a lead."""

    outcome: str = CaseOutcome.OPEN
    reason: str = ""
    note: str = ""
    at: datetime | None = None


def freeze(
    picked: Sequence[Picked], *, spec: ModelSpec | None, names: Registry, at: datetime
) -> list[ReviewCase]:
    """Return the cases, not saved yet, in the order they were picked. Queries: six, whatever their number is."""
    if not picked:
        return []
    kept = ScoreSnapshot.objects.in_bulk([each.snapshot_id for each in picked])
    leads = Lead.objects.in_bulk([each.lead_id for each in picked])
    labels = _labels({snapshot.model_version for snapshot in kept.values()}, names)
    hits = _hits(spec, names, picked, at=at) if spec else {}
    actions, counts = _actions(picked)
    ended = _ends(picked, at=at)
    cases = []
    for place, each in enumerate(picked):
        snapshot = kept[each.snapshot_id]
        facts = loaded(snapshot.facts)
        cases.append(
            ReviewCase(
                position=place,
                lead_id=each.lead_id,
                happened_at=each.at,
                title=_title(leads[each.lead_id]),
                facts=_facts(facts, names),
                known=sorted(name for name, value in facts.items() if value not in (None, "", [])),
                version=snapshot.model_version,
                model_key=snapshot.model_key,
                definition_key=snapshot.definition_key,
                fit=snapshot.fit,
                engagement=snapshot.engagement,
                score=snapshot.score,
                grade=snapshot.grade,
                lines=_lines(loaded(snapshot.lines), labels.get(snapshot.model_version, {})),
                hits=hits.get(each.lead_id, []),
                actions=actions.get(each.lead_id, []),
                counts=counts.get(each.lead_id, {}),
                **_ending(ended.get(each.lead_id, Ended())),
            )
        )
    return cases


def _title(lead: Lead) -> str:
    parts = [lead.name, lead.company] if lead.name and lead.company else [lead.title]
    return " · ".join(parts)[:300]


def _facts(facts: Mapping[str, Any], names: Registry) -> Json:
    """Return what is known, without who it is: a review judges leads, and keeps no address book."""
    hidden = (IDENTITIES | LATER) - NAMED
    fields = {field.name for field in names.fields if field.name not in hidden}
    return {name: value for name, value in facts.items() if name in fields and value not in (None, "", [])}


def _labels(versions: set[int], names: Registry) -> dict[int, dict[str, tuple[str, str]]]:
    """Return what the criteria of every model of the versions are called."""
    return {
        version.version: {
            criterion.key: (criterion.label.en, criterion.label.es)
            for criterion in queries.spec_of(version, names).every_criterion()
        }
        for version in ScoringModel.objects.filter(version__in=versions)
        if version.version
    }


def _lines(
    lines: Mapping[str, Mapping[str, int | None]], labels: Mapping[str, tuple[str, str]]
) -> list[Json]:
    """Return the lines of the score as then; what caps and bounds cut is one line of each dimension."""
    found: list[Json] = []
    for dimension, by_key in lines.items():
        cut = 0
        for key, tenths in by_key.items():
            if tenths and key in labels:
                english, spanish = labels[key]
                found.append({"en": english, "es": spanish, "dimension": dimension, "points": tenths})
            elif tenths:
                cut += tenths
        if cut:
            found.append({"en": "", "es": "", "dimension": dimension, "points": cut})
    return found


def _hits(
    spec: ModelSpec, names: Registry, picked: Sequence[Picked], *, at: datetime
) -> dict[int, list[str]]:
    """Return which criteria of the live model held for each lead, by its snapshot's facts and activities until then."""
    today = at.astimezone(UTC).date()
    workspace_id = current_workspace_id()
    compiler = ScoreCompiler(asked_then(spec), as_of(names, today=today), today=today)
    hits = join(", ", hits_of(compiler))
    source = compiler.from_sql(workspace_id=workspace_id, rows=IdSet(sorted(each.lead_id for each in picked)))
    kept = [[each.snapshot_id for each in picked], [each.at for each in picked]]
    params: list[Any] = [*kept, workspace_id, *hits.params, *source.params]
    with over_many(), connection.cursor() as cursor:
        cursor.execute(f"{MOMENTS} SELECT l.id, ARRAY[{hits.sql}]::float8[] {source.sql}", params)
        return {
            lead_id: [criterion.key for criterion, hit in zip(compiler.criteria, found, strict=True) if hit]
            for lead_id, found in cursor.fetchall()
        }


def _moments(picked: Sequence[Picked]) -> list[Any]:
    return [[each.lead_id for each in picked], [each.at for each in picked]]


def _actions(picked: Sequence[Picked]) -> tuple[dict[int, list[Json]], dict[int, dict[str, int]]]:
    """Return the newest entries of each lead, and how many of each kind there were."""
    newest: dict[int, list[Json]] = {}
    counts: dict[int, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(ACTIONS, [*_moments(picked), current_workspace_id(), list(KINDS), MOST_ACTIONS])
        for lead_id, kind, occurred_at, data, number in cursor.fetchall():
            counts.setdefault(lead_id, {})[kind] = number
            kept = newest.setdefault(lead_id, [])
            if len(kept) < MOST_ACTIONS:
                kept.append(_action(kind, occurred_at, loaded(data)))
    return newest, counts


def _action(kind: str, occurred_at: datetime, data: Json) -> Json:
    action: Json = {"kind": kind, "at": occurred_at.isoformat()}
    told = {name: data[name] for name in TOLD if data.get(name) not in (None, "")}
    said = str(data.get("message") or "")[:MOST_SAID]
    return action | ({"data": told} if told else {}) | ({"said": said} if said else {})


def _ends(picked: Sequence[Picked], *, at: datetime) -> dict[int, Ended]:
    """Return what became of each lead after the moment: won, lost, returned or accepted, the first that is so."""
    found: dict[int, Ended] = {}
    with connection.cursor() as cursor:
        cursor.execute(ENDS.format(stands=STANDS), [*_moments(picked), current_workspace_id(), at])
        for lead_id, kind, occurred_at, data in cursor.fetchall():
            outcome, told = BECAME[kind], loaded(data)
            if RANKED.index(outcome) >= RANKED.index(CaseOutcome(found.get(lead_id, Ended()).outcome)):
                reason = str(told.get("reason_label") or told.get("reason") or "")
                note = str(told.get("note") or "")
                found[lead_id] = Ended(outcome, reason[:120], note[:300], occurred_at)
    return found


def _ending(ended: Ended) -> Json:
    return {
        "outcome": ended.outcome,
        "reason": ended.reason,
        "note": ended.note,
        "ended_at": ended.at,
    }

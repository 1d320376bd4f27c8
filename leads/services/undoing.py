"""Taking back what was done to many leads: delete those nobody worked with, give facts their former values."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core import sets
from core.scope import current_workspace_id
from leads import changes, normalize, queries
from leads.choices import ActivityKind
from leads.models import FieldChange, Lead, LeadRank
from leads.services import indexing, writing


ORIGIN = "undo"
# What happens to a lead by itself: such entries do not mean that somebody worked with it; of workflows unless
# somebody asked to put the lead in or to take it out. A clue does so where an inference says it or withdraws it.
BY_ITSELF = (
    ActivityKind.CREATED,
    ActivityKind.IMPORTED,
    ActivityKind.SCORE_CHANGED,
    ActivityKind.CONSENT_GIVEN,
    ActivityKind.WORKFLOW_ENTERED,
    ActivityKind.WORKFLOW_LEFT,
)
UNTOUCHED = """
SELECT l.id FROM leads_lead l
JOIN leads_leadrank r ON r.workspace_id = l.workspace_id AND r.lead_id = l.id
WHERE l.workspace_id = %(workspace)s AND l.id = ANY (%(leads)s) AND l.is_open
  AND l.last_inquiry_at IS NOT DISTINCT FROM %(asked_at)s AND l.by_hand = '{}'
  AND r.stage = 'marketing' AND r.owner_id IS NULL AND r.grade_by_hand = ''
  AND NOT EXISTS (SELECT 1 FROM leads_activity a WHERE a.workspace_id = l.workspace_id AND a.lead_id = l.id
                  AND a.dedup_key IS DISTINCT FROM %(evidence)s
                  AND NOT (a.kind = 'clue' AND a.data->'inferred' IS NOT NULL)
                  AND (a.kind <> ALL (%(kinds)s) OR a.data->>'is_asked' = 'true' OR a.data->>'reason' = 'by_hand'
                       OR (a.kind = 'workflow_entered' AND a.by_id IS NOT NULL)))
  AND NOT EXISTS (SELECT 1 FROM leads_fieldchange f WHERE f.workspace_id = l.workspace_id AND f.lead_id = l.id
                  AND f.origin <> 'undo' AND f.at <> ALL (%(parts)s::timestamptz[]))
  AND NOT EXISTS (SELECT 1 FROM leads_consentrecord c WHERE c.workspace_id = l.workspace_id
                  AND c.lead_id = l.id AND c.evidence <> %(evidence)s)
  AND (SELECT count(*) FROM leads_stagechange s WHERE s.workspace_id = l.workspace_id AND s.lead_id = l.id) = 1
  AND NOT EXISTS (SELECT 1 FROM leads_task t WHERE t.workspace_id = l.workspace_id AND t.lead_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM leads_lead n WHERE n.workspace_id = l.workspace_id AND n.previous_lead_id = l.id)
"""


def hold(lead_ids: Sequence[int]) -> None:
    """Hold ranks, then leads, until the transaction ends: in the order in which everybody does."""
    for model in (LeadRank, Lead):
        rows = model.objects.filter(pk__in=list(lead_ids)).order_by("pk").select_for_update(of=("self",))
        list(rows.values_list("pk", flat=True))


def untouched(
    lead_ids: Collection[int],
    *,
    parts: Collection[datetime],
    evidence: str,
    asked_at: datetime | None = None,
) -> set[int]:
    """Return those of the (held) leads with which nobody worked since they were made.

    No inquiry, call, mail, note, task, edit, move, owner or enrollment by hand. What scoring, inferences and workflows
    did by themselves does not count, nor a consent or an entry that ``evidence`` names, nor a field changed at one of
    the moments ``parts``, which are those of the deed that is taken back; ``asked_at``: the inquiry that the deed was,
    if it was one. Queries: one.
    """
    if not lead_ids:
        return set()
    values: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "leads": list(lead_ids),
        "parts": list(parts),
        "kinds": [kind.value for kind in BY_ITSELF],
        "evidence": evidence,
        "asked_at": asked_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(UNTOUCHED, values)
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def remove(lead_ids: Sequence[int]) -> None:
    """Delete the (held) leads with all that names them, in every room. Queries: some for each table that does."""
    Lead.objects.filter(pk__in=list(lead_ids)).delete()


@transaction.atomic
def restore(
    former: Mapping[int, Mapping[str, tuple[Any, Any]]], *, by: int | None, at: datetime
) -> tuple[dict[int, set[str]], set[int]]:
    """Give facts of the (held) leads back what they were, where they still are what ``former`` says they became.

    ``former`` is ``{lead: {path: (old, new)}}``, paths as in field history. Returns the paths given back by lead,
    and the leads whose former e-mail address another open lead has now: of those the address stays.
    Queries: six.
    """
    leads = list(Lead.objects.filter(pk__in=list(former)).order_by("pk"))
    plans = {lead.pk: _still(lead, former[lead.pk]) for lead in leads}
    taken = _taken(leads, plans)
    for lead_id in taken:
        plans[lead_id].pop("email")
    country = queries.home_country()
    names: set[str] = set()
    history: list[dict[str, Any]] = []
    touched = [lead for lead in leads if plans[lead.pk]]
    for lead in touched:
        values = _values(plans[lead.pk])
        said = {"lead_id": lead.pk, "by": by, "at": at, "origin": ORIGIN}
        history += [
            {**said, "field": path, "old": old, "new": new}
            for path, (old, new) in writing.differences(lead, values).items()
        ]
        names |= set(writing.columns_after(lead, values, country=country))
        if values.get("external_id") == "":
            lead.external_source = None
            names.add("external_source_id")
    rows = [{"id": lead.pk, **{name: getattr(lead, name) for name in names}} for lead in touched]
    sets.update(Lead, rows, names=sorted(names), also="version = t.version + 1, updated_at = %s", params=[at])
    sets.insert(FieldChange, history)
    indexing.reindex(touched)
    changes.mark(lead.pk for lead in touched)
    return {lead.pk: set(plans[lead.pk]) for lead in leads}, taken


def _still(lead: Lead, former: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Return the former values of what nobody changed since."""
    return {path: old for path, (old, new) in former.items() if _now(lead, path) == new}


def _now(lead: Lead, path: str) -> Any:
    group, _dot, key = path.partition(".")
    return lead.custom.get(key) if group == "custom" and key else writing.plain(getattr(lead, path))


def _values(plan: Mapping[str, Any]) -> dict[str, Any]:
    own = {path.removeprefix("custom."): old for path, old in plan.items() if path.startswith("custom.")}
    values = {path: old for path, old in plan.items() if not path.startswith("custom.")}
    return values | ({"custom": own} if own else {})


def _taken(leads: Sequence[Lead], plans: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Return the open leads whose former address belongs to another open lead by now."""
    wanted = {
        lead.pk: normalize.email(plans[lead.pk]["email"])
        for lead in leads
        if lead.is_open and plans[lead.pk].get("email")
    }
    held = dict(
        Lead.objects.open().filter(email_norm__in=set(wanted.values())).values_list("email_norm", "pk")
    )
    return {pk for pk, address in wanted.items() if held.get(address, pk) != pk}

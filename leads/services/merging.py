"""Making two leads one. Nothing is lost: what has no place on the survivor is kept with the merge (I5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from leads import changes, facts, queries, references
from leads.choices import ActivityKind, Stage
from leads.models import FieldChange, Lead, LeadAlias, LeadRank, LeadTag, MergeRecord
from leads.references import Pair, Reference, Rule
from leads.services import consent, indexing, inferring, matching, merge_facts, merge_rows, timeline, writing
from leads.services.editing import EditConflict


# The further a lead is, the later here; of two the further one's road goes on.
ROAD = (
    Stage.INVALID,
    Stage.DISQUALIFIED,
    Stage.MARKETING,
    Stage.MQL,
    Stage.SAL,
    Stage.SQL,
    Stage.CONVERTED,
)
# What is carried over with the road: who has the lead, since when, and what was agreed about it.
RANK_OF_ROAD = ("stage", "stage_at", "contact_status", "owner_id")
LEAD_OF_ROAD = ("is_open", "closed_reason", "resume_on", "recycle_reason", "hand_off_wish_at")


class SameLead(Invalid):
    """A lead cannot be merged with itself."""

    code = "same_lead"


class BothConverted(DomainError):
    """Both leads became business, and a lead has one conversion."""

    code = "both_converted"


class MergedAway(DomainError):
    """One of the two was merged or deleted a moment ago."""

    code = "merged_away"


@dataclass
class Keeping:
    """What the merge writes down to be taken back, as ``MergeRecord.kept`` holds it."""

    road: str
    lead: dict[str, Any] = field(default_factory=dict)
    rank: dict[str, Any] = field(default_factory=dict)
    moved: dict[str, list[int]] = field(default_factory=dict)
    own: dict[str, list[int]] = field(default_factory=dict)
    lent: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    settled: dict[str, dict[str, Any]] = field(default_factory=dict)
    away: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def put_away(self, model: str, rows: list[dict[str, Any]]) -> None:
        """Add rows that have no place while the merge lasts."""
        if rows:
            self.away.setdefault(model, []).extend(rows)


def survivor(one: Lead, other: Lead) -> tuple[Lead, Lead]:
    """Return (winner, loser) as they are by default: the known one survives, of two the older one.

    Known is who can be reached or named: by e-mail, phone or name. An anonymous visitor never outlives a person.
    """

    def order(lead: Lead) -> tuple[bool, datetime, int]:
        return (not (lead.email_norm or lead.phone_e164 or lead.name_norm), lead.created_at, lead.pk)

    first, second = sorted((one, other), key=order)
    return first, second


def road_of(winner: Lead, loser: Lead) -> Lead:
    """Return the lead whose stage, owner and hand-off go on: the further one, the survivor of two alike."""
    return loser if ROAD.index(Stage(loser.rank.stage)) > ROAD.index(Stage(winner.rank.stage)) else winner


@transaction.atomic
def merge(
    *,
    winner: Lead,
    loser: Lead,
    taken: Collection[str] | None = None,
    versions: Mapping[int, int] | None = None,
    by: int | None,
    at: datetime,
) -> MergeRecord:
    """Make the two one lead, which keeps the winner's ids, and return what was done.

    ``taken`` names the facts that come from the loser; None takes what the winner lacks. ``versions`` are those
    that were read, by lead id. Of two merges of one lead at once, one is refused; an inquiry of either waits.
    Raises: SameLead, BothConverted, MergedAway, EditConflict, EmailTaken, Invalid.
    """
    if winner.pk == loser.pk:
        raise SameLead(_("Choose another lead: this is the same one."))
    winner, loser = _lock(winner, loser)
    _check(winner, loser, versions or {})
    chosen = merge_facts.taken_by_default(winner, loser) if taken is None else _chosen(winner, loser, taken)
    dropped = [key for key in merge_facts.differing(winner, loser) if key not in chosen]
    road = road_of(winner, loser)
    keeping = Keeping(road="winner" if road is winner else "loser")
    pair = Pair(winner.pk, loser.pk, road.pk, road.rank.stage, by, at)
    record = MergeRecord.objects.create(
        winner=winner,
        first_winner=winner.pk,
        loser_id=loser.pk,
        loser_public_id=loser.public_id,
        loser_title=loser.title[:320],
        at=at,
        by=by,
        taken=sorted(chosen),
        dropped=dropped,
        kept={},
    )
    keeping.lead["before"] = merge_rows.read(Lead, [winner.pk])[winner.pk]
    keeping.rank["before"] = merge_rows.read(LeadRank, [winner.pk])[winner.pk]
    _add_alias(record, loser, is_lost=True)
    _add_alias(record, winner, is_lost=False)
    closed = _move_rows(pair, keeping, record)
    _write_winner(winner, loser, road, chosen, keeping, pair)
    MergeRecord.objects.filter(pk=record.pk).update(kept=keeping.__dict__)
    record.kept = keeping.__dict__
    data = {
        "lead": str(loser.public_id),
        "title": loser.title,
        "record": record.pk,
        "taken": sorted(chosen),
        "dropped": dropped,
        "closed": closed,
    }
    timeline.record(lead_id=winner.pk, kind=ActivityKind.MERGED, by=by, at=at, data=data)
    changes.mark([winner.pk])
    return record


def _lock(winner: Lead, loser: Lead) -> tuple[Lead, Lead]:
    """Hold both leads' keys, then their rows, and return them as they are now."""
    pks = [winner.pk, loser.pk]
    matching.hold_identities([winner, loser])
    ranks = LeadRank.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    by_lead = {rank.lead_id: rank for rank in ranks}
    # Whoever adds a row that names the lead asks for its key at the end: the row itself must be ours alone.
    rows = Lead.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    found = {lead.pk: lead for lead in rows}
    if len(found) < 2 or len(by_lead) < 2:
        raise MergedAway(_("One of these leads was merged or deleted a moment ago."))
    for read in (winner, loser):
        if matching.keys(found[read.pk]) - matching.keys(read):
            raise EditConflict(_("Somebody changed one of these leads a moment ago. Look at them again."))
        found[read.pk].rank = by_lead[read.pk]
    return found[winner.pk], found[loser.pk]


def _check(winner: Lead, loser: Lead, versions: Mapping[int, int]) -> None:
    if any(versions.get(lead.pk, lead.version) != lead.version for lead in (winner, loser)):
        raise EditConflict(_("Somebody changed one of these leads since you looked. Look at them again."))
    if winner.rank.stage == loser.rank.stage == Stage.CONVERTED:
        raise BothConverted(
            _("Both leads were converted. Undo one conversion first, or leave them as they are.")
        )


def _chosen(winner: Lead, loser: Lead, taken: Collection[str]) -> set[str]:
    known = {*merge_facts.CHOOSABLE, *(f"custom.{key}" for key in loser.custom)}
    if unknown := sorted(set(taken) - known):
        message = str(_("The lead that goes knows no such fact."))
        raise Invalid(
            _("Some facts cannot be taken."),
            errors=[{"path": f"take.{key}", "message": message} for key in unknown],
        )
    return {key for key in taken if not facts.is_empty(merge_facts.value(loser, key))}


def _add_alias(record: MergeRecord, lead: Lead, *, is_lost: bool) -> None:
    """Let the survivor be found by what this lead is known by now."""
    names = (
        "external_id",
        "external_source_id",
        "email_norm",
        "phone_e164",
        "name_norm",
        "company_norm",
        "domain",
        "tax_id_norm",
    )
    LeadAlias.objects.create(
        lead_id=record.winner_id,
        record=record,
        lead_was=lead.pk if is_lost else None,
        public_id=lead.public_id if is_lost else None,
        **{name: getattr(lead, name) for name in names},
    )


def _move_rows(pair: Pair, keeping: Keeping, record: MergeRecord) -> list[str]:
    """Settle what cannot stand twice, then let every row of the lost lead change hands; return what was closed."""
    closed = []
    for reference in references.every():
        if reference.settle and (settled := reference.settle(pair)):
            _settle(reference, settled, keeping, pair)
            closed += [reference.said] if reference.said else []
    for reference in references.every():
        if reference.rule == Rule.STAGES:
            keeping.put_away(reference.model, merge_rows.take(reference, pair.ended))
        if reference.follows_road or reference == references.CONSENTS:
            keeping.own[reference.key] = merge_rows.ids(reference, pair.winner)
        if reference.rule in {Rule.AWAY, Rule.ONE}:
            _put_away(reference, keeping, pair)
        elif reference.rule != Rule.STAYS:
            moved = merge_rows.move(reference, source=pair.loser, target=pair.winner, record=record.pk)
            keeping.moved[reference.key] = moved
    keeping.put_away("leads.Lead", merge_rows.take_lead(Lead, pair.loser))
    return closed


def _put_away(reference: Reference, keeping: Keeping, pair: Pair) -> None:
    rows = merge_rows.take(reference, pair.loser)
    keeping.put_away(reference.model, rows)
    if reference.rule == Rule.ONE and not merge_rows.ids(reference, pair.winner):
        keeping.lent[reference.key] = merge_rows.copy(reference, rows, pair.winner)


def _settle(
    reference: Reference, settled: Mapping[int, Mapping[str, Any]], keeping: Keeping, pair: Pair
) -> None:
    model = reference.find_model()
    before = merge_rows.read(model, settled)
    for pk, values in settled.items():
        model._default_manager.filter(pk=pk).update(**values)
    after = merge_rows.read(model, settled)
    keeping.settled[reference.key] = {
        str(pk): {
            "before": {name: before[pk][name] for name in before[pk] if before[pk][name] != after[pk][name]},
            "after": {name: after[pk][name] for name in after[pk] if before[pk][name] != after[pk][name]},
        }
        for pk in settled
    }
    if reference.settled:
        reference.settled(sorted(settled), pair.at)


def _write_winner(
    winner: Lead, loser: Lead, road: Lead, chosen: Collection[str], keeping: Keeping, pair: Pair
) -> None:
    """Write what the survivor knows and where it stands now, and keep both rows as they then are."""
    ranks, leads, pk = LeadRank, Lead, winner.pk
    values = merge_facts.values(winner, loser, chosen)
    beyond = merge_facts.beyond_facts(winner, loser, chosen)
    changed = writing.differences(winner, values)
    columns = writing.columns_after(winner, values, country=queries.home_country()) | beyond
    columns["marketing_consent"] = merge_facts.consent(consent.latest(pk), winner, loser)
    if road is loser:
        columns |= {name: getattr(loser, name) for name in LEAD_OF_ROAD}
    columns["hand_off_wish_at"] = merge_facts.wish(winner, loser, road)
    try:
        with transaction.atomic():
            leads.objects.filter(pk=pk).update(**columns, version=winner.version + 1, updated_at=pair.at)
    except IntegrityError as error:
        raise writing.EmailTaken(_("Another open lead has this e-mail address.")) from error
    ranks.objects.filter(pk=pk).update(**_rank_columns(winner, loser, road))
    FieldChange.objects.bulk_create(writing.history(pk, changed, by=pair.by, at=pair.at, origin="merge"))
    write_words(leads.objects.get(pk=pk))
    inferring.stand(lead_ids=[pk])
    keeping.lead["after"] = merge_rows.read(leads, [pk])[pk]
    keeping.rank["after"] = merge_rows.read(ranks, [pk])[pk]


def _rank_columns(winner: Lead, loser: Lead, road: Lead) -> dict[str, Any]:
    older = min(winner, loser, key=lambda lead: lead.created_at)
    other = loser if older is winner else winner
    columns: dict[str, Any] = {
        "created_at": older.created_at,
        "source_id": older.rank.source_id or other.rank.source_id,
        "campaign_id": older.rank.campaign_id or other.rank.campaign_id,
        "grade_by_hand": winner.rank.grade_by_hand or loser.rank.grade_by_hand,
    }
    if road is loser:
        columns |= {name: getattr(loser.rank, name) for name in RANK_OF_ROAD}
    return columns


def write_words(lead: Lead) -> None:
    """Bring search words and the index of tags into line with the lead."""
    indexing.reindex([lead])
    LeadTag.objects.filter(lead_id=lead.pk).exclude(tag__in=lead.tags).delete()
    LeadTag.objects.bulk_create([LeadTag(lead=lead, tag=tag) for tag in lead.tags], ignore_conflicts=True)

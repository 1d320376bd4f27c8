"""Taking a merge back: every row to the lead it came from, every fact to what it was unless it changed since (I5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation

from core.errors import DomainError
from leads import changes, normalize, queries, references
from leads.choices import ActivityKind, ConsentAct
from leads.models import ConsentRecord, Lead, LeadAlias, LeadRank, LikelyPair, MergeRecord, Restriction
from leads.references import Reference
from leads.services import (
    consent,
    inferring,
    matching,
    merge_kept,
    merge_rows,
    merging,
    timeline,
    unmerge_facts,
)


# Of a withdrawal that holds for both leads, beside its moment and who wrote it down.
SAID = ("text", "text_version", "channel", "evidence", "ip_class", "purpose", "source", "basis")


class UnmergedAlready(DomainError):
    """Somebody took this merge back already."""

    code = "unmerged_already"


class LaterMergeFirst(DomainError):
    """The lead that survived was itself merged into another one since."""

    code = "later_merge_first"


class AddressTaken(DomainError):
    """An open lead has the address or the foreign id of the lead that would come back."""

    code = "address_taken"


@dataclass
class Undone:
    """The two leads as they are again; ``left`` names what had changed since and was left with the survivor."""

    winner: Lead
    loser: Lead
    left: list[str] = field(default_factory=list)


@transaction.atomic
def unmerge(*, record: MergeRecord, by: int | None, at: datetime) -> Undone:
    """Bring the lost lead back as it was, with all that was its own.

    What came in since the merge stays with the survivor, but for the road: if the lost lead's went on, then whoever
    it was handed to, and how far it came, goes back with it. Raises: UnmergedAlready, LaterMergeFirst, AddressTaken.
    """
    winner = _hold(record)
    record = MergeRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.undone_at is not None:
        raise UnmergedAlready(_("This merge was undone already."))
    record.kept = merge_kept.as_now(record.kept)
    if winner is None or record.winner_id != record.first_winner:
        raise LaterMergeFirst(_("This lead was merged into another one since. Undo that merge first."))
    try:
        with transaction.atomic():
            left = _restore(record, at)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise AddressTaken(
            _("Another lead has the address or the foreign ID of the lead that would come back.")
        ) from error
    _note(record, left, by=by, at=at)
    found = {lead.pk: lead for lead in Lead.objects.select_related("rank").filter(pk__in=_both(record))}
    return Undone(found[record.winner_id], found[record.loser_id], left)


def _both(record: MergeRecord) -> list[int]:
    return [record.winner_id, record.loser_id]


def _hold(record: MergeRecord) -> Lead | None:
    """Hold what both leads are known by, then the survivor's rows; None if it is no more."""
    known = list(Lead.objects.filter(pk=record.winner_id))
    matching.hold_identities(known)
    LeadRank.objects.select_for_update(of=("self",)).filter(pk=record.winner_id).first()
    return Lead.objects.select_for_update(of=("self",)).filter(pk=record.winner_id).first()


def _restore(record: MergeRecord, at: datetime) -> list[str]:
    kept = record.kept
    is_road_back = kept["road"] == "loser"
    now = {
        "lead": merge_rows.read(Lead, [record.winner_id])[record.winner_id],
        "rank": merge_rows.read(LeadRank, [record.winner_id])[record.winner_id],
    }
    rows = [kept["lead"]["before"], *kept["away"]["leads.Lead"]]
    called = _now_called({row["previous_lead_id"] for row in rows} - {None})
    changed = _take_lent(record)
    left = unmerge_facts.restore(record, now, called, changed, is_road_back=is_road_back)
    for reference in references.every():
        _move_back(reference, record, is_road_back=is_road_back)
    _bring_back(kept["away"], _carried(kept, now) if is_road_back else {}, called)
    for reference in references.every():
        left += _unsettle(reference, kept["settled"].get(reference.key, {}), at)
    LeadAlias.objects.filter(record=record).delete()
    _share_withdrawals(record)
    _share_restrictions(record)
    _tidy(record, now["lead"])
    return left


def _now_called(lead_ids: Collection[int]) -> dict[int, int]:
    """Return which lead each of these became that was merged itself. Queries: one."""
    aliases = LeadAlias.objects.filter(lead_was__in=lead_ids)
    return {was: now for was, now in aliases.values_list("lead_was", "lead_id") if was is not None}


def _take_lent(record: MergeRecord) -> set[str]:
    """Take from the survivor what it has only like the lost lead; return the columns where it has its own by now."""
    lent = record.kept.get("lent", {})
    return {
        reference.rank_column
        for reference in references.every()
        if reference.key in lent
        and not merge_rows.take_same(reference, record.winner_id, lent[reference.key])
    }


def _carried(kept: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return how much further the lost lead's road has come by now, by table."""

    def moved(part: str, names: Collection[str]) -> dict[str, Any]:
        after = kept[part]["after"]
        return {name: now[part][name] for name in names if now[part][name] != after[name]}

    return {
        "leads.Lead": moved("lead", merging.LEAD_OF_ROAD),
        "leads.LeadRank": moved("rank", merging.RANK_OF_ROAD),
    }


def _bring_back(
    away: Mapping[str, list[dict[str, Any]]],
    carried: Mapping[str, dict[str, Any]],
    called: Mapping[int, int],
) -> None:
    for label in sorted(away, key=lambda name: name != "leads.Lead"):
        model = apps.get_model(label)
        rows = [row | carried.get(label, {}) for row in away[label]]
        merge_rows.bring_back(model, merge_rows.fitting(model, rows, now_called=called))


def _unsettle(reference: Reference, entries: Mapping[str, Any], at: datetime) -> list[str]:
    """Take up again what the merge ended, where it still is as the merge left it; return what it could not."""
    if not entries:
        return []
    model = reference.find_model()
    back: list[int] = []
    left: list[str] = []
    for pk, row in merge_rows.read(model, [int(pk) for pk in entries]).items():
        before, after = entries[str(pk)]["before"], entries[str(pk)]["after"]
        if any(row[name] != value for name, value in after.items()):
            continue
        try:
            with transaction.atomic():
                merge_rows.change(model, pk, before)
        except IntegrityError:
            # The lead has another one of these by now, and may have only one.
            left += [reference.said] if reference.said else []
        else:
            back.append(pk)
    if reference.revived and back:
        reference.revived(back, at)
    return left


def _move_back(reference: Reference, record: MergeRecord, *, is_road_back: bool) -> None:
    """Let the rows that changed hands name the lost lead again, of the road's also those written since."""
    moved = record.kept["moved"].get(reference.key)
    if moved is None and not reference.follows_road:
        return
    wanted = set(moved or ())
    if reference.follows_road and is_road_back:
        own = set(record.kept["own"].get(reference.key, ()))
        wanted |= set(merge_rows.ids(reference, record.winner_id)) - own
    if reference.model == "leads.Lead":
        wanted -= {record.winner_id}
    merge_rows.move(
        reference,
        source=record.winner_id,
        target=record.loser_id,
        record=record.pk,
        only=sorted(wanted),
    )


def _share_withdrawals(record: MergeRecord) -> None:
    """Let what was withdrawn while the two were one hold for both: nobody knows as which of them it was meant."""
    key = references.CONSENTS.key
    if key not in record.kept["own"]:
        return  # merged before this was kept
    former = {*record.kept["own"][key], *record.kept["moved"].get(key, ())}
    for other in MergeRecord.objects.filter(winner=record.winner_id, undone_at=None).exclude(pk=record.pk):
        former |= {*other.kept["moved"].get(key, ())}
    since = list(
        ConsentRecord.objects.filter(lead_id=record.winner_id).exclude(pk__in=former).order_by("at", "pk")
    )
    loser = Lead.objects.get(pk=record.loser_id)
    for row in since:
        if row.act == ConsentAct.WITHDRAWN:
            how = {name: getattr(row, name) for name in SAID}
            consent.record(lead=loser, is_given=False, at=row.at, by=row.by, **how)
    if any(row.purpose == consent.MARKETING for row in since):
        consent.stand(lead_id=record.winner_id)


def _share_restrictions(record: MergeRecord) -> None:
    """Leave both leads alone where it was asked for while the two were one, as with what was withdrawn."""
    key = Restriction._meta.label_lower + ".lead"
    merges = MergeRecord.objects.filter(Q(pk=record.pk) | Q(winner=record.winner_id, undone_at=None))
    moved = {pk for merge in merges for pk in merge.kept["moved"].get(key, ())}
    held = Restriction.objects.filter(ended_at=None)
    since = (
        held.filter(lead_id=record.winner_id, at__gte=record.at).exclude(pk__in=moved).order_by("-at").first()
    )
    if since and not held.filter(lead_id=record.loser_id).exists():
        Restriction.objects.create(lead_id=record.loser_id, reason=since.reason, at=since.at, by=since.by)
        data = {"reason": since.reason}
        timeline.record(
            lead_id=record.loser_id, kind=ActivityKind.RESTRICTED, by=since.by, at=since.at, data=data
        )


def _tidy(record: MergeRecord, former: merge_rows.Row) -> None:
    """Bring what is derived into line with facts of which some went back and others had changed (``former``: since)."""
    winner = Lead.objects.get(pk=record.winner_id)
    if all(_derives_domain(row) for row in (former, record.kept["lead"]["before"])):
        winner.domain = ""
    copies = normalize.copies(winner, country=queries.home_country())
    Lead.objects.filter(pk=winner.pk).update(**copies, version=F("version") + 1)
    winner.refresh_from_db()
    merging.write_words(winner)
    inferring.stand(lead_ids=_both(record))


def _derives_domain(row: merge_rows.Row) -> bool:
    return bool(row["domain"] == normalize.domain(website=row["website"], email_norm=row["email_norm"]))


def _note(record: MergeRecord, left: list[str], *, by: int | None, at: datetime) -> None:
    """Write on both timelines that they are two again, and never suggest the pair again."""
    # What was kept went back; a copy would outlive the lead that it tells of.
    MergeRecord.objects.filter(pk=record.pk).update(
        undone_at=at, undone_by=by, left=left, kept={}, loser_title=""
    )
    titles = dict.fromkeys(_both(record), "")
    for lead in Lead.objects.filter(pk__in=titles):
        titles[lead.pk] = lead.title
    timeline.record_many(
        timeline.Entry(pk, ActivityKind.UNMERGED, at, by, {"title": titles[other], "left": left})
        for pk, other in (_both(record), reversed(_both(record)))
    )
    first, second = sorted(_both(record))
    LikelyPair.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={"dismissed_at": at, "dismissed_by": by},
        create_defaults={"score": 0, "found_at": at, "dismissed_at": at, "dismissed_by": by},
    )
    changes.mark(_both(record))

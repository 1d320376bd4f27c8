"""Moves between stages: one service, one table of allowed moves, one row of history each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from core import sets
from core.errors import DomainError
from leads import changes
from leads.choices import OPEN_STAGES, ActivityKind, ContactStatus, Stage
from leads.models import Lead, LeadRank, StageChange
from leads.services import timeline


# From each stage, where a lead may go (design §4). MARKETING from a Sales stage is the back edge "recycled".
MOVES: dict[str, frozenset[str]] = {
    Stage.MARKETING: frozenset({Stage.MQL, Stage.DISQUALIFIED, Stage.INVALID}),
    Stage.MQL: frozenset({Stage.SAL, Stage.MARKETING, Stage.DISQUALIFIED, Stage.INVALID}),
    Stage.SAL: frozenset({Stage.SQL, Stage.MARKETING, Stage.DISQUALIFIED, Stage.INVALID}),
    Stage.SQL: frozenset({Stage.CONVERTED, Stage.MARKETING, Stage.DISQUALIFIED, Stage.INVALID}),
    Stage.CONVERTED: frozenset({Stage.SQL}),  # only to undo a conversion
    Stage.DISQUALIFIED: frozenset({Stage.MARKETING}),
    Stage.INVALID: frozenset({Stage.MARKETING}),
}


class StageConflict(DomainError):
    """The lead is not in the stage this move starts from."""

    code = "stage_conflict"


class MissingForStage(DomainError):
    """Something must be known before the lead can reach the stage; ``errors`` names each."""

    code = "missing_for_stage"


class OpenLeadExists(DomainError):
    """Another open lead holds the e-mail address, so this one cannot be opened again."""

    code = "open_lead_exists"


@transaction.atomic
def move(
    *,
    lead: Lead,
    to_stage: str,
    by: int | None,
    at: datetime,
    reason: str = "",
    expected: str | None = None,
) -> None:
    """Move the lead to another stage, note the move in its history and mark it changed.

    The row is claimed by its current stage (``expected`` or what was read), so of two concurrent moves one wins.
    Raises: StageConflict if the move is not allowed from where the lead is, or the lead left that stage.
    """
    from_stage = expected or lead.rank.stage
    if to_stage not in MOVES[from_stage]:
        raise StageConflict(
            _("A lead in “%(from)s” cannot go to “%(to)s”.")
            % {"from": Stage(from_stage).label, "to": Stage(to_stage).label}
        )
    claimed = LeadRank.objects.filter(lead_id=lead.pk, stage=from_stage).update(stage=to_stage, stage_at=at)
    if not claimed:
        raise StageConflict(_("Somebody moved this lead a moment ago. Reload the page to see where it is."))
    _set_open(lead, is_open=to_stage in OPEN_STAGES, at=at)
    lead.rank.stage = to_stage
    StageChange.objects.create(
        lead_id=lead.pk, from_stage=from_stage, to_stage=to_stage, at=at, by=by, reason=reason
    )
    changes.mark([lead.pk])


def _set_open(lead: Lead, *, is_open: bool, at: datetime) -> None:
    if lead.is_open == is_open:
        return
    try:
        with transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(is_open=is_open, version=F("version") + 1, updated_at=at)
    except IntegrityError as error:
        raise OpenLeadExists(_("Another open lead has this e-mail address. Merge them instead.")) from error
    lead.is_open = is_open


@transaction.atomic
def recycle(
    *,
    lead: Lead,
    by: int | None,
    at: datetime,
    reason: str,
    resume_on: date | None,
    track: str = "",
    kind: str = ActivityKind.RECYCLED,
    note: str = "",
    reason_label: str = "",
) -> None:
    """Send a lead in Sales' hands back to Marketing, to be offered again no earlier than ``resume_on``.

    ``reason_label`` is what the workspace calls the reason, for the timeline.

    Raises: StageConflict.
    """
    from_stage = lead.rank.stage
    move(lead=lead, to_stage=Stage.MARKETING, by=by, at=at, reason=reason)
    # A track that somebody chose is kept from the rules, which would sort the lead anew.
    by_hand = sorted({*lead.by_hand, "track"})
    Lead.objects.filter(pk=lead.pk).update(
        resume_on=resume_on,
        recycle_reason=reason,
        hand_off_wish_at=None,
        version=F("version") + 1,
        updated_at=at,
        **({"track": track, "by_hand": by_hand} if track else {}),
    )
    timeline.record(
        lead_id=lead.pk,
        kind=kind,
        by=by,
        at=at,
        data={
            "reason": reason,
            "reason_label": reason_label,
            "note": note,
            "from": from_stage,
            "resume_on": resume_on.isoformat() if resume_on else None,
        },
    )


@transaction.atomic
def close(*, lead: Lead, to_stage: str, by: int | None, at: datetime, reason: str, note: str = "") -> None:
    """Disqualify the lead or call it invalid, with a reason.

    Raises: StageConflict, MissingForStage without a reason.
    """
    if not reason:
        raise MissingForStage(
            _("Give a reason."), errors=[{"path": "reason", "message": str(_("Give a reason."))}]
        )
    move(lead=lead, to_stage=to_stage, by=by, at=at, reason=reason)
    Lead.objects.filter(pk=lead.pk).update(closed_reason=reason)
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.STAGE_CHANGED,
        by=by,
        at=at,
        data={"to": to_stage, "reason": reason, "note": note},
    )


@transaction.atomic
def reopen(*, lead: Lead, by: int | None, at: datetime, reason: str = "new_inquiry") -> None:
    """Take a disqualified or invalid lead back into Marketing.

    Raises: StageConflict, OpenLeadExists.
    """
    if lead.rank.stage in OPEN_STAGES:
        raise StageConflict(_("This lead is open already."))
    move(lead=lead, to_stage=Stage.MARKETING, by=by, at=at, reason=reason)
    Lead.objects.filter(pk=lead.pk).update(closed_reason="", recycle_reason="", resume_on=None)
    timeline.record(
        lead_id=lead.pk,
        kind=ActivityKind.STAGE_CHANGED,
        by=by,
        at=at,
        data={"to": Stage.MARKETING, "reason": reason},
    )


@transaction.atomic
def set_contact_status(*, lead: Lead, status: str, by: int | None, at: datetime) -> None:
    """Note how far Sales got in reaching the person; never back from connected by a missed call."""
    ranks = LeadRank.objects.filter(lead_id=lead.pk)
    if status == ContactStatus.ATTEMPTING:
        ranks = ranks.filter(contact_status=ContactStatus.NOT_CONTACTED)
    if ranks.update(contact_status=status):
        changes.mark([lead.pk])


@transaction.atomic
def move_many(
    *, lead_ids: Sequence[int], from_stage: str, to_stage: str, by: int | None, at: datetime, reason: str = ""
) -> list[int]:
    """Move all of the leads that are still in ``from_stage`` to another open stage; return which moved.

    The same as ``move`` for a batch of any size: four statements. Leads that left meanwhile are passed over.
    Raises: StageConflict if the move is not in the table, or would open or close leads.
    """
    if to_stage not in MOVES[from_stage] or not {from_stage, to_stage} <= set(OPEN_STAGES):
        raise StageConflict(
            _("A lead in “%(from)s” cannot go to “%(to)s”.")
            % {"from": Stage(from_stage).label, "to": Stage(to_stage).label}
        )
    ranks = LeadRank.objects.filter(lead_id__in=lead_ids, stage=from_stage)
    moved = list(ranks.order_by("pk").select_for_update(of=("self",)).values_list("lead_id", flat=True))
    LeadRank.objects.filter(lead_id__in=moved).update(stage=to_stage, stage_at=at)
    StageChange.objects.bulk_create(
        [
            StageChange(
                lead_id=lead_id, from_stage=from_stage, to_stage=to_stage, at=at, by=by, reason=reason
            )
            for lead_id in moved
        ],
        batch_size=2000,
    )
    changes.mark(moved)
    return moved


@transaction.atomic
def close_many(
    *, lead_ids: Sequence[int], to_stage: str, by: int | None, at: datetime, reason: str, note: str = ""
) -> list[int]:
    """Close those of the leads that are with Marketing, as ``close`` does one; return which closed.

    Leads in the hands of Sales are passed over: somebody works on them. Queries: seven for any number.
    """
    ranks = LeadRank.objects.filter(lead_id__in=lead_ids, stage=Stage.MARKETING)
    closed = list(ranks.order_by("pk").select_for_update(of=("self",)).values_list("lead_id", flat=True))
    LeadRank.objects.filter(lead_id__in=closed).update(stage=to_stage, stage_at=at)
    _write_open(closed, is_open=False, at=at, closed_reason=reason)
    said = {"to": to_stage, "reason": reason, "note": note}
    _tell_moves(closed, said | {"from": Stage.MARKETING}, by=by, at=at)
    return closed


@transaction.atomic
def reopen_many(
    *, lead_ids: Sequence[int], from_stage: str, by: int | None, at: datetime, reason: str
) -> list[int]:
    """Take those that are still in ``from_stage`` back into Marketing; return which came back.

    One whose e-mail address another open lead has by now stays closed. Queries: eight for any number.
    """
    ranks = LeadRank.objects.filter(lead_id__in=lead_ids, stage=from_stage)
    locked = list(ranks.order_by("pk").select_for_update(of=("self",)).values_list("lead_id", flat=True))
    others = Lead.objects.filter(email_norm=OuterRef("email_norm"), is_open=True).exclude(email_norm="")
    back = list(
        Lead.objects.filter(pk__in=locked).exclude(Exists(others)).order_by("pk").values_list("pk", flat=True)
    )
    LeadRank.objects.filter(lead_id__in=back).update(stage=Stage.MARKETING, stage_at=at)
    _write_open(back, is_open=True, at=at, closed_reason="")
    said = {"to": Stage.MARKETING, "reason": reason}
    _tell_moves(back, said | {"from": from_stage}, by=by, at=at)
    return back


def _write_open(lead_ids: Sequence[int], *, is_open: bool, at: datetime, closed_reason: str) -> None:
    Lead.objects.filter(pk__in=lead_ids).update(
        is_open=is_open, closed_reason=closed_reason, version=F("version") + 1, updated_at=at
    )


def _tell_moves(lead_ids: Sequence[int], said: Mapping[str, str], *, by: int | None, at: datetime) -> None:
    """Write history, timeline and marks of many moves alike."""
    move_of = {
        "from_stage": said["from"],
        "to_stage": said["to"],
        "at": at,
        "by": by,
        "reason": said["reason"],
    }
    sets.insert(StageChange, [{**move_of, "lead_id": lead_id} for lead_id in lead_ids])
    data = {name: value for name, value in said.items() if name != "from"}
    timeline.record_many(
        timeline.Entry(lead_id, ActivityKind.STAGE_CHANGED, at, by, data) for lead_id in lead_ids
    )
    changes.mark(lead_ids)

"""Qualifying a lead: need, budget, authority and timeline known, the person reached (sal → sql)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leads import facts, queries
from leads.choices import ActivityKind, ContactStatus, Stage
from leads.models import Lead, LeadRank
from leads.services import stages, timeline, writing
from leads.services.stages import MissingForStage, StageConflict


NEEDED: dict[str, str | Promise] = {
    "need": _("Say what they need."),
    "budget": _("Give the budget, 0 if there is none."),
    "authority": _("Say what the person has to say in the purchase."),
    "timeline": _("Say when they want to buy."),
}


@transaction.atomic
def qualify(*, lead: Lead, values: Mapping[str, Any], by: int | None, at: datetime) -> Lead:
    """Write what is given of need, budget, authority and timeline, and move the lead from sal to sql.

    Raises: StageConflict outside sal; MissingForStage, naming everything that is not known yet; Invalid.
    """
    words = queries.vocabulary()
    given = {name: value for name, value in values.items() if name in NEEDED and not facts.is_empty(value)}
    read = facts.read_strictly(given, vocabulary=words)
    locked = _lock(lead)
    if locked.rank.stage != Stage.SAL:
        raise StageConflict(
            _("Only a lead that Sales accepted can be qualified; this one is in “%(stage)s”.")
            % {"stage": Stage(locked.rank.stage).label}
        )
    _check(locked, read)
    writing.write(lead=locked, values=read, country=words.country, by=by, at=at, origin="edit")
    stages.move(lead=locked, to_stage=Stage.SQL, by=by, at=at, expected=Stage.SAL)
    timeline.record(
        lead_id=locked.pk,
        kind=ActivityKind.STAGE_CHANGED,
        by=by,
        at=at,
        data={"from": Stage.SAL.value, "to": Stage.SQL.value},
    )
    return locked


def _lock(lead: Lead) -> Lead:
    """Lock rank, then lead: the order of every move and of the pipeline, so that none waits for the other.

    ``no_key``: a timeline entry about the lead, written by the pipeline meanwhile, must not wait for us.
    """
    rank = LeadRank.objects.select_for_update(of=("self",)).get(lead_id=lead.pk)
    locked = Lead.objects.select_for_update(of=("self",), no_key=True).get(pk=lead.pk)
    locked.rank = rank
    return locked


def missing(lead: Lead, read: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what must still be known before the lead can be qualified, as faults by path."""
    found = [
        {"path": name, "message": str(message)}
        for name, message in NEEDED.items()
        if facts.is_empty(read.get(name, getattr(lead, name)))
    ]
    if lead.rank.contact_status != ContactStatus.CONNECTED:
        found.append({"path": "contact_status", "message": str(_("Talk to the person first."))})
    return found


def _check(lead: Lead, read: Mapping[str, Any]) -> None:
    if lacking := missing(lead, read):
        raise MissingForStage(_("Before this lead is qualified, some things must be known."), errors=lacking)

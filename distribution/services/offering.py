"""Writing hand-offs: stage, owner, contract, clock and timeline of any number of leads at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from distribution import policy, queries
from distribution.models import HandOff, Route
from distribution.policy import Policy
from distribution.queries import People, Score
from distribution.services import turns
from leads.choices import ActivityKind, Stage
from leads.models import Lead
from leads.services import ownership, stages, timeline
from work import queue


QUEUE = "sla"


class Setting:
    """The policy and the people of the workspace in scope at one moment, each read at most once for a batch."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.workspace = queries.workspace()

    @cached_property
    def policy(self) -> Policy:
        """What the workspace says about hand-offs."""
        return policy.of(self.workspace)

    @cached_property
    def people(self) -> People:
        """Who can own leads today, and who is away."""
        return queries.people(on=self.today)

    @cached_property
    def today(self) -> date:
        """The day it is where the workspace is."""
        return self.at.astimezone(self.workspace.zone).date()

    @property
    def fallback_owner(self) -> int | None:
        """Return who gets what nobody else can: the one the workspace named, else its senior."""
        chosen = self.policy.fallback_owner_id
        return chosen if chosen in self.people.roles else self.people.senior


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to be written for one lead."""

    lead_id: int
    owner_id: int
    route: Route | None = None
    round: int = 1


def choose(
    lead_ids: Sequence[int],
    *,
    setting: Setting,
    known_owners: Mapping[int, int] | None = None,
    scores: Mapping[int, Score] | None = None,
) -> list[Offer]:
    """Return an offer for each lead: to the owner of its known account, by its route's pool, or to the fallback.

    A lead for which there is nobody at all is left out. Locks the cursors of the pools that give turns; with
    ``scores``, which routes then read instead of the leads' own, nothing is locked and no turn is given.
    """
    routes = queries.routes_of(lead_ids, today=setting.today, zone=setting.workspace.zone, scores=scores)
    owners = {
        lead_id: owner for lead_id, owner in (known_owners or {}).items() if setting.people.is_present(owner)
    }
    pools = {
        lead_id: route.pool_id
        for lead_id, route in routes.items()
        if lead_id not in owners and lead_id in set(lead_ids)
    }
    give = turns.give if scores is None else turns.foresee
    owners |= give(pools, among=setting.people)
    found = [(lead_id, owners.get(lead_id, setting.fallback_owner)) for lead_id in sorted(lead_ids)]
    return [Offer(lead_id, owner, routes.get(lead_id)) for lead_id, owner in found if owner is not None]


def write(
    offers: Sequence[Offer],
    *,
    setting: Setting,
    by: int | None,
    by_hand: bool = False,
    reason: str = "",
) -> list[HandOff]:
    """Move the leads to Sales, give them their owners, and start the clock of each hand-off.

    Leads that are in ``mql`` already get a new contract only. Queries: about ten, for any number of leads.
    """
    if not offers:
        return []
    at, lead_ids = setting.at, [offer.lead_id for offer in offers]
    stages.move_many(
        lead_ids=lead_ids, from_stage=Stage.MARKETING, to_stage=Stage.MQL, by=by, at=at, reason="hand_off"
    )
    wished = _forget_rest(lead_ids)
    ownership.assign_many(owners={offer.lead_id: offer.owner_id for offer in offers})
    made = HandOff.objects.bulk_create(
        [
            HandOff(
                lead_id=offer.lead_id,
                owner_id=offer.owner_id,
                route=offer.route,
                round=offer.round,
                by_hand=by_hand,
                offered_by=by,
                offered_reason=reason[:300],
                offered_at=at,
                accept_due_at=setting.policy.accept_due(at),
                contact_due_at=setting.policy.contact_due(at),
            )
            for offer in offers
        ]
    )
    _tell(made, by=by, at=at, reason=reason, wished=wished)
    queue.mark(QUEUE, [hand_off.pk for hand_off in made], due_at=made[0].accept_due_at, reschedule=True)
    return made


def _forget_rest(lead_ids: Sequence[int]) -> set[int]:
    """Clear what was said while Marketing had the leads: the wish, and until when and why they rested.

    Returns which of them a wish was said of.
    """
    wished = Lead.objects.filter(pk__in=lead_ids, hand_off_wish_at__isnull=False)
    found = set(wished.values_list("pk", flat=True))
    said = Q(hand_off_wish_at__isnull=False) | Q(resume_on__isnull=False) | ~Q(recycle_reason="")
    Lead.objects.filter(said, pk__in=lead_ids).update(
        hand_off_wish_at=None, resume_on=None, recycle_reason=""
    )
    return found


def _tell(
    made: Sequence[HandOff], *, by: int | None, at: datetime, reason: str, wished: Collection[int] = ()
) -> None:
    timeline.record_many(
        timeline.Entry(
            lead_id=hand_off.lead_id,
            kind=ActivityKind.HANDED_OFF,
            at=at,
            by=by,
            data={
                "owner": hand_off.owner_id,
                "route": hand_off.route.name if hand_off.route else "",
                "by_hand": hand_off.by_hand,
                "reason": ""
                if hand_off.by_hand
                else reason or ("wish" if hand_off.lead_id in wished else ""),
                "note": reason if hand_off.by_hand else "",
                "round": hand_off.round,
                "hand_off": str(hand_off.public_id),
                "accept_due_at": hand_off.accept_due_at.isoformat(),
            },
            dedup_key=f"hand_off:{hand_off.public_id}",
        )
        for hand_off in made
    )

"""The response clock: what happens when nobody answered in time. Handlers of the queues "sla" and "resume"."""

from collections.abc import Sequence
from datetime import datetime

from distribution.choices import HandOffState
from distribution.models import HandOff
from distribution.services import offering, turns
from distribution.services.offering import Offer, Setting
from leads import changes
from leads.choices import Stage
from leads.models import LeadRank
from messaging.choices import NotificationKind
from messaging.services import notify
from work import queue


LAST_ROUND = 3


def run(*, keys: Sequence[int], at: datetime) -> None:
    """Give hand-offs whose answer is late to the next of the pool, once; then to the fallback owner.

    With the fallback owner it stays, late and visible. An answered hand-off, or one whose time was moved, is
    left alone, so a repeated or late tick does nothing (H2).
    """
    waiting = list(
        HandOff.objects.waiting()
        .filter(pk__in=keys)
        .select_related("route", "lead")
        .order_by("lead_id", "pk")
    )
    # Leads first, then their hand-offs, then pools: the order in which everybody locks.
    ranks = {
        rank.lead_id: rank
        for rank in LeadRank.objects.filter(lead_id__in=[hand_off.lead_id for hand_off in waiting])
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    still = set(HandOff.objects.waiting().filter(pk__in=keys).values_list("pk", flat=True))
    late = [
        hand_off
        for hand_off in waiting
        if hand_off.pk in still
        and ranks[hand_off.lead_id].stage == Stage.MQL
        and hand_off.accept_due_at <= at
        and hand_off.round < LAST_ROUND
    ]
    for hand_off in waiting:
        if hand_off.accept_due_at > at:
            queue.mark(offering.QUEUE, [hand_off.pk], due_at=hand_off.accept_due_at, reschedule=True)
    setting = Setting(at)
    _warn(late, at)
    for hand_off in late:
        _pass_on(hand_off, since=ranks[hand_off.lead_id].stage_at, setting=setting)


def _warn(late: Sequence[HandOff], at: datetime) -> None:
    """Tell the managers which answers are late, once each. Queries: four for any number, none without."""
    managers = notify.capable("assign_leads") if late else []
    notify.send(
        (
            notify.Notice(
                user,
                NotificationKind.ANSWER_DUE,
                key=f"late:{hand_off.pk}",
                lead_id=hand_off.lead_id,
                data={"lead": str(hand_off.lead)},
                path=f"leads/{hand_off.lead_id}/",
            )
            for hand_off in late
            for user in managers
        ),
        at=at,
    )


def _pass_on(hand_off: HandOff, *, since: datetime, setting: Setting) -> None:
    owner_id, round_ = _next(hand_off, since=since, setting=setting)
    if owner_id is None or owner_id == hand_off.owner_id:
        HandOff.objects.filter(pk=hand_off.pk).update(round=LAST_ROUND, updated_at=setting.at)
        return
    HandOff.objects.filter(pk=hand_off.pk).update(
        state=HandOffState.EXPIRED, answered_at=setting.at, updated_at=setting.at
    )
    offering.write(
        [Offer(hand_off.lead_id, owner_id, hand_off.route, round_)],
        setting=setting,
        by=None,
        reason="clock",
    )


def _next(hand_off: HandOff, *, since: datetime, setting: Setting) -> tuple[int | None, int]:
    """Return who is next and the round it makes: the next of the pool once, then the fallback owner."""
    if hand_off.round == 1 and hand_off.route is not None:
        tried = HandOff.objects.filter(lead_id=hand_off.lead_id, offered_at__gte=since)
        excluded = [owner for owner in tried.values_list("owner_id", flat=True) if owner]
        pick = turns.give_next(
            hand_off.route.pool_id, among=setting.people, excluded=[*excluded, hand_off.owner_id or 0]
        )
        if pick is not None:
            return pick, 2
    return setting.fallback_owner, LAST_ROUND


def resume(*, keys: Sequence[int], at: datetime) -> None:
    """Have the pipeline look at leads whose day to come again is here."""
    changes.mark(keys)

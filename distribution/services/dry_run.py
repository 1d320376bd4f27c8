"""Who would get which leads if they scored otherwise: the hand-off without its writes, locks and turns."""

from collections.abc import Mapping
from datetime import datetime

from distribution.queries import Score
from distribution.services import offering, readiness
from distribution.services.offering import Offer, Setting
from leads.choices import Light, Stage


def run(*, scores: Mapping[int, Score], known_owners: Mapping[int, int], at: datetime) -> list[Offer]:
    """Return the offers that ``hand_off.offer`` would write for these leads, had they these scores.

    Leads that Sales has, or that rest after a return, are left out. Queries: about ten, for any number of leads.
    """
    setting = Setting(at)
    green = [lead_id for lead_id, score in scores.items() if score.light == Light.GREEN]
    ranks = readiness.would_wait(list(scores), today=setting.today, green=green)
    if not ranks:
        return []
    kept = {rank.lead_id: rank.owner_id for rank in ranks if rank.stage == Stage.MQL and rank.owner_id}
    return offering.choose(
        [rank.lead_id for rank in ranks],
        setting=setting,
        known_owners=dict(known_owners) | kept,
        scores={rank.lead_id: scores[rank.lead_id] for rank in ranks},
    )

"""What publishing a draft would bring Sales today: scoring says which leads are ready, distribution who gets them."""

from collections.abc import Mapping
from datetime import datetime

from conversion.services import accounts
from distribution.queries import Score
from distribution.services import dry_run
from scoring.engine.shift import Foreseen


def foresee(*, scores: Mapping[int, Foreseen], at: datetime) -> dict[int, int]:
    """Return lead → rep, as the pipeline's step ``offer`` would give them; no turn is taken, nothing is written."""
    given = {lead_id: Score(each.score, each.grade, each.light) for lead_id, each in scores.items()}
    offers = dry_run.run(scores=given, known_owners=accounts.owners_of(lead_ids=list(given)), at=at)
    return {offer.lead_id: offer.owner_id for offer in offers}

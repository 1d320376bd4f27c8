"""The road, in order. Each step looks at the leads as they are and brings its own records into line with them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from conversion.services import accounts
from distribution.services import hand_off
from leads.services import classification
from scoring.services import rescore


Step = Callable[..., None]


def offer(*, lead_ids: Sequence[int], at: datetime) -> None:
    """Hand green leads to Sales; of a known account to its owner, which conversion knows and distribution not."""
    hand_off.offer(lead_ids=lead_ids, at=at, known_owners=accounts.owners_of(lead_ids=lead_ids))


# classify (leads) → score, grade, light (scoring) → hand off (distribution); care (nurturing) comes with it.
STEPS: tuple[Step, ...] = (classification.assign, rescore.score, offer)


def advance(*, keys: Sequence[int], at: datetime) -> None:
    """Run every step over one batch of changed leads of the workspace in scope; running it again changes nothing."""
    for step in STEPS:
        step(lead_ids=keys, at=at)

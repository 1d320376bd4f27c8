"""The road, in order. Each step looks at the leads as they are and brings its own records into line with them."""

from collections.abc import Callable, Sequence
from datetime import datetime


Step = Callable[..., None]

# classify (leads) → score, grade, light (scoring) → hand off (distribution); care (nurturing) comes with it.
STEPS: tuple[Step, ...] = ()


def advance(*, keys: Sequence[int], at: datetime) -> None:
    """Run every step over one batch of changed leads of the workspace in scope; running it again changes nothing."""
    for step in STEPS:
        step(lead_ids=keys, at=at)

"""What workers do: take due items off the queue. The queue's name says which handler gets them."""

from collections.abc import Callable

from celery import shared_task

from capture.services import process
from distribution.services import clock
from leadcrm import nightly, pipeline
from leads.services import segments
from scoring.services import chunks
from work import claim


HANDLERS: dict[str, Callable[..., None]] = {
    "lead": pipeline.advance,
    "inquiry": process.run,
    "sla": clock.run,
    "resume": clock.resume,
    "rescore": chunks.run,
    "nightly": nightly.run,
    "segment": segments.recount,
}
# A chunk of a rescore is 20,000 leads: one at a time, so that no transaction grows long.
LIMITS = {"rescore": 1, "segment": 1}


@shared_task
def drain(queue: str, **_: object) -> None:
    """Do what is due in the queue; running it twice or at once is harmless, items are claimed one time."""
    if queue in HANDLERS:
        claim.drain(queue, HANDLERS[queue], limit=LIMITS.get(queue, claim.BATCH))


@shared_task
def sweep(**_: object) -> None:
    """Do what is due in every queue, whether or not a bell rang for it."""
    for queue, handler in HANDLERS.items():
        claim.drain(queue, handler, limit=LIMITS.get(queue, claim.BATCH), deadline_seconds=20)

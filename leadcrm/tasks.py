"""What workers do: take due items off the queue. The queue's name says which handler gets them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import shared_task

from capture.services import mailbox_poll, mailboxes, process, tracking_join
from distribution.services import clock
from leadcrm import nightly, pipeline
from leads.services import segments
from messaging.services import clicks, delivery, notices, outbox, posting
from nurturing.services import advance, guard
from scoring.services import chunks, learning
from work import bell, claim, jobs


# Queues whose handlers wait for others, or that rest between batches, give way to the others sooner; a batch under way
# may take a minute more.
SLOW_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Line:
    """How items of one queue are worked on: by which handler, how many at a time.

    ``keeps_transactions``: the handler talks to the outside, so it takes the batch and opens transactions of its own.
    ``rest``: the pause after each full batch, as a share of the time it took.
    """

    handler: Callable[..., Any]
    limit: int = claim.BATCH
    lease: timedelta = claim.LEASE
    keeps_transactions: bool = False
    rest: float = 0

    def drain(self, queue: str, *, deadline_seconds: float = 45) -> None:
        """Do what is due."""
        claim.drain(
            queue,
            self.handler,
            limit=self.limit,
            lease=self.lease,
            owns_transactions=self.keeps_transactions,
            deadline_seconds=deadline_seconds,
            rest=self.rest,
        )


MAIL = Line(delivery.send, limit=delivery.BATCH, lease=delivery.LEASE, keeps_transactions=True)
HANDLERS: dict[str, Line] = {
    # After an import there are many full batches: whoever reads a page, and the import itself, come first.
    "lead": Line(pipeline.advance, rest=0.5),
    "inquiry": Line(process.run),
    tracking_join.QUEUE: Line(tracking_join.run),
    mailboxes.QUEUE: Line(mailbox_poll.run, limit=1, lease=mailbox_poll.LEASE, keeps_transactions=True),
    "sla": Line(clock.run),
    "resume": Line(clock.resume),
    "enrollment": Line(advance.run),
    "guard": Line(guard.run),
    # One chunk at a time, so that no transaction grows long, and a rest after each for whoever waits for a page.
    "rescore": Line(chunks.run, limit=1, rest=chunks.REST),
    # Learns for seconds with no transaction open.
    "learn": Line(learning.run, limit=1, lease=learning.LEASE, keeps_transactions=True),
    "nightly": Line(nightly.run),
    # Each item is one step of a job, with a transaction of its own.
    "job": Line(jobs.run, limit=1),
    "segment": Line(segments.recount, limit=1),
    "notice": Line(notices.mail),
    outbox.SERVICE: MAIL,
    outbox.MARKETING: MAIL,
    "reminder": Line(notices.remind),
    clicks.QUEUE: Line(clicks.judge),
    "webhook": Line(posting.run, limit=posting.AT_ONCE, keeps_transactions=True),
}


@shared_task
def drain(queue: str, **_: object) -> None:
    """Do what is due in the queue; running it twice or at once is harmless, items are claimed one time."""
    if line := HANDLERS.get(queue):
        bell.heard(queue)
        seconds = SLOW_SECONDS if line.keeps_transactions or line.rest else 45
        ends = time.monotonic() + seconds
        line.drain(queue, deadline_seconds=seconds)
        if time.monotonic() >= ends:
            bell.ring(queue)  # it goes on behind what came meanwhile


@shared_task
def sweep(**_: object) -> None:
    """Do what is due in every queue, whether or not a bell rang for it."""
    for queue, line in HANDLERS.items():
        if line.keeps_transactions:
            bell.ring(queue)  # a task of its own: the other side may keep it waiting
        else:
            line.drain(queue, deadline_seconds=20)

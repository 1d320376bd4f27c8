"""What each workspace needs once a day; the handler of queue "nightly"."""

from collections.abc import Sequence
from datetime import datetime

from capture.services import import_run, proofs, tracking
from leadcrm import cycles
from leads.services import deeds, exports, inferences, saved_views, segments
from messaging.services import inbound
from nurturing.services import entering
from scoring.services import chunks, learning, manual, review_alarm
from tenants.services import idempotency


def run(*, keys: Sequence[int], at: datetime) -> None:
    """Give back grades whose time is over, rescore what fades by the day, look after every lead, and forget."""
    manual.give_back(at=at)
    inferences.nightly()
    chunks.nightly(keys=keys, at=at)
    learning.nightly()
    review_alarm.check(at=at)
    cycles.measure(at=at)
    # Entry conditions and re-entry may come to hold by time alone.
    entering.begin(workflow=None, by=None, at=at)
    idempotency.forget(at=at)
    segments.mark_stale(at=at)
    deeds.forget(at=at)
    exports.forget(at=at)
    import_run.forget(at=at)
    saved_views.forget(at=at)
    inbound.forget(at=at)
    tracking.forget(at=at)
    proofs.forget(at=at)

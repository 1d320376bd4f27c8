"""What each workspace needs once a day; the handler of queue "nightly"."""

from collections.abc import Sequence
from datetime import datetime

from leads.services import deeds, exports, saved_views, segments
from scoring.services import chunks
from tenants.services import idempotency


def run(*, keys: Sequence[int], at: datetime) -> None:
    """Rescore what fades by the day, count segments, and forget what nobody asks for again."""
    chunks.nightly(keys=keys, at=at)
    idempotency.forget(at=at)
    segments.mark_stale(at=at)
    deeds.forget(at=at)
    exports.forget(at=at)
    saved_views.forget(at=at)

"""The doorbell: tells the workers that something is due. Losing it costs at most one sweep (5 s)."""

import logging
import time
from functools import cache

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis import Redis, RedisError


logger = logging.getLogger(__name__)
SILENCE_SECONDS = 2.0
# A worker that never hears a ring that was sent leaves the mark; after this long, one may ring again.
RUNG_MS = 2000
_silent_until = 0.0


def ring(queue: str) -> None:
    """Send a short message to the workers; with the broker away, be silent for a while and never raise.

    While an earlier ring for the queue waits to be heard, none is sent: whoever hears it has yet to look for work,
    and finds what was committed before this call.
    """
    if not _is_answered():
        return
    try:
        if _doorstep().set(_mark(queue), "1", nx=True, px=RUNG_MS):
            current_app.send_task("leadcrm.tasks.drain", kwargs={"queue": queue}, retry=False, expires=30)
    except (OperationalError, RedisError, OSError) as error:
        _be_silent(queue, error)


def heard(queue: str) -> None:
    """Note that a worker is about to look for work, so that what is committed from now on rings again."""
    if not _is_answered():
        return
    try:
        _doorstep().delete(_mark(queue))
    except (RedisError, OSError) as error:
        _be_silent(queue, error)


def _is_answered() -> bool:
    return time.monotonic() >= _silent_until


def _be_silent(queue: str, error: Exception) -> None:
    global _silent_until
    _silent_until = time.monotonic() + SILENCE_SECONDS
    logger.warning("Could not ring for %s: %s", queue, error)


def _mark(queue: str) -> str:
    return f"q:rung:{queue}"


@cache
def _doorstep() -> Redis:
    """Return this process's connections to the broker; short of patience, since nothing depends on them."""
    return Redis.from_url(
        settings.CELERY_BROKER_URL, socket_connect_timeout=0.5, socket_timeout=1, protocol=2
    )

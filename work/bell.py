"""The doorbell: tells the workers that something is due. Losing it costs at most one sweep (5 s)."""

import logging
import time

from celery import current_app
from kombu.exceptions import OperationalError


logger = logging.getLogger(__name__)
SILENCE_SECONDS = 2.0
_silent_until = 0.0


def ring(queue: str) -> None:
    """Send a short message to the workers; with the broker away, be silent for a while and never raise."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task("leadcrm.tasks.drain", kwargs={"queue": queue}, retry=False, expires=30)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + SILENCE_SECONDS
        logger.warning("Could not ring for %s: %s", queue, error)

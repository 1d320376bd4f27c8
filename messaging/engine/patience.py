"""How long to wait before a delivery is tried again, and what its answer means."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core.outbound import Answer
from messaging.choices import Outcome


# The table of the Standard Webhooks specification: ten tries in three days and four hours. Mails keep it too.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
MOST_ATTEMPTS = len(WAITS) + 1
LONGEST_ASKED = timedelta(days=1)
# Not ``isdigit``: that takes ², which is no number.
SECONDS = re.compile(r"[0-9]{1,9}")


def verdict(answer: Answer, attempts: int) -> Outcome:
    """Return what an answer means: 2xx is delivered, 410 is final, everything else, redirects too, is tried again."""
    if 200 <= answer.status < 300:
        return Outcome.SENT
    if answer.status == 410:
        return Outcome.FAILED
    return after_failure(attempts)


def after_failure(attempts: int) -> Outcome:
    """Return whether there is another try after this many."""
    return Outcome.FAILED if attempts >= MOST_ATTEMPTS else Outcome.RETRY


def wait(attempts: int, answer: Answer | None, at: datetime) -> timedelta:
    """Return how long to wait after this many tries; a longer wish of the other side (Retry-After) is granted."""
    own = WAITS[min(attempts, len(WAITS)) - 1]
    asked = _asked(answer.headers.get("retry-after", ""), at) if answer else timedelta(0)
    return max(own, min(asked, LONGEST_ASKED))


def _asked(text: str, at: datetime) -> timedelta:
    if SECONDS.fullmatch(text):
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return timedelta(0)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - at

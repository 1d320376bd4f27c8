"""When a mail may go, and what another server's answer means; pure: neither database nor clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from messaging.choices import Outcome, Purpose, RecipientState, Withheld
from messaging.engine.patience import WAITS


# What holds for every mail, and what for marketing alone.
HARD = {
    RecipientState.ERASED: Withheld.ERASED,
    RecipientState.BLOCKED: Withheld.BLOCKED,
    RecipientState.BOUNCED: Withheld.BOUNCED,
}
SOFT = {
    RecipientState.COMPLAINED: Withheld.COMPLAINED,
    RecipientState.UNSUBSCRIBED: Withheld.UNSUBSCRIBED,
}
# Enhanced codes (RFC 3463) by which a refusal is about the address itself, not about us or the letter.
DEAD_ADDRESS = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
DEAD_BY_CODE = {550, 551, 553, 554}


class Phase(StrEnum):
    """How far an attempt came. ``data`` ends with the last byte before the final dot, ``body`` begins with it."""

    CONNECT = "connect"
    HELLO = "hello"
    TLS = "tls"
    LOGIN = "login"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DONE = "done"


# Faults there are the server's or ours, never one letter's.
OF_THE_SERVER = frozenset({Phase.CONNECT, Phase.HELLO, Phase.TLS, Phase.LOGIN})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the decision needs to know of a mail, its address and its lead."""

    purpose: str
    address: str
    state: str = RecipientState.OPEN
    topics_off: Sequence[str] = ()
    topic: str = ""
    is_to_lead: bool = False
    is_open: bool = True
    is_with_sales: bool = False
    has_consent: bool = False
    has_identity: bool = True
    is_restricted: bool = False


def verdict(facts: Facts) -> Withheld | None:
    """Return why the mail may not go, or None if it may; the one rule behind sending, care and dry run."""
    if not facts.address and facts.state != RecipientState.ERASED:
        return Withheld.NO_ADDRESS
    if hard := HARD.get(RecipientState(facts.state)):
        return hard
    if facts.is_restricted:
        return Withheld.RESTRICTED
    if facts.purpose != Purpose.MARKETING:
        return None
    if soft := SOFT.get(RecipientState(facts.state)):
        return soft
    if facts.topic and facts.topic in facts.topics_off:
        return Withheld.TOPIC_OFF
    if facts.is_to_lead and (why := _of_the_lead(facts)):
        return why
    return None if facts.has_identity else Withheld.NO_IDENTITY


def _of_the_lead(facts: Facts) -> Withheld | None:
    if not facts.is_open:
        return Withheld.LEAD_CLOSED
    if facts.is_with_sales:
        # A rep speaks with the lead now; what its workflow still had in the outbox is not called for.
        return Withheld.NO_LONGER_WANTED
    return None if facts.has_consent else Withheld.NO_CONSENT


def opening(at: datetime, *, zone: ZoneInfo, from_hour: int, until_hour: int) -> datetime:
    """Return the first moment from ``at`` on that lies within the hours of the reader's own clock.

    An hour that a DST night skips opens at the first moment after it; one that it repeats opens once.
    """
    local = at.astimezone(zone)
    if from_hour <= local.hour < until_hour:
        return at
    day = local.date() if local.hour < from_hour else local.date() + timedelta(days=1)
    return datetime.combine(day, time(from_hour), tzinfo=zone).astimezone(UTC)


def after_cap(sent: Sequence[datetime], *, count: int, days: int) -> datetime | None:
    """Return when the cap lets another mail go, given the moments of those sent in its days; None: now."""
    if not count or len(sent) < count:
        return None
    return sorted(sent)[-count] + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an attempt's end means: its outcome, and whether it tells that the address does not exist."""

    outcome: Outcome
    is_dead_address: bool = False
    is_about_server: bool = False


def judge(phase: Phase, code: int | None, answer: str = "") -> Judgement:
    """Return what an SMTP exchange that ended in this phase with this reply means (E2, E3).

    Before the final dot nothing was handed over: no reply is tried again. After it no reply is ambiguous.
    Who refuses the sender says nothing of the recipient: every mail waits until somebody mends the sender.
    """
    if phase is Phase.DONE:
        return Judgement(Outcome.SENT)
    if phase in OF_THE_SERVER or (phase is Phase.MAIL and code is not None and code >= 500):
        return Judgement(Outcome.RETRY, is_about_server=True)
    if code is not None and 400 <= code < 500:
        return Judgement(Outcome.RETRY)
    if code is not None and code >= 500:
        return Judgement(Outcome.FAILED, is_dead_address=_is_dead(phase, code, answer))
    return Judgement(Outcome.AMBIGUOUS if phase is Phase.BODY else Outcome.RETRY)


def _is_dead(phase: Phase, code: int, answer: str) -> bool:
    enhanced = answer.split(" ", 1)[0]
    if enhanced.count(".") == 2 and enhanced.startswith("5."):
        return enhanced in DEAD_ADDRESS
    return phase is Phase.RCPT and code in DEAD_BY_CODE


def pause(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed tries; None: give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None

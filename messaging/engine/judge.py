"""Which clicks a person made: scanners open every link at once, ask with HEAD, say who they are (E6); pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import crawleruseragents


BURST_LINKS = 3
BURST = timedelta(seconds=10)
# What followed the hidden link follows the others around the same time.
TRAP_WINDOW = timedelta(seconds=60)
PREFETCH = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
# Security gateways that say so in their own way.
SCANNERS = (
    "barracuda",
    "proofpoint",
    "mimecast",
    "safelinks",
    "office365 scanner",
    "bitdefender",
    "trendmicro",
)


@dataclass(frozen=True, slots=True)
class Click:
    """One request for one link."""

    place: int
    at: datetime
    reason: str = ""
    is_trap: bool = False


def at_once(*, method: str, headers: Mapping[str, str], agent: str, is_trap: bool) -> str:
    """Return why the request is a machine's as far as it alone tells; nothing if it may be a person's."""
    if method == "HEAD":
        return "head"
    if any(
        "prefetch" in value or "preview" in value or "prerender" in value
        for value in (headers.get(name, "").lower() for name in PREFETCH)
    ):
        return "prefetch"
    if is_trap:
        return "honeypot"
    return "agent" if is_machine(agent) else ""


@lru_cache(maxsize=2048)
def is_machine(agent: str) -> bool:
    """Say whether the user agent is that of a known crawler, a program or nothing at all."""
    text = agent.lower()
    return not text.strip() or any(name in text for name in SCANNERS) or crawleruseragents.is_crawler(agent)


def later(click: Click, others: Sequence[Click], *, sent_at: datetime | None, too_soon: timedelta) -> str:
    """Return why the click is a machine's, seen among all clicks of its mail; nothing for a person's."""
    if click.reason:
        return click.reason
    if sent_at is None or click.at - sent_at < too_soon:
        return "too_soon"
    if any(other.is_trap and abs(other.at - click.at) <= TRAP_WINDOW for other in others):
        return "honeypot"
    return "burst" if _is_in_burst(click, others) else ""


def _is_in_burst(click: Click, others: Iterable[Click]) -> bool:
    """Say whether three different links were asked for within ten seconds that hold this click."""
    near = sorted((o for o in others if abs(o.at - click.at) <= BURST), key=lambda other: other.at)
    # One link followed over and over is no burst, and must not cost the square of its clicks.
    if len({other.place for other in near}) < BURST_LINKS:
        return False
    for first in near:
        end = first.at + BURST
        inside = [other for other in near if first.at <= other.at <= end]
        if first.at <= click.at <= end and len({other.place for other in inside}) >= BURST_LINKS:
            return True
    return False

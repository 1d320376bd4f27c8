"""Clicks: noted in one insert, judged once they had time to show what they are; only a person's steers (E6)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core import sets
from core.scope import current_workspace_id
from core.text import clean
from leads import changes
from leads.choices import ActivityKind
from leads.services import timeline
from leads.services.timeline import Entry
from messaging import tokens
from messaging.choices import ClickVerdict
from messaging.engine import judge as engine
from messaging.engine.judge import Click
from messaging.models import LinkClick, Message
from work import queue


QUEUE = "click"
# Of one mail no more are kept: a loop that follows a link forever fills no table.
MOST = 500
NOTE = """
INSERT INTO messaging_linkclick (workspace_id, message_id, place, at, method, agent, ip_class, verdict, reason)
SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s
WHERE (SELECT count(*) FROM (SELECT 1 FROM messaging_linkclick
       WHERE workspace_id = %s AND message_id = %s LIMIT %s) AS known) < %s
"""


# What a room above puts on an address so that the page knows which mail led there: address and token to address.
Carrier = Callable[[str, str], str]
_carriers: dict[str, Carrier] = {}


def register_carrier(name: str, carrier: Carrier) -> None:
    """Let links of mails carry more on to where they lead; called in ``AppConfig.ready``."""
    _carriers[name] = carrier


def carried(url: str, token: str) -> str:
    """Return the address with what other rooms put on it; ``token`` is the link's own."""
    for carrier in _carriers.values():
        url = carrier(url, token)
    return url


@dataclass(frozen=True, slots=True)
class Request:
    """How a link was asked for."""

    method: str
    headers: Mapping[str, str]
    ip_class: str = ""

    @property
    def agent(self) -> str:
        """Return what the asking program says it is."""
        return clean(self.headers.get("User-Agent", ""))[:300]


@transaction.atomic
def follow(*, message_id: int, place: int, request: Request, at: datetime) -> str | None:
    """Note that somebody asked for the link and return where it leads; None if there is no such link.

    The address comes from the version that was sent, never from the request; the hidden link leads nowhere: "".
    """
    sent = Message.objects.filter(pk=message_id, template_version__isnull=False)
    links = sent.order_by().values_list("template_version__links", flat=True).first()
    is_trap = place == tokens.TRAP
    if links is None or not (is_trap or place < len(links)):
        return None
    _note(message_id, place, request, at)
    return "" if is_trap else str(links[place]["url"])


def _note(message_id: int, place: int, request: Request, at: datetime) -> None:
    is_trap = place == tokens.TRAP
    reason = engine.at_once(
        method=request.method, headers=request.headers, agent=request.agent, is_trap=is_trap
    )
    verdict = ClickVerdict.MACHINE if reason else ClickVerdict.PENDING
    row: list[Any] = [
        message_id,
        place,
        at,
        request.method[:4],
        request.agent,
        request.ip_class[:60],
        verdict,
        reason,
    ]
    with connection.cursor() as cursor:
        workspace_id = current_workspace_id()
        cursor.execute(NOTE, [workspace_id, *row, workspace_id, message_id, MOST, MOST])
    if not reason:
        queue.mark(QUEUE, [message_id], delay=timedelta(seconds=settings.CLICK_SETTLE_SECONDS))


def judge(*, keys: Collection[int], at: datetime) -> None:
    """Decide about the waiting clicks of the messages; a person's becomes an activity of the lead, once per link.

    Handler of the queue "click". A click too young to tell waits for another round.
    """
    clicks = _clicks(keys)
    settled = at - timedelta(seconds=settings.CLICK_SETTLE_SECONDS)
    messages = Message.objects.select_related("template_version__template").in_bulk(list(clicks))
    verdicts: list[dict[str, object]] = []
    entries: list[Entry] = []
    waiting: set[int] = set()
    for message_id, rows in sorted(clicks.items()):
        message = messages[message_id]
        waiting |= {message_id} if any(_is_open(row) and row.at > settled for row in rows) else set()
        decided = _decide(message, rows, [row for row in rows if _is_open(row) and row.at <= settled])
        verdicts += decided
        entries += _entries(message, rows, decided)
    sets.update(LinkClick, verdicts, names=["verdict", "reason"])
    timeline.record_many(entries)
    changes.mark(entry.lead_id for entry in entries)
    # Later, not at the earliest time on record: that one is past.
    queue.mark(QUEUE, waiting, delay=timedelta(seconds=settings.CLICK_SETTLE_SECONDS), reschedule=True)


def _is_open(row: LinkClick) -> bool:
    return row.verdict == ClickVerdict.PENDING


def _clicks(message_ids: Iterable[int]) -> dict[int, list[LinkClick]]:
    found: dict[int, list[LinkClick]] = defaultdict(list)
    rows = LinkClick.objects.filter(message_id__in=list(message_ids)).order_by("message_id", "at", "pk")
    for row in rows.select_for_update(of=("self",)):
        found[row.message_id].append(row)
    return dict(found)


def _decide(
    message: Message, rows: Sequence[LinkClick], settled: Sequence[LinkClick]
) -> list[dict[str, object]]:
    others = [Click(row.place, row.at, row.reason, row.place == tokens.TRAP) for row in rows]
    too_soon = timedelta(seconds=settings.CLICK_TOO_SOON_SECONDS)
    sent_at = message.sent_at or message.sending_at
    decided: list[dict[str, object]] = []
    for row in settled:
        reason = engine.later(Click(row.place, row.at), others, sent_at=sent_at, too_soon=too_soon)
        verdict = ClickVerdict.MACHINE if reason else ClickVerdict.HUMAN
        decided.append({"id": row.pk, "verdict": verdict.value, "reason": reason})
    return decided


def _entries(
    message: Message, rows: Sequence[LinkClick], decided: Sequence[Mapping[str, object]]
) -> list[Entry]:
    """Return the activities of links that a person clicked for the first time."""
    if message.lead_id is None:
        return []
    human = {one["id"] for one in decided if one["verdict"] == ClickVerdict.HUMAN}
    known = {row.place for row in rows if row.verdict == ClickVerdict.HUMAN}
    entries: dict[int, Entry] = {}
    for row in rows:
        if row.pk in human and row.place not in known:
            entries.setdefault(row.place, _entry(message, row))
    return list(entries.values())


def _entry(message: Message, row: LinkClick) -> Entry:
    version = message.template_version
    link = version.links[row.place] if version and row.place < len(version.links) else {}
    data = {
        "message": str(message.public_id),
        "template": version.template_id if version else None,
        "subject": message.subject,
        "origin": message.origin,
        "place": row.place,
        **{name: link.get(name, "") for name in ("url", "label", "topic", "phase", "content")},
    }
    key = f"click:{message.public_id}:{row.place}"
    return Entry(message.lead_id or 0, ActivityKind.EMAIL_CLICKED, row.at, data=data, dedup_key=key)

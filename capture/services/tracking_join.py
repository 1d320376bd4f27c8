"""Visitors get names: what they did becomes part of the lead they named themselves as. Handler of queue "visit".

A visitor's visits belong to the lead that was named last before them; those before the first name to the first. What
is part of a lead stays there. Nobody is known by address or browser: only an inquiry or a mail's link tells who it is.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from capture.choices import VisitKind
from capture.models import Inquiry, Tracker, VisitorName
from capture.parsers.beacon import VISITOR
from core import sets
from core.failpoints import failpoint
from core.scope import current_workspace_id
from leads import changes
from leads.services import timeline
from leads.services.timeline import Entry
from messaging import tokens
from messaging.models import LinkClick
from work import queue


QUEUE = "visit"
# A visit whose insert began before the name was there is committed by then.
SETTLE = timedelta(seconds=2)
# Pages that follow one another are brought to the timeline together.
GATHER = timedelta(seconds=5)
AT_ONCE = 2000
# What is known of a name by a click: the verdict on the newest click of that link at or before it.
CLICKED = """
  LEFT JOIN LATERAL (
    SELECT c.verdict FROM messaging_linkclick c
    WHERE c.workspace_id = n.workspace_id AND c.message_id = n.message_id AND c.place = n.place AND c.at <= n.at
    ORDER BY c.at DESC, c.id DESC LIMIT 1) AS click ON true
"""
# A name that waits for its verdict takes nothing yet, but ends what the name before it may take.
JOIN = f"""
WITH asked AS (
  SELECT DISTINCT visitor FROM capture_visitorname WHERE workspace_id = %(workspace)s AND id = ANY(%(keys)s)),
names AS (
  SELECT n.visitor, n.lead_id, n.at, lead(n.at) OVER w AS until, row_number() OVER w = 1 AS is_first,
    n.message_id IS NULL OR click.verdict = 'human' AS settled
  FROM capture_visitorname n JOIN asked USING (visitor) {CLICKED}
  WHERE n.workspace_id = %(workspace)s AND (n.message_id IS NULL OR click.verdict IN ('human', 'pending'))
  WINDOW w AS (PARTITION BY n.visitor ORDER BY n.at, n.id)),
due AS (
  SELECT v.id, s.lead_id FROM capture_visit v JOIN names s ON s.visitor = v.visitor AND s.settled
    AND (s.is_first OR v.at >= s.at) AND (s.until IS NULL OR v.at < s.until)
  WHERE v.workspace_id = %(workspace)s AND v.lead_id IS NULL
  ORDER BY v.id LIMIT %(most)s FOR UPDATE OF v)
UPDATE capture_visit v SET lead_id = due.lead_id FROM due
WHERE v.workspace_id = %(workspace)s AND v.id = due.id AND v.lead_id IS NULL
RETURNING v.id, v.lead_id, v.kind, v.at, v.url, v.title, v.name, v.channel, v.data->'utm', v.data->'props'
"""
PENDING = f"""
SELECT n.id FROM capture_visitorname n {CLICKED}
WHERE n.workspace_id = %s AND n.id = ANY(%s) AND click.verdict = 'pending'
"""


@dataclass(frozen=True, slots=True)
class Named:
    """An inquiry that became part of a lead, and the visitor id that came with it."""

    inquiry: Inquiry
    lead_id: int
    visitor: str


def name_by_inquiries(named: Iterable[Named]) -> None:
    """Note that these visitors are these leads from now on, and have what they did before joined.

    An id that our script does not make is nobody's. Queries: none without one, else three.
    """
    rows = [
        {
            "visitor": one.visitor,
            "lead_id": one.lead_id,
            "at": one.inquiry.received_at,
            "evidence": f"inquiry:{one.inquiry.public_id}",
        }
        for one in named
        if VISITOR.fullmatch(one.visitor)
    ]
    if rows and Tracker.objects.exists():
        _write(rows, delay=SETTLE)


def name_by_click(*, visitor: str, token: str, at: datetime) -> None:
    """Note that the visitor followed a link of a mail; it counts once the click is known to be a person's (E6)."""
    numbers = tokens.read(tokens.Kind.CLICK, token)
    if numbers is None or len(numbers) != 3 or numbers[0] != current_workspace_id():
        return
    _workspace, message_id, place = numbers
    if place == tokens.TRAP:
        return
    clicked = LinkClick.objects.filter(message_id=message_id, place=place, message__lead__isnull=False)
    click = clicked.order_by("-pk").values("pk", "at", "message__lead_id").first()
    if click is None:
        # Nobody followed the link: the token was carried off.
        return
    row = {
        "visitor": visitor,
        "lead_id": click["message__lead_id"],
        # Another server's clock may be ahead of this one's.
        "at": max(at, click["at"]),
        # The link followed again names anew, since somebody else may have been named meanwhile.
        "evidence": f"click:{message_id}:{place}:{click['pk']}",
        "message_id": message_id,
        "place": place,
    }
    _write([row], delay=timedelta(seconds=settings.CLICK_SETTLE_SECONDS) + SETTLE)


def _write(rows: Sequence[dict[str, Any]], *, delay: timedelta) -> None:
    made = sets.insert(VisitorName, rows, ignore_conflicts=True, returning=("id",))
    queue.mark(QUEUE, [pk for (pk,) in made], delay=delay)


def soon(name_ids: Collection[int]) -> None:
    """Ask that what visitors with a name did be brought to their leads shortly."""
    queue.mark(QUEUE, name_ids, delay=GATHER)


@transaction.atomic
def run(*, keys: Sequence[int], at: datetime) -> None:
    """Bring the visits of these names' visitors to their leads; running it again changes nothing."""
    params: dict[str, Any] = {"workspace": current_workspace_id(), "keys": list(keys), "most": AT_ONCE}
    with connection.cursor() as cursor:
        cursor.execute(JOIN, params)
        found = cursor.fetchall()
        cursor.execute(PENDING, [params["workspace"], params["keys"]])
        waiting = [pk for (pk,) in cursor.fetchall()]
    timeline.record_many(_entry(*row) for row in sorted(found))
    changes.mark(row[1] for row in found)
    failpoint("visits_before_commit")
    if len(found) == AT_ONCE:
        queue.mark(QUEUE, keys)
    queue.mark(
        QUEUE, waiting, delay=timedelta(seconds=settings.CLICK_SETTLE_SECONDS) + SETTLE, reschedule=True
    )


def _entry(
    pk: int, lead_id: int, kind: str, at: datetime, url: str, title: str, name: str, channel: str, *more: Any
) -> Entry:
    utm, props = (json.loads(text) if isinstance(text, str) else text or {} for text in more)
    data = {"url": url, "title": title, "name": name, "channel": channel}
    if kind == VisitKind.DOWNLOAD and name:
        # As a rule asks: the address of a download is the file's.
        data = {"url": name, "title": title, "page": url}
    tags = {f"utm_{key}": value for key, value in utm.items()}
    told = {key: value for key, value in {**data, **tags}.items() if value}
    return Entry(lead_id, kind, at, data={**props, **told}, dedup_key=f"visit:{pk}")

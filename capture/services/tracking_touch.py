"""What brought an inquiry that does not say so itself: the tags of its page, else those its visitor came with."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from capture.choices import TouchChannel
from capture.models import Inquiry, Visit, VisitorName
from capture.parsers import attribution
from capture.parsers.beacon import VISITOR
from capture.parsers.facts import Reading
from messaging.choices import ClickVerdict
from messaging.models import LinkClick


WINDOW = timedelta(days=30)
Pair = tuple[Inquiry, Reading]


def complete(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the inquiries with the tags they lack; what an inquiry says itself is left as it says it.

    A visitor counts if nobody is known by it, even if what it did waits to be joined: another person's ads brought
    nobody else.
    Queries: none without a visitor's id that our script makes, else one.
    """
    bare = [reading for _inquiry, reading in pairs if not reading.touch.get("utm")]
    visitors = {_visitor(reading) for reading in bare} - {""}
    brought = _brought(visitors, [inquiry for inquiry, _reading in pairs]) if visitors else {}
    return [(inquiry, _completed(reading, inquiry, brought)) for inquiry, reading in pairs]


def _completed(reading: Reading, inquiry: Inquiry, brought: dict[str, list[dict[str, Any]]]) -> Reading:
    if reading.touch.get("utm"):
        return reading
    utm, ids = attribution.parameters(str(reading.touch.get("page_url", "")))
    if utm or ids:
        return _with(reading, utm, ids)
    for visit in brought.get(_visitor(reading), []):
        if inquiry.received_at - WINDOW <= visit["at"] <= inquiry.received_at:
            more = {"landing_url": visit["url"], "landing_referrer": visit["referrer"]}
            return _with(reading, visit["data"].get("utm", {}), visit["data"].get("ids", {}), more)
    return reading


def _with(
    reading: Reading, utm: dict[str, str], ids: dict[str, str], more: dict[str, str] | None = None
) -> Reading:
    given = {"utm": utm, "ids": {**ids, **reading.touch.get("ids", {})}, **(more or {})}
    touch = {**reading.touch, **{name: value for name, value in given.items() if value}}
    return replace(reading, touch=touch)


def _visitor(reading: Reading) -> str:
    name = str(reading.touch.get("visitor_id", ""))
    return name if VISITOR.fullmatch(name) else ""


def _names() -> QuerySet[VisitorName]:
    """Return what names a visit's visitor; a click that waits for its verdict may, a machine's does not."""
    clicked = LinkClick.objects.filter(
        message_id=OuterRef("message_id"), place=OuterRef("place"), at__lte=OuterRef("at")
    )
    verdict = Subquery(clicked.order_by("-at", "-pk").values("verdict")[:1])
    names = VisitorName.objects.filter(visitor=OuterRef("visitor")).annotate(verdict=verdict)
    return names.filter(Q(message=None) | Q(verdict__in=[ClickVerdict.HUMAN, ClickVerdict.PENDING]))


def _brought(visitors: Iterable[str], inquiries: Sequence[Inquiry]) -> dict[str, list[dict[str, Any]]]:
    """Return by visitor what brought it, the latest first."""
    moments = [inquiry.received_at for inquiry in inquiries]
    rows = (
        Visit.objects.unattached()
        .filter(~Exists(_names()), visitor__in=visitors, at__range=(min(moments) - WINDOW, max(moments)))
        .exclude(channel__in=["", TouchChannel.DIRECT])
        .order_by("-at", "-pk")
        .values("visitor", "at", "url", "referrer", "data")[:2000]
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["visitor"], []).append(row)
    return found

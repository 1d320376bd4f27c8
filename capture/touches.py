"""What brought a lead, touch by touch: the first pages of its visits, and its inquiries as far as they tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from capture.choices import PAID, InquiryState, Reason, TouchChannel
from capture.models import Inquiry, Visit
from capture.parsers import attribution, facts
from core import gather
from leads.choices import Channel
from leads.models import Lead


MOST = 200
# An inquiry on a visit says again what brought the visit.
SAME_VISIT = timedelta(days=1)
# What an inquiry's own way says where nothing else does; of the other ways nobody knows what brought somebody.
WAYS = {
    Channel.EMAIL: TouchChannel.EMAIL,
    Channel.PHONE: TouchChannel.OFFLINE,
    Channel.EVENT: TouchChannel.OFFLINE,
    Channel.REFERRAL: TouchChannel.REFERRAL,
    Channel.ORGANIC: TouchChannel.SEARCH,
    Channel.SOCIAL: TouchChannel.SOCIAL,
    Channel.CONTENT: TouchChannel.CONTENT,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One touch. ``page``: where it led; ``is_inquiry``: told by an inquiry, not seen on a page.

    ``is_referred``: by the referral link of somebody we know, not just by a link on another site.
    """

    at: datetime
    channel: TouchChannel
    source: str = ""
    campaign: str = ""
    page: str = ""
    is_inquiry: bool = False
    is_referred: bool = False

    @property
    def is_paid(self) -> bool:
        """Say whether somebody was paid for it."""
        return self.channel in PAID

    @property
    def said(self) -> tuple[str, str, str, bool]:
        """Return what it tells, whenever it was."""
        return self.channel, self.source, self.campaign, self.is_referred


@dataclass(frozen=True, slots=True)
class Touches:
    """All touches of a lead, oldest first, at most 200 of visits and as many inquiries."""

    every: Sequence[Line]

    @property
    def first(self) -> Line | None:
        """Return what brought the lead at all."""
        return self.every[0] if self.every else None

    @property
    def last(self) -> Line | None:
        """Return what brought it last; not just typed in, if it was ever brought by something else."""
        brought = [line for line in self.every if line.channel != TouchChannel.DIRECT]
        return brought[-1] if brought else self.every[-1] if self.every else None


def of_lead(lead: Lead) -> Touches:
    """Return the lead's touches. Queries: one."""
    visits = Visit.objects.filter(lead=lead).exclude(channel="").order_by("-at", "-pk")
    inquiries = Inquiry.objects.filter(lead=lead, state=InquiryState.ACCEPTED).order_by("-received_at", "-pk")
    seen, told = gather.lists(
        visits.values("at", "channel", "url", "referrer", "data")[:MOST],
        inquiries.values("received_at", "channel", "payload", "corrections", "reason", "referral_id")[:MOST],
    )
    lines = [_of_visit(row) for row in seen]
    lines += [line for row in told if (line := _of_inquiry(row))]
    lines.sort(key=lambda line: (line.at, line.is_inquiry))
    return Touches(_each_once(lines))


def _each_once(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without inquiries that say nothing new, whatever stands between them and what they repeat."""
    kept: list[Line] = []
    last: dict[bool, Line] = {}
    for line in lines:
        if not (line.is_inquiry and any(_repeats(before, line) for before in last.values())):
            kept.append(line)
            last[line.is_inquiry] = line
    return kept


def _of_visit(row: Mapping[str, Any]) -> Line:
    utm = row["data"].get("utm", {})
    source = utm.get("source", "").lower() or attribution.host_of(row["referrer"])
    return Line(_moment(row["at"]), TouchChannel(row["channel"]), source, utm.get("campaign", ""), row["url"])


def _of_inquiry(row: Mapping[str, Any]) -> Line | None:
    touch = facts.read({**row["payload"], **row["corrections"]}).touch
    page = str(touch.get("page_url", ""))
    if row["reason"] == Reason.OUTBOUND:
        return None
    utm, ids = attribution.parameters(page)
    ids |= touch.get("ids", {})
    # whose link it was, and whether it was in force, was found out when it came
    ids.pop(attribution.REFERRED, None)
    found = attribution.classify(
        utm={**utm, **touch.get("utm", {})},
        ids=ids,
        referrer=str(touch.get("referrer", "")),
        host=attribution.host_of(page),
        came=bool(page) and row["channel"] == Channel.FORM,
    )
    is_referred = bool(row["referral_id"])
    channel = TouchChannel.REFERRAL if is_referred else found.channel or WAYS.get(row["channel"], "")
    if not channel:
        return None
    at = _moment(row["received_at"])
    told = (TouchChannel(channel), found.source, found.campaign, page)
    return Line(at, *told, is_inquiry=True, is_referred=is_referred)


def _repeats(before: Line, line: Line) -> bool:
    """Say whether an inquiry only repeats a visit or an inquiry of that day, or knows less than that visit."""
    if line.at - before.at > SAME_VISIT:
        return False
    knows_less = line.channel == TouchChannel.DIRECT and not before.is_inquiry
    return line.said == before.said or knows_less


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else parse_datetime(str(value))  # type: ignore[return-value]

"""Response: how fast Sales answers and contacts, by rep and team, and whether the agreed times are kept."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from core.tables import Column
from reporting import charts, formats
from reporting.queries import names
from reporting.queries.response import Response, Waits, response
from reporting.sheets import Cell, Row, Sheet
from reporting.statistics import share
from reporting.views.asked import Asked, part_label
from reporting.views.page import Card, Report, send, show
from reporting.views.words import against, figure, number, text
from tenants.permissions import Capability, requires


MINUTE, HOUR, DAY = 60, 3600, 86_400
# Round marks for a scale of waits, in seconds.
ROUND = (
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    DAY,
)
KINDS: dict[str, tuple[Any, Callable[[Waits], Any], Any]] = {
    "offered": (gettext_lazy("Hand-offs"), lambda waits: waits.offered, "count"),
    "median": (gettext_lazy("Median"), lambda waits: waits.median, "wait"),
    "p90": (gettext_lazy("Nine in ten within"), lambda waits: waits.p90, "wait"),
    "from_inquiry": (gettext_lazy("From the inquiry"), lambda waits: waits.median_from_inquiry, "wait"),
    "within_5m": (gettext_lazy("5 min"), lambda waits: share(waits.within_5m, waits.offered), "percent"),
    "within_1h": (gettext_lazy("1 h"), lambda waits: share(waits.within_1h, waits.offered), "percent"),
    "within_24h": (gettext_lazy("24 h"), lambda waits: share(waits.within_24h, waits.offered), "percent"),
    "never": (gettext_lazy("Never"), lambda waits: share(waits.never, waits.offered), "percent"),
    "answered": (
        gettext_lazy("Answered in time"),
        lambda waits: share(waits.answered_in_time, waits.answers),
        "percent",
    ),
    "contacted": (
        gettext_lazy("Contacted in time"),
        lambda waits: share(waits.contacted_in_time, waits.contacts),
        "percent",
    ),
}
NARROW = ("offered", "median", "contacted")
TERMS = (
    (
        gettext_lazy("First contact"),
        gettext_lazy(
            "The first call or meeting noted after the hand-off. Hours are plain hours, nights and weekends included."
        ),
    ),
    (
        gettext_lazy("In time"),
        gettext_lazy(
            "Within the working time agreed on the hand-off page, of those whose time is up or that were done."
        ),
    ),
    (
        gettext_lazy("Hand-offs"),
        gettext_lazy("Those offered in the period, without those that a manager gave to somebody else."),
    ),
    (
        gettext_lazy("Never"),
        gettext_lazy("Ended without a contact: returned, not answered in time, or closed."),
    ),
)


def build(asked: Asked) -> Report:
    """Return the report."""
    now = response(asked.scope, at=asked.at)
    before = response(asked.scope_before, at=asked.at).total
    cards = [_spread(asked, now.total), _trend(asked, now)]
    cards.append(_table(asked, "reps", gettext_lazy("Rep"), now.owners, names.people(), _slowest))
    if not asked.is_own and any(key is not None for key in now.teams):
        cards.append(_table(asked, "teams", gettext_lazy("Team"), now.teams, names.teams(), _slowest))
    return Report(cards, _figures(now.total, before), TERMS)


def _figures(now: Waits, before: Waits) -> list[dict[str, Any]]:
    def kept(waits: Waits) -> str:
        return formats.percent(share(waits.contacted_in_time, waits.contacts))

    return [
        figure(_("Median to first contact"), formats.wait(now.median), against(formats.wait(before.median))),
        figure(_("Nine in ten within"), formats.wait(now.p90), against(formats.wait(before.p90))),
        figure(
            _("Within an hour"),
            formats.percent(share(now.within_1h, now.offered)),
            against(formats.percent(share(before.within_1h, before.offered))),
        ),
        figure(_("Contacted in time"), kept(now), against(kept(before))),
    ]


def _spread(asked: Asked, waits: Waits) -> Card:
    groups = [
        (_("Within 5 min"), waits.within_5m),
        (_("Within 1 h"), waits.within_1h - waits.within_5m),
        (_("Within 24 h"), waits.within_24h - waits.within_1h),
        (pgettext("wait", "Later"), waits.later),
        (_("Waiting still"), waits.open),
        (_("Never"), waits.never),
    ]
    values = [(label, float(count), formats.percent(share(count, waits.offered))) for label, count in groups]
    sheet = Sheet(
        "spread",
        _("Hand-offs by the wait for the first contact"),
        [
            Column("wait", gettext_lazy("First contact")),
            number("count", gettext_lazy("Hand-offs")),
            number("share", gettext_lazy("Share")),
        ],
        [
            Row([text(label), Cell(count), Cell(share(count, waits.offered), "percent")])
            for label, count in groups
        ],
        total=Row(
            [text(_("Total")), Cell(waits.offered), Cell(share(waits.offered, waits.offered), "percent")]
        ),
    )
    described = "; ".join(f"{label}: {count}" for label, count in groups)
    chart = charts.bars("spread", str(sheet.caption), described, values, strong=3) if waits.offered else None
    return Card(
        _finding(waits),
        sheet,
        charts=[chart] if chart else [],
        note=_hand_offs(waits.offered),
        csv_url=asked.csv_url("response", "spread"),
    )


def _hand_offs(count: int) -> str:
    return ngettext("%(count)s hand-off", "%(count)s hand-offs", count) % {"count": formats.count(count)}


def _finding(waits: Waits) -> str:
    if not waits.offered:
        return _("Nothing was handed to Sales in this period")
    if waits.median is None:
        return _("None of the hand-offs was contacted yet")
    return _("Half of those contacted were reached within %(median)s; %(share)s never") % {
        "median": formats.wait(waits.median),
        "share": formats.percent(share(waits.never, waits.offered)),
    }


def _trend(asked: Asked, found: Response) -> Card:
    parts = asked.period.parts()
    waits = [found.parts.get(day, Waits()) for day in parts]
    labels = [part_label(day, asked.period) for day in parts]
    medians = [item.median for item in waits]
    sheet = Sheet(
        "trend",
        _("First contact over time"),
        [Column("part", gettext_lazy("Handed off from")), *_columns(("offered", "median", "p90"))],
        [
            Row([text(label), *_cells(item, ("offered", "median", "p90"))])
            for label, item in zip(labels, waits, strict=True)
        ],
    )
    known = [value for value in medians if value is not None]
    chart = None
    if known:
        step = mark_for(max(known))
        top = step * -(-int(max(known)) // step) or step
        marks = [(float(value), formats.wait(value)) for value in range(0, top + 1, step)]
        described = "; ".join(
            f"{label}: {formats.wait(value)}" for label, value in zip(labels, medians, strict=True)
        )
        chart = charts.lines(
            "trend",
            str(sheet.caption),
            described,
            labels,
            [medians],
            top=float(top),
            marks=marks,
        )
    return Card(
        _trend_finding(known),
        sheet,
        charts=[chart] if chart else [],
        note=_("Median wait for the first contact"),
        csv_url=asked.csv_url("response", "trend"),
    )


def mark_for(most: float) -> int:
    """Return the distance of a wait scale's marks, so that there are four at most."""
    found = next((size for size in ROUND if size * 4 >= most), None)
    return found or DAY * -(-int(most) // (4 * DAY))


def _trend_finding(known: list[float]) -> str:
    if len(known) < 2:
        return _("First contact over time")
    values = {"first": formats.wait(known[0]), "last": formats.wait(known[-1])}
    if values["first"] == values["last"]:
        return _("The first contact takes %(last)s as before") % values
    if known[-1] < known[0]:
        return _("The first contact went from %(first)s down to %(last)s") % values
    return _("The first contact went from %(first)s up to %(last)s") % values


def _columns(kinds: tuple[str, ...]) -> list[Column]:
    return [
        number(name, KINDS[name][0], css="" if name in NARROW or len(kinds) < 5 else "only-wide")
        for name in kinds
    ]


def _cells(waits: Waits, kinds: tuple[str, ...]) -> list[Cell]:
    return [Cell(KINDS[name][1](waits), KINDS[name][2]) for name in kinds]


def _table(
    asked: Asked,
    name: str,
    label: Any,
    found: Mapping[int | None, Waits],
    known: Mapping[int, str],
    finding: Callable[[list[tuple[str, Waits]]], str],
) -> Card:
    nobody = _("Nobody") if name == "reps" else _("Without team")
    rows = sorted(
        ((known.get(key or 0, nobody), waits) for key, waits in found.items()),
        key=lambda row: (-row[1].offered, row[0].casefold()),
    )
    sheet = Sheet(
        name,
        _("Response by rep") if name == "reps" else _("Response by team"),
        [Column("name", label), *_columns(tuple(KINDS))],
        [Row([text(who), *_cells(waits, tuple(KINDS))]) for who, waits in rows],
        empty=_("Nothing was handed to Sales in this period."),
    )
    return Card(
        finding(rows) or str(sheet.caption), sheet, is_wide=True, csv_url=asked.csv_url("response", name)
    )


def _slowest(rows: list[tuple[str, Waits]]) -> str:
    """Return who is fastest and who slowest, where there are two to compare."""
    known = sorted((waits.median, who) for who, waits in rows if waits.median is not None)
    if len(known) < 2 or formats.wait(known[0][0]) == formats.wait(known[-1][0]):
        return ""
    return _("%(best)s contacts within %(low)s, %(worst)s within %(high)s") % {
        "best": known[0][1],
        "low": formats.wait(known[0][0]),
        "worst": known[-1][1],
        "high": formats.wait(known[-1][0]),
    }


@require_GET
@requires(Capability.VIEW_REPORTS)
def response_page(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show how fast Sales responds; a rep sees their own figures."""
    return show(request, "response", build)


@require_GET
@requires(Capability.VIEW_REPORTS)
def response_csv(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send a table of the response."""
    return send(request, "response", build)

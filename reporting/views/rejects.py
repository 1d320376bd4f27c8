"""Sent back: how many hand-offs Sales returns, and why leads leave Sales or the road."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core.tables import Column
from reporting import charts, formats
from reporting.choices import Fate
from reporting.queries import names, rejects
from reporting.queries.rejects import Dishes, Exit, Offer
from reporting.sheets import Cell, Row, Sheet
from reporting.statistics import share
from reporting.views.asked import Asked, part_label, when
from reporting.views.page import Card, Report, send, show
from reporting.views.words import against, compared, figure, number, text
from tenants.permissions import Capability, requires


LARGEST = 6
TERMS = (
    (
        gettext_lazy("Sent back"),
        gettext_lazy(
            "Of the hand-offs offered in the period that a person answered, those returned at once or recycled later."
        ),
    ),
    (
        gettext_lazy("Returned, recycled"),
        gettext_lazy(
            "Returned: not accepted. Recycled: accepted first, then given back with a day to try again."
        ),
    ),
    (
        gettext_lazy("Reasons and trend"),
        gettext_lazy("Count what happened in the period, whenever the lead arrived or was handed over."),
    ),
)


def build(asked: Asked) -> Report:
    """Return the report."""
    offers, offers_before = rejects.offers(asked.scope), rejects.offers(asked.scope_before)
    leaving, leaving_before = rejects.exits(asked.scope), rejects.exits(asked.scope_before)
    reasons = names.reasons()
    total, before = rejects.whole(offers), rejects.whole(offers_before)
    cards = [
        _reasons(asked, leaving, reasons),
        _trend(asked, leaving),
        _dishes(asked, "sources", offers, {pk: name for pk, (_slug, name) in asked.sources.items()}, reasons),
        _dishes(asked, "reps", offers, names.people(), reasons),
    ]
    figures = [
        figure(_("Sent back"), _back(total), against(_back(before))),
        *_counted(rejects.fates(leaving), rejects.fates(leaving_before)),
    ]
    return Report(cards, figures, TERMS)


def _back(dishes: Dishes) -> str:
    return formats.percent(share(dishes.sent_back, dishes.answered))


def _counted(now: Counter[str], before: Counter[str]) -> list[dict[str, Any]]:
    return [
        figure(str(fate.label), formats.count(now[fate]), compared(now[fate], before[fate]))
        for fate in (Fate.RETURNED, Fate.RECYCLED, Fate.DISQUALIFIED)
    ]


def _reasons(asked: Asked, leaving: Sequence[Exit], known: dict[str, str]) -> Card:
    found = rejects.by_fate(leaving, lambda item: names.reason(item.reason, known) if item.reason else "")
    rows = sorted(found.items(), key=lambda row: (-row[1].total(), row[0]))
    named = [(reason or _("No reason given"), counts) for reason, counts in rows]
    everything = sum(counts.total() for _name, counts in named)
    total = rejects.fates(leaving)
    sheet = Sheet(
        "reasons",
        _("Reasons"),
        [
            Column("reason", gettext_lazy("Reason")),
            *(number(fate, fate.label, css="only-wide") for fate in Fate),
            number("all", gettext_lazy("Total")),
            number("share", gettext_lazy("Share")),
        ],
        [_reason_row(name, counts, everything) for name, counts in named],
        total=_reason_row(_("Total"), total, everything) if named else None,
        empty=_("Nothing came back in this period."),
    )
    values = [
        (name, float(counts.total()), formats.count(counts.total())) for name, counts in named[:LARGEST]
    ]
    described = "; ".join(f"{name}: {said}" for name, _value, said in values)
    chart = charts.bars("reasons", str(sheet.caption), described, values) if values else None
    return Card(
        _reason_finding(named, everything),
        sheet,
        charts=[chart] if chart else [],
        csv_url=asked.csv_url("rejects", "reasons"),
    )


def _reason_row(name: str, counts: Mapping[str, int], everything: int) -> Row:
    total = sum(counts.values())
    cells = [text(name), *(Cell(counts.get(fate, 0)) for fate in Fate), Cell(total, is_strong=True)]
    return Row([*cells, Cell(share(total, everything), "percent")])


def _reason_finding(named: Sequence[tuple[str, Counter[str]]], everything: int) -> str:
    if not named:
        return _("Nothing came back in this period")
    return _("Most common reason: %(reason)s, %(share)s of all") % {
        "reason": named[0][0],
        "share": formats.percent(share(named[0][1].total(), everything)),
    }


def _trend(asked: Asked, leaving: Sequence[Exit]) -> Card:
    found = rejects.by_fate(leaving, lambda item: item.part)
    parts = asked.period.parts()
    labels = [part_label(day, asked.period) for day in parts]
    counts = [found.get(day, Counter()) for day in parts]
    sheet = Sheet(
        "trend",
        _("Left Sales or the road, over time"),
        [Column("part", gettext_lazy("From")), *(number(fate, fate.label) for fate in Fate)],
        [
            Row([text(label), *(Cell(item.get(fate, 0)) for fate in Fate)])
            for label, item in zip(labels, counts, strict=True)
        ],
    )
    series = [(str(fate.label), [float(item.get(fate, 0)) for item in counts]) for fate in Fate]
    used = [(label, values) for label, values in series if any(values)]
    described = "; ".join(
        f"{label}: {sum(item.values())}" for label, item in zip(labels, counts, strict=True)
    )
    chart = charts.columns("trend", str(sheet.caption), described, labels, used) if used else None
    return Card(
        _trend_finding(asked, counts),
        sheet,
        charts=[chart] if chart else [],
        csv_url=asked.csv_url("rejects", "trend"),
    )


def _trend_finding(asked: Asked, counts: Sequence[Counter[str]]) -> str:
    totals = [item.total() for item in counts]
    most = max(totals, default=0)
    if not most:
        return _("Left Sales or the road, over time")
    return _("Most left %(when)s: %(count)s") % {
        "when": when(asked.period.parts()[totals.index(most)], asked.period),
        "count": formats.count(most),
    }


def _dishes(
    asked: Asked, name: str, offers: Sequence[Offer], known: Mapping[int, str], reasons: dict[str, str]
) -> Card:
    is_of_sources = name == "sources"
    found = rejects.summed(offers, lambda offer: offer.source_id if is_of_sources else offer.owner_id)
    nothing = _("Without source") if is_of_sources else _("Nobody")
    rows = sorted(
        ((known.get(key or 0, nothing), dishes) for key, dishes in found.items()),
        key=lambda row: (-row[1].sent_back, row[0].casefold()),
    )
    sheet = Sheet(
        name,
        _("Sent back, by source") if is_of_sources else _("Sent back, by rep"),
        [
            Column("name", gettext_lazy("Source") if is_of_sources else gettext_lazy("Rep")),
            number("offered", gettext_lazy("Hand-offs"), css="only-wide"),
            number("answered", gettext_lazy("Answered")),
            number("back", gettext_lazy("Sent back")),
            number("share", gettext_lazy("Share")),
            Column("reason", gettext_lazy("Most common reason"), css="only-wide"),
        ],
        [_dish_row(who, dishes, reasons) for who, dishes in rows],
        total=_dish_row(_("Total"), rejects.whole(offers), reasons) if rows else None,
        empty=_("Nothing was handed to Sales in this period."),
    )
    return Card(_dish_finding(rows, sheet), sheet, csv_url=asked.csv_url("rejects", name))


def _dish_row(who: str, dishes: Dishes, reasons: dict[str, str]) -> Row:
    common = dishes.reasons.most_common(1)
    return Row(
        [
            text(who),
            Cell(dishes.offered),
            Cell(dishes.answered),
            Cell(dishes.sent_back, is_strong=True),
            Cell(share(dishes.sent_back, dishes.answered), "percent"),
            text(names.reason(common[0][0], reasons) if common else formats.DASH),
        ]
    )


def _dish_finding(rows: Sequence[tuple[str, Dishes]], sheet: Sheet) -> str:
    worst = max(rows, key=lambda row: row[1].sent_back, default=None)
    if worst is None or not worst[1].sent_back:
        return str(sheet.caption)
    values = {
        "name": worst[0],
        "back": formats.count(worst[1].sent_back),
        "all": formats.count(worst[1].answered),
    }
    if sheet.name == "sources":
        return _("Most come back from %(name)s: %(back)s of %(all)s") % values
    return _("%(name)s sends most back: %(back)s of %(all)s") % values


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def rejects_page(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what is sent back."""
    return show(request, "rejects", build)


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def rejects_csv(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send a table of what is sent back."""
    return send(request, "rejects", build)

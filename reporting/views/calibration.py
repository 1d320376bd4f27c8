"""Does the score work? Each grade against what became of its leads, with how sure the numbers are."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from core.tables import Column
from reporting import charts, formats
from reporting.choices import Basis
from reporting.queries.calibration import Outcome, calibration
from reporting.sheets import Cell, Row, Sheet
from reporting.statistics import ENOUGH, Rate
from reporting.views.asked import Asked
from reporting.views.page import Card, Report, send, show
from reporting.views.words import against, figure, number, text
from tenants.permissions import Capability, requires


HEADS = (
    Column("grade", gettext_lazy("Grade")),
    number("leads", gettext_lazy("Leads"), css="only-wide"),
    number("handed_off", pgettext_lazy("leads", "Handed to Sales")),
    number("accepted", pgettext_lazy("leads", "Accepted"), css="only-wide"),
    number("returned", pgettext_lazy("leads", "Returned"), css="only-wide"),
    number("acceptance", gettext_lazy("Accepted share"), css="only-wide"),
    number("converted", pgettext_lazy("leads", "Converted"), css="only-wide"),
    number("won", pgettext_lazy("leads", "Won")),
    number("win", gettext_lazy("Won share")),
    Column("interval", gettext_lazy("95% interval"), css="only-wide", numeric=True),
)
TERMS = (
    (
        gettext_lazy("Grade at hand-off"),
        gettext_lazy(
            "The leads first handed over in the period, by the grade kept at that moment: nothing learned later counts."
        ),
    ),
    (
        gettext_lazy("Grade now"),
        gettext_lazy("The leads that arrived in the period, by the grade they have today."),
    ),
    (gettext_lazy("Won share"), gettext_lazy("Of the leads handed to Sales, those won until now.")),
    (
        gettext_lazy("95% interval"),
        gettext_lazy(
            "Where the true share lies, 19 times in 20 (Wilson). Under 30 hand-offs a share says little and is gray."
        ),
    ),
)


def build(asked: Asked) -> Report:
    """Return the report."""
    then = calibration(asked.scope, basis=Basis.THEN)
    now = calibration(asked.scope, basis=Basis.NOW)
    before = calibration(asked.scope_before, basis=Basis.THEN)
    return Report(
        [_card(asked, Basis.THEN, then), _card(asked, Basis.NOW, now)],
        _figures(then, before),
        TERMS,
        remark=_("Too few hand-offs in this period to judge the score. A longer one says more.")
        if _handed_off(then) < ENOUGH
        else "",
    )


def _handed_off(outcomes: Mapping[str, Outcome]) -> int:
    return sum(outcome.handed_off for outcome in outcomes.values())


def _figures(now: Mapping[str, Outcome], before: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    return [
        figure(
            pgettext("leads", "Handed to Sales"),
            formats.count(_handed_off(now)),
            against(formats.count(_handed_off(before))),
        ),
        *(
            figure(
                _("Grade %(grade)s won") % {"grade": grade},
                formats.percent(now[grade].win.value),
                _said(now[grade].win),
            )
            for grade in "AB"
        ),
        figure(_("Grade A accepted"), formats.percent(now["A"].acceptance.value), _said(now["A"].acceptance)),
    ]


def _said(rate: Rate) -> str:
    """Return of how many cases the rate is, and whether they suffice."""
    values = {"hits": formats.count(rate.hits), "cases": formats.count(rate.cases)}
    if rate.is_enough:
        return _("%(hits)s of %(cases)s") % values
    return _("%(hits)s of %(cases)s, too few") % values


def _card(asked: Asked, basis: Basis, outcomes: Mapping[str, Outcome]) -> Card:
    sheet = Sheet(
        basis,
        basis.label,
        HEADS,
        [_row(asked, basis, grade, outcome) for grade, outcome in outcomes.items()],
        total=_row(asked, basis, None, _sum(outcomes)),
    )
    return Card(
        finding(outcomes),
        sheet,
        note=str(basis.label),
        charts=_charts(basis, outcomes),
        is_wide=True,
        csv_url=asked.csv_url("calibration", basis),
    )


def _sum(outcomes: Mapping[str, Outcome]) -> Outcome:
    fields = ("leads", "handed_off", "accepted", "returned", "converted", "won")
    return Outcome(*(sum(getattr(outcome, name) for outcome in outcomes.values()) for name in fields))


def _row(asked: Asked, basis: Basis, grade: str | None, outcome: Outcome) -> Row:
    if grade is None:
        name = text(_("Total"))
    elif not grade:
        name = text(_("Not kept"))
    else:
        url = asked.leads_url(grade=grade) if basis == Basis.NOW else ""
        name = text(_("Grade %(grade)s") % {"grade": grade}, url=url, grade=grade)
    return Row(
        [
            name,
            Cell(outcome.leads),
            Cell(outcome.handed_off),
            Cell(outcome.accepted),
            Cell(outcome.returned),
            Cell(outcome.acceptance.value, "percent"),
            Cell(outcome.converted),
            Cell(outcome.won, is_strong=True),
            Cell(outcome.win.value, "percent"),
            text(interval(outcome.win)),
        ]
    )


def interval(rate: Rate) -> str:
    """Return the interval in words; "too few" where it says little."""
    found = rate.interval
    if found is None:
        return formats.DASH
    if not rate.is_enough:
        return _("too few")
    return f"{formats.percent(found[0], 0)} – {formats.percent(found[1], 0)}"


def _charts(basis: Basis, outcomes: Mapping[str, Outcome]) -> list[charts.Chart]:
    graded = {grade: outcome for grade, outcome in outcomes.items() if grade}
    if not any(outcome.handed_off for outcome in graded.values()):
        return []
    won = {grade: outcome.win for grade, outcome in graded.items()}
    accepted = {grade: outcome.acceptance for grade, outcome in graded.items()}
    return [
        _chart(basis, _("Share won of the leads handed to Sales"), won),
        _chart(f"{basis}-accepted", _("Share accepted of the leads handed to Sales"), accepted),
    ]


def _chart(name: str, title: str, rates: Mapping[str, Rate]) -> charts.Chart:
    values = [
        (grade, rate.value, rate.interval, _label(rate), not rate.is_enough) for grade, rate in rates.items()
    ]
    highest = max(rate.interval[1] for rate in rates.values() if rate.interval)
    step = next(size for size in (0.05, 0.1, 0.25) if size * 4 >= highest)
    marks = [(step * place, formats.percent(step * place, 0)) for place in range(5)]
    described = "; ".join(f"{grade}: {text_}" for grade, _value, _interval, text_, _weak in values)
    return charts.ranges(name, title, described, values, marks=marks)


def _label(rate: Rate) -> str:
    if not rate.cases:
        return formats.DASH
    shown = formats.percent(rate.value)
    return f"{shown}, {_said(rate)}" if rate.is_enough else _said(rate)


def finding(outcomes: Mapping[str, Outcome]) -> str:
    """Return what the grades are worth, where there are cases enough to say it."""
    known = [(grade, outcome.win) for grade, outcome in outcomes.items() if grade and outcome.win.is_enough]
    if len(known) < 2:
        return _("Too few hand-offs yet to say what a grade is worth")
    (best, high), (other, low) = known[0], known[1]
    values = {
        "best": best,
        "other": other,
        "high": formats.percent(high.value),
        "low": formats.percent(low.value),
    }
    if _is_clear(high, low):
        return _("%(best)s is won more often than %(other)s: %(high)s against %(low)s") % values
    if _is_clear(low, high):
        return _("%(other)s is won more often than %(best)s: the score points the wrong way") % values
    return _("%(best)s and %(other)s are won about as often: %(high)s and %(low)s") % values


def _is_clear(high: Rate, low: Rate) -> bool:
    """Say whether the one is above the other whatever chance did: their intervals do not meet."""
    return bool(high.interval and low.interval and high.interval[0] > low.interval[1])


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def calibration_page(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what became of each grade."""
    return show(request, "calibration", build)


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def calibration_csv(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send a table of the grades."""
    return send(request, "calibration", build)

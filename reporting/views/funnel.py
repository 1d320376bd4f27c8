"""The funnel: how far the leads of a period came, where most are lost, what a step takes and costs."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from core.tables import Column
from reporting import charts, formats
from reporting.choices import ROAD, By, Step
from reporting.queries.funnel import Funnel, Line, funnel
from reporting.queries.road import Key
from reporting.sheets import Cell, Row, Sheet, Track
from reporting.statistics import share
from reporting.views.asked import Asked, part_label, when
from reporting.views.page import Card, Report, send, show
from reporting.views.words import against, compared, figure, growth, number, of_hundred, text
from tenants.permissions import Capability, requires


# From how many leads on a step says something about where most are lost.
FEW = 5
LARGEST = 6
LOSSES = {
    Step.MQL: gettext_lazy("Most are lost before Sales: of 100 leads, %(count)s are handed over"),
    Step.SAL: gettext_lazy("Most are lost when Sales looks: of 100 handed over, %(count)s are accepted"),
    Step.SQL: gettext_lazy("Most are lost in the talks: of 100 accepted, %(count)s qualify"),
    Step.CONVERTED: gettext_lazy("Most are lost before the deal: of 100 qualified, %(count)s are converted"),
    Step.WON: gettext_lazy("Most are lost in the deal: of 100 converted, %(count)s are won"),
}
STEPS = (
    Column("step", gettext_lazy("Step")),
    Column("count", gettext_lazy("Number"), numeric=True),
    Column("passed", gettext_lazy("Of the step before"), numeric=True),
    Column("days", gettext_lazy("Median time"), numeric=True, css="only-wide"),
    Column("cost", gettext_lazy("Cost of each"), numeric=True, css="only-wide"),
    Column("change", gettext_lazy("Against before"), numeric=True),
)
TERMS = (
    (
        gettext_lazy("Cohort"),
        gettext_lazy(
            "The leads that arrived in the period, and how far each got until now. Recent leads have had less time."
        ),
    ),
    (
        gettext_lazy("Reached"),
        gettext_lazy(
            "A lead counts at a step if it ever was there or beyond; converted and won, while the conversion stands."
        ),
    ),
    (
        gettext_lazy("Inquiries to leads"),
        gettext_lazy(
            "Of the accepted inquiries, those that opened a lead. People inquire again, and leads come by import too."
        ),
    ),
    (
        gettext_lazy("Cost"),
        gettext_lazy(
            "Of leads that came by a campaign whose cost is known. A campaign with dates costs the same each day; one"
            " without is shared by all its leads."
        ),
    ),
)


def steps_of(asked: Asked) -> tuple[Step, ...]:
    """Return the steps to show: a rep's leads begin as leads."""
    return ROAD if asked.is_own else tuple(Step)


def build(asked: Asked) -> Report:
    """Return the report."""
    now = funnel(asked.scope, by=asked.by)
    before = funnel(asked.scope_before, by="all", with_days=False)
    return Report(
        cards=[_steps(asked, now, before), _breakdown(asked, now)],
        figures=figures(asked, now.total, before.total),
        terms=TERMS,
    )


def figures(asked: Asked, now: Line, before: Line) -> list[dict[str, object]]:
    """Return the key figures of the funnel."""
    first = Step.LEADS if asked.is_own else Step.INQUIRIES
    money = asked.workspace.currency
    return [
        figure(
            pgettext("leads", "Won"),
            formats.count(now.counts.won),
            compared(now.counts.won, before.counts.won),
        ),
        figure(
            _("Lead to won") if asked.is_own else _("Inquiry to won"),
            formats.percent(share(now.counts.won, now.at(first))),
            against(formats.percent(share(before.counts.won, before.at(first)))),
        ),
        figure(
            _("Cost per won"),
            formats.cost(now.cost.per(Step.WON), money),
            against(formats.cost(before.cost.per(Step.WON), money)),
        ),
        figure(
            _("Amount won"),
            formats.money(now.counts.amount, money),
            against(formats.money(before.counts.amount, money)),
        ),
    ]


def finding(line: Line) -> str:
    """Return where most leads are lost, as a sentence."""
    if not line.counts.leads:
        return _("No lead arrived in this period")
    rates = {
        step: rate
        for before, step in zip(ROAD, ROAD[1:], strict=False)
        if line.at(before) >= FEW and (rate := line.passed(step)) is not None
    }
    if not rates:
        return _("Too few leads yet to say where they are lost")
    worst = min(rates, key=lambda step: rates[step])
    return str(LOSSES[worst]) % {"count": of_hundred(rates[worst])}


def steps_card(asked: Asked, now: Funnel, before: Funnel, *, is_short: bool = False) -> Sheet:
    """Return the table of the steps with its bars; a short one without times and costs."""
    steps = steps_of(asked)
    most = max((line.at(step) for line in (now.total, before.total) for step in steps), default=0) or 1
    rows = [_step_row(asked, step, now, before.total, most) for step in steps]
    kept = [place for place, column in enumerate(STEPS) if not (is_short and column.name in ("days", "cost"))]
    return Sheet(
        "steps",
        _("The funnel step by step"),
        [STEPS[place] for place in kept],
        [Row([row.cells[place] for place in kept], row.track) for row in rows],
        has_track=True,
    )


def _steps(asked: Asked, now: Funnel, before: Funnel) -> Card:
    return Card(
        finding(now.total),
        steps_card(asked, now, before),
        note=_("The line marks the period before"),
        csv_url=asked.csv_url("funnel", "steps"),
        is_wide=True,
    )


def _step_row(asked: Asked, step: Step, now: Funnel, before: Line, most: int) -> Row:
    count = now.total.at(step)
    url = asked.leads_url() if step == Step.LEADS else ""
    has_cost = step in ROAD and now.total.cost.spent is not None
    cells = [
        text(step.label, url=url),
        Cell(count, is_strong=True),
        Cell(now.total.passed(step) if step != steps_of(asked)[0] else None, "percent"),
        Cell(now.days.get(step), "days"),
        Cell(
            now.total.cost.per(step) if has_cost else None,
            "money" if has_cost or step not in ROAD else "cost",
            asked.workspace.currency,
        ),
        Cell(growth(count, before.at(step)), "change"),
    ]
    past = before.at(step)
    return Row(cells, Track(f"{100 * count / most:.2f}", f"{100 * past / most:.2f}" if past else ""))


HEADS = {
    By.TIME: gettext_lazy("Arrived from"),
    By.SOURCE: gettext_lazy("Source"),
    By.CAMPAIGN: gettext_lazy("Campaign"),
}


def _breakdown(asked: Asked, now: Funnel) -> Card:
    rows = [(key, name, now.lines.get(key, Line())) for key, name in _keys(asked, now)]
    columns = [
        Column("key", HEADS[By(asked.by)]),
        *(number(step, step.label, css="" if step in SHORT else "only-wide") for step in steps_of(asked)),
        number("rate", pgettext_lazy("rate", "Lead to won")),
    ]
    sheet = Sheet(
        "by",
        _("The funnel, broken down"),
        columns,
        [Row(_cells(asked, text(name), line)) for _key, name, line in rows],
        total=Row(_cells(asked, text(_("Total")), now.total)),
        empty=_("No lead arrived in this period."),
    )
    return Card(
        _breakdown_finding(asked, rows),
        sheet,
        charts=_charts(asked, rows),
        tabs=asked.breakdowns,
        csv_url=asked.csv_url("funnel", "by"),
        is_wide=True,
    )


SHORT = (Step.LEADS, Step.MQL, Step.WON)


def _keys(asked: Asked, now: Funnel) -> list[tuple[Key, str]]:
    """Return the rows of the breakdown: every part of the period, or the sources with most leads first."""
    if asked.by == By.TIME:
        return [(day, part_label(day, asked.period)) for day in asked.period.parts()]
    names = {
        pk: name
        for pk, (_slug, name) in (asked.sources if asked.by == By.SOURCE else asked.campaigns).items()
    }
    found = sorted(now.lines, key=lambda key: (-now.lines[key].counts.leads, names.get(key or 0, "~")))  # type: ignore[arg-type,call-overload]
    nothing = _("Without source") if asked.by == By.SOURCE else _("Without campaign")
    return [(key, names.get(key, nothing)) for key in found]  # type: ignore[arg-type]


def _cells(asked: Asked, name: Cell, line: Line) -> list[Cell]:
    won = share(line.counts.won, line.counts.leads)
    return [name, *(Cell(line.at(step)) for step in steps_of(asked)), Cell(won, "percent")]


def _breakdown_finding(asked: Asked, rows: list[tuple[Key, str, Line]]) -> str:
    best = max(rows, key=lambda row: row[2].counts.leads, default=None)
    if best is None or not best[2].counts.leads:
        return _("No lead arrived in this period")
    key, name, line = best
    values = {"name": name, "count": formats.count(line.counts.leads)}
    if isinstance(key, date):
        return _("Most leads arrived %(when)s: %(count)s") % (values | {"when": when(key, asked.period)})
    return _("%(name)s brings most leads: %(count)s") % values


def _charts(asked: Asked, rows: list[tuple[Key, str, Line]]) -> list[charts.Chart]:
    """Return how many arrived, and which share of them was handed to Sales."""
    if not any(line.counts.leads for _key, _name, line in rows):
        return []
    title, rate = _("Leads and how many were handed to Sales"), _("Share of leads handed to Sales")
    if asked.by != By.TIME:
        few = rows[:LARGEST]
        counted = [
            (name, float(line.counts.leads), formats.count(line.counts.leads)) for _key, name, line in few
        ]
        shares = [(name, line.passed(Step.MQL)) for _key, name, line in few]
        return [
            charts.bars("by", title, _described(few), counted),
            charts.bars(
                "by-share",
                rate,
                _described(few),
                [(name, value or 0, formats.percent(value)) for name, value in shares],
                strong=LARGEST,
            ),
        ]
    labels = [name for _key, name, _line in rows]
    series = [
        (_("Leads"), [float(line.counts.leads) for _key, _name, line in rows]),
        (pgettext("leads", "Handed to Sales"), [float(line.counts.mql) for _key, _name, line in rows]),
    ]
    marks = [(place / 4, formats.percent(place / 4, 0)) for place in range(5)]
    passed = [line.passed(Step.MQL) for _key, _name, line in rows]
    return [
        charts.columns("by", title, _described(rows), labels, series, is_stacked=False),
        charts.lines("by-share", rate, _described(rows), labels, [passed], top=1.0, marks=marks),
    ]


def _described(rows: list[tuple[Key, str, Line]]) -> str:
    """Return the chart in words."""
    return "; ".join(
        _("%(name)s: %(leads)s leads, %(mql)s handed to Sales")
        % {"name": name, "leads": line.counts.leads, "mql": line.counts.mql}
        for _key, name, line in rows
    )


@require_GET
@requires(Capability.VIEW_REPORTS)
def funnel_page(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the funnel."""
    return show(request, "funnel", build)


@require_GET
@requires(Capability.VIEW_REPORTS)
def funnel_csv(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send a table of the funnel."""
    return send(request, "funnel", build)

"""Sources and campaigns: what each brings, costs and earns."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from core.tables import Column
from reporting import charts, formats
from reporting.choices import By, Step
from reporting.queries.funnel import Line, funnel
from reporting.queries.road import Key
from reporting.sheets import Cell, Row, Sheet
from reporting.statistics import share
from reporting.views.asked import Asked
from reporting.views.funnel import TERMS as FUNNEL_TERMS
from reporting.views.page import Card, Report, send, show
from reporting.views.words import against, compared, figure, number, text
from tenants.permissions import Capability, requires


DEFAULT_ORDER = "-won"
LARGEST = 6
HEADS = (
    number("inquiries", gettext_lazy("Inquiries"), sort="inquiries", css="only-wide"),
    number("leads", gettext_lazy("Leads"), sort="leads"),
    number("mql", pgettext_lazy("leads", "Handed to Sales"), sort="mql", css="only-wide"),
    number("accepted", pgettext_lazy("leads", "Accepted"), sort="accepted", css="only-wide"),
    number("won", pgettext_lazy("leads", "Won"), sort="won"),
    number("amount", gettext_lazy("Amount"), sort="amount"),
    number("cost", gettext_lazy("Cost"), sort="cost"),
    number("per_lead", gettext_lazy("Per lead"), sort="per_lead"),
    number("per_won", gettext_lazy("Per won"), sort="per_won", css="only-wide"),
    number("roi", pgettext_lazy("money", "Return"), sort="roi", css="only-wide"),
)
TERMS = (
    (
        gettext_lazy("First source"),
        gettext_lazy(
            "A lead counts for the source and campaign that brought it first; an inquiry for those of its lead."
        ),
    ),
    (
        pgettext_lazy("leads", "Accepted"),
        gettext_lazy("Of the leads handed to Sales, how many Sales accepted."),
    ),
    (
        pgettext_lazy("money", "Return"),
        gettext_lazy("What was won beyond the cost, as a share of the cost; of leads with a known cost."),
    ),
    FUNNEL_TERMS[0],
    FUNNEL_TERMS[3],
)
Named = tuple[Key, str, Line]


def acceptance(line: Line) -> float | None:
    """Return which share of what was handed over Sales accepted."""
    return share(line.counts.sal, line.counts.mql)


def value_of(line: Line, name: str) -> Any:
    """Return the line's value in a column."""
    known: dict[str, Any] = {
        "inquiries": line.inquiries.received,
        "accepted": acceptance(line),
        "cost": line.cost.spent,
        "per_lead": line.cost.per(Step.LEADS),
        "per_won": line.cost.per(Step.WON),
        "roi": line.cost.roi,
    }
    return known[name] if name in known else getattr(line.counts, name)


def build(asked: Asked) -> Report:
    """Return the report."""
    by = By.CAMPAIGN if asked.by == By.CAMPAIGN else By.SOURCE
    now = funnel(asked.scope, by=by, with_days=False)
    before = funnel(asked.scope_before, by="all", with_days=False).total
    ordering = _ordering(asked)
    rows = _sorted(_named(asked, now.lines, by), ordering)
    sheet = Sheet(
        by,
        _("Sources with cost and outcome") if by == By.SOURCE else _("Campaigns with cost and outcome"),
        [Column("name", By(by).label, sort="name"), *HEADS],
        [Row(_cells(asked, _name(asked, by, key, name), line)) for key, name, line in rows],
        total=Row(_cells(asked, text(_("Total")), now.total)),
        ordering=ordering,
        empty=_("Nothing arrived in this period."),
    )
    card = Card(
        finding(asked, rows),
        sheet,
        charts=_charts(asked, rows),
        tabs=_tabs(asked, by),
        csv_url=asked.csv_url("sources", by),
        is_wide=True,
    )
    return Report([card], _figures(asked, now.total, before), TERMS)


def _tabs(asked: Asked, by: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": asked.url(by=value), "current": value == by}
        for value, label in ((By.SOURCE, _("Sources")), (By.CAMPAIGN, _("Campaigns")))
    ]


def _named(asked: Asked, lines: Any, by: str) -> list[Named]:
    known = asked.sources if by == By.SOURCE else asked.campaigns
    nothing = ("", _("Without source") if by == By.SOURCE else _("Without campaign"))
    return [(key, known.get(key, nothing)[1], line) for key, line in lines.items()]


def _ordering(asked: Asked) -> str:
    name = asked.data.get("ordering", "")
    known = {"name", *(column.sort for column in HEADS)}
    return name if name.removeprefix("-") in known else DEFAULT_ORDER


def _sorted(rows: Sequence[Named], ordering: str) -> list[Named]:
    """Return the rows in the order; what is not known stands last either way."""
    name, goes_down = ordering.removeprefix("-"), ordering.startswith("-")
    by_name = sorted(rows, key=lambda row: (-row[2].counts.leads, row[1].casefold()))
    if name == "name":
        return sorted(rows, key=lambda row: row[1].casefold(), reverse=goes_down)
    known = [row for row in by_name if value_of(row[2], name) is not None]
    unknown = [row for row in by_name if value_of(row[2], name) is None]
    return sorted(known, key=lambda row: value_of(row[2], name), reverse=goes_down) + unknown


def _name(asked: Asked, by: str, key: Key, name: str) -> Cell:
    known = asked.sources if by == By.SOURCE else asked.campaigns
    slug = known[key][0] if key in known else ""  # type: ignore[index]
    return text(name, url=asked.leads_url(**{by: slug}) if slug else "")


def _cells(asked: Asked, name: Cell, line: Line) -> list[Cell]:
    kinds: dict[str, Any] = {
        "accepted": "percent",
        "amount": "money",
        "cost": "cost",
        "per_lead": "money",
        "per_won": "money",
        "roi": "change",
    }
    currency = asked.workspace.currency
    return [
        name,
        *(
            Cell(
                value_of(line, column.name),
                kinds.get(column.name, "count"),
                currency,
                is_strong=column.name == "won",
            )
            for column in HEADS
        ),
    ]


def finding(asked: Asked, rows: Sequence[Named]) -> str:
    """Return who sells cheapest and dearest, or who wins or brings most."""
    priced = sorted(
        ((cost, name) for _key, name, line in rows if (cost := line.cost.per(Step.WON)) is not None)
    )
    money = asked.workspace.currency
    if len(priced) > 1:
        (low, best), (high, worst) = priced[0], priced[-1]
        return _("%(best)s sells at %(low)s; %(worst)s, at %(high)s") % {
            "best": best,
            "low": formats.money(low, money),
            "worst": worst,
            "high": formats.money(high, money),
        }
    for step, sentence in (
        (Step.WON, gettext_lazy("%(name)s wins most: %(count)s of %(all)s")),
        (Step.LEADS, gettext_lazy("%(name)s brings most leads: %(count)s of %(all)s")),
    ):
        best_row = max(rows, key=lambda row: row[2].counts.at(step), default=None)
        if best_row and best_row[2].counts.at(step):
            return str(sentence) % {
                "name": best_row[1],
                "count": formats.count(best_row[2].counts.at(step)),
                "all": formats.count(sum(row[2].counts.at(step) for row in rows)),
            }
    return _("No lead arrived in this period")


def _charts(asked: Asked, rows: Sequence[Named]) -> list[charts.Chart]:
    """Return the largest by what was won (by leads where nothing was), and what each of those costs where known."""
    step = Step.WON if any(line.counts.won for _key, _name, line in rows) else Step.LEADS
    largest = sorted(rows, key=lambda row: -row[2].counts.at(step))[:LARGEST]
    counted = [
        (name, float(line.counts.at(step)), formats.count(line.counts.at(step)))
        for _key, name, line in largest
    ]
    if not any(value for _name, value, _text in counted):
        return []
    # A bar needs a length, and an unknown cost has none: the table names it.
    money = asked.workspace.currency
    spent = [
        (name, float(cost), formats.money(cost, money))
        for _key, name, line in largest
        if (cost := line.cost.per(step)) is not None
    ]
    title = _("Won leads by origin") if step == Step.WON else _("Leads by origin")
    cost_title = _("Cost per won, by origin") if step == Step.WON else _("Cost per lead, by origin")
    found: list[charts.Chart] = [charts.bars("origin", title, _said(counted), counted)]
    if any(cost for _name, cost, _text in spent):
        found.append(charts.bars("origin-cost", cost_title, _said(spent), spent, strong=LARGEST))
    return found


def _said(values: Sequence[tuple[str, float, str]]) -> str:
    """Return a chart's values in words."""
    return "; ".join(f"{name}: {text_}" for name, _value, text_ in values)


def _figures(asked: Asked, now: Line, before: Line) -> list[dict[str, Any]]:
    money = asked.workspace.currency
    return [
        figure(_("Leads"), formats.count(now.counts.leads), compared(now.counts.leads, before.counts.leads)),
        figure(
            _("Known cost"),
            formats.cost(now.cost.spent, money),
            against(formats.cost(before.cost.spent, money)),
        ),
        figure(
            _("Cost per lead"),
            formats.cost(now.cost.per(Step.LEADS), money),
            against(formats.cost(before.cost.per(Step.LEADS), money)),
        ),
        figure(
            pgettext("money", "Return"),
            formats.change(_float(now.cost.roi)),
            against(formats.change(_float(before.cost.roi))),
        ),
    ]


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def sources_page(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the sources."""
    return show(request, "sources", build)


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def sources_csv(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send the table of the sources."""
    return send(request, "sources", build)

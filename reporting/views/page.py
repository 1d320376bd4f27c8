"""A report as a page: figures, cards with a finding, a chart and its table; and the same tables as files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.charts import Chart
from reporting.sheets import Sheet, to_csv
from reporting.views.asked import Asked


@dataclass(frozen=True, slots=True)
class Card:
    """One finding: its title says it, charts and table show it. ``note`` says of what the numbers are.

    A wide table has its charts above it, a narrow one its chart beside it.
    """

    title: str
    sheet: Sheet
    note: str = ""
    charts: Sequence[Chart] = ()
    is_wide: bool = False
    tabs: Sequence[dict[str, Any]] = ()
    csv_url: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a report shows. ``terms`` explains its words: (word, meaning)."""

    cards: Sequence[Card]
    figures: Sequence[dict[str, Any]] = ()
    terms: Sequence[tuple[str | Promise, str | Promise]] = ()
    remark: str = ""


Build = Callable[[Asked], Report]


@dataclass(frozen=True, slots=True)
class Kind:
    """A report the menu offers; ``is_for_reps`` means a rep sees it of their own leads."""

    name: str
    label: str | Promise
    summary: str | Promise
    icon: str
    is_for_reps: bool = False


KINDS = (
    Kind(
        "funnel",
        gettext_lazy("Funnel"),
        gettext_lazy("From inquiry to won: where leads are lost, how long each step takes"),
        "filter",
        is_for_reps=True,
    ),
    Kind(
        "sources",
        gettext_lazy("Sources"),
        gettext_lazy("What each source and campaign brings, costs and earns"),
        "megaphone",
    ),
    Kind(
        "response",
        gettext_lazy("Response"),
        gettext_lazy("How fast Sales answers and contacts what it is handed"),
        "timer",
        is_for_reps=True,
    ),
    Kind(
        "rejects",
        gettext_lazy("Sent back"),
        gettext_lazy("Which leads Sales returns, and for which reasons"),
        "undo-2",
    ),
    Kind(
        "workflows",
        gettext_lazy("Workflows"),
        gettext_lazy("What nurturing sends, who clicks, who becomes green"),
        "workflow",
    ),
    Kind(
        "calibration",
        gettext_lazy("Does the score work?"),
        gettext_lazy("What became of the leads of each grade"),
        "target",
    ),
)


def kinds_for(asked: Asked) -> list[Kind]:
    """Return the reports the reader may see."""
    return [kind for kind in KINDS if kind.is_for_reps or not asked.is_own]


def show(request: HttpRequest, name: str, build: Build) -> HttpResponse:
    """Show the report; an address that asks for something impossible shows the usual period and says so."""
    asked = Asked(request)
    is_good = asked.form.is_valid()
    kind = next(kind for kind in KINDS if kind.name == name)
    context = {
        "asked": asked,
        "report": build(asked),
        "kind": kind,
        "kinds": tabs(asked, name),
        "page_title": str(kind.label),
        "fault": "" if is_good else _fault(asked),
    }
    return render(request, "reporting/report.html", context, status=200 if is_good else 400)


def _fault(asked: Asked) -> str:
    """Return what is wrong with the question, in one sentence."""
    messages = asked.form.errors.get("__all__")
    return str(messages[0]) if messages else _("This address asks for something that does not exist.")


def tabs(asked: Asked, current: str) -> list[dict[str, Any]]:
    """Return the reports beside one another; period and filters go along."""
    query = asked.url(by="", ordering="").partition("?")[2]
    found = []
    for kind in kinds_for(asked):
        url = reverse(f"reporting:{kind.name}", kwargs={"workspace": asked.slug})
        found.append(
            {"label": kind.label, "url": f"{url}?{query}" if query else url, "current": kind.name == current}
        )
    return found


def send(request: HttpRequest, name: str, build: Build) -> HttpResponse:
    """Send one table of the report as a file for a spreadsheet; the first if none is named."""
    asked = Asked(request)
    if not asked.form.is_valid():
        return HttpResponse(_fault(asked), status=400, content_type="text/plain; charset=utf-8")
    sheets = {card.sheet.name: card.sheet for card in build(asked).cards}
    chosen = request.GET.get("sheet") or next(iter(sheets))
    if chosen not in sheets:
        raise Http404
    period = asked.period
    response = HttpResponse(to_csv(sheets[chosen]), content_type="text/csv; charset=utf-8")
    filename = f"{name}-{chosen}-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response

"""The home of the reports: this month's key figures against the month before, and the way to each report."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from reporting import formats
from reporting.choices import Span
from reporting.queries.funnel import Funnel, funnel
from reporting.queries.response import Waits, response
from reporting.statistics import share
from reporting.views.asked import Asked
from reporting.views.funnel import finding, steps_card
from reporting.views.page import kinds_for
from reporting.views.words import against, compared, figure
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.VIEW_REPORTS)
def home(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show where the month stands."""
    asked = Month(request)
    now, before = (
        funnel(scope, by="all", with_days=False, with_cost=False)
        for scope in (asked.scope, asked.scope_before)
    )
    return render(
        request,
        "reporting/home.html",
        {
            "asked": asked,
            "figures": _figures(asked, now, before),
            "finding": finding(now.total),
            "sheet": steps_card(asked, now, before, is_short=True),
            "reports": [_entry(asked, kind) for kind in kinds_for(asked)],
            "page_title": _("Reports"),
        },
    )


class Month(Asked):
    """The month so far, whatever the address says."""

    @property
    def values(self) -> dict[str, Any]:  # type: ignore[override]
        """The month, unfiltered."""
        return {"period": Span.MONTH, "by": "time"}


def _entry(asked: Asked, kind: Any) -> dict[str, Any]:
    url = reverse(f"reporting:{kind.name}", kwargs={"workspace": asked.slug})
    return {"label": kind.label, "summary": kind.summary, "icon": kind.icon, "url": url}


def _figures(asked: Asked, now: Funnel, before: Funnel) -> list[dict[str, Any]]:
    waits, waits_before = (response(scope, at=asked.at).total for scope in (asked.scope, asked.scope_before))
    found = [
        _count(_("New leads"), now, before, "leads"),
        _count(pgettext("leads", "Handed to Sales"), now, before, "mql"),
        _count(pgettext("leads", "Won"), now, before, "won"),
        figure(
            _("Amount won"),
            formats.money(now.total.counts.amount, asked.workspace.currency),
            against(formats.money(before.total.counts.amount, asked.workspace.currency)),
        ),
        figure(
            _("Median to first contact"),
            formats.wait(waits.median),
            against(formats.wait(waits_before.median)),
        ),
        figure(_("Contacted in time"), _kept(waits), against(_kept(waits_before))),
    ]
    back = figure(_("Sent back"), _back(waits), against(_back(waits_before)))
    return found if asked.is_own else [*found, back]


def _count(label: str, now: Funnel, before: Funnel, step: str) -> dict[str, Any]:
    count = now.total.at(step)
    return figure(label, formats.count(count), compared(count, before.total.at(step)))


def _kept(waits: Waits) -> str:
    return formats.percent(share(waits.contacted_in_time, waits.contacts))


def _back(waits: Waits) -> str:
    return formats.percent(share(waits.sent_back, waits.answered))

"""Workflows and content: what nurturing sends, who clicks, and who becomes ready for Sales."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from core.tables import Column
from reporting import charts, formats
from reporting.queries import workflows
from reporting.queries.workflows import ContentResult, WorkflowResult
from reporting.sheets import Cell, Row, Sheet
from reporting.statistics import share
from reporting.views.asked import Asked
from reporting.views.page import Card, Report, send, show
from reporting.views.words import against, compared, figure, number, text
from tenants.permissions import Capability, requires


LARGEST = 6
HEADS = (
    Column("name", gettext_lazy("Workflow")),
    number("entered", gettext_lazy("Entered")),
    number("sent", gettext_lazy("Mails sent")),
    number("unsent", gettext_lazy("Not sent"), css="only-wide"),
    number("clicked", pgettext_lazy("people", "Clicked")),
    number("rate", gettext_lazy("Click share"), css="only-wide"),
    number("unsubscribed", pgettext_lazy("people", "Unsubscribed"), css="only-wide"),
    number("green", gettext_lazy("Became green")),
    number("handed_off", pgettext_lazy("leads", "Handed to Sales"), css="only-wide"),
    number("won", pgettext_lazy("leads", "Won"), css="only-wide"),
)
CONTENT_HEADS = (
    Column("name", gettext_lazy("Content")),
    number("sent", gettext_lazy("Mails sent")),
    number("people", gettext_lazy("People"), css="only-wide"),
    number("clicked", pgettext_lazy("people", "Clicked")),
    number("rate", gettext_lazy("Click share")),
    number("green", gettext_lazy("Became green"), css="only-wide"),
    number("handed_off", pgettext_lazy("leads", "Handed to Sales"), css="only-wide"),
    number("won", pgettext_lazy("leads", "Won"), css="only-wide"),
)
TERMS = (
    (
        gettext_lazy("Entered"),
        gettext_lazy("The leads that entered the workflow in the period, and what became of them until now."),
    ),
    (
        pgettext_lazy("people", "Clicked"),
        gettext_lazy("People, each once. Clicks of scanners and mail filters are not counted."),
    ),
    (
        gettext_lazy("Content"),
        gettext_lazy(
            "Mails sent in the period that link to the piece; green, handed over and won after the click."
        ),
    ),
    (
        gettext_lazy("Not sent"),
        gettext_lazy(
            "Withheld, for example without consent, or failed. The outbox has each with its reason."
        ),
    ),
)


def build(asked: Asked) -> Report:
    """Return the report."""
    found, before = workflows.workflows(asked.scope), workflows.workflows(asked.scope_before)
    pieces = workflows.content(asked.scope)
    return Report(
        [_workflows(asked, found), _content(asked, pieces)],
        _figures(workflows.total(found), workflows.total(before)),
        TERMS,
    )


def _figures(now: WorkflowResult, before: WorkflowResult) -> list[dict[str, Any]]:
    return [
        figure(_("Entered a workflow"), formats.count(now.entered), compared(now.entered, before.entered)),
        figure(_("Mails sent"), formats.count(now.sent), compared(now.sent, before.sent)),
        figure(
            _("Click share"),
            formats.percent(share(now.clicked, now.entered)),
            against(formats.percent(share(before.clicked, before.entered))),
        ),
        figure(_("Became green"), formats.count(now.green), compared(now.green, before.green)),
    ]


def _workflows(asked: Asked, found: Sequence[WorkflowResult]) -> Card:
    sheet = Sheet(
        "workflows",
        _("Results by workflow"),
        HEADS,
        [_row(text(item.name, url=_url(asked, item)), item) for item in found],
        total=_row(text(_("Total")), workflows.total(found)) if found else None,
        empty=_("Nobody entered a workflow in this period."),
    )
    values = [
        (item.name, float(item.green), _("%(count)s of %(all)s") % {"count": item.green, "all": item.entered})
        for item in sorted(found, key=lambda item: -item.green)[:LARGEST]
    ]
    rates = [(item.name, share(item.clicked, item.entered)) for item in found[:LARGEST]]
    drawn = [
        _bars("workflows", _("Became green, by workflow"), values),
        _bars("workflows-clicks", _("Click share, by workflow"), _shares(rates), strong=LARGEST),
    ]
    return Card(
        _finding(found),
        sheet,
        charts=[chart for chart in drawn if chart],
        is_wide=True,
        csv_url=asked.csv_url("workflows", "workflows"),
    )


def _url(asked: Asked, item: WorkflowResult) -> str:
    return reverse("nurturing:stats", kwargs={"workspace": asked.slug, "pk": item.workflow_id})


def _bars(
    name: str, title: str, values: list[tuple[str, float, str]], *, strong: int = 1
) -> charts.Chart | None:
    if not any(value for _label, value, _text in values):
        return None
    described = "; ".join(f"{label}: {said}" for label, _value, said in values)
    return charts.bars(name, title, described, values, strong=strong)


def _shares(rates: list[tuple[str, float | None]]) -> list[tuple[str, float, str]]:
    return [(name, rate or 0, formats.percent(rate)) for name, rate in rates]


def _row(name: Cell, item: WorkflowResult) -> Row:
    return Row(
        [
            name,
            Cell(item.entered, is_strong=True),
            Cell(item.sent),
            Cell(item.unsent),
            Cell(item.clicked),
            Cell(share(item.clicked, item.entered), "percent"),
            Cell(item.unsubscribed),
            Cell(item.green, is_strong=True),
            Cell(item.handed_off),
            Cell(item.won),
        ]
    )


def _finding(found: Sequence[WorkflowResult]) -> str:
    best = max(found, key=lambda item: item.green, default=None)
    if best is None:
        return _("Nobody entered a workflow in this period")
    if not best.green:
        return _("Nobody who entered became green yet")
    return _("%(name)s makes most leads green: %(count)s of %(all)s") % {
        "name": best.name,
        "count": formats.count(best.green),
        "all": formats.count(best.entered),
    }


def _content(asked: Asked, pieces: Sequence[ContentResult]) -> Card:
    sheet = Sheet(
        "content",
        _("Results by content"),
        CONTENT_HEADS,
        [_piece(piece) for piece in pieces],
        empty=_("No mail of this period linked to a piece of content."),
    )
    values = [(piece.name, float(piece.clicked), formats.count(piece.clicked)) for piece in pieces[:LARGEST]]
    rates = [(piece.name, share(piece.clicked, piece.people)) for piece in pieces[:LARGEST]]
    drawn = [
        _bars("content", _("People who clicked, by content"), values),
        _bars("content-clicks", _("Click share, by content"), _shares(rates), strong=LARGEST),
    ]
    return Card(
        _piece_finding(pieces),
        sheet,
        charts=[chart for chart in drawn if chart],
        is_wide=True,
        csv_url=asked.csv_url("workflows", "content"),
    )


def _piece(piece: ContentResult) -> Row:
    return Row(
        [
            text(piece.name),
            Cell(piece.sent),
            Cell(piece.people),
            Cell(piece.clicked, is_strong=True),
            Cell(share(piece.clicked, piece.people), "percent"),
            Cell(piece.green),
            Cell(piece.handed_off),
            Cell(piece.won),
        ]
    )


def _piece_finding(pieces: Sequence[ContentResult]) -> str:
    best = max(pieces, key=lambda piece: piece.clicked, default=None)
    if best is None or not best.clicked:
        return _("No content was clicked in this period")
    return _("%(name)s is clicked most: by %(count)s of %(all)s people") % {
        "name": best.name,
        "count": formats.count(best.clicked),
        "all": formats.count(best.people),
    }


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def workflows_page(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what nurturing achieves."""
    return show(request, "workflows", build)


@require_GET
@requires(Capability.VIEW_ALL_REPORTS)
def workflows_csv(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send a table of what nurturing achieves."""
    return send(request, "workflows", build)

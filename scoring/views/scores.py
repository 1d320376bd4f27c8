"""A lead's score on its page, explained on a page of its own, and its grade set by hand."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import toasts
from core.errors import DomainError
from core.htmx import wants_fragment
from leads import entry_filters
from leads import wording as lead_wording
from leads.models import Lead
from leads.views.access import get_lead
from scoring import wording
from scoring.engine.sums import DimensionSum, Line
from scoring.forms import AUTOMATIC, GradeForm
from scoring.models import HandGrade
from scoring.services import explain, history, manual
from scoring.services.explain import Explanation
from scoring.views import history_chart
from scoring.views.model_lines import chosen
from tenants.permissions import Capability, requires


PANEL = "scoring/panels/score.html"
SNAPSHOTS = 20
CARD_LINES = 4


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line as components/contributions.html draws it; ``url`` leads to what ``note`` speaks of."""

    label: str
    tenths: int
    cut: bool
    note: str = ""
    url: str = ""
    faded: str = ""


def panel(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return what the lead page's panel shows: why the score is what it is."""
    try:
        found = explain.explain(lead=lead, at=timezone.now())
    except explain.NoModel:
        return None
    return context(request, lead, found, at=timezone.now())


def context(request: HttpRequest, lead: Lead, found: Explanation, *, at: datetime) -> dict[str, Any]:
    """Return the explanation as the templates draw it."""
    groups = [
        {
            "label": wording.dimension(dimension.dimension),
            "total": dimension.tenths,
            "lines": _lines(found, dimension, timeline=_timeline(request, lead), at=at),
        }
        for dimension in found.dimensions
    ]
    sizes = [abs(line.tenths) for group in groups for line in group["lines"]]  # type: ignore[attr-defined]
    advice = found.advice
    return {
        "lead": lead,
        "found": found,
        "groups": groups,
        "largest": max([*sizes, 300]),
        "fit": round(found.total.fit.tenths / 10),
        "engagement": round(found.total.engagement.tenths / 10),
        "weights": wording.weights(found.model),
        "chosen": chosen(found.spec, found.definition, found.names),
        "advice_title": wording.advice_title(advice) if advice else "",
        "advice_text": wording.advice_text(advice) if advice else "",
        "light_advice": wording.light_text(found.light_advice, found.names) if found.light_advice else "",
        "light_reason": lead_wording.light(found.light_reason),
        "can_grade": request.membership.can(Capability.GRADE_BY_HAND),  # type: ignore[attr-defined]
    }


def _timeline(request: HttpRequest, lead: Lead) -> str:
    return reverse("leads:timeline", args=[request.workspace.slug, lead.pk])  # type: ignore[attr-defined]


def _lines(found: Explanation, dimension: DimensionSum, *, timeline: str, at: datetime) -> list[ShownLine]:
    today = at.astimezone(UTC).date()
    return [_line(found, line, timeline=timeline, today=today) for line in dimension.lines]


def _line(found: Explanation, line: Line, *, timeline: str, today: date) -> ShownLine:
    is_cut = line.kind != "criterion"
    shown = ShownLine(wording.line_label(line), line.tenths, cut=is_cut)
    if is_cut or line.criterion is None:
        return shown
    evidence = found.evidence.get(line.key)
    if evidence is None or not evidence.count:
        return replace(shown, note=wording.facts_note(found.known_of(line.criterion), found.names))
    chip = entry_filters.of_kinds(evidence.kinds)
    return replace(
        shown,
        note=wording.evidence_note(evidence, today=today),
        url=f"{timeline}?kind={chip}#timeline" if chip else f"{timeline}#timeline",
        faded=wording.faded_note(evidence),
    )


def card(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return the lines that weigh most, for the next lead of today's page."""
    try:
        found = explain.explain(lead=lead, at=timezone.now())
    except explain.NoModel:
        return None
    lines = [line for dimension in found.dimensions for line in dimension.lines if line.tenths]
    shown = sorted(lines, key=lambda line: -abs(line.tenths))[:CARD_LINES]
    return {
        "score": found.score,
        "lines": [
            (wording.line_label(line), f"{round(line.tenths / 10):+d}".replace("-", "−")) for line in shown
        ],
        "count": len(lines),
    }


@require_GET
@requires(Capability.VIEW_LEADS)
def panel_part(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the lead page's panel alone; without htmx, the page that explains the score."""
    lead = get_lead(request, pk)
    if not wants_fragment(request):
        return HttpResponseRedirect(reverse("scoring:explanation", args=[workspace, pk]))
    values = panel(request, lead)
    return render(request, PANEL, values) if values else HttpResponse("")


@require_GET
@requires(Capability.VIEW_LEADS)
def explanation(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show every line of a lead's score, and what it was at the moments that mattered."""
    lead = get_lead(request, pk)
    try:
        found = explain.explain(lead=lead, at=timezone.now())
    except explain.NoModel as refusal:
        return render(request, "409.html", {"message": refusal.message}, status=409)
    now = timezone.now()
    points = history.points(lead=lead)
    week = history.week(lead=lead, at=now)
    values = context(request, lead, found, at=now) | {
        "kept": points[: -SNAPSHOTS - 1 : -1],
        "chart": history_chart.stair(points, score=found.score, now=now),
        "week": week,
        "moved": [(wording.reason(each.reason), wording.WHY[each.why]) for each in week.moved]
        if week
        else [],
        "page_title": _("Why %(score)d") % {"score": found.score},
    }
    return render(request, "scoring/explanation.html", values)


@require_http_methods(["GET", "POST"])
@requires(Capability.GRADE_BY_HAND)
def grade(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Set a lead's grade by hand, or give it back to the rules."""
    lead = get_lead(request, pk)
    kept = HandGrade.objects.filter(lead=lead).first()
    initial = {"grade": lead.rank.grade_by_hand or lead.rank.grade}
    if kept:
        initial |= {"reason": kept.reason, "until_on": kept.until_on}
    form = GradeForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _set_grade(request, lead, **form.cleaned_data)
            except DomainError as refusal:
                for fault in refusal.errors:
                    form.add_error(fault["path"] if fault["path"] in form.fields else None, fault["message"])
    template = "leads/_verb_dialog.html" if wants_fragment(request) else "leads/verb.html"
    values = {
        "lead": lead,
        "form": form,
        "page_title": _("Set the grade by hand"),
        "button": _("Save grade"),
        "action": request.path,
        "back_url": reverse("leads:detail", args=[workspace, pk]),
    }
    return render(request, template, values, status=status)


def _set_grade(
    request: HttpRequest, lead: Lead, *, grade: str, reason: str, until_on: date | None
) -> HttpResponse:
    manual.set_grade(
        lead=lead,
        grade=None if grade == AUTOMATIC else grade,
        reason=reason,
        until_on=until_on,
        by=request.user.pk,
        at=timezone.now(),
    )
    text = (
        _("Grade set to %(grade)s.") % {"grade": grade}
        if grade != AUTOMATIC
        else _("The grade follows the rules again.")
    )
    toasts.add(request, text)
    url = f"{reverse('leads:detail', args=[request.workspace.slug, lead.pk])}?changed=1"  # type: ignore[attr-defined]
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url, status=303)

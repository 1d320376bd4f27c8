"""What a workflow brought, step by step; and its versions beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nurturing import comparing, figures, lines
from nurturing.choices import StepKind
from nurturing.figures import StepFigures
from nurturing.lines import Line
from nurturing.models import WorkflowVersion
from nurturing.views.one import Shown, get_workflow
from tenants.models import User
from tenants.permissions import Capability, requires


@dataclass(frozen=True, slots=True)
class Share:
    """How many took a way, and of a hundred how many."""

    label: str | Promise
    number: int
    percent: int


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the outline with what came of it; ``width`` is the bar's, of a hundred."""

    line: Line
    figures: StepFigures
    reached: int
    width: int
    shares: Sequence[Share]


@require_GET
@requires(Capability.VIEW_NURTURE)
def stats(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show of each step how many reached it, what was sent and clicked, and which way people took."""
    shown = Shown(request, get_workflow(pk), "stats")
    published = _published(shown)
    asked = request.GET.get("version", "")
    version = next(
        (one for one in published if str(one.number) == asked), published[0] if published else None
    )
    url = shown.url("stats")
    values: dict[str, Any] = {
        "shown": shown,
        "workflow": shown.workflow,
        "version": version,
        "choices": [
            {
                "url": f"{url}?version={one.number}",
                "label": _("Version %(number)s") % {"number": one.number},
                "current": one == version,
            }
            for one in published[:4]
        ],
        "totals": figures.totals([shown.workflow])[pk],
        "page_title": shown.workflow.name,
    }
    if version:
        values |= _results(shown, version)
    return render(request, "nurturing/stats.html", values)


def _published(shown: Shown) -> list[WorkflowVersion]:
    every = WorkflowVersion.objects.filter(workflow=shown.workflow, published_at__isnull=False)
    return list(every.order_by("-number"))


def _results(shown: Shown, version: WorkflowVersion) -> dict[str, Any]:
    told = lines.read(version.steps, shown.known, here=figures.here(shown.workflow, version_id=version.pk))
    found = figures.of_steps([version.pk])
    if found is None:
        return {"is_slow": True}
    reached = {line.id: _figures(found, line).done + line.here for line in told}
    most = max(reached.values(), default=0)
    results = [
        Result(
            line=line,
            figures=_figures(found, line),
            reached=reached[line.id],
            width=round(100 * reached[line.id] / most) if most else 0,
            shares=_shares(line, _figures(found, line)),
        )
        for line in told
    ]
    return {"results": results}


def _figures(found: dict[str, StepFigures], line: Line) -> StepFigures:
    return found.get(line.id) or StepFigures()


def _shares(line: Line, of: StepFigures) -> list[Share]:
    """Return of a branch how many took each way: by where it led, and for the time-out because of what."""
    if line.kind not in {StepKind.BRANCH_CLICK, StepKind.BRANCH_IF} or not of.done:
        return []
    taken = [0] * len(line.ways)
    for (go, because, holds), number in of.went.items():
        taken[_way_of(line, go, because, holds)] += number
    return [
        Share(way.label, number, round(100 * number / of.done))
        for way, number in zip(line.ways, taken, strict=True)
    ]


def _way_of(line: Line, go: str, because: str, holds: str) -> int:
    """Return the place of the way that was taken among the line's ways; the last is the time-out's, or "no"."""
    if line.kind == StepKind.BRANCH_IF:
        return 0 if holds == "true" else 1
    if because == "click":
        places = [place for place, way in enumerate(line.ways[:-1]) if way.target == go]
        return places[0] if places else 0
    return len(line.ways) - 1


@require_GET
@requires(Capability.VIEW_NURTURE)
def history(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """List the versions, and say in sentences how two of them differ."""
    shown = Shown(request, get_workflow(pk), "history")
    versions = list(WorkflowVersion.objects.filter(workflow=shown.workflow).order_by("-number"))
    by_number = {str(one.number): one for one in versions}
    new = by_number.get(request.GET.get("to", "")) or (versions[0] if versions else None)
    former = versions[1] if len(versions) > 1 else None
    old = by_number.get(request.GET.get("from", "")) or former
    values = {
        "shown": shown,
        "workflow": shown.workflow,
        "versions": versions,
        "people": _people(versions),
        "old": old,
        "new": new,
        "differences": comparing.compare(old, new, known=shown.known) if old and new and old != new else [],
        "page_title": shown.workflow.name,
    }
    return render(request, "nurturing/history.html", values)


def _people(versions: Sequence[WorkflowVersion]) -> list[dict[str, Any]]:
    """Return each version with the name of who published it."""
    names = dict(User.objects.filter(pk__in={one.published_by for one in versions}).values_list("pk", "name"))
    return [{"version": one, "by": names.get(one.published_by or 0, "")} for one in versions]

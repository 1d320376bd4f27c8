"""The live model as sentences, older versions, and the list of leads that are near green."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from conditions.describe import describe_html
from conditions.registry import Registry
from core import gather
from core.pagination import BadCursor, Page, paginate
from leads import wording as lead_wording
from leads.choices import OPEN_STAGES, Light, Stage
from leads.models import LeadRank
from scoring import queries, wording
from scoring.choices import GRADES, Dimension, State
from scoring.engine.light import light_registry
from scoring.engine.spec import CriterionSpec, GroupSpec, ModelSpec
from scoring.models import ScoringModel
from scoring.services import chunks, valuation
from scoring.services.valuation import Valuation, Valuations
from scoring.views.meeting_words import signed
from scoring.views.model_lines import definition_lines, model_lines
from tenants.models import User
from tenants.permissions import Capability, requires
from work.models import Job


VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Rule:
    """A criterion as it is read: its sentence, its points and how it counts."""

    criterion: CriterionSpec
    sentence: SafeString | str
    note: str
    was: int | None = None
    is_new: bool = False
    is_edited: bool = False
    valuation: Valuation | None = None

    @property
    def median(self) -> str:
        """Return what Sales gave in the middle, with its sign."""
        return signed(self.valuation.median) if self.valuation else ""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """A group with its rules."""

    group: GroupSpec
    rules: list[Rule]


def rules_of(
    spec: ModelSpec, names: Registry, before: ModelSpec | None = None, said: Valuations | None = None
) -> list[dict[str, Any]]:
    """Return both dimensions with their groups and rules; ``before`` marks what differs, ``said`` adds valuations."""
    old = {criterion.key: criterion for criterion in before.every_criterion()} if before else None
    return [
        {
            "name": dimension,
            "label": wording.dimension(dimension),
            "weight": spec.weight(dimension),
            "groups": [
                RuleGroup(group, [_rule(criterion, names, old, said) for criterion in group.criteria])
                for group in spec.groups_of(dimension)
            ],
        }
        for dimension in Dimension.values
    ]


def _rule(
    criterion: CriterionSpec,
    names: Registry,
    old: dict[str, CriterionSpec] | None,
    said: Valuations | None,
) -> Rule:
    sentence: SafeString | str = (
        _("Names something that no longer exists, so it never counts.")
        if criterion.is_broken
        else describe_html(criterion.condition, names)
    )
    former = old.get(criterion.key) if old is not None else None
    return Rule(
        criterion,
        sentence,
        wording.decay(criterion),
        was=former.points if former and former.points != criterion.points else None,
        is_new=old is not None and former is None,
        is_edited=old is not None and former != criterion,
        valuation=said.of(criterion) if said else None,
    )


def grid_rows(spec: ModelSpec) -> dict[str, Any]:
    """Return the grid as its table draws it: the best fit on top."""
    grid = spec.grid
    floors = [0, *grid.fit]
    rows = [
        {"from": wording.threshold(floors[place]), "cells": grid.cells[place]}
        for place in range(len(grid.cells) - 1, -1, -1)
    ]
    return {"columns": [wording.threshold(tenths) for tenths in (0, *grid.engagement)], "rows": rows}


def model_context(model: ScoringModel, before: ModelSpec | None = None, *, asked: str = "") -> dict[str, Any]:
    """Return a version as the pages draw it: one of its models, ``asked`` by key, and what others there are."""
    names = queries.registry()
    spec = queries.spec_of(model, names)
    part = spec.part(asked)
    registry = light_registry(names)
    return {
        "model": model,
        "spec": spec,
        "part": part,
        "models": model_lines(spec, names, current=part),
        "definitions": definition_lines(part, registry),
        "dimensions": rules_of(part, names, before, valuation.read()),
        "grid": grid_rows(part),
        "requirements": [describe_html(node, registry) for node in part.light.requirements],
        "near": part.light.near,
        "author": author(model.published_by if model.version else model.changed_by),
    }


def author(user_id: int | None) -> User | None:
    """Return who did it, None for the system."""
    return User.objects.filter(pk=user_id).first() if user_id else None


def progress(job: Job | None) -> dict[str, Any] | None:
    """Return a rescore that still runs, as components/progress.html draws it."""
    if job is None or job.state != Job.State.RUNNING:
        return None
    return {
        "id": job.pk,
        "title": _("Rescoring every lead"),
        "done": job.finished,
        "total": job.total,
        "percent": job.percent,
        "state": job.state,
        "poll_url": "",
    }


@require_GET
@requires(Capability.VIEW_SCORING)
def live(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the rules in force, in plain words."""
    model = queries.live()
    asked = request.GET.get("model", "")
    values: dict[str, Any] = {
        "page_title": _("Scoring"),
        "draft": queries.draft(),
        "versions": _versions(),
        "job": progress(chunks.latest()),
        "counts": _counts(),
    }
    return render(request, "scoring/live.html", values | (model_context(model, asked=asked) if model else {}))


@require_GET
@requires(Capability.VIEW_SCORING)
def version(request: HttpRequest, workspace: str, number: int) -> HttpResponse:
    """Show the rules of a version that is or was live."""
    model = get_object_or_404(ScoringModel.objects.versions(), version=number)
    values: dict[str, Any] = {"page_title": _("Scoring model v%(number)d") % {"number": number}}
    if model.state != State.PUBLISHED:
        values["live"] = queries.live()
    return render(
        request, "scoring/version.html", values | model_context(model, asked=request.GET.get("model", ""))
    )


@require_GET
@requires(Capability.VIEW_SCORING)
def job(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show how far the rescore is; asked each second while it runs."""
    return render(request, "scoring/_job.html", {"job": progress(chunks.latest())})


@require_GET
@requires(Capability.VIEW_SCORING)
def amber(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the leads that one thing parts from green, best score first."""
    page = _page(request, _amber(request.membership).select_related("lead", "owner"))  # type: ignore[attr-defined]
    for rank in page.items:
        rank.reason = lead_wording.light(rank.light_reason)
    return render(
        request, "scoring/amber.html", {"page": page, "page_title": _("Near green"), "ordering": "-score"}
    )


def _page(request: HttpRequest, ranks: Any) -> Page:
    try:
        return paginate(ranks, order=["-score", "-lead_id"], cursor=request.GET.get("cursor"))
    except BadCursor:
        return paginate(ranks, order=["-score", "-lead_id"], cursor=None)


def _versions() -> list[ScoringModel]:
    return list(ScoringModel.objects.versions().order_by("-version")[:VERSIONS])


def _counts() -> list[dict[str, Any]]:
    """Return how many open leads have each grade, counted to ten thousand. Queries: one."""
    most = 10_000
    graded = [LeadRank.objects.filter(grade=grade, stage__in=OPEN_STAGES)[:most] for grade in GRADES]
    return [
        {"grade": grade, "count": count} for grade, count in zip(GRADES, gather.counts(graded), strict=True)
    ]


def near_green(request: HttpRequest) -> dict[str, Any] | None:
    """Return the review list's card for today's page; None for who does not review."""
    membership = request.membership  # type: ignore[attr-defined]
    if not membership.can(Capability.GRADE_BY_HAND):
        return None
    ranks = list(_amber(membership).select_related("lead").order_by("-score", "-lead_id")[:5])
    for rank in ranks:
        rank.reason = lead_wording.light(rank.light_reason)
    return {"ranks": ranks, "count": _amber(membership).values("pk")[:10_000].count()} if ranks else None


def _amber(membership: Any) -> Any:
    """Return the ranks of leads that are near green and still with Marketing."""
    return LeadRank.objects.visible_to(membership).filter(light=Light.AMBER, stage=Stage.MARKETING)

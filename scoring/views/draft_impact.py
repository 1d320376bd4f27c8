"""What a draft would change, on a page: the numbers, and the names behind each of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.htmx import render_part
from scoring import queries, wording
from scoring.choices import GRADES
from scoring.engine.shift import LIGHTS, Shift, way
from scoring.engine.spec import ModelSpec, Text
from scoring.models import ScoringModel
from scoring.services import moves, simulation
from scoring.services.impact import Impact
from scoring.services.moves import DEFAULT, WAYS, Which
from tenants.models import User
from tenants.permissions import Capability, requires
from tenants.views.jobs import remember
from work.models import Job


@require_GET
@requires(Capability.VIEW_DRAFT)
def show(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what publishing the draft would do; the draft's page asks for it as a part."""
    draft = _draft()
    known = simulation.read(draft=draft, at=timezone.now())
    found, job = known.impact, known.job
    values: dict[str, Any] = {
        "page_title": _("What would change"),
        "draft": draft,
        "job": job,
        "poll_url": request.path if job and job.state == Job.State.RUNNING else "",
    }
    if found:
        values |= impact_context(found) | {"by_model": _by_model(found.shift, draft)}
    return render_part(request, "scoring/impact.html", "impact", values)


@require_POST
@requires(Capability.VIEW_DRAFT)
def start(request: HttpRequest, workspace: str) -> HttpResponse:
    """Have a worker compare every lead, where there are too many for the page to wait for."""
    _draft()
    simulation.ask(by=request.user.pk)
    return remember(HttpResponseRedirect(reverse("scoring:impact", args=[workspace]), status=303))


@require_GET
@requires(Capability.VIEW_DRAFT)
def names(request: HttpRequest, workspace: str) -> HttpResponse:
    """List the leads behind one number, each with what would move it."""
    draft = _draft()
    registry = queries.registry()
    spec, live = queries.spec_of(draft, registry), queries.live_spec(registry)
    which, owner = _asked(request, draft, spec, live, registry)
    found = moves.page(
        spec=spec, live=live, names=registry, which=which, at=timezone.now(), after=_number(request, "after")
    )
    values = {
        "page_title": _("Who changes"),
        "lede": wording.moves(which, owner),
        "rows": [(move, wording.reasons(move.reasons)) for move in found.items],
        "after": found.after,
        "is_first": not request.GET.get("after"),
    }
    return render(request, "scoring/moves.html", values)


def impact_context(found: Impact) -> dict[str, Any]:
    """Return the impact as the template draws it."""
    people = User.objects.in_bulk(list(found.by_owner))
    return {
        "impact": found,
        "matrix": _matrix(found.shift),
        "turns": _turns(found.shift),
        "reps": [(people.get(owner), owner, count) for owner, count in found.by_owner.most_common()],
        "to_sales": len(found.owners),
        "resting": len(found.shift.ready) - len(found.owners),
    }


def _by_model(shift: Shift, draft: ScoringModel) -> list[dict[str, Any]]:
    """Return how the leads of each model would move; nothing where the draft has only one."""
    named = [(model["key"], str(Text(**model["label"]))) for model in draft.special]
    lines = []
    for key, name in [*named, ("", _("Default model"))] if named else []:
        leads, rises, falls = shift.of_model(key)
        lines.append({"model": key or DEFAULT, "name": name, "leads": leads, "rises": rises, "falls": falls})
    return lines


def _matrix(shift: Shift) -> list[dict[str, Any]]:
    """Return a row for each grade now, its cells by the draft with the way they go."""
    return [
        {
            "now": now,
            "cells": [
                {"then": then, "way": way(now, then), "count": shift.grades.get((now, then), 0)}
                for then in GRADES
            ],
            "total": sum(count for (grade, _then), count in shift.grades.items() if grade == now),
        }
        for now in GRADES
    ]


def _turns(shift: Shift) -> list[dict[str, Any]]:
    """Return each change of light that happens, the ones that matter to Sales first."""
    return [
        {"now": now, "then": then, "count": count}
        for now in LIGHTS[::-1]
        for then in LIGHTS
        if now != then and (count := shift.lights.get((now, then), 0))
    ]


def _asked(
    request: HttpRequest, draft: ScoringModel, spec: ModelSpec, live: ModelSpec | None, registry: Any
) -> tuple[Which, User | None]:
    """Read which moves are meant; the leads of a rep are those that the impact would give that rep."""
    given = request.GET
    owner_id = _number(request, "rep")
    if owner_id is not None:
        found = simulation.read(draft=draft, at=timezone.now()).impact
        ids = [lead_id for lead_id, owner in (found.owners if found else {}).items() if owner == owner_id]
        return Which(ids=ids), User.objects.filter(pk=owner_id).first() if ids else None
    return Which(
        now=_one_of(given.get("now"), GRADES),
        then=_one_of(given.get("then"), GRADES),
        light_now=_one_of(given.get("light_now"), LIGHTS),
        light_then=_one_of(given.get("light_then"), LIGHTS),
        way=_one_of(given.get("way"), WAYS),
        model=_one_of(given.get("model"), {DEFAULT, *(part.key for part in spec.models)}),
    ), None


def _one_of(value: str | None, known: Any) -> str:
    return value if value and value in set(known) else ""


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _draft() -> ScoringModel:
    draft = queries.draft()
    if draft is None:
        raise Http404
    return draft

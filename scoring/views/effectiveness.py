"""Does the score work? What each rule and grade did, whether the probability keeps its word, what outcomes propose."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from conditions.describe import describe_html
from conditions.faults import ConditionError
from conditions.parse import parse
from core import numbers, toasts
from core.errors import DomainError
from leads.models import Lead, LeadRank
from scoring import queries, wording
from scoring.engine.reader import criteria_registry
from scoring.models import LearnedModel, ScoringModel
from scoring.services import learning, learning_draft, probability, review_returns
from scoring.views import effectiveness_words as words
from scoring.views import review_finding_words
from scoring.views.draft_acts import refused
from tenants.permissions import Capability, requires
from work.models import Job


def panel(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return a lead's probability with what it was learned from; None where it has none. Queries: one, if it has."""
    found = probability.of(lead.rank)
    if found is None:
        return None
    return found | {
        "value": numbers.percent(found["value"]),
        "average": words.share(found["won"], found["outcomes"]),
        "outcomes": numbers.plain(found["outcomes"]),
    }


@require_GET
@requires(Capability.VIEW_SCORING)
def show(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what was counted and learned in the last training run."""
    learned = LearnedModel.objects.filter(is_current=True).first()
    values: dict[str, Any] = {
        "page_title": _("Effectiveness"),
        "learned": learned,
        "job": _progress(request),
        "failed": _failure(),
        "live": queries.live(),
        **review_finding_words.returns(review_returns.count(at=timezone.now())),
    }
    return render(
        request, "scoring/effectiveness.html", values | (_found(request, learned) if learned else {})
    )


def _found(request: HttpRequest, learned: LearnedModel) -> dict[str, Any]:
    model = ScoringModel.objects.versions().filter(version=learned.version).first()
    spec = queries.spec_of(model, queries.registry()) if model else None
    kept = learned.effectiveness
    return {
        "figures": words.figures(learned),
        "missing": words.missing_text(learned) if learned.verdict == "too_few" else "",
        "drift": words.drift_text(learned),
        "chart": words.chart(learned),
        "rules": words.rows_of(kept.get("criteria", []), spec),
        "models": words.rows_of_models(kept.get("models", []), spec),
        "grades": words.rows_of(kept.get("grades", []), None),
        "odd": _odd(request, kept.get("odd", [])),
    }


def _odd(request: HttpRequest, kept: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the leads that went against their score, of those that the member may see. Queries: one."""
    visible = LeadRank.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    ranks = {
        rank.pk: rank
        for rank in visible.filter(pk__in=[each["lead"] for each in kept]).select_related("lead", "owner")
    }
    groups = [
        ("won", _("Won with a low score"), _("What did the rules not see?")),
        ("returned", _("Returned with a high score"), _("What did the rules see that was not so?")),
    ]
    return [
        {
            "kind": kind,
            "title": title,
            "question": question,
            "leads": [
                {"rank": ranks[each["lead"]], "score": each["score"], "grade": each["grade"]}
                for each in kept
                if each["kind"] == kind and each["lead"] in ranks
            ],
        }
        for kind, title, question in groups
    ]


@require_POST
@requires(Capability.EDIT_SCORING)
def learn(request: HttpRequest, workspace: str) -> HttpResponse:
    """Ask for a training run."""
    try:
        learning.begin(by=request.user.pk)
    except DomainError as refusal:
        return refused(request, refusal)
    return HttpResponseRedirect(reverse("scoring:effectiveness", args=[workspace]), status=303)


@require_GET
@requires(Capability.VIEW_SCORING)
def job(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show how far the training run is; asked each second while it runs, and then the page shows what came out."""
    progress = _progress(request)
    if progress is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "scoring/effectiveness_job.html", {"job": progress})


def _progress(request: HttpRequest) -> dict[str, Any] | None:
    running = learning.latest(running=True)
    if running is None:
        return None
    return {
        "id": running.pk,
        "title": _("Learning from outcomes"),
        "done": running.finished,
        "total": running.total,
        "percent": running.percent,
        "state": running.state,
        "poll_url": reverse("scoring:learning-job", args=[request.workspace.slug]),  # type: ignore[attr-defined]
    }


def _failure() -> str:
    newest = learning.latest()
    return str(newest.result.get("error", "")) if newest and newest.state == Job.State.FAILED else ""


@require_GET
@requires(Capability.VIEW_SCORING)
def proposal(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show each line of the proposal beside what is live, to be taken one by one."""
    learned = LearnedModel.objects.filter(is_current=True).first()
    live = queries.live()
    values: dict[str, Any] = {"page_title": _("Proposal"), "learned": learned, "live": live}
    if learned is not None and learned.is_ready and live is not None:
        values |= _lines(learned, live)
    return render(request, "scoring/effectiveness_proposal.html", values)


def _lines(learned: LearnedModel, live: ScoringModel) -> dict[str, Any]:
    names = queries.registry()
    spec = queries.spec_of(live, names)
    criteria = {criterion.key: criterion for criterion in spec.every_criterion()}
    homes = words.model_names(spec)
    kept = learned.proposal
    changed = [
        {
            "value": f"k:{line['key']}",
            "label": criteria[line["key"]].label,
            "model": homes.get(line["key"], ""),
            "sentence": describe_html(criteria[line["key"]].condition, names),
            **_line(line, line["now"]),
        }
        for line in kept["criteria"]
        if line["key"] in criteria and not criteria[line["key"]].is_broken
    ]
    added = [
        {
            "value": f"r:{place}",
            "label": "",
            "model": wording.model_name(spec) if homes else "",
            "sentence": _sentence(rule["condition"], names),
            **_line(line, None),
        }
        for place, (rule, line) in enumerate(zip(learned.rules, kept["rules"], strict=True))
    ]
    return {
        "changed": sorted(changed, key=lambda line: -abs(line["points"] - (line["now"] or 0))),
        "added": [line for line in added if line["sentence"] and line["points"]],
        "is_live": live.version == learned.version,
        "has_caps": bool(kept["group_caps"]),
        "thresholds": [
            {"model": wording.model_name(part) if homes else "", **line}
            for part in spec.parts()
            if (proposed := {"": kept["grid"], **kept.get("grids", {})}.get(part.key))
            for line in _thresholds(part.grid, proposed)
        ],
        "figures": words.figures(learned)[1:3],
    }


def _line(line: Mapping[str, Any], now: int | None) -> dict[str, Any]:
    evidence = line["evidence"]
    return {
        "now": now,
        "points": line["points"],
        "is_same": now == line["points"],
        "n": evidence["n"],
        "won": words.share(evidence["won"], evidence["n"]),
        "ratio": words.times(evidence["ratio"]),
        "tone": words.tone(evidence["ratio"]),
        "is_too_good": evidence["is_too_good"],
    }


def _sentence(condition: Any, names: Any) -> str:
    try:
        return describe_html(parse(condition, criteria_registry(names), check_choices=False), names)
    except ConditionError:
        return ""


def _thresholds(grid: Any, proposed: Mapping[str, list[int]]) -> list[dict[str, str]]:
    return [
        {
            "now": " / ".join(numbers.plain(limit / 10) for limit in getattr(grid, dimension)),
            "then": " / ".join(numbers.plain(limit / 10) for limit in proposed[dimension]),
            "label": label,
        }
        for dimension, label in (("fit", _("Fit")), ("engagement", _("Engagement")))
    ]


@require_POST
@requires(Capability.EDIT_SCORING)
def accept(request: HttpRequest, workspace: str) -> HttpResponse:
    """Take the ticked lines into the draft, and go there."""
    chosen = request.POST.getlist("line")
    if not chosen:
        toasts.add(request, _("Tick the lines that you want to take."))
        return HttpResponseRedirect(reverse("scoring:proposal", args=[workspace]), status=303)
    try:
        taken = learning_draft.accept(chosen=chosen, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refused(request, refusal)
    text = ngettext("%(n)d line is in the draft now.", "%(n)d lines are in the draft now.", len(taken))
    toasts.add(request, text % {"n": len(taken)})
    if len(taken) < len(chosen):
        toasts.add(request, str(learning_draft.OTHER_GRID))
    return HttpResponseRedirect(reverse("scoring:draft", args=[workspace]), status=303)

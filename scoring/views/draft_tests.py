"""Trying a draft before it goes live: on what has ended, on one lead, and beside another version."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from conditions.registry import Registry
from core.htmx import render_part
from leads import wording as lead_wording
from leads.models import Lead
from scoring import diff_words, queries, wording
from scoring.choices import Event
from scoring.engine.light import light_registry
from scoring.engine.spec import ModelSpec
from scoring.models import ScoringModel
from scoring.services import backtest, diff, trial
from scoring.services.backtest import Tried
from scoring.services.trial import Hit, Reading
from scoring.views.live import VERSIONS, rules_of
from scoring.views.model_lines import chosen
from tenants.permissions import Capability, requires


FOUND = 10
# The widths of bars are parts of a hundred.
FULL = 100


@require_GET
@requires(Capability.VIEW_DRAFT)
def ended(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show how the live rules and the draft would have judged the newest hand-offs that ended."""
    names = queries.registry()
    spec, live = _specs(names)
    most = _size(request)
    tried = backtest.run(spec=spec, live=live, names=names, most=most, at=timezone.now())
    chosen = next((each for each in tried if each.event == request.GET.get("end")), tried[0])
    values = {
        "page_title": _("With what we know by now"),
        "tried": [_row(each) for each in tried],
        "chosen": chosen,
        "chosen_label": Event(chosen.event).label,
        # those that the draft would judge otherwise come first
        "endings": sorted(chosen.endings, key=lambda ending: ending.was_above == ending.is_above),
        "sizes": backtest.SIZES,
        "most": most,
        "version": live.version if live else None,
        "next_version": queries.next_version(),
    }
    return render_part(request, "scoring/backtest.html", "table", values)


@require_GET
@requires(Capability.VIEW_DRAFT)
def one(request: HttpRequest, workspace: str) -> HttpResponse:
    """Try the draft on one lead: each rule hit or missed, and why."""
    names = queries.registry()
    spec, live = _specs(names)
    text, pk = request.GET.get("q", "").strip(), request.GET.get("lead", "")
    values: dict[str, Any] = {"page_title": _("Try the draft on a lead"), "q": text}
    if pk.isascii() and pk.isdecimal() and len(pk) < 18:
        lead = get_object_or_404(_visible(request), pk=int(pk))
        found = trial.run(lead=lead, spec=spec, live=live, names=names, at=timezone.now())
        values |= {"lead": lead, "found": found, "dimensions": _hits(found.draft, names)}
        values["chosen"] = chosen(spec, found.draft.definition, names)
        values["reason"] = lead_wording.light(found.draft.light_reason)
        values["next_version"] = queries.next_version()
    elif text:
        values["leads"] = list(_visible(request).search(text).select_related("rank").order_by("-pk")[:FOUND])
    return render(request, "scoring/trial.html", values)


@require_GET
@requires(Capability.VIEW_SCORING)
def compare(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the differences of two published versions as sentences."""
    versions = list(ScoringModel.objects.versions().order_by("-version")[:VERSIONS])
    if not versions:
        raise Http404
    newer = _version(request, "to") or versions[0]
    older = _version(request, "from") or (versions[1] if len(versions) > 1 else versions[0])
    names = queries.registry()
    values = {
        "page_title": _("Compare two versions"),
        "versions": versions,
        "older": older,
        "newer": newer,
        "changes": changes(queries.spec_of(older, names), queries.spec_of(newer, names), names),
    }
    return render(request, "scoring/compare.html", values)


def changes(before: ModelSpec | None, after: ModelSpec, names: Registry) -> list[diff_words.Told]:
    """Return the differences as sentences; none without something to compare with."""
    if before is None:
        return []
    return diff_words.told(diff.between(before, after), light_registry(names))


def _row(tried: Tried) -> dict[str, Any]:
    total = len(tried.endings)
    return {
        "event": tried.event,
        "label": Event(tried.event).label,
        "total": total,
        "live": tried.live_above,
        "draft": tried.draft_above,
        "unknown": tried.unknown,
        "live_width": round(FULL * tried.live_above / total) if total else 0,
        "draft_width": round(FULL * tried.draft_above / total) if total else 0,
    }


def _hits(reading: Reading, names: Registry) -> list[dict[str, Any]]:
    """Return the rules of the lead's model as sentences, each with what the lead has of it."""
    by_key = {hit.criterion.key: hit for hit in reading.hits}
    sums = {"fit": reading.total.fit.tenths, "engagement": reading.total.engagement.tenths}
    return [
        {
            **dimension,
            "total": sums[dimension["name"]],
            "rules": [
                (rule, by_key[rule.criterion.key], _known(by_key[rule.criterion.key], names))
                for group in dimension["groups"]
                for rule in group.rules
            ],
        }
        for dimension in rules_of(reading.definition.model, names)
    ]


def _known(hit: Hit, names: Registry) -> str:
    """Return what is known of what the rule asks: "Phone: +34 …, Budget: unknown"."""
    parts = []
    for name, value in hit.facts.items():
        field = names.field_named(name)
        if field:
            shown = _("unknown") if value in (None, "", []) else wording.fact(field, value)
            parts.append(f"{field.label}: {shown}")
    return " · ".join(parts)


def _specs(names: Registry) -> tuple[ModelSpec, ModelSpec | None]:
    draft = queries.draft()
    if draft is None:
        raise Http404
    return queries.spec_of(draft, names), queries.live_spec(names)


def _size(request: HttpRequest) -> int:
    asked = request.GET.get("n", "")
    return int(asked) if asked in {str(size) for size in backtest.SIZES} else backtest.SIZES[1]


def _visible(request: HttpRequest) -> Any:
    return Lead.objects.visible_to(request.membership)  # type: ignore[attr-defined]


def _version(request: HttpRequest, name: str) -> ScoringModel | None:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        return None
    return get_object_or_404(ScoringModel.objects.versions(), version=int(text))

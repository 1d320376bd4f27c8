"""The values that fill the shapes of ``what_if_shapes``."""

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conditions.describe import describe
from conditions.nodes import Node, to_json
from conditions.registry import Registry
from leads import wording as lead_wording
from leads.choices import Grade
from leads.models import Lead
from scoring import diff_words, wording
from scoring.engine.document import points
from scoring.engine.light import light_registry
from scoring.engine.reasons import Reason
from scoring.engine.shift import LIGHTS
from scoring.engine.spec import Text
from scoring.services.arrivals import Arrivals
from scoring.services.backtest import Tried
from scoring.services.diff import Change, Part
from scoring.services.impact import Impact
from scoring.services.moves import Move
from scoring.services.simulation import Simulation
from scoring.services.trial import Hit, Reading
from tenants.models import User
from work.models import Job


IN_TENTHS = {"points", "cap", "fit_thresholds", "engagement_thresholds"}


def simulation_of(known: Simulation) -> dict[str, Any]:
    """Return the simulation as ``SimulationOut`` shows it. Queries: one, of the reps."""
    job = known.job
    if job is None:
        compared = known.impact.shift.total if known.impact else 0
        state = {"state": "done" if known.impact else "none", "finished": compared, "total": compared}
    else:
        state = {"state": job.state, "finished": job.finished, "total": job.total}
    return {
        "revision": known.draft.revision,
        "job": job.public_id if job else None,
        "error": str(job.result.get("error", "")) if job and job.state == Job.State.FAILED else "",
        "impact": _impact(known.impact) if known.impact else None,
        **state,
    }


def _impact(found: Impact) -> dict[str, Any]:
    shift = found.shift
    people = User.objects.in_bulk(list(found.by_owner))
    return {
        "leads": shift.total,
        "rises": shift.rises,
        "falls": shift.falls,
        "changed_lights": shift.changed_lights,
        "grades": _cells(shift.grades, Grade.values),
        "lights": _cells(shift.lights, LIGHTS),
        "models": [
            dict(zip(("model", "leads", "rises", "falls"), (key, *shift.of_model(key)), strict=True))
            for key in sorted({key for key, _way in shift.models})
        ],
        "to_sales": {
            "leads": len(found.owners),
            "resting": len(shift.ready) - len(found.owners),
            "unshared": found.unshared,
            "by_rep": [
                {"rep": people[owner], "leads": count}
                for owner, count in found.by_owner.most_common()
                if owner in people
            ],
        },
        "hand_offs": {"now": _week(found.now), "draft": _week(found.then)},
    }


def _cells(cells: Mapping[tuple[str, str], int], order: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"now": now, "draft": then, "leads": count}
        for now in order
        for then in order
        if (count := cells.get((now, then), 0))
    ]


def _week(found: Arrivals) -> dict[str, Any]:
    return {
        "days": found.days,
        "came": found.came,
        "one_in": found.every,
        "green": found.green,
        "a_week": round(found.a_week, 1),
    }


def moves_of(found: Iterable[Move], *, with_names: bool) -> list[dict[str, Any]]:
    """Return the moves as ``MoveOut`` shows them."""
    return [
        {
            **_named(move.lead, with_names=with_names),
            "now": move.now,
            "draft": move.then,
            "reasons": [_reason(each) for each in move.reasons],
        }
        for move in found
    ]


def _named(lead: Lead, *, with_names: bool) -> dict[str, Any]:
    return {"lead": lead.public_id, "title": lead.title if with_names else None}


def _reason(found: Reason) -> dict[str, Any]:
    named = found.criterion or found.group
    return {
        "kind": found.kind,
        "key": named.key if named else None,
        "points": points(found.tenths),
        "text": wording.reason(found),
    }


def back_test_of(tried: Iterable[Tried], *, with_names: bool) -> list[dict[str, Any]]:
    """Return the endings as ``EndOut`` shows them, newest first."""
    return [
        {
            "end": each.event,
            "leads": len(each.endings),
            "above_live": each.live_above,
            "above_draft": each.draft_above,
            "unknown": each.unknown,
            "endings": [
                {
                    **_named(ending.lead, with_names=with_names),
                    "ended_at": ending.ended_at,
                    "live": ending.live,
                    "draft": ending.draft,
                }
                for ending in each.endings
            ],
        }
        for each in tried
    ]


def reading_of(found: Reading, names: Registry, *, with_facts: bool) -> dict[str, Any]:
    """Return one model's reading of a lead as ``ReadingOut`` shows it."""
    said, reason = found.said, found.light_reason
    return {
        "model": found.definition.address.model,
        "definition": found.definition.address.definition,
        "score": said.score,
        "grade": said.grade,
        "light": said.light,
        "light_reason": {**reason, "text": lead_wording.light(reason)} if reason else {},
        "fit": points(found.total.fit.tenths),
        "engagement": points(found.total.engagement.tenths),
        "rules": [_tried_rule(hit, names, with_facts=with_facts) for hit in found.hits],
    }


def _tried_rule(hit: Hit, names: Registry, *, with_facts: bool) -> dict[str, Any]:
    criterion = hit.criterion
    return {
        "key": criterion.key,
        "label": str(criterion.label),
        "group": hit.group.key,
        "dimension": hit.group.dimension,
        "sentence": _("Names something that no longer exists, so it never counts.")
        if criterion.is_broken
        else describe(criterion.condition, names),
        "is_met": hit.is_met,
        "points": points(hit.tenths),
        "was": points(hit.was),
        "count": hit.count,
        "last_on": hit.last_on,
        "facts": [
            {
                "field": name,
                "label": str(field.label) if (field := names.field_named(name)) else None,
                "value": value if with_facts else None,
            }
            for name, value in hit.facts.items()
        ],
    }


def changes_of(changes: Sequence[Change], names: Registry) -> list[dict[str, Any]]:
    """Return the differences as ``ChangeOut`` shows them."""
    told = diff_words.told(changes, light_registry(names))
    return [
        {
            "kind": change.kind,
            "action": change.action,
            "key": _key(change),
            "model": change.model.key if change.model else "",
            "title": said.title,
            "parts": [_part(part) for part in change.parts],
            "sentences": [_plain(sentence) for sentence in said.sentences],
        }
        for change, said in zip(changes, told, strict=True)
    ]


def _key(change: Change) -> str | None:
    named: Any = change.criterion or change.group or change.definition
    if named is None and change.kind == "model":
        named = change.model
    return named.key if named else None


def _plain(sentence: str | SafeString) -> str:
    """Return a sentence of the page without its marks."""
    return html.unescape(strip_tags(sentence)) if isinstance(sentence, SafeString) else sentence


def _part(part: Part) -> dict[str, Any]:
    return {
        "what": part.what,
        "before": _value(part.what, part.before),
        "after": _value(part.what, part.after),
    }


def _value(what: str, value: Any) -> Any:
    if isinstance(value, Node):
        return to_json(value)
    match value:
        case Text():
            return {"en": value.en, "es": value.es}
        case (str() as grade, int() as fit, int() as engagement) if what == "cell":
            return {"grade": grade, "fit": points(fit), "engagement": points(engagement)}
        case tuple() | list():
            return [_value(what, each) for each in value]
        case int() if what in IN_TENTHS:
            return points(value)
    return value

"""Rules proposed from what a review found, each a change of the model's document that does nothing when made twice.

* A criterion that goes with bad verdicts loses points, down to its part of good ones; at nothing it is taken out.
* What nobody knew of the cases that were too early, or did not fit, must be known before a lead is ready.
* The worst grade that is ready is not ready any more, if it goes with bad verdicts.
* What the unfitting cases share, and nobody asked for yet, becomes a criterion that takes points.

A rule concerns the model, or the definition, by which the cases that speak for it were scored, and changes no other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.choices import GRADES, Dimension, Verdict
from scoring.engine.document import keys_of, models_of, points
from scoring.engine.editing import criteria_of, group_in, light_at, model_at
from scoring.engine.reader import MAX_CRITERIA, MAX_KEY, slug
from scoring.engine.reader_models import MAX_EVERY_CRITERION
from scoring.engine.review_patterns import Pattern
from scoring.engine.spec import Address


Json = dict[str, Any]
BAD = (Verdict.TOO_EARLY, Verdict.NOT_FIT)
WORTH = 200  # a new criterion takes half of what one is worth at most; this much if there is none, in tenths
GROUP = "reviewed_fit"
GRADE = "score.grade"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule proposed. ``kind``: "lower", "remove", "require", "grade", "add"; ``was`` and ``now`` are tenths.

    ``label`` names a criterion, in English and Spanish; ``where`` the model and definition that it changes, empty for
    the default ones. ``address`` is that place; what changes points has no definition.
    """

    kind: str
    pattern: Pattern
    was: int = 0
    now: int = 0
    label: tuple[str, str] = ("", "")
    where: tuple[str, str] = ("", "")
    address: Address = Address()

    @property
    def key(self) -> str:
        """Return what names it in a form."""
        place = "/".join(self.address)
        return f"{self.kind}/{self.pattern.feature.key}" + (f"@{place}" if any(self.address) else "")


def propose(found: Iterable[Pattern], document: Json, address: Address) -> list[Proposal]:
    """Return the rules that the patterns of the place's cases speak for, none that it holds already.

    ``address`` without a definition's key: rules of the model and of its own definition. None where it is gone.
    """
    if light_at(document, address) is None:
        return []
    made = [proposal for pattern in found if (proposal := _of(pattern, document, address))]
    return [proposal for proposal in made if _changes(proposal, document)]


def apply(document: Json, proposal: Proposal) -> bool:
    """Make the change; return whether the document changed."""
    feature = proposal.pattern.feature
    model, light = model_at(document, proposal.address.model), light_at(document, proposal.address)
    if model is None or light is None:
        return False
    match proposal.kind:
        case "lower" | "remove":
            return _set_points(model, feature.name, proposal.now)
        case "require":
            return _require(light, {"field": feature.name, "op": "is_not_empty"})
        case "grade":
            return _drop_grade(light, feature.name)
    return _add(document, model, proposal)


def _of(pattern: Pattern, document: Json, address: Address) -> Proposal | None:
    feature, own = pattern.feature, Address(address.model)
    model, light = model_at(document, address.model) or document, light_at(document, address) or {}
    if feature.kind == "criterion" and _is_bad(pattern):
        return _lower(pattern, model, own)
    if feature.kind == "unknown" and pattern.is_more(*BAD):
        return Proposal("require", pattern, address=address)
    if feature.kind == "grade" and _is_bad(pattern) and feature.name == _worst_grade(light):
        return Proposal("grade", pattern, address=address)
    if feature.kind == "fact" and pattern.is_more(Verdict.NOT_FIT):
        worth = max((abs(each["points"]) * 10 for _group, each in criteria_of(model)), default=WORTH * 2)
        return Proposal("add", pattern, now=-max(10, round(worth / 20) * 10), address=own)
    return None


def _is_bad(pattern: Pattern) -> bool:
    good = pattern.ratios.get(Verdict.GOOD)
    return pattern.is_more(*BAD) or (good is not None and good[2] < 1)


def _lower(pattern: Pattern, model: Json, address: Address) -> Proposal | None:
    found = _criterion(model, pattern.feature.name)
    if found is None or found[1]["points"] <= 0:
        return None
    was = round(found[1]["points"] * 10)
    now = round(was * min(1.0, pattern.good_share) / 10) * 10
    if now >= was:
        return None
    label = found[1]["label"]
    names = (label, label) if isinstance(label, str) else (label["en"], label["es"])
    return Proposal("lower" if now else "remove", pattern, was, now, names, address=address)


def _criterion(model: Json, key: str) -> tuple[Json, Json] | None:
    return next((pair for pair in criteria_of(model) if pair[1]["key"] == key), None)


def _changes(proposal: Proposal, document: Json) -> bool:
    feature = proposal.pattern.feature
    model, light = model_at(document, proposal.address.model), light_at(document, proposal.address)
    if model is None or light is None:
        return False
    if proposal.kind == "require":
        return {"field": feature.name, "op": "is_not_empty"} not in requirements(light)
    return proposal.kind != "add" or _has_room(document, model, feature.node)


def _has_room(document: Json, model: Json, node: Json | None) -> bool:
    """Say whether the model may have the criterion: it has none like it, and not as many as it may already."""
    own = [each for _group, each in criteria_of(model)]
    every = sum(1 for each in models_of(document) for _pair in criteria_of(each))
    is_there = any(each["condition"] == node for each in own)
    return not is_there and len(own) < MAX_CRITERIA and every < MAX_EVERY_CRITERION


def requirements(light: Json) -> Sequence[Json]:
    """Return the parts of the definition that all must hold."""
    condition: Json = light["condition"]
    parts: Sequence[Json] = condition.get("all", [condition])
    return parts


def _set_points(model: Json, key: str, tenths: int) -> bool:
    found = _criterion(model, key)
    if found is None or found[1]["points"] * 10 <= tenths:
        return False
    group, criterion = found
    was, criterion["points"] = criterion["points"] * 10, points(tenths)
    if not tenths:
        group["criteria"].remove(criterion)
        model["groups"] = [each for each in model["groups"] if each["criteria"]]
    elif criterion.get("cap"):
        criterion["cap"] = points(round(criterion["cap"] * 10 * tenths / was))
    return True


def _require(light: Json, requirement: Json) -> bool:
    parts = list(requirements(light))
    if requirement in parts:
        return False
    light["condition"] = {"all": [*parts, requirement]}
    return True


def _grades(light: Json) -> tuple[Json, list[str]] | None:
    """Return the requirement that asks for the grade, with the grades it takes, best first."""
    for part in requirements(light):
        if part.get("field") == GRADE and part.get("op") in {"in", "eq"}:
            value = part["value"]
            taken = value if isinstance(value, list) else [value]
            return part, [grade for grade in GRADES if grade in taken]
    return None


def _worst_grade(light: Json) -> str:
    """Return the worst grade that is ready; empty where only one is."""
    found = _grades(light)
    return found[1][-1] if found and len(found[1]) > 1 else ""


def _drop_grade(light: Json, grade: str) -> bool:
    found = _grades(light)
    if found is None or grade not in found[1] or len(found[1]) < 2:
        return False
    found[0]["op"], found[0]["value"] = "in", [each for each in found[1] if each != grade]
    return True


def _add(document: Json, model: Json, proposal: Proposal) -> bool:
    node = proposal.pattern.feature.node
    if not _has_room(document, model, node):
        return False
    key = f"{GROUP}_{model['key']}"[:MAX_KEY] if proposal.address.model else GROUP
    english, spanish = proposal.label
    label = {"en": "Seen in reviews", "es": "Visto en revisiones"}
    group_in(model, key=key, label=label, dimension=Dimension.FIT)["criteria"].append(
        {
            "key": slug(english, taken=keys_of(document)),
            "label": {"en": english[:120], "es": spanish[:120]},
            "condition": node,
            "points": points(proposal.now),
        }
    )
    return True

"""Rules proposed from what a review found, each a change of the model's document that does nothing when made twice.

* A criterion that goes with bad verdicts loses points, down to its part of good ones; at nothing it is taken out.
* What nobody knew of the cases that were too early, or did not fit, must be known before a lead is ready.
* The worst grade that is ready is not ready any more, if it goes with bad verdicts.
* What the unfitting cases share, and nobody asked for yet, becomes a criterion that takes points.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.choices import GRADES, Verdict
from scoring.engine.document import keys_of, models_of, points
from scoring.engine.reader import MAX_CRITERIA, slug
from scoring.engine.review_patterns import Pattern


Json = dict[str, Any]
BAD = (Verdict.TOO_EARLY, Verdict.NOT_FIT)
WORTH = 200  # a new criterion takes half of what one is worth at most; this much if there is none, in tenths
GROUP = "reviewed_fit"
GRADE = "score.grade"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule proposed. ``kind``: "lower", "remove", "require", "grade", "add"; ``was`` and ``now`` are tenths.

    ``label`` names a criterion, in English and Spanish.
    """

    kind: str
    pattern: Pattern
    was: int = 0
    now: int = 0
    label: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """Return what names it in a form."""
        return f"{self.kind}/{self.pattern.feature.key}"


def propose(found: Iterable[Pattern], document: Json) -> list[Proposal]:
    """Return the rules that the patterns speak for, none that the document holds already."""
    made = [proposal for pattern in found if (proposal := _of(pattern, document))]
    return [proposal for proposal in made if _changes(proposal, document)]


def apply(document: Json, proposal: Proposal) -> bool:
    """Make the change; return whether the document changed."""
    feature = proposal.pattern.feature
    match proposal.kind:
        case "lower" | "remove":
            return _set_points(document, feature.name, proposal.now)
        case "require":
            return _require(document, {"field": feature.name, "op": "is_not_empty"})
        case "grade":
            return _drop_grade(document, feature.name)
    return _add(document, proposal)


def criteria(document: Json) -> Iterator[tuple[Json, Json]]:
    """Yield each criterion of every model with its group; new rules go into the default one."""
    for model in models_of(document):
        for group in model["groups"]:
            for criterion in group["criteria"]:
                yield group, criterion


def _of(pattern: Pattern, document: Json) -> Proposal | None:
    feature = pattern.feature
    if feature.kind == "criterion" and _is_bad(pattern):
        return _lower(pattern, document)
    if feature.kind == "unknown" and pattern.is_more(*BAD):
        return Proposal("require", pattern)
    if feature.kind == "grade" and _is_bad(pattern) and feature.name == _worst_grade(document):
        return Proposal("grade", pattern)
    if feature.kind == "fact" and pattern.is_more(Verdict.NOT_FIT):
        worth = max((abs(each["points"]) * 10 for _group, each in criteria(document)), default=WORTH * 2)
        return Proposal("add", pattern, now=-max(10, round(worth / 20) * 10))
    return None


def _is_bad(pattern: Pattern) -> bool:
    good = pattern.ratios.get(Verdict.GOOD)
    return pattern.is_more(*BAD) or (good is not None and good[2] < 1)


def _lower(pattern: Pattern, document: Json) -> Proposal | None:
    found = _criterion(document, pattern.feature.name)
    if found is None or found[1]["points"] <= 0:
        return None
    was = round(found[1]["points"] * 10)
    now = round(was * min(1.0, pattern.good_share) / 10) * 10
    if now >= was:
        return None
    label = found[1]["label"]
    names = (label, label) if isinstance(label, str) else (label["en"], label["es"])
    return Proposal("lower" if now else "remove", pattern, was, now, names)


def _criterion(document: Json, key: str) -> tuple[Json, Json] | None:
    return next((pair for pair in criteria(document) if pair[1]["key"] == key), None)


def _changes(proposal: Proposal, document: Json) -> bool:
    feature = proposal.pattern.feature
    if proposal.kind == "require":
        return {"field": feature.name, "op": "is_not_empty"} not in requirements(document)
    if proposal.kind == "add":
        return all(each["condition"] != feature.node for _group, each in criteria(document))
    return True


def requirements(document: Json) -> Sequence[Json]:
    """Return the parts of the definition that all must hold."""
    condition: Json = document["light"]["condition"]
    parts: Sequence[Json] = condition.get("all", [condition])
    return parts


def _set_points(document: Json, key: str, tenths: int) -> bool:
    found = _criterion(document, key)
    if found is None or found[1]["points"] * 10 <= tenths:
        return False
    group, criterion = found
    was, criterion["points"] = criterion["points"] * 10, points(tenths)
    if not tenths:
        group["criteria"].remove(criterion)
        for model in models_of(document):
            model["groups"] = [each for each in model["groups"] if each["criteria"]]
    elif criterion.get("cap"):
        criterion["cap"] = points(round(criterion["cap"] * 10 * tenths / was))
    return True


def _require(document: Json, requirement: Json) -> bool:
    parts = list(requirements(document))
    if requirement in parts:
        return False
    document["light"]["condition"] = {"all": [*parts, requirement]}
    return True


def _grades(document: Json) -> tuple[Json, list[str]] | None:
    """Return the requirement that asks for the grade, with the grades it takes, best first."""
    for part in requirements(document):
        if part.get("field") == GRADE and part.get("op") in {"in", "eq"}:
            value = part["value"]
            taken = value if isinstance(value, list) else [value]
            return part, [grade for grade in GRADES if grade in taken]
    return None


def _worst_grade(document: Json) -> str:
    """Return the worst grade that is ready; empty where only one is."""
    found = _grades(document)
    return found[1][-1] if found and len(found[1]) > 1 else ""


def _drop_grade(document: Json, grade: str) -> bool:
    found = _grades(document)
    if found is None or grade not in found[1] or len(found[1]) < 2:
        return False
    found[0]["op"], found[0]["value"] = "in", [each for each in found[1] if each != grade]
    return True


def _add(document: Json, proposal: Proposal) -> bool:
    node = proposal.pattern.feature.node
    every = [each for _group, each in criteria(document)]
    if len(every) >= MAX_CRITERIA or any(each["condition"] == node for each in every):
        return False
    group = next((each for each in document["groups"] if each["key"] == GROUP), None)
    if group is None:
        label = {"en": "Seen in reviews", "es": "Visto en revisiones"}
        group = {"key": GROUP, "label": label, "dimension": "fit", "cap": None, "criteria": []}
        document["groups"].append(group)
    english, spanish = proposal.label
    group["criteria"].append(
        {
            "key": slug(english, taken=keys_of(document)),
            "label": {"en": english[:120], "es": spanish[:120]},
            "condition": node,
            "points": points(proposal.now),
        }
    )
    return True

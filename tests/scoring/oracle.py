"""The second reading of a scoring model, which lives only here: plain Python, written from docs/scoring.md.

Conditions are answered by the evaluator of tests/conditions; sums, decay, cuts, grid and light are worked out again
with fractions and text, sharing no code with ``scoring``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conditions.nodes import ActivityTest, FieldTest, Group, Not
from conditions.parse import parse
from conditions.registry import Registry
from tests.conditions.evaluator import Clock, Happened, _counts, answer_of, holds


@dataclass
class Answer:
    fit: int
    engagement: int
    score: int
    grade: str
    light: str
    model: str = ""
    definition: str = ""


def work_out(
    document: Mapping,
    facts: Mapping,
    happened: Sequence[Happened],
    registry: Registry,
    today: date,
    by_hand: str = "",
) -> Answer:
    clock = Clock(today)
    model = model_of(document, facts, happened, registry, clock)
    light = definition_of(model["light"], facts, happened, registry, clock)
    key, definition = model.get("key", ""), light.get("key", "")
    document = {**model, "light": light}
    dimensions = {}
    for dimension in ("fit", "engagement"):
        groups = [group for group in document["groups"] if group["dimension"] == dimension]
        value = sum(group_points(group, facts, happened, registry, clock) for group in groups)
        dimensions[dimension] = max(0, min(1000, value))
    weighted = sum(document["weights"][name] * value for name, value in dimensions.items())
    score = weighted // 1000 + (1 if weighted % 1000 >= 500 else 0)
    own = grade_of(document["grid"], dimensions)
    grade = by_hand or own
    light = light_of(document, facts, happened, registry, clock, dimensions, score, grade, by_hand)
    return Answer(dimensions["fit"], dimensions["engagement"], score, grade, light, key, definition)


def model_of(document, facts, happened, registry, clock) -> Mapping:
    """Go through the special models in order; whoever meets none has the default one."""
    for model in document.get("models", []):
        if holds(parse(model["condition"], registry), facts, happened, registry, clock):
            return model
    return document


def definition_of(light, facts, happened, registry, clock) -> Mapping:
    for team in light.get("teams", []):
        if holds(parse(team["when"], registry), facts, happened, registry, clock):
            return team
    return {"condition": light["condition"], "near_points": light["near_points"]}


def group_points(group, facts, happened, registry, clock) -> int:
    total = 0
    for criterion in group["criteria"]:
        points = criterion_points(criterion, facts, happened, registry, clock)
        total += held_within(points, criterion.get("cap"))
    return held_within(total, group.get("cap"))


def held_within(tenths: int, cap_points) -> int:
    if cap_points is None:
        return tenths
    cap = round(cap_points * 10)
    return cap if tenths > cap else max(tenths, -cap)


def criterion_points(criterion, facts, happened, registry, clock) -> int:
    tenths = round(criterion["points"] * 10)
    node = parse(criterion["condition"], registry)
    if criterion.get("mode", "per_lead") == "per_lead":
        return tenths if holds(node, facts, happened, registry, clock) else 0
    assert isinstance(node, ActivityTest)
    total = 0
    for activity in happened:
        age = (clock.today - activity.day).days
        if not _counts(activity, node, registry, clock):
            continue
        if criterion.get("window_days") and age >= criterion["window_days"]:
            continue
        total += faded(tenths, age, criterion.get("half_life_days"))
    return total


def faded(tenths: int, age: int, half_life: int | None) -> int:
    if not half_life:
        return tenths
    # Half away from zero by hand: floats are exact where it could be a tie (whole half-lives).
    size = abs(tenths) * 0.5 ** (age / half_life)
    rounded = int(size) + (1 if size - int(size) >= 0.5 else 0)
    return rounded if tenths > 0 else -rounded


def grade_of(grid, dimensions) -> str:
    row = column = 0
    for index, points in enumerate(grid["fit"], 1):
        if dimensions["fit"] >= round(points * 10):
            row = index
    for index, points in enumerate(grid["engagement"], 1):
        if dimensions["engagement"] >= round(points * 10):
            column = index
    return grid["cells"][row][column]


def light_of(document, facts, happened, registry, clock, dimensions, score, grade, by_hand) -> str:
    node = parse(document["light"]["condition"], registry)
    parts = node.children if isinstance(node, Group) and node.mode == "all" else (node,)
    with_scores = dict(facts) | {"score.grade": grade, "score.score": score}
    failing = [part for part in parts if not holds(part, with_scores, happened, registry, clock)]
    if not failing:
        return "green"
    if len(failing) > 1:
        return "red"
    part, near = failing[0], document["light"]["near_points"]
    names = fields_of(part)
    if "score.grade" in names:
        amber = not by_hand and is_near_grade(
            part, document, with_scores, happened, registry, clock, dimensions
        )
    elif "score.score" in names:
        raised = with_scores | {"score.score": min(100, score + near)}
        amber = not by_hand and holds(part, raised, happened, registry, clock)
    else:
        amber = any(
            answer_of(FieldTest(name, "is_empty"), facts.get(name), registry.field_named(name), clock)
            for name in names
        )
    return "amber" if amber else "red"


def is_near_grade(part, document, facts, happened, registry, clock, dimensions) -> bool:
    """Walk every mix of a little more fit and a little more engagement."""
    near = document["light"]["near_points"] * 10
    raised_score = min(100, facts["score.score"] + document["light"]["near_points"])
    for extra_fit in range(near + 1):
        for extra in {0, near - extra_fit}:
            lifted = {"fit": dimensions["fit"] + extra_fit, "engagement": dimensions["engagement"] + extra}
            reached = grade_of(document["grid"], lifted)
            for grade in "ABC":
                # A grade is reached when the grid gives it or a better one.
                tried = facts | {"score.grade": grade, "score.score": raised_score}
                if reached <= grade and holds(part, tried, happened, registry, clock):
                    return True
    return False


def fields_of(node) -> list[str]:
    match node:
        case FieldTest(field=name):
            return [name]
        case Not(child=child):
            return fields_of(child)
        case Group(children=children):
            return [name for child in children for name in fields_of(child)]
    return []

"""What would turn the light green: for each requirement that fails, the fewest things that would meet it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from conditions.nodes import ActivityTest, FieldTest, Group, Node, Not, walk
from scoring.engine.advice import Way, cheapest, is_unknown
from scoring.engine.spec import LightSpec, ModelSpec
from scoring.engine.sums import Total, total


MOST_QUESTIONS = 3
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "gt": gt,
    "gte": ge,
    "lt": lt,
    "lte": le,
    "in": lambda value, asked: value in asked,
    "not_in": lambda value, asked: value not in asked,
    "between": lambda value, asked: asked[0] <= value <= asked[1],
    "is_empty": lambda value, asked: False,
    "is_not_empty": lambda value, asked: True,
}


@dataclass(frozen=True, slots=True)
class LightAdvice:
    """The way to green: ``fields`` to ask for, ``events`` that are to happen, steps that bring the ``points`` wanting.

    ``more`` questions are left out beyond the third; ``closed`` are the requirements known to be otherwise, which no
    question mends. ``points`` is None where none are wanting, or where what is asked for brings them.
    """

    fields: tuple[str, ...]
    events: tuple[ActivityTest, ...]
    points: Way | None
    more: int
    closed: tuple[Node, ...]

    @property
    def reaches(self) -> bool:
        """Whether all of it together turns the light green."""
        return not self.closed and (self.points is None or self.points.reaches)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a lead: ``held`` says of every leaf of its definition whether it holds now.

    ``by_hand`` is the grade that a person set, which no points change.
    """

    raw: Mapping[str, int]
    known: Mapping[str, object]
    held: Mapping[Node, bool]
    by_hand: str = ""


# What must turn true (or, with False, false) for a requirement to hold.
Need = tuple[tuple[Node, bool], ...]


def leaves(light: LightSpec) -> tuple[Node, ...]:
    """Return every test of the requirements once, in order."""
    parts = (part for node in light.requirements for part in walk(node))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, FieldTest | ActivityTest)))


def advise(model: ModelSpec, light: LightSpec, facts: Facts) -> LightAdvice | None:
    """Return what would turn a lead of this model green by this definition; None where it is green."""
    needs = {node: _need(node, facts, wanted=True) for node in light.requirements}
    if all(need == () for need in needs.values()):
        return None
    closed = tuple(node for node, need in needs.items() if need is None)
    open_ones = [node for node in needs if node not in closed]
    wanted = dict.fromkeys(part for need in needs.values() for part in need or ())
    fields = tuple(dict.fromkeys(_names(wanted)))
    return LightAdvice(
        fields=fields[:MOST_QUESTIONS],
        events=tuple(node for node, _wanted in wanted if isinstance(node, ActivityTest)),
        points=_points(model, facts, open_ones, wanted),
        more=len(fields[MOST_QUESTIONS:]),
        closed=closed,
    )


def _names(wanted: Mapping[tuple[Node, bool], None]) -> Iterator[str]:
    for node, _wanted in wanted:
        if isinstance(node, FieldTest) and not _is_score(node):
            yield node.field


def _need(node: Node, facts: Facts, *, wanted: bool) -> Need | None:
    """Return the fewest leaves that must turn; () where it is so already, None where it is known to be otherwise."""
    match node:
        case Not(child=child):
            return _need(child, facts, wanted=not wanted)
        case Group(mode=mode, children=children):
            found = [_need(child, facts, wanted=wanted) for child in children]
            if (mode == "all") == wanted:
                return None if None in found else tuple(part for need in found for part in need or ())
            return min((need for need in found if need is not None), key=len, default=None)
    if facts.held[node] == wanted:
        return ()
    return ((node, wanted),) if _may_turn(node, facts, wanted=wanted) else None


def _may_turn(node: Node, facts: Facts, *, wanted: bool) -> bool:
    match node:
        case ActivityTest():
            # What happened stays so; only more of it can come.
            return node.at_most is None and wanted
        case FieldTest(field="score.grade"):
            return not facts.by_hand
        case FieldTest(field=name):
            return _is_score(node) or is_unknown(name, facts.known)
    return False


def _points(
    model: ModelSpec,
    facts: Facts,
    open_ones: Sequence[Node],
    wanted: Mapping[tuple[Node, bool], None],
) -> Way | None:
    """Return the cheapest steps to the points wanting, besides what the questions themselves bring."""
    if not any(_is_score(node) for node, _wanted in wanted):
        return None

    def reached(after: Total) -> bool:
        turned = {**facts.held, **dict(wanted.keys())}
        return all(_meets(node, turned, after, facts.by_hand) for node in open_ones)

    raw = dict(facts.raw)
    asked = set(_names(wanted))
    for criterion in model.criteria():
        test = criterion.condition
        if isinstance(test, FieldTest) and test.op == "is_not_empty" and test.field in asked:
            raw[criterion.key] = criterion.points
    return None if reached(total(model, raw)) else cheapest(model, raw, facts.known, reached)


def _meets(node: Node, held: Mapping[Node, bool], after: Total, by_hand: str) -> bool:
    """Say whether the condition holds with these points, where every other test is as in ``held``."""
    match node:
        case Not(child=child):
            return not _meets(child, held, after, by_hand)
        case Group(mode=mode, children=children):
            found = (_meets(child, held, after, by_hand) for child in children)
            return all(found) if mode == "all" else any(found)
        case FieldTest() if _is_score(node):
            value = (by_hand or after.grade) if node.field == "score.grade" else after.score
            compare = COMPARE.get(node.op)
            return compare is not None and compare(value, node.value)
    return held[node]


def _is_score(node: Node) -> bool:
    return isinstance(node, FieldTest) and node.field.startswith("score.")

"""What a closed review found: patterns over its cases, shares by source, topic and grade, and rules to propose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median
from typing import Any

from conditions.faults import ConditionError
from conditions.parse import parse
from conditions.registry import Field, FieldType, Registry
from scoring import queries
from scoring.choices import State
from scoring.engine import review_patterns, review_rules
from scoring.engine.editing import light_at, model_at
from scoring.engine.learning_candidates import MOST_TEXT, asked_fields, counted_fields, threshold
from scoring.engine.reader import criteria_registry, label_of
from scoring.engine.review_patterns import Feature, Found, Judged, Pattern
from scoring.engine.review_rules import Proposal
from scoring.engine.spec import Address
from scoring.models import ReviewCase, ScoringModel
from scoring.services.review_board import Board, Row
from scoring.services.review_cases import KINDS


Json = dict[str, Any]
DIGITS = 3
DRAFT, LIVE = str(State.DRAFT), str(State.PUBLISHED)
SOURCE, TOPIC = "source.source", "interest.main_topic"


@dataclass(frozen=True, slots=True)
class Findings:
    """What most said of the cases, what those of each verdict have in common, without saying the same thing twice."""

    cases: list[Judged]
    found: Found
    shown: list[Pattern]

    def shares(self, kind: str, name: str = "") -> list[tuple[Feature | None, Mapping[str, int]]]:
        """Return the verdicts by each value of a field, or by grade."""
        return review_patterns.shares(self.cases, kind, name)


def findings(board: Board, names: Registry) -> Findings:
    """Return what a closed review says. Queries: none."""
    rows = sorted(board.rows, key=lambda row: row.case.position)
    middles = _middles([row.case for row in rows], names)
    judged = [_judged(row, names, middles) for row in rows]
    found = review_patterns.patterns(judged)
    return Findings(judged, found, review_patterns.distinct(found.patterns, judged))


def _judged(row: Row, names: Registry, middles: Mapping[str, Any]) -> Judged:
    address = Address(row.case.model_key, row.case.definition_key)
    return Judged(frozenset(_features(row.case, names, middles)), row.majority, address)


def proposals(found: Findings, document: Json, names: Registry) -> list[Proposal]:
    """Return the rules that the document does not hold yet, clearest first, each with its label and where it goes.

    What speaks for a rule are only the cases of the model, or the definition, that it changes.
    """
    made = [*_of_models(found.cases, document, names), *_of_definitions(found.cases, document)]
    made.sort(key=lambda each: (-each.pattern.strength, each.pattern.feature.key, each.address))
    return [replace(each, where=_where(document, each.address)) for each in made]


def _of_models(cases: Sequence[Judged], document: Json, names: Registry) -> Iterator[Proposal]:
    """Yield the rules that change points."""
    for key in sorted({case.address.model for case in cases}):
        own = [case for case in cases if case.address.model == key]
        patterns = review_patterns.patterns(own).patterns
        told = {pattern.feature for pattern in review_patterns.distinct(patterns, own)}
        for proposal in review_rules.propose(patterns, document, Address(key)):
            if proposal.kind in {"lower", "remove"}:
                yield proposal
            # A value that only says again what a criterion or the grade says of the same cases needs no rule.
            is_new = proposal.kind == "add" and proposal.pattern.feature in told
            if is_new and (label := _label(proposal.pattern.feature, names)):
                yield replace(proposal, label=label)


def _of_definitions(cases: Sequence[Judged], document: Json) -> Iterator[Proposal]:
    """Yield the rules that change what is ready."""
    for address in sorted({case.address for case in cases}):
        patterns = review_patterns.patterns(case for case in cases if case.address == address).patterns
        for proposal in review_rules.propose(patterns, document, address):
            if proposal.kind in {"require", "grade"}:
                yield proposal


def _where(document: Json, address: Address) -> tuple[str, str]:
    """Return what model and definition are called, in both languages; empty for the default ones."""
    places = [model_at(document, address.model)] if address.model else []
    places += [light_at(document, address)] if address.definition else []
    labels = [place["label"] for place in places if place]
    english, spanish = (
        " · ".join(each if isinstance(each, str) else each[language] for each in labels)
        for language in ("en", "es")
    )
    return english, spanish


def _label(feature: Feature, names: Registry) -> tuple[str, str] | None:
    """Return what the new criterion is called; None where its field or value is gone."""
    try:
        text = label_of(parse(feature.node, criteria_registry(names)), names)
    except ConditionError:
        return None
    return text.en, text.es


def _middles(cases: Sequence[ReviewCase], names: Registry) -> dict[str, Any]:
    """Return the middle of each number, as people write it: cases are parted there."""
    found = {}
    for field in asked_fields(names):
        if field.type is FieldType.NUMBER:
            values = [Decimal(str(case.facts[field.name])) for case in cases if _is_number(case, field.name)]
            if values:
                found[field.name] = threshold(median(values), digits=DIGITS)
    return found


def _is_number(case: ReviewCase, name: str) -> bool:
    return isinstance(case.facts.get(name), int | float)


def _features(case: ReviewCase, names: Registry, middles: Mapping[str, Any]) -> Iterable[Feature]:
    """Yield everything the case has that another may not have."""
    yield Feature("grade", case.grade)
    yield from (Feature("criterion", key) for key in case.hits)
    unknown = [field.name for field in asked_fields(names) if field.name not in case.known]
    yield from (Feature("unknown", name, node={"field": name, "op": "is_empty"}) for name in unknown)
    for field in counted_fields(names):
        yield from _values(field, case.facts.get(field.name))
    for name, middle in middles.items():
        yield from _side(case, name, middle)
    yield from (Feature("did", kind, node={"activity": kind}) for kind in KINDS if case.counts.get(kind))


def _side(case: ReviewCase, name: str, middle: Any) -> Iterable[Feature]:
    """Return on which side of the middle the case's number is."""
    if not _is_number(case, name):
        return []
    is_more = Decimal(str(case.facts[name])) >= Decimal(str(middle))
    return [_test(name, "gte" if is_more else "lt", _plain(middle))]


def _values(field: Field, value: Any) -> Iterable[Feature]:
    if field.type is FieldType.LIST:
        return [_test(field.name, "has", each) for each in value or ()]
    if field.type is FieldType.BOOLEAN:
        return [_test(field.name, "is", value=value)] if value is not None else []
    text = field.fold(value).strip() if field.folded_column and isinstance(value, str) else value
    return [_test(field.name, "eq", text)] if text not in (None, "") and len(str(text)) <= MOST_TEXT else []


def _test(name: str, op: str, value: Any) -> Feature:
    shown = value if op in {"eq", "has", "is"} else f"{op} {value}"
    return Feature("fact", name, shown, {"field": name, "op": op, "value": value})


def _plain(number: int | Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)


def draft_document() -> tuple[Json, int | None, int]:
    """Return the document that rules are proposed for, the live version it follows, and the draft's revision (0: none).

    The draft where there is one, else what is live. Queries: three, one where there is neither.
    """
    by_state = {model.state: model for model in ScoringModel.objects.filter(state__in=[DRAFT, LIVE])}
    if draft := by_state.get(DRAFT):
        return queries.document_of(draft), draft.based_on, draft.revision
    live = by_state.get(LIVE)
    return (queries.document_of(live), live.version, 0) if live else ({}, None, 0)

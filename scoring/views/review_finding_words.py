"""What a review found, in words: patterns, shares, rules proposed; and what came back lately."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.describe import describe
from conditions.faults import ConditionError
from conditions.parse import parse
from conditions.registry import Registry
from core import numbers
from scoring import queries, wording
from scoring.choices import CaseOutcome, Verdict
from scoring.engine.review_patterns import Feature, Pattern
from scoring.engine.review_rules import Proposal
from scoring.engine.spec import Text
from scoring.models import ReviewMeeting
from scoring.services import rescore, review_findings
from scoring.services.review_board import Board
from scoring.services.review_findings import SOURCE, TOPIC, Findings
from scoring.services.review_returns import Returns, Share
from scoring.views import review_words
from scoring.views.effectiveness_words import share, times


MOST_PATTERNS = 12
MOST_RETURNED = 12
FEWEST = 5


def result(meeting: ReviewMeeting, board: Board, *, with_rules: bool = True) -> dict[str, Any]:
    """Return everything that a closed review found. Queries: one, up to four with the rules proposed."""
    names = queries.registry()
    found = review_findings.findings(board, names)
    labels = {each["key"]: str(Text(each["en"], each["es"])) for each in meeting.criteria}
    values: dict[str, Any] = {
        "patterns": [_pattern(each, labels, names) for each in found.shown[:MOST_PATTERNS]],
        "tried": found.found.tried,
        "by_chance": found.found.by_chance,
        "shares": _shares(found, names),
        "reasons": review_words.top_reasons(meeting, board),
        "against": _against(board),
        "changes": [str(Text(each["en"], each["es"])) for each in meeting.changes],
    }
    if with_rules:
        document, based_on, revision = review_findings.draft_document()
        rules = review_findings.proposals(found, document, names) if document else []
        values |= {
            "rules": [_rule(each, names) for each in rules],
            "based_on": based_on,
            "revision": revision,
        }
    return values


def feature(found: Feature, labels: Mapping[str, str], names: Registry) -> str:
    """Return what the cases have in common."""
    if found.kind == "criterion":
        return labels.get(found.name, found.name)
    if found.kind == "grade":
        return _("Grade %(grade)s") % {"grade": found.name}
    if found.kind == "unknown":
        return _("%(field)s not known") % {"field": _field(found.name, names)}
    return sentence(found, names)


def sentence(found: Feature, names: Registry) -> str:
    """Return what a value or a deed asks, as a sentence; its name where the field is gone."""
    try:
        text = describe(parse(found.node, names, check_choices=False), names)
    except ConditionError:
        return found.name
    return text[:1].upper() + text[1:]


def _field(name: str, names: Registry) -> str:
    known = names.field_named(name)
    return str(known.label) if known else name


def _pattern(found: Pattern, labels: Mapping[str, str], names: Registry) -> dict[str, Any]:
    """Return a row: of how many good, too early, unfitting ones so many had it, and what of that is certain."""
    return {
        "label": feature(found.feature, labels, names),
        "is_criterion": found.feature.kind == "criterion",
        "cases": found.cases,
        "cells": [
            {
                "head": Verdict(verdict).label,
                "text": f"{found.counts[verdict]} / {found.totals[verdict]}",
                "ratio": times(list(found.ratios[verdict])) if verdict in found.ratios else "",
                "tone": _tone(verdict, found),
            }
            for verdict in Verdict.values
        ],
    }


def _tone(verdict: str, found: Pattern) -> str:
    if verdict not in found.ratios:
        return ""
    is_more = found.ratios[verdict][1] > 1
    return "good" if is_more == (verdict == Verdict.GOOD) else "bad"


def _shares(found: Findings, names: Registry) -> list[dict[str, Any]]:
    """Return the verdicts by grade, source and topic, each as a table."""
    tables = [
        (_("Grade"), found.shares("grade")),
        (_("Source"), found.shares("fact", SOURCE)),
        (_("Topic"), found.shares("fact", TOPIC)),
    ]
    return [
        {"title": title, "rows": [_share(each, counts, names) for each, counts in rows]}
        for title, rows in tables
        if rows
    ]


def _share(found: Feature | None, counts: Mapping[str, int], names: Registry) -> dict[str, Any]:
    cases = sum(counts.values())
    return {
        "label": _value(found, names) if found else _("not known"),
        "grade": found.name if found and found.kind == "grade" else "",
        "counts": [counts.get(verdict, 0) for verdict in Verdict.values],
        "good": share(counts.get(Verdict.GOOD, 0), cases),
    }


def _value(found: Feature, names: Registry) -> str:
    return wording.options(names, found.name).get(str(found.value), str(found.value))


def _against(board: Board) -> list[dict[str, Any]]:
    """Return what Sales did against what most say now."""
    return [
        {
            "label": CaseOutcome(outcome).label,
            "counts": list(counts.values()),
            "good": share(counts[Verdict.GOOD], sum(counts.values())),
        }
        for outcome, counts in board.against_sales.items()
    ]


def rule(found: Proposal, names: Registry) -> str:
    """Return a rule proposed as a sentence, after the model and definition that it changes."""
    where = str(Text(*found.where))
    return f"{where}: {_change(found, names)}" if where else _change(found, names)


def _change(found: Proposal, names: Registry) -> str:
    label = str(Text(*found.label))
    match found.kind:
        case "lower":
            told = {"name": label, "was": numbers.tenths(found.was), "now": numbers.tenths(found.now)}
            return _("“%(name)s” gives %(now)s points instead of %(was)s.") % told
        case "remove":
            return _("“%(name)s” gives no points any more, instead of %(was)s.") % {
                "name": label,
                "was": numbers.tenths(found.was),
            }
        case "require":
            name = _field(found.pattern.feature.name, names)
            return _("A lead is ready only if this is known: %(field)s.") % {"field": name}
        case "grade":
            return _("Grade %(grade)s is not ready any more.") % {"grade": found.pattern.feature.name}
    text = sentence(found.pattern.feature, names)
    points = numbers.tenths(found.now, signed=True)
    return _("New criterion: “%(sentence)s” gives %(points)s points.") % {"sentence": text, "points": points}


def evidence(found: Proposal) -> str:
    """Return why: how many of the cases with it were judged bad, against those without it."""
    pattern = found.pattern
    bad, of_all = (sum(counts.values()) - counts[Verdict.GOOD] for counts in (pattern.counts, pattern.totals))
    values = {
        "bad": bad,
        "n": pattern.cases,
        "rest": of_all - bad,
        "others": sum(pattern.totals.values()) - pattern.cases,
    }
    return (
        _("%(bad)d of the %(n)d cases with it were too early or no fit, %(rest)d of the %(others)d others.")
        % values
    )


def told(found: Proposal, names: Registry) -> str:
    """Return rule and reason together, as the minutes keep them."""
    return f"{rule(found, names)} {evidence(found)}"


def _rule(found: Proposal, names: Registry) -> dict[str, str]:
    return {"key": found.key, "sentence": rule(found, names), "evidence": evidence(found)}


# --- what came back -------------------------------------------------------------------------------------------------
def headline(counted: Returns) -> dict[str, Any]:
    """Return how much came back and for what, in a few figures."""
    whole = counted.whole
    parts = {"returned": numbers.plain(whole.returned), "handed": numbers.plain(whole.handed)}
    top = counted.reasons[0] if counted.reasons else None
    return {
        "came_back": {
            "share": share(whole.returned, whole.handed),
            "text": _("%(returned)s of %(handed)s hand-offs in 90 days") % parts,
            "top": top.name if top else "",
            "top_count": top.returned if top else 0,
            "any": whole.handed > 0,
        }
    }


def returns(counted: Returns) -> dict[str, Any]:
    """Return what came back by reason, rule and source. Queries: one, and what reading a new version takes."""
    live = rescore.live()
    names, parts = (live.registry, live.spec.parts()) if live else (queries.registry(), ())
    rules = {(part.key, each.key): str(each.label) for part in parts for each in part.criteria()}
    sources = wording.options(names, SOURCE)
    criteria = [
        each for each in counted.criteria if (each.model, each.name) in rules and each.handed >= FEWEST
    ]
    return headline(counted) | {
        "returned_for": [(each.name, each.returned) for each in counted.reasons],
        "returned_with": [
            _returned(counted, each, rules[each.model or "", each.name]) for each in _worst(criteria)
        ],
        "returned_from": [
            _returned(counted, each, sources.get(each.name) or each.name or _("not known"))
            for each in _worst(counted.sources)
        ],
    }


def _worst(shares: Sequence[Share]) -> list[Share]:
    """Return those of which most came back, in parts of their own number."""
    return sorted(shares, key=lambda each: (-(each.rate or 0), -each.handed, each.name))[:MOST_RETURNED]


def _returned(counted: Returns, each: Share, label: str) -> dict[str, Any]:
    ratio = counted.against_others(each)
    return {
        "label": label,
        "share": share(each.returned, each.handed),
        "text": ngettext("%(back)d of %(n)d", "%(back)d of %(n)d", each.handed)
        % {"back": each.returned, "n": each.handed},
        "ratio": times(list(ratio)) if ratio else "",
        "tone": "" if ratio is None else "bad" if ratio[1] > 1 else "good" if ratio[2] < 1 else "",
        "is_weak": each.handed < 2 * FEWEST,
    }

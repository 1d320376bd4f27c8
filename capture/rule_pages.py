"""The rules of the filter as their pages draw them: the list, each rule as a sentence, and what rules may name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from capture import rule_defaults, rule_fields
from capture.models import FilterRule, Form, Hook
from capture.services import filtering, rule_trial
from conditions.describe import describe_html
from conditions.faults import ConditionError
from conditions.parse import parse
from conditions.registry import ChoiceValue, Label, Registry
from leads import queries as lead_queries


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the list; ``share`` is how many of the latest inquiries it acts on, None if it is not asked."""

    rule: FilterRule
    sentence: str
    is_readable: bool
    is_locked: bool
    share: int | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class RuleList:
    """All rules in their order, beside how many inquiries they were tried on."""

    lines: Sequence[RuleLine]
    of: int


def registry() -> Registry:
    """Return what rules may name in the workspace in scope, with labels and choices. Queries: three."""
    leads = lead_queries.registry()
    lists = {
        "sources": leads.field("source.source").options() or (),
        "campaigns": leads.field("source.campaign").options() or (),
        "topics": leads.field("interest.topics").options() or (),
        "forms": _named(Form.objects.order_by("name", "pk").values_list("pk", "name")),
        "hooks": _named(Hook.objects.order_by("name", "pk").values_list("pk", "name")),
    }
    own = [
        rule_fields.custom_field(
            key=field.name.removeprefix("custom."),
            kind=field.type,
            label=str(field.label),
            options=[str(value) for value, _label in field.options() or ()],
        )
        for field in leads.fields
        if field.name.startswith("custom.") and field.name.count(".") == 1
    ]
    return rule_fields.registry([*rule_fields.list_fields(**lists), *own])


def _named(pairs: Iterable[tuple[int, str]]) -> Sequence[tuple[ChoiceValue, Label]]:
    return [(str(pk), name) for pk, name in pairs]


def rule_list(*, at: datetime) -> RuleList:
    """Return the workspace's rules with what each would do. Queries: five."""
    known, rules = registry(), filtering.rules_of_workspace()
    of, shares = rule_trial.shares(rules, known, at=at)
    lines = []
    for place, rule in enumerate(rules):
        sentence, is_readable = sentence_of(rule, known)
        lines.append(
            RuleLine(
                rule=rule,
                sentence=sentence,
                is_readable=is_readable,
                is_locked=rule.built_in in rule_defaults.ALWAYS,
                share=shares.get(rule.pk) if rule.is_active and is_readable else None,
                is_first=place == 0,
                is_last=place == len(rules) - 1,
            )
        )
    return RuleList(lines, of)


def sentence_of(rule: FilterRule, known: Registry) -> tuple[str, bool]:
    """Return the rule's condition in words and whether it can be read; else what is wrong with it."""
    try:
        return describe_html(parse(rule.condition, known, check_choices=False), known), True
    except ConditionError as refusal:
        return " ".join(fault["message"] for fault in refusal.errors) or refusal.message, False


def before(rule: FilterRule | None) -> list[FilterRule]:
    """Return the rules that are asked before this one; before a new one all are. Queries: one."""
    every = filtering.rules_of_workspace()
    ids = [one.pk for one in every]
    return every[: ids.index(rule.pk)] if rule is not None and rule.pk in ids else every

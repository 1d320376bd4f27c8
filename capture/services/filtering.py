"""The filter: all rules of the workspace asked of a whole batch of inquiries in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from capture import findings, rule_defaults, rule_fields
from capture.choices import Reason, RuleAction
from capture.engine import PASS, Verdict
from capture.findings import Way
from capture.models import FilterRule, Inquiry
from capture.parsers.facts import Reading
from capture.services.catalog import Catalog
from conditions.faults import ConditionError
from conditions.fragments import Fragment, join
from conditions.nodes import FieldTest, Node, walk
from conditions.parse import parse
from conditions.registry import Registry
from conditions.sql import Compiler
from core import sets
from core.scope import current_workspace_id
from leads.readers import Definition


# The batch itself is asked, not the table: what is asked about is stored only with the answer.
BATCH = "jsonb_to_recordset(%s::jsonb) AS l(id bigint, workspace_id bigint, occurred_at timestamptz, findings jsonb)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be read; ``name`` is what the person wrote or what the rule does, in words."""

    pk: int | None
    action: str
    reason: str
    tag: str
    name: str
    node: Node


def registry_of(definitions: Mapping[str, Definition]) -> Registry:
    """Return what rules may name, without the labels and choices that only pages need."""
    own = [
        rule_fields.custom_field(key=one.key, kind=one.type, label=one.key, options=())
        for one in definitions.values()
    ]
    return rule_fields.registry([*rule_fields.list_fields(), *own])


def readable(rules: Iterable[FilterRule], registry: Registry) -> list[Rule]:
    """Return the rules as they are asked; one that names a field which is gone is left out, as if switched off."""
    found = []
    for rule in rules:
        try:
            node = parse(rule.condition, registry, check_choices=False)
        except ConditionError:
            continue
        found.append(Rule(rule.pk, rule.action, rule.reason, rule.tag, rule.name, node))
    return found


def built_in() -> list[FilterRule]:
    """Return the checks that a workspace begins with, not stored."""
    return [
        FilterRule(
            built_in=name,
            condition=condition,
            action=RuleAction.QUARANTINE,
            reason=name,
            position=place,
        )
        for place, (name, condition) in enumerate(rule_defaults.CONDITIONS.items())
    ]


def rules_of_workspace() -> list[FilterRule]:
    """Return the rules in the order in which they are asked; the built-in ones where none was written. Queries: one.

    Two of them cannot be removed, so a workspace without rules is one that nobody set up yet.
    """
    return list(FilterRule.objects.kept()) or built_in()


def in_force(registry: Registry) -> list[Rule]:
    """Return the rules that are asked, in their order. Queries: one."""
    return readable((rule for rule in rules_of_workspace() if rule.is_active), registry)


def findings_of(inquiry: Inquiry, reading: Reading, catalog: Catalog) -> dict[str, Any]:
    """Return what rules read of the inquiry; keeps what only its arrival could tell."""
    source, campaign, topics = catalog.names(inquiry, reading)
    way = Way(
        channel=inquiry.channel,
        source=source,
        campaign=campaign,
        topics=topics,
        form=inquiry.form_id,
        hook=inquiry.hook_id,
        signs=inquiry.signs,
        seconds=inquiry.findings.get("seconds"),
        country=catalog.vocabulary.country,
    )
    return findings.of(reading, way, catalog.vocabulary.definitions)


def judge(
    *, inquiries: Sequence[Inquiry], rules: Sequence[Rule], registry: Registry, at: datetime
) -> dict[int, Verdict]:
    """Return what the rules say of each inquiry, by its id, from its findings; the first that decides does.

    Queries: one, none without rules or inquiries.
    """
    if not rules or not inquiries:
        return {inquiry.pk: PASS for inquiry in inquiries}
    held = _answers(inquiries, rules, registry, at)
    return {inquiry.pk: _verdict(held[inquiry.pk], rules, inquiry.findings) for inquiry in inquiries}


def _answers(
    inquiries: Sequence[Inquiry], rules: Sequence[Rule], registry: Registry, at: datetime
) -> dict[int, list[bool]]:
    expressions = expressions_of(rules, registry, at=at)
    asked = join(", ", expressions)
    workspace = current_workspace_id()
    rows = [
        {
            "id": inquiry.pk,
            "workspace_id": workspace,
            "occurred_at": inquiry.occurred_at,
            "findings": inquiry.findings,
        }
        for inquiry in inquiries
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.id, ARRAY[{asked.sql}] FROM {BATCH}",
            [*asked.params, sets.dump(rows)],  # type: ignore[list-item]
        )
        return dict(cursor.fetchall())


def expressions_of(rules: Sequence[Rule], registry: Registry, *, at: datetime) -> list[Fragment]:
    """Return each rule's condition over ``l``: true or false, never NULL."""
    compiler = Compiler(registry, today=at.date())
    return [compiler.add(rule.node) for rule in rules]


def _verdict(held: Sequence[bool], rules: Sequence[Rule], found: Mapping[str, Any]) -> Verdict:
    tags: list[str] = []
    for rule, holds in zip(rules, held, strict=True):
        if not holds:
            continue
        if rule.action == RuleAction.TAG:
            tags.append(rule.tag)
            continue
        return _decision(rule, found, list(dict.fromkeys(tags)))
    return Verdict(tags=list(dict.fromkeys(tags)))


def _decision(rule: Rule, found: Mapping[str, Any], tags: list[str]) -> Verdict:
    if rule.action == RuleAction.ACCEPT:
        return Verdict(rule_id=rule.pk, tags=tags)
    if rule.action == RuleAction.INVALID:
        return Verdict(Reason.INVALID, rule.name, rule.pk, tags)
    said = findings.detail(rule.reason, found) or _word_of(rule.node, found) or rule.name
    return Verdict(rule.reason, said[:300], rule.pk, tags)


def _word_of(node: Node, found: Mapping[str, Any]) -> str:
    """Return the first of the rule's own words that was written."""
    written = found.get("words", "")
    for part in walk(node):
        if isinstance(part, FieldTest) and part.field == "content.words" and isinstance(part.value, tuple):
            for word in part.value:
                if findings.whole_words(str(word)) in written:
                    return str(word)
    return ""

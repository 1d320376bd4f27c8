"""Changing the rules of the filter: made, changed, ordered, switched, removed and brought back. Each is audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from capture import rule_defaults
from capture.choices import Reason, RuleAction
from capture.models import FilterRule
from capture.services import filtering
from conditions import contradictions
from conditions.describe import describe
from conditions.nodes import Group, Node, to_json
from conditions.parse import parse
from conditions.registry import Registry
from core.errors import DomainError, Invalid
from leads.services import tags
from tenants.services import audit


MOST = 100
LOCKED = _("Without this rule the filter would let through what can be no lead.")


class EmptyCondition(Invalid):
    """A rule without a condition would hold for every inquiry."""

    code = "empty_condition"


class Contradiction(Invalid):
    """The condition can never hold, or another rule with the same one decides before it."""

    code = "contradiction"


class UnknownAction(Invalid):
    """There is no such action, or what it needs is missing."""

    code = "unknown_action"


class Locked(DomainError):
    """The rule says what makes a lead impossible; it can be moved and nothing else."""

    code = "rule_is_locked"


class TooMany(DomainError):
    """The workspace has as many rules as it may have."""

    code = "too_many_rules"


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as somebody wants it: ``reason`` for what is held back, ``tag`` for what is tagged."""

    condition: Mapping[str, Any]
    action: str
    reason: str = ""
    tag: str = ""
    name: str = ""
    is_active: bool = True


@transaction.atomic
def create_defaults() -> None:
    """Write the built-in checks as rules, so that a workspace can order, switch off and change them."""
    FilterRule.objects.bulk_create(filtering.built_in(), ignore_conflicts=True)


@transaction.atomic
def save(
    *, rule: FilterRule | None, draft: Draft, registry: Registry, by: int | None, at: datetime
) -> FilterRule:
    """Make a rule, asked last, or change one.

    Raises: ConditionError, EmptyCondition, Contradiction, UnknownAction, Invalid for a tag, Locked, TooMany.
    """
    every = _hold()
    if rule is not None:
        rule = next((one for one in every if one.pk == rule.pk), None) or _gone()
        _refuse_locked(rule)
    elif len(every) >= MOST:
        raise TooMany(_("The filter may have at most %(most)d rules.") % {"most": MOST})
    node = _readable(draft.condition, registry)
    if draft.action != RuleAction.TAG:
        _refuse_twins(node, rule, every)
    is_new = rule is None
    rule = rule or FilterRule(position=max((one.position for one in every), default=-1) + 1)
    rule.condition, rule.name, rule.is_active = to_json(node), draft.name, draft.is_active
    rule.action, rule.reason, rule.tag = _action(draft, at)
    rule.save()
    action = "filter_rule.created" if is_new else "filter_rule.changed"
    audit.record(action=action, target=str(rule), by=by, at=at, data=_audited(rule))
    return rule


def _hold() -> list[FilterRule]:
    """Return the rules in their order, locked: two changes at once follow each other."""
    if not FilterRule.objects.exists():
        create_defaults()
    return list(FilterRule.objects.kept().select_for_update(of=("self",)))


def _gone() -> FilterRule:
    raise DomainError(_("Somebody removed this rule meanwhile."), code="rule_is_gone")


def _refuse_locked(rule: FilterRule) -> None:
    if rule.built_in in rule_defaults.ALWAYS:
        raise Locked(LOCKED)


def _readable(condition: Mapping[str, Any], registry: Registry) -> Node:
    node = parse(dict(condition), registry)
    if isinstance(node, Group) and not node.children:
        raise EmptyCondition(_("Add a condition: without one the rule would hold for every inquiry."))
    if pair := contradictions.find(node, registry):
        both = {name: describe(test, registry) for name, test in zip(("first", "second"), pair, strict=True)}
        raise Contradiction(_("This can never hold: “%(first)s” and “%(second)s” exclude each other.") % both)
    return node


def _refuse_twins(node: Node, rule: FilterRule | None, every: Sequence[FilterRule]) -> None:
    """Refuse a condition that another deciding rule has: of two such the later one would never be asked."""
    tree = to_json(node)
    for other in every:
        is_other = rule is None or other.pk != rule.pk
        if is_other and other.is_active and other.action != RuleAction.TAG and other.condition == tree:
            raise Contradiction(
                _("The rule “%(name)s” has the same condition and decides already.") % {"name": other}
            )


def _action(draft: Draft, at: datetime) -> tuple[str, str, str]:
    if draft.action not in RuleAction.values:
        _refuse("action", _("There is no such action."))
    if draft.action == RuleAction.QUARANTINE:
        if draft.reason not in rule_defaults.REASONS:
            _refuse("reason", _("Choose a reason."))
        return draft.action, Reason(draft.reason), ""
    if draft.action == RuleAction.TAG:
        if not draft.tag.strip():
            _refuse("tag", _("Name the tag."))
        return draft.action, "", tags.settle(names=[draft.tag], at=at)[0]
    return draft.action, "", ""


def _refuse(path: str, message: Any) -> None:
    raise UnknownAction(message, errors=[{"path": path, "message": str(message)}])


def _audited(rule: FilterRule) -> dict[str, Any]:
    names = ("condition", "action", "reason", "tag", "is_active")
    return {name: getattr(rule, name) for name in names}


@transaction.atomic
def move(*, rule: FilterRule, steps: int, by: int | None, at: datetime) -> None:
    """Ask a rule earlier (-1) or later (1); at the end of the list nothing changes."""
    every = _hold()
    ids = [one.pk for one in every]
    if rule.pk not in ids:
        _gone()
    place = ids.index(rule.pk)
    wanted = min(max(place + steps, 0), len(ids) - 1)
    if wanted == place:
        return
    every.insert(wanted, every.pop(place))
    for position, one in enumerate(every):
        one.position = position
    FilterRule.objects.bulk_update(every, ["position"])
    audit.record(action="filter_rule.ordered", target=str(rule), by=by, at=at, data={"place": wanted + 1})


@transaction.atomic
def switch(*, rule: FilterRule, is_active: bool, by: int | None, at: datetime) -> None:
    """Set a rule aside or ask it again; one that is so already stays.

    Raises: Locked.
    """
    held = _held(rule)
    _refuse_locked(held)
    if held.is_active == is_active:
        return
    held.is_active = is_active
    held.save(update_fields=["is_active", "updated_at"])
    action = "filter_rule.switched_on" if is_active else "filter_rule.switched_off"
    audit.record(action=action, target=str(held), by=by, at=at)


def _held(rule: FilterRule) -> FilterRule:
    return next((one for one in _hold() if one.pk == rule.pk), None) or _gone()


@transaction.atomic
def remove(*, rule: FilterRule, by: int | None, at: datetime) -> None:
    """Take a rule out of the filter; it stays for the inquiries that name it, and can come back.

    Raises: Locked.
    """
    held = _held(rule)
    _refuse_locked(held)
    held.removed_at = at
    held.save(update_fields=["removed_at", "updated_at"])
    audit.record(action="filter_rule.removed", target=str(held), by=by, at=at, data=_audited(held))


@transaction.atomic
def restore(*, rule: FilterRule, by: int | None, at: datetime) -> None:
    """Bring a removed rule back to its place; one that is there already stays."""
    every = _hold()
    if rule.pk in {one.pk for one in every}:
        return
    held = FilterRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    held.removed_at = None
    held.save(update_fields=["removed_at", "updated_at"])
    audit.record(action="filter_rule.restored", target=str(held), by=by, at=at)

"""Which checks the filter runs in the workspace in scope."""

from django.db import transaction

from capture import engine
from capture.choices import Reason
from capture.models import FilterRule


def in_force() -> list[engine.Rule]:
    """Return the checks in order: the workspace's own settings over the built-in ones. Queries: one."""
    own = {rule.check_name: rule for rule in FilterRule.objects.order_by("position", "pk")}
    order = [name for name in own if name in engine.CHECKS]
    order += [name for name in engine.CHECKS if name not in own]
    return [
        engine.Rule(name, own[name].params if name in own else {})
        for name in order
        if name not in own or own[name].is_active or name in engine.ALWAYS
    ]


def necessary() -> list[engine.Rule]:
    """Return the checks that not even a person can overrule, since without them there is no lead."""
    return [engine.Rule(name) for name in engine.CHECKS if name in engine.ALWAYS]


@transaction.atomic
def create_defaults() -> None:
    """Write the built-in checks as rows, so that a workspace can order, switch off and tune them."""
    FilterRule.objects.bulk_create(
        [FilterRule(check_name=Reason(name), position=place) for place, name in enumerate(engine.CHECKS)],
        ignore_conflicts=True,
    )

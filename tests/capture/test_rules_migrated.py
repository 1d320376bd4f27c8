"""What a workspace had tuned before rules were conditions holds for the same inquiries."""

from importlib import import_module

import pytest

from capture import rule_defaults
from capture.services import filtering
from conditions.parse import parse


migration = import_module("capture.migrations.0010_filter_rules_are_conditions")
REGISTRY = filtering.registry_of({})


def test_the_built_in_checks_are_the_conditions_of_a_fresh_workspace_in_the_same_order():
    assert tuple(rule_defaults.CONDITIONS) == migration.ORDER
    assert {check: migration.condition_of(check, {}) for check in migration.ORDER} == rule_defaults.CONDITIONS


@pytest.mark.parametrize(
    ("check", "params"),
    [
        ("disposable", {"domains": ["Rival.es", " "]}),
        ("spam_words", {"words": ["piscina", "!", "casino online"]}),
        ("spam_links", {"links": 0}),
        *((check, {}) for check in migration.ORDER),
    ],
)
def test_every_condition_can_be_read(check, params):
    assert parse(migration.condition_of(check, params), REGISTRY)


def test_own_domains_count_with_everything_below_them():
    parts = migration.condition_of("disposable", {"domains": ["Rival.es"]})["any"]

    assert parts[1:] == [
        {"field": "contact.email_domain", "op": "in", "value": ["rival.es"]},
        {"field": "contact.email_domain", "op": "ends_with", "value": ".rival.es"},
    ]

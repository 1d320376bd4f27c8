"""Conditions that can never hold are seen, and no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions import contradictions
from conditions.parse import parse
from tests.conditions.cases import CASES, variants
from tests.conditions.evaluator import Clock, holds
from tests.conditions.world import ACTIVITIES, FACTS, REGISTRY, TODAY


def at_odds(tree):
    return contradictions.find(parse(tree, REGISTRY, check_choices=False), REGISTRY) is not None


def both(field, first, second):
    def test(pair):
        return {"field": field, "op": pair[0]} | ({"value": pair[1]} if len(pair) > 1 else {})

    return {"all": [test(first), test(second)]}


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("vip", ("is", True), ("is", False)),
        ("name", ("eq", "Árbol"), ("eq", "Roble")),
        ("grade", ("in", ["A", "B"]), ("eq", "C")),
        ("name", ("is_empty",), ("contains", "a")),
        ("tags", ("is_empty",), ("has", "caro")),
        ("name", ("contains", "a"), ("not_contains", "a")),
        ("size", ("gt", 50), ("lt", 50)),
        ("size", ("gte", 50), ("lt", 50)),
        ("size", ("between", [1, 9]), ("gt", 9)),
        ("size", ("eq", 3), ("gte", 4)),
    ],
)
def test_what_excludes_each_other_is_seen(field, first, second):
    assert at_odds(both(field, first, second))
    assert at_odds({"all": [{"all": [both(field, second, first)]}]})
    assert at_odds({"any": [both(field, first, second)]})
    assert not at_odds({"any": [both(field, first, second), {"field": "vip", "op": "is", "value": True}]})


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("name", ("eq", "árbol"), ("eq", "ARBOL")),
        ("tags", ("has", "caro"), ("has", "rapido")),
        ("name", ("is_empty",), ("not_contains", "a")),
        ("size", ("gte", 50), ("lte", 50)),
        ("grade", ("in", ["A", "B"]), ("in", ["B", "C"])),
    ],
)
def test_what_can_hold_together_is_left(field, first, second):
    assert not at_odds(both(field, first, second))


TESTS = [test for field, op in CASES for test in variants(field, op)]


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(TESTS), min_size=2, max_size=4))
def test_what_is_called_impossible_holds_for_no_row(tests):
    node = parse({"all": tests}, REGISTRY)

    if contradictions.find(node, REGISTRY):
        assert not any(holds(node, FACTS[row], ACTIVITIES[row], REGISTRY, Clock(TODAY)) for row in FACTS)

"""A condition is read back as it was written, or refused with the place of every fault."""

import json

import pytest
from django.utils import translation

from conditions.nodes import activity_kinds, field_names, to_json
from conditions.parse import MAX_DEPTH, MAX_NODES, ConditionError, parse, parse_text
from tests.conditions.cases import CASES, variants
from tests.conditions.world import REGISTRY


TEST = {"field": "size", "op": "gte", "value": 50}


def faults(data):
    with translation.override("en"), pytest.raises(ConditionError) as refused:
        parse(data, REGISTRY)
    return {fault["path"]: fault["message"] for fault in refused.value.errors}


@pytest.mark.parametrize(("field", "op"), CASES, ids=lambda part: getattr(part, "name", part))
def test_every_test_is_read_back_as_it_was_written(field, op):
    for tree in variants(field, op):
        through_json = json.loads(json.dumps(tree))

        assert to_json(parse(through_json, REGISTRY)) == through_json


def test_the_tree_of_the_design_is_read_back_as_it_was_written():
    tree = {
        "all": [
            TEST,
            {"not": {"field": "vip", "op": "is", "value": False}},
            {
                "any": [
                    {"field": "name", "op": "contains_any", "value": ["director", "gerente", "CEO"]},
                    {
                        "activity": ["page_view", "click"],
                        "where": {"url": {"contains": "/precios", "is_not_empty": True}},
                        "at_least": 3,
                        "at_most": 9,
                        "within_days": 30,
                    },
                ]
            },
        ]
    }
    node = parse(tree, REGISTRY)

    assert to_json(node) == tree
    assert field_names(node) == {"size", "vip", "name"}
    assert activity_kinds(node) == {"page_view", "click"}


BAD = [
    ([], "$"),
    (None, "$"),
    ("all", "$"),
    ({}, "$"),
    ({"all": [], "any": []}, "$"),
    ({"all": {}}, "$.all"),
    ({"all": [TEST], "x y": 1}, '$["x y"]'),
    ({"not": []}, "$.not"),
    ({"not": TEST, "op": "eq"}, "$.op"),
    ({"field": "nothing", "op": "eq"}, "$.field"),
    ({"field": ["size"], "op": "eq"}, "$.field"),
    ({"field": "size"}, "$.op"),
    ({"field": "size", "op": "contains", "value": "a"}, "$.op"),
    ({"field": "size", "op": ["eq"], "value": 1}, "$.op"),
    ({"field": "size", "op": "eq"}, "$.value"),
    ({"field": "size", "op": "eq", "value": "50"}, "$.value"),
    ({"field": "size", "op": "eq", "value": True}, "$.value"),
    ({"field": "size", "op": "eq", "value": float("nan")}, "$.value"),
    ({"field": "size", "op": "eq", "value": float("inf")}, "$.value"),
    ({"field": "size", "op": "eq", "value": 10**400}, "$.value"),
    ({"field": "size", "op": "between", "value": [5, 1]}, "$.value"),
    ({"field": "size", "op": "between", "value": [1]}, "$.value"),
    ({"field": "size", "op": "between", "value": [1, None]}, "$.value[1]"),
    ({"field": "size", "op": "is_empty", "value": 1}, "$.value"),
    ({**TEST, "unit": "people"}, "$.unit"),
    ({"field": "name", "op": "eq", "value": 5}, "$.value"),
    ({"field": "name", "op": "eq", "value": ""}, "$.value"),
    ({"field": "name", "op": "contains", "value": " \u0301 "}, "$.value"),
    ({"field": "name", "op": "eq", "value": "a\x00b"}, "$.value"),
    ({"field": "name", "op": "eq", "value": "a\ud800b"}, "$.value"),
    ({"field": "name", "op": "eq", "value": "x" * 501}, "$.value"),
    ({"field": "name", "op": "in", "value": []}, "$.value"),
    ({"field": "name", "op": "in", "value": "abc"}, "$.value"),
    ({"field": "name", "op": "in", "value": ["a"] * 101}, "$.value"),
    ({"field": "name", "op": "in", "value": ["a", ["b"]]}, "$.value[1]"),
    ({"field": "due_on", "op": "on", "value": "2026-02-31"}, "$.value"),
    ({"field": "due_on", "op": "on", "value": "20260201"}, "$.value"),
    ({"field": "due_on", "op": "on", "value": "2026-W01-1"}, "$.value"),
    ({"field": "due_on", "op": "on", "value": "9999-12-31"}, "$.value"),
    ({"field": "due_on", "op": "in_last_days", "value": 0}, "$.value"),
    ({"field": "due_on", "op": "in_last_days", "value": 1.5}, "$.value"),
    ({"field": "due_on", "op": "in_last_days", "value": 10**9}, "$.value"),
    ({"field": "grade", "op": "eq", "value": "E"}, "$.value"),
    ({"field": "owner", "op": "eq", "value": "7"}, "$.value"),
    ({"field": "owner", "op": "eq", "value": True}, "$.value"),
    ({"field": "owner", "op": "in", "value": [7, 70]}, "$.value[1]"),
    ({"field": "topics", "op": "has", "value": "1"}, "$.value"),
    ({"field": "tags", "op": "has", "value": 1}, "$.value"),
    ({"field": "vip", "op": "is", "value": "true"}, "$.value"),
    ({"field": "vip", "op": "is", "value": 1}, "$.value"),
    ({"activity": "nothing"}, "$.activity"),
    ({"activity": []}, "$.activity"),
    ({"activity": ["call", 5]}, "$.activity"),
    ({"activity": "call", "at_least": 0}, "$.at_least"),
    ({"activity": "call", "at_most": -1}, "$.at_most"),
    ({"activity": "call", "at_least": True}, "$.at_least"),
    ({"activity": "call", "at_least": 3, "at_most": 2}, "$.at_most"),
    ({"activity": "call", "within_days": 0}, "$.within_days"),
    ({"activity": "call", "within_days": "7"}, "$.within_days"),
    ({"activity": "call", "since": 7}, "$.since"),
    ({"activity": "call", "where": []}, "$.where"),
    ({"activity": "call", "where": {"url": {"eq": "/"}}}, "$.where.url"),
    ({"activity": ["click", "page_view"], "where": {"seconds": {"eq": 1}}}, "$.where.seconds"),
    ({"activity": "click", "where": {"url": {}}}, "$.where"),
    ({"activity": "click", "where": {"url": {"gte": 1}}}, "$.where.url.gte"),
    ({"activity": "click", "where": {"url": {"eq": 1}}}, "$.where.url.eq"),
    ({"activity": "click", "where": {"url": {"in": ["/", 1]}}}, "$.where.url.in[1]"),
    ({"activity": "click", "where": {"url": {"is_empty": False}}}, "$.where.url.is_empty"),
]


@pytest.mark.parametrize(("data", "path"), BAD)
def test_each_fault_is_refused_at_its_place(data, path):
    assert list(faults(data)) == [path]


def test_all_faults_are_told_at_once():
    found = faults(
        {"all": [{"field": "nothing"}, {"any": [{**TEST, "value": "x"}, {"activity": "nothing"}]}]}
    )

    assert found == {
        "$.all[0].field": "There is no field “nothing”.",
        "$.all[1].any[0].value": "Give a number.",
        "$.all[1].any[1].activity": "There is no activity “nothing”.",
    }


def test_a_refusal_is_a_400_that_can_be_sent_whatever_was_posted():
    with pytest.raises(ConditionError) as refused:
        parse({"field": "\ud800\x00" * 50, "\ud800": 1}, REGISTRY)

    assert (refused.value.code, refused.value.status) == ("invalid_condition", 400)
    json.dumps(refused.value.errors, ensure_ascii=False).encode()


def nested(levels):
    return {"all": [nested(levels - 1)]} if levels > 1 else TEST


def test_the_deepest_tree_is_read_and_one_level_more_is_refused():
    assert parse(nested(MAX_DEPTH), REGISTRY)
    assert list(faults(nested(MAX_DEPTH + 1))) == ["$" + ".all[0]" * MAX_DEPTH]
    assert len(faults(nested(400))) == 1


def test_the_largest_tree_is_read_and_one_part_more_is_refused():
    assert parse({"any": [TEST] * (MAX_NODES - 1)}, REGISTRY)
    assert list(faults({"any": [TEST] * MAX_NODES})) == [f"$.any[{MAX_NODES - 1}]"]
    assert len(faults({"any": [TEST] * 50_000})) == 1


def test_a_saved_tree_may_name_a_choice_that_is_gone():
    node = parse({"field": "owner", "op": "eq", "value": 99}, REGISTRY, check_choices=False)

    assert node.value == 99


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "nul", '{"all": []} x', "x" * 300_000])
def test_text_that_is_no_json_is_refused(text):
    with pytest.raises(ConditionError):
        parse_text(text, REGISTRY)


def test_json_text_is_read():
    assert to_json(parse_text(json.dumps({"all": [TEST]}), REGISTRY)) == {"all": [TEST]}

"""The form editor gives back what it shows, changes by its own buttons only, and says what is wrong where."""

import json

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.editor import ConditionEditor
from tests.conditions.cases import CASES, variants
from tests.conditions.editing import (
    CALL,
    NAME,
    SEEN,
    SIZE,
    Controls,
    drawn,
    in_order,
    opened,
    rows,
    sent,
    sent_back,
)
from tests.conditions.world import REGISTRY


@pytest.mark.parametrize(("field", "op"), CASES, ids=lambda part: getattr(part, "name", part))
def test_opening_and_saving_changes_nothing(field, op):
    for test in variants(field, op):
        editor = sent_back({"any": [test, SIZE]})

        assert editor.is_submitted
        assert editor.is_valid(), editor.errors
        assert in_order(editor.tree) == in_order({"any": [test, SIZE]})


TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=20)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(values=st.lists(TEXTS.filter(lambda text: text.strip()), min_size=1, max_size=3))
def test_whatever_text_a_rule_holds_opening_and_saving_changes_nothing(values):
    tree = {"all": [{"field": "code", "op": "in", "value": values}]}

    editor = sent_back(tree)

    assert editor.is_valid()
    assert editor.tree == tree


@pytest.mark.parametrize(
    "tree",
    [
        {"all": [SIZE, {"any": [SIZE, NAME]}]},
        {"all": [SIZE, SEEN, {"not": {"any": [NAME, {"all": [SIZE, CALL]}]}}]},
        {"not": {"all": [SIZE, {"not": NAME}, {"not": SEEN}]}},
        {"any": [{"all": [{"any": [{"not": {"all": [SIZE]}}, CALL]}, NAME]}]},
        {"all": [{**CALL, "at_most": 0}, {**CALL, "at_most": 2}, {**CALL, "at_least": 1}]},
        {"all": [{**CALL, "at_least": 2, "at_most": 2}, {**CALL, "at_least": 2, "at_most": 5}]},
        {"all": [{"activity": ["page_view", "call"], "within_days": 7}]},
        {
            "all": [
                {**SEEN, "where": {"url": {"contains": "a", "not_contains": "b"}, "seconds": {"gte": 5}}},
                {**SEEN, "where": {"url": {"is_empty": True}}},
            ]
        },
    ],
)
def test_groups_and_events_are_edited_with_menus_and_come_back_unchanged(tree):
    editor = sent_back(tree)

    assert not editor.is_json
    assert editor.is_valid(), (editor.errors, editor._marks.errors)
    assert editor.tree == tree


@pytest.mark.parametrize(
    "tree",
    [{"not": {"not": SIZE}}, {"all": [SIZE, {"any": []}]}, {"all": [SIZE] * 60}],
    ids=["not-not", "empty", "long"],
)
def test_what_menus_cannot_show_is_edited_as_json(tree):
    editor = sent_back(tree)

    assert editor.is_json
    assert editor.is_valid()
    assert editor.tree == tree


def test_a_single_test_is_shown_as_a_list_of_one():
    assert sent_back(SIZE).is_valid()
    assert not opened(SIZE).is_json


def test_nothing_stored_is_an_empty_list_and_may_be_saved():
    editor = sent_back(None)

    assert editor.is_valid()
    assert editor.tree == {"all": []}
    assert editor.sentence is None


def test_adding_a_row_saves_nothing_and_offers_the_operators_of_its_type():
    editor = sent_back({"all": [SIZE]}, ("cond-new", "name"), ("cond-add", "1"))

    assert not editor.is_submitted
    assert [row.row.field for row in rows(editor)] == ["size", "name"]
    assert ("contains_any", "contains any of") in rows(editor)[1].operators


def test_removing_a_row_keeps_the_others():
    editor = sent_back({"any": [SIZE, NAME]}, ("cond-remove", "0"))

    assert editor.is_changing
    assert [row.row.field for row in rows(editor)] == ["name"]
    assert editor.draft.mode == "any"


@pytest.mark.parametrize("place", ["5", "-1", "x", "²"])
def test_removing_a_row_that_is_not_there_does_nothing(place):
    assert len(rows(sent_back({"all": [SIZE]}, ("cond-remove", place)))) == 1


def test_a_changed_field_gets_an_operator_of_its_type_and_no_old_value():
    editor = sent(
        [("cond-0-field", "vip"), ("cond-0-op", "gte"), ("cond-0-value", "50"), ("cond-refresh", "1")]
    )

    assert [(row.row.op, row.control, row.value) for row in rows(editor)] == [("is", "select", "")]


def test_a_changed_operator_changes_the_control():
    pairs = [
        ("cond-0-field", "size"),
        ("cond-0-op", "between"),
        ("cond-0-value", "50"),
        ("cond-refresh", "1"),
    ]

    assert rows(sent(pairs))[0].control == "range"
    assert '<input id="cond-0-value-high"' in drawn(sent(pairs))


def test_a_fault_stands_at_its_row_with_what_was_typed():
    editor = sent(
        [
            ("cond-0-field", "name"),
            ("cond-0-op", "eq"),
            ("cond-0-value", "a"),
            ("cond-7-field", "size"),
            ("cond-7-op", "gte"),
            ("cond-7-value", "many"),
        ]
    )

    with translation.override("en"):
        assert not editor.is_valid()
    assert [row.errors for row in rows(editor)] == [[], ["Give a number."]]
    assert rows(editor)[1].value == "many"
    assert "Give a number." in drawn(editor)


@pytest.mark.parametrize(("typed", "read"), [("50", 50), ("50,5", 50.5), ("50.5", 50.5), (" -3 ", -3)])
def test_numbers_may_have_a_point_or_a_decimal_comma(typed, read):
    editor = sent([("cond-0-field", "size"), ("cond-0-op", "gte"), ("cond-0-value", typed)])

    assert editor.is_valid()
    assert editor.tree == {"all": [{**SIZE, "value": read}]}


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("es", "1.000", 1000),
        ("es", "1.250.000", 1_250_000),
        ("es", "1.5", 1.5),
        ("en", "1,000", 1000),
        ("en", "1.000", 1.0),
    ],
)
def test_thousands_are_grouped_as_the_reader_groups_them(language, typed, read):
    with translation.override(language):
        editor = sent([("cond-0-field", "size"), ("cond-0-op", "gte"), ("cond-0-value", typed)])

        assert editor.is_valid()
        assert editor.tree == {"all": [{**SIZE, "value": read}]}


TYPED = ["", "nan", "inf", "1e400", "9" * 5000, "0x10", "\ud800", "a\x00"]


@pytest.mark.parametrize("field", ["size", "name", "owner", "topics", "due_on", "vip", "nothing", ""])
@pytest.mark.parametrize("op", ["eq", "in", "between", "has_any", "in_last_days", "is", "drop table", ""])
def test_whatever_is_posted_it_is_refused_or_read_and_can_be_drawn(field, op):
    for typed in TYPED:
        editor = sent([("cond-0-field", field), ("cond-0-op", op), ("cond-0-value", typed)])

        assert editor.is_valid() == (editor.node is not None)
        assert editor.is_valid() or editor.errors or rows(editor)[0].errors
        assert drawn(editor)


def test_rows_become_json_and_json_becomes_rows():
    as_json = sent_back({"any": [SIZE, NAME]}, ("cond-to-json", "1"))
    as_list = sent(Controls(drawn(as_json)).pairs, ("cond-to-list", "1"))

    assert json.loads(as_json.json_text) == {"any": [SIZE, NAME]}
    assert not as_list.is_json
    assert (as_list.draft.mode, [row.row.field for row in rows(as_list)]) == ("any", ["size", "name"])


@pytest.mark.parametrize("text", [json.dumps({"not": {"not": SIZE}}), "{", '{"field": "nothing"}'])
def test_json_that_menus_cannot_show_stays_json_and_says_why(text):
    editor = sent([("cond-json", text), ("cond-to-list", "1")])

    assert editor.is_json
    assert editor.errors


def test_a_stored_tree_whose_field_is_gone_is_shown_with_the_reason():
    with translation.override("en"):
        editor = opened({"all": [{"field": "custom.gone", "op": "eq", "value": 1}]})

    assert editor.is_json
    assert editor.errors == ["$.all[0].field: There is no field “custom.gone”."]


def test_a_stored_choice_that_is_gone_stays_chosen_until_somebody_changes_it():
    editor = opened({"all": [{"field": "owner", "op": "eq", "value": 99}]})

    assert ("cond-0-value", "99") in Controls(drawn(editor)).pairs


def test_the_condition_is_read_out_below_its_rows():
    with translation.override("en"):
        html = " ".join(drawn(opened({"all": [SIZE]})).split())

    assert "Employees is at least <var>50</var>" in html


def test_the_first_submit_button_saves_and_every_control_has_a_label():
    tests = [next(variants(field, op)) for field, op in CASES]
    for test in tests:
        page = Controls(drawn(opened({"all": [test]})))

        assert page.buttons[0] is None
        assert set(page.labels) <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))


def test_with_a_refresh_url_buttons_and_selects_fetch_the_editor_alone():
    editor = ConditionEditor(REGISTRY, tree={"all": [SIZE]}, refresh_url="/here/")

    assert drawn(editor).count('hx-post="/here/"') == 6
    assert "hx-post" not in drawn(opened({"all": [SIZE]}))

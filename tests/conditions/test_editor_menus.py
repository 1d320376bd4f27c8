"""Groups, and what somebody did: built and taken apart by buttons and menus."""

import pytest
from django.utils import translation

from conditions.editor import ConditionEditor
from tests.conditions.editing import (
    CALL,
    NAME,
    SEEN,
    SIZE,
    Controls,
    drawn,
    opened,
    posted,
    sent,
    sent_back,
)
from tests.conditions.world import REGISTRY


def paths(editor):
    """Every item of the editor as path and what it asks, top first."""

    def walk(items):
        for item in items:
            match item.shape:
                case "row":
                    yield item.path, item.row.field
                case "event":
                    yield item.path, "+".join(item.event.kinds)
                case "group":
                    yield item.path, item.branch.mode
                    yield from walk(item.items)

    return list(walk(editor.root.items))


def pressed(editor, *buttons):
    """Draw the editor and press one of its buttons."""
    controls = Controls(drawn(editor))
    assert {name for name, _value in buttons} <= {*controls.buttons, *dict(controls.pairs)}
    chosen = [pair for pair in controls.pairs if pair[0] not in dict(buttons)]
    return sent(chosen, *buttons)


def test_a_group_is_added_and_filled_by_buttons_alone():
    editor = opened({"all": [SIZE]})
    editor = pressed(editor, ("cond-group", "1"))
    editor = pressed(editor, ("cond-1-new", "name"), ("cond-1-add", "1"))
    editor = pressed(editor, ("cond-1-new", "activity:page_view"), ("cond-1-add", "1"))

    assert paths(editor) == [("0", "size"), ("1", "any"), ("1_0", "name"), ("1_1", "page_view")]


def test_an_event_is_built_by_buttons_alone():
    editor = pressed(opened(None), ("cond-new", "activity:page_view"), ("cond-add", "1"))
    editor = pressed(editor, ("cond-0-new", "url"), ("cond-0-prop", "1"))
    pairs = dict(Controls(drawn(editor)).pairs) | {
        "cond-0-often": "least",
        "cond-0-least": "3",
        "cond-0-days": "30",
        "cond-0-where0-op": "contains",
        "cond-0-where0-value": "/precios",
    }
    editor = sent(pairs.items())

    assert editor.is_valid()
    assert editor.tree == {"all": [SEEN]}


def test_another_kind_is_added_to_an_event_and_taken_away():
    editor = pressed(opened({"all": [SEEN]}), ("cond-0-kind", "1"))

    assert paths(editor) == [("0", "page_view+click")]
    assert paths(pressed(editor, ("cond-drop-kind", "0.0"))) == [("0", "click")]


def test_removing_takes_what_stands_inside_along_and_moves_the_rest_up():
    tree = {"all": [SIZE, {"any": [NAME, {"all": [SIZE, CALL]}]}, CALL]}

    inner = pressed(opened(tree), ("cond-remove", "1_1"))
    outer = pressed(opened(tree), ("cond-remove", "1"))
    prop = pressed(opened({"all": [SEEN]}), ("cond-remove", "0.0"))

    assert paths(inner) == [("0", "size"), ("1", "any"), ("1_0", "name"), ("2", "call")]
    assert paths(outer) == [("0", "size"), ("1", "call")]
    assert prop.root.items[0].where == []


def test_after_a_button_the_focus_goes_where_one_goes_on():
    added = pressed(opened({"all": [SIZE]}), ("cond-new", "name"), ("cond-add", "1"))
    grouped = pressed(opened({"all": [SIZE]}), ("cond-group", "1"))
    removed = pressed(opened({"all": [SIZE, NAME]}), ("cond-remove", "1"))
    emptied = pressed(opened({"all": [SIZE]}), ("cond-remove", "0"))

    assert [item.is_new for item in added.root.items] == [False, True]
    assert grouped.root.items[1].adds
    assert [item.is_new for item in removed.root.items] == [True]
    assert emptied.root.adds
    for editor in (added, grouped, removed, emptied):
        assert drawn(editor).count("data-autofocus") == 1


@pytest.mark.parametrize(
    ("tree", "name", "typed", "where"),
    [
        (
            {"all": [SIZE, {"any": [NAME, SIZE]}]},
            "cond-1_1-value",
            "many",
            lambda root: root.items[1].items[1],
        ),
        ({"not": {"any": [NAME, {"not": SIZE}]}}, "cond-1-value", "many", lambda root: root.items[1]),
        ({"all": [SEEN]}, "cond-0-least", "0", lambda root: root.items[0]),
        ({"all": [SEEN]}, "cond-0-days", "soon", lambda root: root.items[0]),
        ({"all": [SEEN]}, "cond-0-where0-value", "", lambda root: root.items[0].where[0]),
    ],
)
def test_a_fault_stands_where_it_was_typed_however_deep(tree, name, typed, where):
    pairs = [(key, typed if key == name else value) for key, value in Controls(drawn(opened(tree))).pairs]
    editor = sent(pairs)

    assert not editor.is_valid()
    assert not editor.errors
    assert len(where(editor.root).errors) == 1
    assert drawn(editor).count('class="error"') == 1


def test_a_group_left_empty_is_asked_to_be_filled_or_removed():
    editor = pressed(opened({"all": [SIZE]}), ("cond-group", "1"))
    saved = sent(Controls(drawn(editor)).pairs)

    with translation.override("en"):
        assert not saved.is_valid()
    assert saved.root.items[1].errors == ["Add a condition to this group, or remove it."]


def test_the_same_question_about_a_property_twice_is_refused_rather_than_lost():
    twice = {**SEEN, "where": {"url": {"contains": "a", "ends_with": "b"}}}
    pairs = [
        (key, "contains" if key == "cond-0-where1-op" else value)
        for key, value in Controls(drawn(opened({"all": [twice]}))).pairs
    ]
    editor = sent(pairs)

    assert not editor.is_valid()
    assert editor.root.items[0].errors


def test_groups_are_offered_as_deep_as_conditions_may_be_nested():
    tree = SIZE
    for level in range(7):
        tree = {("all", "any")[level % 2]: [tree]}
    editor = opened(tree)

    assert editor.is_valid()
    assert drawn(editor).count('-group" value') == 6
    deeper = sent(Controls(drawn(editor)).pairs, ("cond-0_0_0_0_0_0-group", "1"))
    assert deeper.errors
    assert paths(deeper) == paths(editor)


def test_a_list_of_one_is_given_back_as_the_test_itself_where_the_caller_asks_for_it():
    pairs = Controls(drawn(opened(SEEN))).pairs
    plain, bare = (ConditionEditor(REGISTRY, data=posted(pairs), unwraps=value) for value in (False, True))

    assert plain.is_valid()
    assert bare.is_valid()
    assert (plain.tree, bare.tree) == ({"all": [SEEN]}, SEEN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cond-9_9-add", "1"),
        ("cond-0-group", "1"),
        ("cond-0-kind", "1"),
        ("cond-0_1_2_3_4_5_6_7_8_9-mode", "any"),
        ("cond-0-act", "nothing"),
        ("cond-0-often", "sometimes"),
        ("cond-mode", "maybe"),
        ("cond-remove", "0.7"),
        ("cond-drop-kind", "0.0"),
        ("cond-5-where0-field", "url"),
    ],
)
def test_names_that_belong_to_nothing_change_nothing_and_can_be_drawn(name, value):
    editor = sent_back({"all": [SIZE]}, (name, value))

    assert drawn(editor)
    assert [field for _path, field in paths(editor)][:1] in (["size"], ["nothing"])

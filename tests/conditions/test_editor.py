"""The form editor gives back what it shows, changes by its own buttons only, and says what is wrong where."""

import json
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.editor import ConditionEditor
from tests.conditions.cases import CASES, variants
from tests.conditions.world import REGISTRY


SIZE = {"field": "size", "op": "gte", "value": 50}
NAME = {"field": "name", "op": "contains_any", "value": ["director", "gerente"]}
CALL = {"activity": "call"}
SEEN = {
    "activity": "page_view",
    "where": {"url": {"contains": "/precios"}},
    "at_least": 3,
    "within_days": 30,
}


class Controls(HTMLParser):
    """What a browser would post from a page: the successful controls of its HTML, in order."""

    def __init__(self, html):
        super().__init__()
        self.pairs, self.ids, self.labels, self.buttons = [], [], [], []
        self._select, self._textarea, self._multiple, self._first = None, None, False, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.labels += [attrs["for"]] if tag == "label" else []
        self.buttons += [attrs.get("name")] if tag == "button" else []
        if tag == "input" and (attrs.get("type") != "checkbox" or "checked" in attrs):
            self.pairs.append((attrs["name"], attrs.get("value") or ""))
        if tag == "select":
            self._select, self._multiple, self._first = attrs["name"], "multiple" in attrs, None
        if tag == "option":
            self._first = self._first if self._first is not None else attrs["value"]
            if "selected" in attrs:
                self.pairs.append((self._select, attrs["value"]))
                self._multiple = True
        if tag == "textarea":
            self._textarea = attrs["name"]
            self.pairs.append((self._textarea, ""))

    def handle_data(self, data):
        if self._textarea:
            self.pairs[-1] = (self._textarea, self.pairs[-1][1] + data)

    def handle_endtag(self, tag):
        if tag == "select" and not self._multiple and self._first is not None:
            self.pairs.append((self._select, self._first))
        self._textarea = None if tag == "textarea" else self._textarea


def drawn(editor):
    return render_to_string("components/conditions.html", {"editor": editor})


def posted(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data


def opened(tree):
    return ConditionEditor(REGISTRY, tree=tree)


def sent(pairs, *more):
    return ConditionEditor(REGISTRY, data=posted([*pairs, *more]))


def sent_back(tree, *more):
    """Open the tree, draw it, and post what the browser would."""
    return sent(Controls(drawn(opened(tree))).pairs, *more)


def in_order(tree):
    """Forget the order of choices: a page of check boxes posts them in its own."""
    return {mode: [_in_order(test) for test in tests] for mode, tests in tree.items()}


def _in_order(test):
    has_choices = REGISTRY.field_named(test["field"]).options() and isinstance(test.get("value"), list)
    return {**test, "value": sorted(test["value"])} if has_choices else test


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
    assert [row.row.field for row in editor.rows] == ["size", "name"]
    assert ("contains_any", "contains any of") in editor.rows[1].operators


def test_removing_a_row_keeps_the_others():
    editor = sent_back({"any": [SIZE, NAME]}, ("cond-remove", "0"))

    assert editor.is_changing
    assert [row.row.field for row in editor.rows] == ["name"]
    assert editor.mode == "any"


@pytest.mark.parametrize("place", ["5", "-1", "x", "²"])
def test_removing_a_row_that_is_not_there_does_nothing(place):
    assert len(sent_back({"all": [SIZE]}, ("cond-remove", place)).rows) == 1


def test_a_changed_field_gets_an_operator_of_its_type_and_no_old_value():
    editor = sent(
        [("cond-0-field", "vip"), ("cond-0-op", "gte"), ("cond-0-value", "50"), ("cond-refresh", "1")]
    )

    assert [(row.row.op, row.control, row.value) for row in editor.rows] == [("is", "select", "")]


def test_a_changed_operator_changes_the_control():
    pairs = [
        ("cond-0-field", "size"),
        ("cond-0-op", "between"),
        ("cond-0-value", "50"),
        ("cond-refresh", "1"),
    ]

    assert sent(pairs).rows[0].control == "range"
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
    assert [row.errors for row in editor.rows] == [[], ["Give a number."]]
    assert editor.rows[1].value == "many"
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
        assert editor.is_valid() or editor.errors or editor.rows[0].errors
        assert drawn(editor)


def test_rows_become_json_and_json_becomes_rows():
    as_json = sent_back({"any": [SIZE, NAME]}, ("cond-to-json", "1"))
    as_list = sent(Controls(drawn(as_json)).pairs, ("cond-to-list", "1"))

    assert json.loads(as_json.json_text) == {"any": [SIZE, NAME]}
    assert not as_list.is_json
    assert (as_list.mode, [row.row.field for row in as_list.rows]) == ("any", ["size", "name"])


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

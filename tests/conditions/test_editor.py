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
from conditions.parse import parse
from conditions.rows import is_flat
from tests.conditions.cases import CASES, variants
from tests.conditions.world import REGISTRY


SIZE = {"field": "size", "op": "gte", "value": 50}
NAME = {"field": "name", "op": "contains_any", "value": ["director", "gerente"]}
CALL = {"activity": "call"}


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
    "tree", [{"not": SIZE}, CALL, {"all": [SIZE, {"any": [SIZE]}]}, {"all": [SIZE, CALL]}]
)
def test_what_rows_cannot_show_is_edited_as_json(tree):
    editor = sent_back(tree)

    assert not is_flat(parse(tree, REGISTRY))
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


@pytest.mark.parametrize("text", [json.dumps(CALL), "{", '{"field": "nothing"}'])
def test_json_that_is_no_flat_list_stays_json_and_says_why(text):
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

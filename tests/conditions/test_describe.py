"""Each operator reads as a sentence, in both languages."""

import pytest
from django.utils import translation

from conditions.describe import describe, describe_html, describe_value
from conditions.operators import OPERATORS
from conditions.parse import parse
from conditions.registry import FieldType, UnknownName
from tests.conditions.cases import CASES, variants
from tests.conditions.world import REGISTRY


SENTENCES = [
    ("name", "eq", "Ana & Co", "Company is “Ana & Co”", "Company es «Ana & Co»"),
    ("name", "ne", "Ana", "Company is not “Ana”", "Company no es «Ana»"),
    ("name", "in", ["a", "b", "c"], "Company is “a”, “b” or “c”", "Company es «a», «b» o «c»"),
    ("name", "not_in", ["a", "b"], "Company is not “a” or “b”", "Company no es «a» ni «b»"),
    ("name", "contains", "a", "Company contains “a”", "Company contiene «a»"),
    ("name", "not_contains", "a", "Company does not contain “a”", "Company no contiene «a»"),
    ("name", "contains_any", ["a", "b"], "Company contains “a” or “b”", "Company contiene «a» o «b»"),
    ("name", "contains_all", ["a", "b"], "Company contains “a” and “b”", "Company contiene «a» y «b»"),
    ("name", "starts_with", "a", "Company starts with “a”", "Company empieza por «a»"),
    ("name", "ends_with", "a", "Company ends with “a”", "Company termina en «a»"),
    ("name", "is_empty", None, "Company has no value", "Company no tiene valor"),
    ("name", "is_not_empty", None, "Company has a value", "Company tiene valor"),
    ("size", "eq", 50, "Employees is 50", "Employees es 50"),
    ("size", "ne", 50.5, "Employees is not 50.5", "Employees no es 50,5"),
    ("size", "gt", 1990, "Employees is more than 1990", "Employees es más de 1990"),
    ("size", "gte", 30_000, "Employees is at least 30,000", "Employees es al menos 30.000"),
    ("size", "lt", 1_234_567.5, "Employees is less than 1,234,567.5", "Employees es menos de 1.234.567,5"),
    ("size", "lte", 0, "Employees is at most 0", "Employees es como máximo 0"),
    ("size", "between", [1, 9], "Employees is between 1 and 9", "Employees está entre 1 y 9"),
    ("due_on", "on", "2026-03-01", "Due is on March 1, 2026", "Due es el 1 de marzo de 2026"),
    ("due_on", "before", "2026-03-01", "Due is before March 1, 2026", "Due es antes del 1 de marzo de 2026"),
    ("due_on", "after", "2026-03-01", "Due is after March 1, 2026", "Due es después del 1 de marzo de 2026"),
    (
        "due_on",
        "between",
        ["2026-03-01", "2026-04-01"],
        "Due is between March 1, 2026 and April 1, 2026",
        "Due está entre el 1 de marzo de 2026 y el 1 de abril de 2026",
    ),
    ("seen_at", "in_last_days", 7, "Last seen is in the last 7 days", "Last seen es de los últimos 7 días"),
    ("seen_at", "in_last_days", 1, "Last seen is in the last 1 day", "Last seen es del último día"),
    (
        "seen_at",
        "not_in_last_days",
        7,
        "Last seen is not in the last 7 days",
        "Last seen no es de los últimos 7 días",
    ),
    (
        "seen_at",
        "older_than_days",
        7,
        "Last seen is 7 days ago or more",
        "Last seen es de hace 7 días o más",
    ),
    (
        "seen_at",
        "in_next_days",
        7,
        "Last seen is in the next 7 days",
        "Last seen es en los próximos 7 días",
    ),
    ("owner", "eq", 9, "Owner is Óscar", "Owner es Óscar"),
    ("grade", "in", ["A", "B"], "Grade is Grade A or Grade B", "Grade es Grade A o Grade B"),
    ("topics", "has", 2, "Topics includes Kitchens", "Topics incluye Kitchens"),
    ("topics", "has_any", [1, 2], "Topics includes Roofs or Kitchens", "Topics incluye Roofs o Kitchens"),
    ("topics", "has_all", [1, 2], "Topics includes Roofs and Kitchens", "Topics incluye Roofs y Kitchens"),
    (
        "topics",
        "has_none",
        [1, 2],
        "Topics does not include Roofs or Kitchens",
        "Topics no incluye Roofs ni Kitchens",
    ),
    ("vip", "is", True, "VIP is yes", "VIP es sí"),
    ("vip", "is", False, "VIP is no", "VIP es no"),
]


def said(tree, language="en"):
    with translation.override(language):
        return describe(parse(tree, REGISTRY), REGISTRY)


@pytest.mark.parametrize(("field", "op", "value", "english", "spanish"), SENTENCES)
def test_each_operator_has_a_clause_in_both_languages(field, op, value, english, spanish):
    tree = {"field": field, "op": op} if value is None else {"field": field, "op": op, "value": value}

    assert (said(tree), said(tree, "es")) == (english, spanish)


def test_the_sentences_above_leave_no_operator_out():
    shown = {op for _field, op, *_rest in SENTENCES}

    assert shown == {op for kind in FieldType for op in OPERATORS[kind]}


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("name", "Ana & Co", "Ana & Co"),
        ("name", "a" * 70, f"{'a' * 59}…"),
        ("size", 30_000, "30,000"),
        ("size", 50.5, "50.5"),
        ("due_on", "2026-03-01", "March 1, 2026"),
        ("seen_at", "2026-03-01T09:30:00+00:00", "March 1, 2026"),
        ("owner", 9, "Óscar"),
        ("owner", 777, "777"),
        ("topics", [1, 2], "Roofs, Kitchens"),
        ("vip", True, "yes"),
    ],
)
def test_what_a_field_holds_reads_as_people_write_it(field, value, shown):
    assert describe_value(value, REGISTRY.field(field)) == shown


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("field", "op"), CASES, ids=lambda part: getattr(part, "name", part))
def test_every_operator_of_every_field_can_be_said(field, op, language):
    for tree in variants(field, op):
        sentence = said(tree, language)

        assert sentence.startswith(str(field.label))
        assert "%(" not in sentence


VIEWED = {"activity": "page_view"}
PRICES = {"where": {"url": {"contains": "/precios"}}}
ACTIVITY_SENTENCES = [
    (VIEWED, "viewed a page", "viewed a page"),
    ({**VIEWED, "at_most": 0}, "never viewed a page", "nunca viewed a page"),
    ({**VIEWED, "at_least": 3}, "viewed a page at least 3 times", "viewed a page al menos 3 veces"),
    ({**VIEWED, "at_most": 1}, "viewed a page at most 1 time", "viewed a page como máximo 1 vez"),
    (
        {**VIEWED, "at_least": 2, "at_most": 2},
        "viewed a page exactly 2 times",
        "viewed a page exactamente 2 veces",
    ),
    (
        {**VIEWED, "at_least": 2, "at_most": 4},
        "viewed a page between 2 and 4 times",
        "viewed a page entre 2 y 4 veces",
    ),
    (
        {**VIEWED, **PRICES, "at_least": 3, "within_days": 30},
        "viewed a page (URL contains “/precios”) at least 3 times in the last 30 days",
        "viewed a page (URL contiene «/precios») al menos 3 veces en los últimos 30 días",
    ),
    (
        {"activity": ["page_view", "click"], "within_days": 7},
        "viewed a page or clicked a link in the last 7 days",
        "viewed a page o clicked a link en los últimos 7 días",
    ),
]


@pytest.mark.parametrize(("tree", "english", "spanish"), ACTIVITY_SENTENCES)
def test_activity_tests_say_what_how_often_and_since_when(tree, english, spanish):
    assert (said(tree), said(tree, "es")) == (english, spanish)


def test_a_nested_group_stands_in_parentheses():
    tree = {
        "all": [
            {"field": "size", "op": "gte", "value": 50},
            {"any": [{"field": "name", "op": "contains_any", "value": ["director", "CEO"]}, VIEWED]},
        ]
    }

    assert (
        said(tree) == "Employees is at least 50 and (Company contains “director” or “CEO” or viewed a page)"
    )
    assert said(tree, "es").startswith("Employees es al menos 50 y (Company contiene «director» o «CEO» o ")


def test_not_is_said_as_the_opposite_where_there_is_one():
    test = {"field": "name", "op": "in", "value": ["a", "b"]}

    assert said({"not": test}) == "Company is not “a” or “b”"
    assert said({"not": {**test, "op": "not_in"}}) == "Company is “a” or “b”"
    assert said({"not": {"field": "size", "op": "gt", "value": 1}}, "es") == (
        "no se cumple que (Employees es más de 1)"
    )


def test_empty_groups_are_said_plainly():
    assert [said({"all": []}), said({"any": []})] == ["always true", "never true"]


def test_long_lists_and_long_texts_are_cut():
    tree = {"field": "name", "op": "in", "value": [f"v{number}" for number in range(30)]}

    assert said(tree).endswith("“v7” or 22 more")
    assert len(said({"field": "name", "op": "eq", "value": "x" * 400})) < 90


def test_a_choice_that_is_gone_is_said_to_be_gone():
    node = parse({"field": "owner", "op": "eq", "value": 99}, REGISTRY, check_choices=False)

    with translation.override("en"):
        assert describe(node, REGISTRY) == "Owner is 99 (no longer exists)"


def test_html_marks_the_values_and_escapes_everything():
    tree = {
        "all": [{"field": "name", "op": "in", "value": ["<b>", "&"]}, {"activity": "call", "within_days": 7}]
    }

    with translation.override("en"):
        html = describe_html(parse(tree, REGISTRY), REGISTRY)

    assert html == (
        "Company is <var>“&lt;b&gt;”</var> or <var>“&amp;”</var> and had a call in the last <var>7</var> days"
    )


def test_a_tree_of_another_registry_is_refused_by_name():
    node = parse({"field": "size", "op": "gt", "value": 1}, REGISTRY)

    with pytest.raises(UnknownName):
        describe(node, type(REGISTRY)(fields=(), rows=REGISTRY.rows))

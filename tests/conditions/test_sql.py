"""The SQL agrees with the evaluator on every operator of every type, and on trees of them."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.fragments import IdRange, IdSet
from conditions.nodes import Group, to_json
from conditions.parse import parse
from conditions.sql import Compiler, UnknownName, compile_condition, select_ids
from tests.conditions.cases import CASES, variants
from tests.conditions.evaluator import Clock, Happened, holds
from tests.conditions.world import (
    ACTIVITIES,
    FACTS,
    OTHER_WORKSPACE,
    REGISTRY,
    TODAY,
    WORKSPACE,
    answers,
    create_world,
    drop_world,
    insert_activity,
)


pytestmark = pytest.mark.django_db
MADRID, TONGA = ZoneInfo("Europe/Madrid"), ZoneInfo("Pacific/Tongatapu")


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker):
    """Make the temporary tables once; each test's transaction puts them back as they were."""
    with django_db_blocker.unblock():
        create_world()
        yield
        drop_world()


@pytest.fixture
def world(tables, db):
    """Let a test ask the tables."""


UTC_CLOCK = Clock(TODAY)


def expected(node, clock=UTC_CLOCK):
    return {row: holds(node, FACTS[row], ACTIVITIES[row], REGISTRY, clock) for row in FACTS}


@pytest.mark.parametrize(("field", "op"), CASES, ids=lambda part: getattr(part, "name", part))
def test_every_operator_of_every_field_agrees_and_answers_both_ways(world, field, op):
    nodes = [parse(test, REGISTRY) for test in variants(field, op)]

    found = answers(nodes)

    assert found == [expected(node) for node in nodes]
    assert {answer for each in found for answer in each.values()} == {True, False}


@pytest.mark.parametrize("zone", [MADRID, TONGA], ids=str)
@pytest.mark.parametrize("op", [op for field, op in CASES if field.name == "seen_at"])
def test_days_of_moments_begin_in_the_zone_that_is_given(world, op, zone):
    nodes = [parse(test, REGISTRY) for test in variants(REGISTRY.field_named("seen_at"), op)]

    found = answers(nodes, compiler=Compiler(REGISTRY, today=TODAY, zone=zone))

    assert found == [expected(node, Clock(TODAY, zone)) for node in nodes]


ACTIVITY_TESTS = [
    {"activity": kind, **bounds, **window, **where}
    for kind in ("page_view", "click", "call", ["page_view", "click"])
    for bounds in (
        {},
        {"at_least": 1},
        {"at_least": 3},
        {"at_most": 0},
        {"at_most": 2},
        {"at_least": 2, "at_most": 3},
    )
    for window in ({}, {"within_days": 1}, {"within_days": 7}, {"within_days": 30}, {"within_days": 31})
    for where in (
        {},
        {"where": {"url": {"contains": "/precios"}}},
        {"where": {"url": {"contains": "/blog"}}},  # the same text as above, another parameter
        {"where": {"url": {"ends_with": "50%", "not_contains": "_"}}},
        {"where": {"url": {"is_empty": True}}},
        {"where": {"seconds": {"gte": 30}, "url": {"is_not_empty": True}}},
    )
    if kind == "page_view" or not where or ("seconds" not in where["where"] and kind != "call")
]


@pytest.mark.slow
def test_activity_tests_agree_with_the_evaluator_in_one_pass(world):
    nodes = [parse(test, REGISTRY) for test in ACTIVITY_TESTS]

    found = answers(nodes)

    assert found == [expected(node) for node in nodes]
    assert {answer for each in found for answer in each.values()} == {True, False}


@pytest.mark.parametrize(
    ("age", "window", "counted"),
    [
        (0, 1, True),
        (1, 1, False),
        (6, 7, True),
        (7, 7, False),
        (-1, 7, False),
        (-1, None, False),
        (9999, None, True),
    ],
)
def test_a_window_of_n_days_is_today_and_the_days_before_it(world, age, window, counted):
    row = 9  # has no activity of its own
    test = {"activity": "call", **({"within_days": window} if window else {})}
    with connection.cursor() as cursor:
        insert_activity(cursor, row, Happened("call", TODAY - timedelta(days=age)))

    found = answers([parse(test, REGISTRY)], rows=IdSet([row]))

    assert found == [{row: counted}]


def trees(leaves):
    groups = st.builds(
        lambda mode, parts: {mode: parts}, st.sampled_from(["all", "any"]), st.lists(leaves, max_size=4)
    )
    return st.one_of(groups, st.builds(lambda part: {"not": part}, leaves))


FIELD_LEAVES = st.sampled_from([test for field, op in CASES for test in variants(field, op)])
TREES = st.recursive(st.one_of(FIELD_LEAVES, st.sampled_from(ACTIVITY_TESTS)), trees, max_leaves=12).filter(
    lambda tree: depth(tree) <= 8
)


def depth(tree):
    children = tree.get("all", tree.get("any", [tree["not"]] if "not" in tree else []))
    return 1 + max(map(depth, children), default=0)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(TREES, min_size=1, max_size=8))
def test_nested_trees_agree_with_the_evaluator_and_round_trip(world, batch):
    nodes = [parse(tree, REGISTRY) for tree in batch]

    found = answers(nodes)

    assert found == [expected(node) for node in nodes]
    assert [to_json(node) for node in nodes] == batch


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=12)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=TEXT, op=st.sampled_from(["eq", "ne", "contains", "starts_with", "ends_with"]))
def test_any_text_is_a_value_and_never_sql(world, value, op):
    node = Group("any", (parse({"field": "code", "op": op, "value": f"A{value}"}, REGISTRY),))

    found = answers([node])

    assert found == [expected(node)]


@pytest.mark.slow
def test_whatever_the_json_column_holds_the_pass_goes_on(world):
    keys = ("note", "meters", "built", "style", "rooms", "garden")
    shapes = [
        '"2026-02-31"',
        '"0000-00-00"',
        '"2026-13-01"',
        "12",
        "true",
        "[1, [2]]",
        '{"a": 1}',
        "null",
        '"x"',
    ]
    nodes = [
        parse(test, REGISTRY)
        for field, op in CASES
        if field.category == "custom"
        for test in variants(field, op)
    ]

    for shape in shapes:
        document = "{" + ", ".join(f'"{key}": {shape}' for key in keys) + "}"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE t_row SET custom = %s::jsonb", [document])
        found = answers(nodes)

        assert all(answer in (True, False) for each in found for answer in each.values()), shape


def test_a_bad_month_end_rolls_over_instead_of_failing(world):
    with connection.cursor() as cursor:
        cursor.execute("""UPDATE t_row SET custom = '{"built": "2026-02-31"}'""")

    found = answers([parse({"field": "custom.built", "op": "on", "value": "2026-03-03"}, REGISTRY)])

    assert set(found[0].values()) == {True}


def test_select_ids_gives_the_rows_of_this_workspace_for_which_it_holds(world):
    tree = {"all": [{"activity": "page_view", "at_least": 2}, {"field": "vip", "op": "is", "value": True}]}
    node = parse(tree, REGISTRY)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO t_row (id, workspace_id, vip) VALUES (9001, %s, true)", [OTHER_WORKSPACE])
        for _ in range(3):
            insert_activity(cursor, 9001, Happened("page_view", TODAY), OTHER_WORKSPACE)
            insert_activity(cursor, 9001, Happened("page_view", TODAY), WORKSPACE)
    sql, params = select_ids(node, REGISTRY, workspace_id=WORKSPACE, today=TODAY)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM t_row WHERE id IN ({sql})", params)
        found = {record[0] for record in cursor.fetchall()}

    assert found == {row for row, answer in expected(node).items() if answer}
    assert found


@pytest.mark.parametrize("rows", [IdRange(10, 40), IdSet([3, 17, 31]), IdSet([])])
def test_a_chunk_of_rows_gets_the_answers_of_the_whole(world, rows):
    node = parse(
        {"any": [{"activity": "page_view", "at_least": 2}, {"field": "size", "op": "gt", "value": 49}]},
        REGISTRY,
    )
    chunk = set(range(10, 41)) if isinstance(rows, IdRange) else set(rows.ids)

    found = answers([node], rows=rows)

    assert found == [{row: answer for row, answer in expected(node).items() if row in chunk}]


def test_equal_counts_share_one_column_and_the_pass_reads_no_more_than_asked():
    test = {"activity": "page_view", "within_days": 7}
    nodes = [
        parse(tree, REGISTRY)
        for tree in ({**test, "at_least": 2}, {**test, "at_least": 5}, {**test, "at_most": 0})
    ]
    compiler = Compiler(REGISTRY, today=TODAY)

    for node in nodes:
        compiler.add(node)
    sql, params = compiler.aggregate_sql(workspace_id=WORKSPACE)

    assert len(compiler.aggregates) == 1
    assert sql.endswith(
        "WHERE a.workspace_id = %s AND a.day <= %s::date AND a.day > %s::date AND a.kind = %s"
        " GROUP BY a.row_id"
    )
    assert params[-4:] == (WORKSPACE, TODAY, TODAY - timedelta(days=7), "page_view")
    assert compiler.activity_window_days == 7


def test_a_property_that_several_counts_ask_for_is_read_once_of_each_activity():
    asked = [
        {"activity": "page_view", "where": {"url": {"contains": part}}} for part in ("/prices", "/contact")
    ]
    alone, together = Compiler(REGISTRY, today=TODAY), Compiler(REGISTRY, today=TODAY)
    column = REGISTRY.required_property(("page_view",), "url").column

    alone.add(parse(asked[0], REGISTRY))
    for tree in asked:
        together.add(parse(tree, REGISTRY))

    assert alone.aggregate_sql(workspace_id=WORKSPACE).sql.count(column) == 1
    assert "LATERAL" not in alone.aggregate_sql(workspace_id=WORKSPACE).sql
    sql, params = together.aggregate_sql(workspace_id=WORKSPACE)
    assert sql.count(column) == 1
    assert sql.count("p.p1") == 2
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_one_count_without_a_window_makes_the_pass_read_all_days():
    tree = {"all": [{"activity": "call", "within_days": 7}, {"activity": "call"}]}

    compiled = compile_condition(parse(tree, REGISTRY), REGISTRY, today=TODAY)

    assert compiled.activity_window_days is None
    assert len(compiled.aggregates) == 2


def test_a_weighted_sum_joins_the_same_pass(world):
    weights = [100, 50, 25]
    compiler = Compiler(REGISTRY, today=TODAY)
    test = parse({"activity": "page_view", "within_days": 3}, REGISTRY)
    count = compiler.add_aggregate_for(test, "count(*)")
    age = compiler.age_days()
    total = compiler.add_aggregate_for(test, f"sum((%s::int[])[{age.sql} + 1])", (weights, *age.params))

    sql, params = compiler.aggregate_sql(workspace_id=WORKSPACE)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT b.row_id, b.{count}, b.{total} FROM ({sql}) b WHERE b.{count} > 0", params)
        found = {row: (counted, summed) for row, counted, summed in cursor.fetchall()}

    ages = {
        row: [
            (TODAY - done.day).days
            for done in happened
            if done.kind == "page_view" and 0 <= (TODAY - done.day).days < 3
        ]
        for row, happened in ACTIVITIES.items()
    }
    assert found == {
        row: (len(some), sum(weights[age] for age in some)) for row, some in ages.items() if some
    }


def test_a_condition_that_counts_nothing_reads_no_activities():
    sql, _params = select_ids(Group("all"), REGISTRY, workspace_id=WORKSPACE, today=TODAY)

    assert "t_activity" not in sql


def test_a_tree_of_another_registry_is_refused_by_name():
    node = parse({"field": "size", "op": "gt", "value": 1}, REGISTRY)
    poorer = type(REGISTRY)(fields=(), rows=REGISTRY.rows)

    with pytest.raises(UnknownName, match="size"):
        compile_condition(node, poorer, today=date(2026, 1, 1))

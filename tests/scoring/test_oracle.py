"""The product's SQL against the oracle: generated models, leads and activities must give equal scores."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.fragments import IdRange
from leads.models import Activity, FieldDefinition, Lead, LeadRank
from scoring import queries
from scoring.models import ScoreSnapshot
from scoring.services import explain, rescore
from tests.conditions.evaluator import Happened
from tests.factories.leads import make_activity, make_lead
from tests.scoring.conftest import AT, criterion, group, make_live
from tests.scoring.oracle import work_out


TODAY = AT.date()
FIELD_TESTS = st.sampled_from(
    [
        {"field": "person.phone", "op": "is_not_empty"},
        {"field": "person.job_title", "op": "contains_any", "value": ["director", "dueñ"]},
        {"field": "company.employees", "op": "gte", "value": 10},
        {"field": "company.employees", "op": "lt", "value": 10},
        {"field": "company.country", "op": "in", "value": ["ES", "PT"]},
        {"field": "custom.rooms", "op": "between", "value": [2, 4]},
        {"field": "qualification.budget", "op": "is_empty"},
        {"field": "person.email", "op": "ends_with", "value": "gmail.com"},
    ]
)
WHERES = st.sampled_from([None, {"url": {"contains": "/precios"}}, {"seconds": {"gte": 30}}])


@st.composite
def activity_tests(draw, *, bounded: bool):
    kind = draw(st.sampled_from(["page_view", "inquiry", ["page_view", "inquiry"]]))
    test = {"activity": kind}
    where = draw(WHERES) if kind == "page_view" else None
    if where:
        test["where"] = where
    if bounded:
        test |= draw(
            st.sampled_from([{}, {"at_least": 2}, {"at_most": 1}, {"at_least": 1, "within_days": 7}])
        )
    return test


NODES = st.recursive(
    FIELD_TESTS | activity_tests(bounded=True),
    lambda children: (
        st.builds(
            lambda mode, kids: {mode: kids}, st.sampled_from(["all", "any"]), st.lists(children, max_size=3)
        )
        | st.builds(lambda child: {"not": child}, children)
    ),
    max_leaves=4,
)
# Who a model or definition is for has to ask something: a condition of empty groups is refused.
ASKING = NODES.filter(lambda node: '"field"' in json.dumps(node) or '"activity"' in json.dumps(node))
POINTS = st.integers(-1000, 1000).map(lambda tenths: tenths / 10)
CAPS = st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10)


@st.composite
def criteria(draw, key: str):
    if draw(st.booleans()):
        return criterion(key, draw(POINTS), draw(NODES), cap=draw(CAPS))
    return criterion(
        key,
        draw(POINTS),
        draw(activity_tests(bounded=False)),
        mode="per_activity",
        half_life_days=draw(st.none() | st.sampled_from([1, 7, 30, 365])),
        window_days=draw(st.none() | st.sampled_from([1, 7, 90])),
        cap=draw(CAPS),
    )


@st.composite
def grids(draw):
    fit = sorted(draw(st.sets(st.integers(1, 99), max_size=3)))
    engagement = sorted(draw(st.sets(st.integers(1, 99), max_size=3)))
    letters = sorted(draw(st.lists(st.integers(0, 3), min_size=7, max_size=7)))
    cells = [
        ["DCBA"[letters[row + column]] for column in range(len(engagement) + 1)]
        for row in range(len(fit) + 1)
    ]
    return {"fit": fit, "engagement": engagement, "cells": cells}


LIGHT_PARTS = st.sampled_from(
    [
        {"field": "score.grade", "op": "in", "value": ["A", "B"]},
        {"field": "score.grade", "op": "eq", "value": "A"},
        {"field": "score.score", "op": "gte", "value": 40},
        {
            "any": [
                {"field": "score.grade", "op": "eq", "value": "A"},
                {
                    "all": [
                        {"field": "score.grade", "op": "eq", "value": "B"},
                        {"field": "score.score", "op": "gte", "value": 40},
                    ]
                },
            ]
        },
        {
            "any": [
                {"field": "score.grade", "op": "eq", "value": "A"},
                {"field": "person.phone", "op": "is_not_empty"},
            ]
        },
        {"field": "company.employees", "op": "gte", "value": 10},
        {
            "any": [
                {"field": "person.phone", "op": "is_not_empty"},
                {"field": "qualification.budget", "op": "gt", "value": 5},
            ]
        },
        {"activity": "inquiry", "within_days": 30},
    ]
)


@st.composite
def lights(draw):
    return {
        "condition": {"all": draw(st.lists(LIGHT_PARTS, max_size=3))},
        "near_points": draw(st.integers(0, 30)),
    }


@st.composite
def parts(draw, prefix: str = ""):
    """What every model has: weights, grid, groups, and the definitions of green, some of them teams'."""
    groups = []
    for place in range(draw(st.integers(1, 3))):
        keys = [f"{prefix}k{place}_{index}" for index in range(draw(st.integers(1, 3)))]
        groups.append(
            group(
                f"{prefix}g{place}",
                draw(st.sampled_from(["fit", "engagement"])),
                *(draw(criteria(key)) for key in keys),
                cap=draw(CAPS),
            )
        )
    fit = draw(st.integers(0, 100))
    teams = [
        {"key": f"team{place}", "label": f"Team {place}", "when": draw(ASKING), **draw(lights())}
        for place in range(draw(st.integers(0, 2)))
    ]
    return {
        "weights": {"fit": fit, "engagement": 100 - fit},
        "grid": draw(grids()),
        "light": draw(lights()) | ({"teams": teams} if teams else {}),
        "groups": groups,
    }


@st.composite
def models(draw):
    """A version: the default model, and up to three that some leads have instead."""
    special = [
        {"key": f"m{place}", "label": f"Model {place}", "condition": draw(ASKING)} | draw(parts(f"m{place}_"))
        for place in range(draw(st.integers(0, 3)))
    ]
    return {"name": "", **draw(parts())} | ({"models": special} if special else {})


HAPPENED = st.builds(
    Happened,
    st.sampled_from(["page_view", "inquiry"]),
    st.sampled_from([-1, 0, 1, 6, 7, 8, 14, 30, 89, 90, 91, 400]).map(
        lambda age: TODAY - timedelta(days=age)
    ),
    st.fixed_dictionaries(
        {}, optional={"url": st.sampled_from(["/precios", "/"]), "seconds": st.sampled_from([29, 30, "30"])}
    ),
)
LEADS = st.fixed_dictionaries(
    {
        "phone": st.sampled_from(["", "+34600000147"]),
        "job_title": st.sampled_from(["", "Directora", "Dueño", "Técnico"]),
        "employees": st.sampled_from([None, 0, 9, 10, 500]),
        "country": st.sampled_from(["", "ES", "PT", "FR"]),
        "rooms": st.sampled_from([None, 1, 2, 4, 5, "two"]),
        "budget": st.sampled_from([None, 0, 6]),
        "grade_by_hand": st.sampled_from(["", "", "", "A", "D"]),
        "happened": st.lists(HAPPENED, max_size=6),
    }
)


def build(facts: dict, number: int) -> Lead:
    lead = make_lead(
        email=f"lead{number}@gmail.com",
        phone=facts["phone"],
        job_title=facts["job_title"],
        employees=facts["employees"],
        country=facts["country"],
        budget=facts["budget"],
        custom={} if facts["rooms"] is None else {"rooms": facts["rooms"]},
        grade_by_hand=facts["grade_by_hand"],
    )
    for happened in facts["happened"]:
        moment = AT + timedelta(days=(happened.day - TODAY).days)
        make_activity(lead, happened.kind, at=moment, **happened.properties)
    return lead


def answers(facts: dict, number: int) -> dict:
    rooms = facts["rooms"]
    return {
        "person.phone": facts["phone"] or None,
        "person.email": f"lead{number}@gmail.com",
        "person.job_title": facts["job_title"] or None,
        "company.employees": facts["employees"],
        "company.country": facts["country"] or None,
        "custom.rooms": rooms if isinstance(rooms, int) else None,
        "qualification.budget": facts["budget"],
    }


def seen(happened: list[Happened]) -> list[Happened]:
    """Leave out what has not the type of its property: it reads as unknown."""
    return [
        Happened(
            item.kind,
            item.day,
            {k: v for k, v in item.properties.items() if (k == "url") == isinstance(v, str)},
        )
        for item in happened
    ]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=models(), leads=st.lists(LEADS, min_size=1, max_size=4))
def test_every_score_equals_the_oracles(in_scope, document, leads):
    document = json.loads(json.dumps(document))
    with transaction.atomic():
        FieldDefinition.objects.create(key="rooms", type="number", label="Rooms")
        make_live(document)
        rows = [build(facts, number) for number, facts in enumerate(leads)]

        rescore.score(lead_ids=[row.pk for row in rows], at=AT)

        # One statement over all of them finds nothing that one over these did not.
        before = list(LeadRank.objects.order_by("pk").values())
        assert rescore.bring_up_to_date(rows=IdRange(0, 2**62), at=AT) == []
        assert list(LeadRank.objects.order_by("pk").values()) == before
        registry = queries.registry()
        for number, (row, facts) in enumerate(zip(rows, leads, strict=True)):
            rank = LeadRank.objects.get(pk=row.pk)
            happened = [item for item in seen(facts["happened"]) if item.day <= TODAY]
            expected = work_out(
                document, answers(facts, number), happened, registry, TODAY, facts["grade_by_hand"]
            )
            assert (rank.fit, rank.engagement, rank.score) == (
                expected.fit,
                expected.engagement,
                expected.score,
            )
            assert (rank.grade, rank.light) == (expected.grade, expected.light)
            kept = ScoreSnapshot.objects.get(lead=row)
            assert (kept.model_key, kept.definition_key) == (expected.model, expected.definition)
            check_explanation(row, rank)
        transaction.set_rollback(True)


def check_explanation(row: Lead, rank: LeadRank) -> None:
    """The lines sum to each dimension, on the page and in the snapshot, and say what the rank says."""
    found = explain.explain(lead=row, at=AT)
    snapshot = ScoreSnapshot.objects.get(lead=row)
    for dimension, stored in zip(found.dimensions, (rank.fit, rank.engagement), strict=True):
        assert sum(line.tenths for line in dimension.lines) == dimension.tenths == stored
        assert sum(snapshot.lines[dimension.dimension].values()) == stored
        assert {line.key: line.tenths for line in dimension.lines} == snapshot.lines[dimension.dimension]
    assert (found.score, found.grade, found.light) == (rank.score, rank.grade, rank.light)
    assert found.light_reason == rank.light_reason
    assert (snapshot.score, snapshot.grade, snapshot.light) == (rank.score, rank.grade, rank.light)
    assert Activity.objects.filter(lead=row, kind="score_changed").count() == 1

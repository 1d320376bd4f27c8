"""The JSON of a model: what is refused, where, and that reading and writing are one."""

import pytest

from scoring import defaults, queries
from scoring.engine import document
from scoring.engine.document import InvalidModel
from tests.factories.leads import make_field
from tests.scoring.conftest import PHONE, criterion, group, small_model


def faults(data: object) -> list[str]:
    with pytest.raises(InvalidModel) as refusal:
        document.read(data, queries.registry())
    return [fault["path"] for fault in refusal.value.errors]


def with_criterion(**more: object) -> dict:
    return small_model(groups=[group("g", "fit", criterion("k", 10, PHONE) | more)])


def with_grid(**more: object) -> dict:
    return small_model(grid=small_model()["grid"] | more)


def test_reading_what_was_written_gives_the_same_model(in_scope):
    for data in (small_model(), defaults.document(country="ES", name="")):
        spec = document.read(data, queries.registry())

        assert document.read(document.write(spec), queries.registry()) == spec


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "$"),
        (small_model(color="red"), "$.color"),
        (small_model(weights={"fit": 60, "engagement": 60}), "$.weights"),
        (small_model(weights={"fit": True, "engagement": 99}), "$.weights"),
        (small_model(grid=None), "$.grid"),
        (with_grid(fit=[40, 40]), "$.grid.fit"),
        (with_grid(fit=[80, 40]), "$.grid.fit"),
        (with_grid(fit=[0, 40]), "$.grid.fit"),
        (with_grid(fit=[40, 101]), "$.grid.fit[1]"),
        (with_grid(fit=[40.05, 80]), "$.grid.fit[0]"),
        (with_grid(cells=[["D", "C"]]), "$.grid.cells"),
        (with_grid(cells=[["D", "C"], ["C", "E"], ["B", "A"]]), "$.grid.cells"),
        (with_grid(cells=[["A", "C"], ["C", "B"], ["B", "A"]]), "$.grid.cells"),
        (with_grid(cells=[["D", "C"], ["C", "B"], ["D", "A"]]), "$.grid.cells"),
        (
            small_model(light={"condition": {"field": "score.light", "op": "eq", "value": "green"}}),
            "$.light.condition.field",
        ),
        (small_model(light={"condition": PHONE, "near_points": -1}), "$.light.near_points"),
        (small_model(groups={}), "$.groups"),
        (small_model(groups=[group("g", "size", criterion("k", 1, PHONE))]), "$.groups[0].dimension"),
        (small_model(groups=[group("g", "fit", criterion("g", 1, PHONE))]), "$.groups[0].criteria[0].key"),
        (with_criterion(key="Not a key"), "$.groups[0].criteria[0].key"),
        (with_criterion(label=""), "$.groups[0].criteria[0].label"),
        (with_criterion(points=10.05), "$.groups[0].criteria[0].points"),
        (with_criterion(points=101), "$.groups[0].criteria[0].points"),
        (with_criterion(points="10"), "$.groups[0].criteria[0].points"),
        (with_criterion(points=float("1e400")), "$.groups[0].criteria[0].points"),
        (with_criterion(cap=-1), "$.groups[0].criteria[0].cap"),
        (with_criterion(mode="sometimes"), "$.groups[0].criteria[0].mode"),
        (with_criterion(half_life_days=10), "$.groups[0].criteria[0].half_life_days"),
        (
            with_criterion(mode="per_activity", condition={"activity": "inquiry"}, half_life_days=731),
            "$.groups[0].criteria[0].half_life_days",
        ),
        (with_criterion(mode="per_activity"), "$.groups[0].criteria[0].condition"),
        (
            with_criterion(mode="per_activity", condition={"activity": "inquiry", "at_least": 2}),
            "$.groups[0].criteria[0].condition",
        ),
        (
            with_criterion(mode="per_activity", condition={"activity": "inquiry"}, window_days=0),
            "$.groups[0].criteria[0].window_days",
        ),
        (
            with_criterion(condition={"field": "score.grade", "op": "eq", "value": "A"}),
            "$.groups[0].criteria[0].condition.field",
        ),
    ],
)
def test_what_is_wrong_is_refused_at_its_path(in_scope, data, path):
    assert path in faults(data)


def test_a_half_life_saved_under_a_wider_bound_is_still_read(in_scope):
    data = with_criterion(mode="per_activity", condition={"activity": "inquiry"}, half_life_days=3650)

    spec = document.read(data, queries.registry(), is_saved=True)

    assert spec.groups[0].criteria[0].half_life_days == 3650


def test_a_criterion_may_not_ask_for_the_outcome(in_scope):
    make_field("outcome", "choice", category="outcome", options=["won", "lost"])
    data = with_criterion(condition={"field": "custom.outcome", "op": "eq", "value": "won"})

    assert faults(data) == ["$.groups[0].criteria[0].condition.field"]


def test_keys_are_made_of_labels(in_scope):
    data = small_model(
        groups=[
            {
                "label": "Dueño o dueña",
                "dimension": "fit",
                "criteria": [{"label": "Dueño o dueña", "condition": PHONE, "points": 5.5}],
            }
        ]
    )

    spec = document.read(data, queries.registry())

    assert (spec.groups[0].key, spec.groups[0].criteria[0].key) == ("dueno_o_duena", "dueno_o_duena_2")
    assert spec.groups[0].criteria[0].points == 55

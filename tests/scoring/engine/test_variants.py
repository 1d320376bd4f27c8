"""A version's models and definitions as JSON: read, written back, refused with the path, addressed, copied."""

from dataclasses import replace

import pytest

from leads import fields
from scoring.engine import document, editing
from scoring.engine.document import InvalidModel
from scoring.engine.spec import Address, with_light
from tests.scoring.conftest import PHONE, criterion, group, small_model
from tests.scoring.variants import BIG, SPAIN, special, team, version


def none():
    return []


def teams():
    return [("7", "North")]


REGISTRY = fields.base_registry(
    [
        *fields.catalog_fields(sources=none, campaigns=none, topics=none, tags=none, teams=teams),
        *fields.SCORE_FIELDS,
    ]
)


def faults(data: object) -> list[str]:
    with pytest.raises(InvalidModel) as refusal:
        document.read(data, REGISTRY)
    return [fault["path"] for fault in refusal.value.errors]


def test_what_is_written_reads_the_same():
    data = version(
        special("spain", SPAIN, light=small_model()["light"] | {"teams": [team("big", BIG, team=7)]})
    )

    spec = document.read(data, REGISTRY)

    assert document.read(document.write(spec), REGISTRY) == spec
    assert [part.key for part in spec.parts()] == ["spain", ""]
    assert spec.models[0].light.teams[0].team == 7


def test_one_model_is_written_as_it_always_was():
    written = document.write(document.read(small_model(), REGISTRY))

    assert "models" not in written
    assert set(written["light"]) == {"condition", "near_points"}


def test_keys_are_made_of_labels_and_of_nothing_else_in_the_document():
    other = special("spain", SPAIN)
    del other["key"], other["groups"][0]["key"], other["groups"][0]["criteria"][0]["key"]
    other["groups"][0]["label"] = "person"
    other["groups"][0]["criteria"][0]["label"] = "phone"

    spec = document.read(version(other), REGISTRY)

    model = spec.models[0]
    assert (model.key, model.groups[0].key) == ("spain", "person_2")
    assert model.groups[0].criteria[0].key == "phone_2"


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (version(models={}), "$.models"),
        (version(*(special(f"m{number}", SPAIN) for number in range(21))), "$.models"),
        (version(special("spain", SPAIN), special("spain", BIG, groups=[])), "$.models[1].key"),
        (version(special("Not a key", SPAIN)), "$.models[0].key"),
        (
            version(special("spain", {"field": "score.grade", "op": "eq", "value": "A"})),
            "$.models[0].condition.field",
        ),
        (
            version(special("spain", SPAIN, grid={"fit": [60, 50], "engagement": [], "cells": []})),
            "$.models[0].grid.fit",
        ),
        (version(special("spain", SPAIN, weights={"fit": 1, "engagement": 1})), "$.models[0].weights"),
        (version(special("spain", SPAIN, name="Spain")), "$.models[0].name"),
        (
            version(special("spain", SPAIN, groups=[group("person", "fit")])),
            "$.models[0].groups[0].key",
        ),
        (
            version(special("spain", SPAIN, groups=[group("g", "fit", criterion("phone", 1, PHONE))])),
            "$.models[0].groups[0].criteria[0].key",
        ),
        (version(teams=[team("a", SPAIN), team("a", BIG)]), "$.light.teams[1].key"),
        (
            version(teams=[team("a", {"field": "score.score", "op": "gte", "value": 1})]),
            "$.light.teams[0].when.field",
        ),
        (version(teams=[team("a", SPAIN, team=8)]), "$.light.teams[0].team"),
        (version(teams=[team("a", SPAIN, near_points=51)]), "$.light.teams[0].near_points"),
        (version(teams=[team(f"t{number}", SPAIN) for number in range(21)]), "$.light.teams"),
        (version(teams=[team("a", SPAIN, condition={"field": "x"})]), "$.light.teams[0].condition"),
    ],
)
def test_what_is_wrong_is_refused_with_its_path(data, path):
    assert any(found.startswith(path) for found in faults(data))


def test_all_models_together_have_a_limit():
    groups = [
        [group(f"g{model}", "fit", *(criterion(f"k{model}_{place}", 1, PHONE) for place in range(90)))]
        for model in range(5)
    ]

    assert faults(
        version(*(special(f"m{place}", SPAIN, groups=each) for place, each in enumerate(groups)))
    ) == ["$.models"]


def test_a_condition_on_what_is_gone_makes_the_model_one_that_no_lead_has():
    gone = {"field": "custom.gone", "op": "is_not_empty"}
    data = version(special("gone", gone), teams=[team("away", gone)])

    spec = document.read(data, REGISTRY, is_saved=True)

    assert spec.models[0].is_broken
    assert spec.light.teams[0].is_broken
    assert document.as_given(spec, data)["models"][0]["condition"] == gone
    assert document.as_given(spec, data)["light"]["teams"][0]["when"] == gone


def test_every_definition_has_an_address_and_can_be_put_in_place():
    light = {**special("x", SPAIN)["light"], "teams": [team("big", BIG)]}
    spec = document.read(version(special("spain", SPAIN, light=light), teams=[team("north", BIG)]), REGISTRY)

    addresses = [found.address for found in spec.definitions()]

    assert addresses == [("spain", "big"), ("spain", ""), ("", "north"), ("", "")]
    for address in addresses:
        other = replace(spec.definition(address).light, near=44)
        changed = with_light(spec, address, other)
        assert [found.light.near for found in changed.definitions()] == [
            44 if found.address == address else found.light.near for found in spec.definitions()
        ]
        assert [found.address for found in changed.definitions()] == addresses
    with pytest.raises(LookupError):
        with_light(spec, Address("spain", "none"), spec.light)
    with pytest.raises(LookupError):
        with_light(spec, Address("none"), spec.light)


def test_a_copied_model_has_keys_of_its_own():
    data = document.write(
        document.read(version(special("spain", SPAIN), teams=[team("north", BIG)]), REGISTRY)
    )

    made = editing.add_model(data, label={"en": "Big", "es": "Grande"}, condition=BIG, source=data)

    assert made["key"] == "big"
    assert made["light"]["teams"][0]["key"] == "north"
    assert [group["key"] for group in made["groups"]] == ["person_2", "inquiries_2"]
    keys = document.keys_of(data)
    assert len(keys) == len(set(keys))
    assert [part.key for part in document.read(data, REGISTRY).parts()] == ["spain", "big", ""]


def test_models_are_put_in_order_and_taken_out():
    data = version(special("spain", SPAIN), special("big", BIG))

    editing.move(data["models"], "big", -1)
    assert [model["key"] for model in data["models"]] == ["big", "spain"]
    editing.move(data["models"], "big", -1)
    assert [model["key"] for model in data["models"]] == ["big", "spain"]
    editing.remove_model(data, "big")
    editing.remove_model(data, "spain")
    assert "models" not in data

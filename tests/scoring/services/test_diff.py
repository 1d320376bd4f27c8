"""Two versions differ in sentences: every kind of change, and nothing where nothing changed."""

import copy
import re

import pytest

from scoring import diff_words, queries
from scoring.engine import document as documents
from scoring.engine.light import light_registry
from scoring.services import diff
from tests.scoring.conftest import PHONE, criterion, group, small_model


def sentences(change) -> list[str]:
    """Change a copy of the small model, and read the difference."""
    after = copy.deepcopy(small_model())
    change(after)
    names = queries.registry()
    found = diff.between(documents.read(small_model(), names), documents.read(after, names))
    told = diff_words.told(found, light_registry(names))
    return [
        re.sub("<[^>]+>", "", f"{each.title} {each.word}: {'; '.join(map(str, each.sentences))}")
        for each in told
    ]


def of_person(document: dict) -> list[dict]:
    return document["groups"][0]["criteria"]


CHANGES = [
    (lambda d: of_person(d)[0].update(points=45.5), ["phone changed: Points: +40.0 → +45.5"]),
    (lambda d: of_person(d)[0].update(cap=20), ["phone changed: Cap: none → 20.0"]),
    (
        lambda d: of_person(d)[0].update(condition={"field": "person.email", "op": "is_not_empty"}),
        ["phone changed: Counts when: Phone has a value → E-mail has a value"],
    ),
    (
        lambda d: d["groups"][1]["criteria"][0].update(half_life_days=None, window_days=30),
        ["inquiry changed: Halves: 10 days → never; Looks back: never → 30 days"],
    ),
    (
        lambda d: of_person(d).append(criterion("new", -5, PHONE)),
        ["new added: −5.0; Phone has a value"],
    ),
    (lambda d: of_person(d).pop(), ["title removed: +40.0; Job title contains “director”"]),
    (
        lambda d: d["groups"].append(group("more", "fit", of_person(d).pop(0))),
        ["phone changed: Group: person → more", "Group “more” added: Fit"],
    ),
    (lambda d: d["groups"][0].update(cap=60), ["Group “person” changed: Cap: none → 60.0"]),
    (
        lambda d: d.update(weights={"fit": 60, "engagement": 40}),
        ["Weights changed: Weight of fit: 50 % → 60 %"],
    ),
    (
        lambda d: d["grid"].update(fit=[40, 75]),
        ["Grades changed: Thresholds of fit: 40 · 80 → 40 · 75"],
    ),
    (
        lambda d: d["grid"].update(cells=[["D", "B"], ["C", "B"], ["B", "A"]]),
        ["Grades changed: Fit from 0, engagement from 30: C → B"],
    ),
    (
        lambda d: d["light"]["condition"]["all"].append(PHONE),
        ["Ready for Sales changed: Now required: Phone has a value"],
    ),
    (
        lambda d: d["light"]["condition"]["all"].pop(),
        ["Ready for Sales changed: No longer required: E-mail has a value"],
    ),
    (
        lambda d: d["light"].update(near_points=5),
        ["Ready for Sales changed: Amber from … points below: 10 → 5"],
    ),
    (lambda d: d.update(name="Other"), ["Name changed: Name: Small → Other"]),
    (lambda d: None, []),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_each_change_is_a_sentence(in_scope, change, expected):
    assert sentences(change) == expected


def test_a_larger_grid_is_said_to_have_other_grades(in_scope):
    def change(document: dict) -> None:
        document["grid"] = {"fit": [40], "engagement": [30], "cells": [["D", "C"], ["B", "A"]]}

    assert sentences(change)[0].endswith("The grid has other grades.")


def test_what_a_person_wrote_stays_text(in_scope):
    def change(document: dict) -> None:
        document["groups"][0]["criteria"][0]["label"] = {"en": "<b>x</b>", "es": "x"}

    names = queries.registry()
    after = small_model()
    change(after)
    found = diff.between(documents.read(small_model(), names), documents.read(after, names))

    assert "&lt;b&gt;" in str(diff_words.told(found, light_registry(names))[0].sentences[0])

"""Rules that could be: made of frequencies, of several values, of the opposite."""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from conditions.nodes import FieldTest, Not
from conditions.registry import Field, FieldType, Registry, RowSource
from scoring.engine import measures
from scoring.engine.learning import Candidate, NewRule, Sample, Task
from scoring.engine.learning_arrays import Data
from scoring.engine.learning_candidates import Profile, candidates
from scoring.engine.learning_fit import learn
from tests.scoring.tasks import candidate, spec, task


def test_rules_that_could_be_are_made_of_frequencies_alone():
    texts = Field("custom.source", FieldType.TEXT, "Source", "x", "source", "y")
    number = Field("custom.visits", FieldType.NUMBER, "Visits", "x", "behavior")
    choice = Field("custom.size", FieldType.CHOICE, "Size", "x", "company", choices=[("big", "Big")])
    ended = Field("custom.outcome", FieldType.CHOICE, "End", "x", "outcome")
    name = Field("person.name", FieldType.TEXT, "Name", "x", "person")
    profile = Profile(
        1000,
        {
            "custom.source": [("Web", 400), ("web ", 90), ("Fair", 40), ("Rare", 6)],
            "custom.size": [("big", 500), ("gone", 400)],
            "custom.outcome": [("won", 500)],
            "person.name": [("Ana", 300)],
        },
        {"custom.visits": [Decimal(0), Decimal(0), Decimal(3), Decimal("7.125")]},
    )

    found = candidates(Registry((texts, number, choice, ended, name), RowSource("leads l")), profile)

    asked = [
        (each.node.field, each.node.op, each.node.value, each.is_pooled, str(each.dimension))
        for each in found
    ]
    assert asked == [
        ("custom.source", "is_not_empty", None, False, "fit"),
        ("custom.source", "eq", "Web", False, "fit"),
        ("custom.source", "eq", "Fair", False, "fit"),
        ("custom.source", "eq", "Rare", True, "fit"),
        ("custom.visits", "is_not_empty", None, False, "engagement"),
        ("custom.visits", "gte", 3, False, "engagement"),
        ("custom.visits", "gte", Decimal("7.125"), False, "engagement"),
        ("custom.size", "is_not_empty", None, False, "fit"),
        ("custom.size", "eq", "big", False, "fit"),
        ("person.name", "is_not_empty", None, False, "fit"),
    ]


def test_the_opposite_of_a_rule_reads_as_one():
    least = Candidate(FieldTest("visits", "gte", 5), "fit", "visits")

    assert NewRule((0,), is_turned=True, known=1).node((least,)) == FieldTest("visits", "lt", 5)
    assert NewRule((0,), is_turned=True).node((least,)) == Not(FieldTest("visits", "gte", 5))
    assert NewRule((0,), is_turned=True).node((candidate("source", "web"),)) == FieldTest(
        "source", "ne", "web"
    )


def test_of_many_values_those_that_win_much_more_are_a_rule_of_their_own():
    random = np.random.default_rng(3)
    names = [f"v{place}" for place in range(60)]
    worth = random.normal(0, 1.2, 60)
    given = random.integers(0, 60, 4000)
    won = random.random(4000) < 1 / (1 + np.exp(1 - worth[given]))
    bits = ["".join("1" if place == each else "0" for place in range(60)) for each in given]
    some = task(0.5).sample
    sample = Sample(
        list(range(4000)), won.tolist(), [[0.0]] * 4000, bits, [0] * 4000, [0] * 4000, ["D"] * 4000, [""] * 4000,
        [some.happened_on[0]] * 4000, [""] * 4000, [0] * 4000,
    )  # fmt: skip
    pooled = tuple(replace(candidate("x", name), is_pooled=True) for name in names)
    asked = Task(spec(0), pooled, sample)

    learned = learn(asked, Data.of(sample))

    sizes = sorted(len(rule.places) for rule in learned.rules)
    assert len(sizes) == 4, "more, much more, less, much less"
    truth = measures.auc(
        [measures.Scored(worth[each], "D", bool(end)) for each, end in zip(given, won, strict=True)]
    )
    scores = learned.features(Data.of(sample)) @ learned.weights
    found = measures.auc(
        [measures.Scored(each, "D", bool(end)) for each, end in zip(scores, won, strict=True)]
    )
    assert found >= truth - 0.02


def test_several_values_are_one_rule():
    candidates = (candidate("source", "fair"), candidate("source", "web"))

    assert NewRule((0, 1)).node(candidates) == FieldTest("source", "in", ("fair", "web"))
    known = (Candidate(FieldTest("person.phone", "is_not_empty"), "fit", "person.phone"),)
    assert NewRule((0,), is_turned=True).node(known) == FieldTest("person.phone", "is_empty")

"""What is learned from outcomes, on made-up leads whose truth is known."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from conditions.nodes import FieldTest
from scoring.engine import learning_study, measures, sums
from scoring.engine.learning import Candidate, Sample, Task, Verdict, wanting
from scoring.engine.learning_arrays import Data, folds
from scoring.engine.learning_fit import learn
from scoring.engine.learning_points import dimensions, points_of
from scoring.engine.learning_rules import weights_of
from scoring.engine.learning_teacher import teach
from tests.scoring.tasks import SIZE, spec, task


@pytest.mark.slow
def test_learned_points_follow_the_truth_and_take_up_the_rule_that_was_missing():
    made = task(2.0, 0.0, -1.5, truth=1.5)

    found = learning_study.study(made)

    assert found.verdict == Verdict.READY
    points = found.points.criteria
    assert points["k0"] > 300
    assert abs(points["k1"]) < 100
    assert points["k2"] < -200
    assert [rule.node(made.candidates).value for rule, _points in found.points.rules] == ["fair"]
    assert all(each % 10 == 0 and -1000 <= each <= 1000 for each in points.values())
    measured = found.measures
    assert measured["proposal"]["auc"] > measured["published"]["auc"] + 0.1
    assert measured["probability"]["ece"] < 0.05
    assert sum(each["n"] for each in measured["probability"]["calibration"]) == SIZE


@pytest.mark.slow
def test_outcomes_by_the_dice_are_no_better_than_chance():
    found = learning_study.study(task(1.0, 1.0, 1.0, noise=True))

    assert found.verdict == Verdict.CHANCE
    assert found.measures["probability"]["auc"] == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(
    ("won", "lost", "missing"),
    [
        (29, 200, {"outcomes": 0, "won": 1, "lost": 0}),
        (40, 30, {"outcomes": 30, "won": 0, "lost": 0}),
        (50, 50, None),
    ],
)
def test_too_few_outcomes_say_what_is_missing(won, lost, missing):
    size = won + lost
    sample = Sample(list(range(size)), [True] * won + [False] * lost, *([] for _ in range(9)))

    assert wanting(sample) == missing


def test_a_rule_gets_no_sign_against_what_its_own_leads_did():
    """The second column wins more often than the average, but only because it goes with the first."""
    random = np.random.default_rng(3)
    first = random.random(2000) < 0.5
    second = np.where(random.random(2000) < 0.9, first, ~first)
    won = (random.random(2000) < np.where(first, 0.8 - 0.15 * second, 0.3 - 0.15 * second)).astype(int)
    x = np.column_stack([first, second]).astype(float)

    lone = spec(10, 10)
    data = Data(x, np.zeros((2000, 0)), np.zeros((2000, 2)), won, None, np.zeros(2000, dtype=int))
    asked = Task(lone, (), task(1.0).sample)

    free, held = (
        teach(asked, data, penalty=1.0).weights,
        weights_of(asked, data, (), teach(asked, data, penalty=1.0)),
    )

    assert free[1] < 0 < free[0]
    assert held[1] == 0 < held[0]


def test_leads_of_one_company_are_never_on_both_sides():
    made = task(2.0, 1.0)
    shared = replace(made.sample, company=[f"c{place % 200}" for place in range(SIZE)])

    data = Data.of(shared)

    for train, test in folds(data, count=5):
        assert not {shared.company[place] for place in train} & {shared.company[place] for place in test}
    assert Data.of(made.sample).groups is None


def test_outcomes_that_are_all_alike_teach_nothing_and_break_nothing():
    made = task(1.0)

    learned = learn(made, replace(Data.of(made.sample), won=np.ones(SIZE, dtype=int)))

    assert not learned.rules
    assert not learned.weights.any()
    assert learned.probabilities(Data.of(made.sample)).min() > 0.99


def test_many_facts_that_each_say_little_are_not_left_out():
    """Twelve numbers of 120 leads, each a tenth of what there is to know: chosen one by one, few would pass."""
    random = np.random.default_rng(12)
    numbers = random.normal(size=(150, 12))
    won = random.random(150) < 1 / (1 + np.exp(-numbers @ np.full(12, 0.5)))
    steps = [-1, -0.5, 0, 0.5, 1]
    asked = tuple(
        Candidate(FieldTest(f"n{place}", "gte", step), "fit", f"n{place}")
        for place in range(12)
        for step in steps
    )
    bits = np.concatenate([numbers[:, [place]] >= steps for place in range(12)], axis=1).astype(int)
    sample = Sample(
        list(range(150)), won.tolist(), [[0.0]] * 150, ["".join(map(str, row)) for row in bits], [0] * 150,
        [0] * 150, ["D"] * 150, [""] * 150, [None] * 150, [""] * 150, [0] * 150,
    )  # fmt: skip
    made = Task(spec(0), asked, sample)

    learned = learn(made, Data.of(sample))

    weights = dict.fromkeys((f"n{place}" for place in range(12)), 0.0)
    for rule, weight in zip(learned.rules, learned.weights[1:], strict=True):
        weights[asked[rule.places[0]].subject] += -weight if rule.is_turned else weight
    assert sum(weight > 0 for weight in weights.values()) >= 10
    # Of leads it never saw it orders nearly as well as the truth does.
    unseen = random.normal(size=(4000, 12))
    ends = random.random(4000) < 1 / (1 + np.exp(-unseen @ np.full(12, 0.5)))
    marks = np.concatenate([unseen[:, [place]] >= steps for place in range(12)], axis=1).astype(int)
    places = [rule.places[0] for rule in learned.rules]
    signs = np.array([-1 if rule.is_turned else 1 for rule in learned.rules])

    def told(sums: np.ndarray) -> float:
        return measures.auc([measures.Scored(*each) for each in zip(sums, ["D"] * 4000, ends, strict=True)])

    assert told(marks[:, places] @ (learned.weights[1:] * signs)) > told(unseen.sum(axis=1)) - 0.05


def test_points_of_a_proposal_are_summed_as_the_model_sums_them():
    made = task(2.0, 1.0, 1.5, truth=0.0)
    plain = replace(made.sample, bits=[""] * SIZE)
    made = Task(spec(100, 100, 100, caps=(150, None)), (), plain)
    data = Data.of(made.sample)
    learned = learn(made, data)

    found = dimensions(made, learned, np.array([120.0, 90.0, 70.0]), {}, data)

    for place in range(20):
        raw = {
            f"k{key}": round(hit * worth)
            for key, (hit, worth) in enumerate(zip(made.sample.hits[place], (120, 90, 70), strict=True))
        }
        total = sums.total(made.spec, raw)
        assert tuple(found[place]) == (total.fit.tenths, total.engagement.tenths)


def test_thresholds_are_reached_by_as_many_leads_as_before():
    made = task(2.0, 1.0, 1.5)
    data = Data.of(made.sample)
    learned = learn(made, data)

    points = points_of(made, learned, data)

    assert list(points.grid.fit) == sorted(set(points.grid.fit))
    assert points.grid.cells == made.spec.grid.cells


@pytest.mark.slow
def test_the_web_never_loads_scikit_learn():
    code = (
        "import django, sys; django.setup(); import leadcrm.urls, leadcrm.tasks; from django.urls import get_resolver;"
        "get_resolver().url_patterns; print([name for name in ('sklearn', 'numpy', 'scipy') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

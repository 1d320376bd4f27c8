"""What outcomes say of rules: ratios with their intervals, bins, drift."""

from datetime import date, timedelta

import numpy as np
import pytest

from scoring.engine import learning_study
from scoring.engine.learning_evidence import Evidence, drift
from scoring.engine.learning_measures import calibration, interval


def test_evidence_is_a_ratio_with_its_interval():
    clear, few, too_good = (
        Evidence(100, 60, 1000, 150),
        Evidence(3, 2, 1000, 150),
        Evidence(150, 148, 1000, 150),
    )

    assert clear.ratio[0] == pytest.approx(6.0)
    assert 4.5 < clear.ratio[1] < clear.ratio[0] < clear.ratio[2] < 8
    assert few.ratio[2] / few.ratio[1] > clear.ratio[2] / clear.ratio[1]
    assert Evidence(0, 0, 1000, 150).ratio is None
    assert Evidence(10, 0, 1000, 150).ratio[0] < 1
    assert too_good.is_too_good
    assert not clear.is_too_good


def test_drift_is_told_only_where_the_newest_differ_for_certain():
    days = [date(2026, 1, 1) + timedelta(days=place // 10) for place in range(1000)]

    steady = drift([(day, place % 2 == 0) for place, day in enumerate(days)])
    fallen = drift([(day, place % 2 == 0 and place < 820) for place, day in enumerate(days)])
    at_once = drift([(days[0], place % 2 == 0 and place < 820) for place in range(1000)])

    assert steady is None
    assert at_once is None
    assert (fallen["was"], fallen["n"]) == (0.5, 200)
    assert fallen["now"] < 0.1


def test_drift_never_parts_a_day():
    """Outcomes of one import share a day, in no order: their newest fifth is not their winners."""
    first, later = date(2026, 1, 1), date(2026, 3, 1)
    imported = [(first, place % 2 == 0) for place in range(1000)]

    steady = drift([*imported, *((later, place % 2 == 0) for place in range(100))])
    fallen = drift([*imported, *((later, False) for _ in range(100))])
    too_few = drift([*imported, *((later, False) for _ in range(40))])

    assert steady is None
    assert (fallen["since"], fallen["was"], fallen["now"], fallen["n"]) == ("2026-03-01", 0.5, 0.0, 100)
    assert too_few is None


def test_leads_of_two_folds_compare_by_their_place():
    assert learning_study.places(np.array([70, 10, 70, 40])).tolist() == [0.75, 0.125, 0.75, 0.375]


def test_an_interval_narrows_with_the_leads():
    few, many = interval(0.7, 30, 70), interval(0.7, 3000, 7000)

    assert few[0] < many[0] < 0.7 < many[1] < few[1]
    assert few[0] == pytest.approx(0.585, abs=0.01)
    assert interval(None, 0, 5) is None


def test_bins_tell_what_was_said_and_what_happened():
    bins = calibration(np.array([0.05, 0.05, 0.95, 1.0]), np.array([0, 1, 1, 1]))

    assert bins[0] == {"from": 0.0, "to": 0.1, "n": 2, "mean": 0.05, "rate": 0.5}
    assert (bins[9]["n"], bins[9]["mean"], bins[9]["rate"]) == (2, 0.975, 1.0)
    assert bins[5] == {"from": 0.5, "to": 0.6, "n": 0, "mean": None, "rate": None}

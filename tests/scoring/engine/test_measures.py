"""AUC and lift on cases small enough to count by hand."""

import pytest

from scoring.engine.measures import Scored, auc, lift, measure


def leads(*pairs: tuple[int, bool]) -> list[Scored]:
    return [Scored(score, "A" if score > 5 else "D", is_won) for score, is_won in pairs]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (leads((1, False), (2, True)), 1.0),
        (leads((2, False), (1, True)), 0.0),
        (leads((1, False), (1, True)), 0.5),
        (leads((1, False), (2, True), (3, False), (4, True)), 0.75),
        (leads((1, True)), None),
        ([], None),
    ],
)
def test_auc_is_the_chance_that_a_winner_scores_above_a_loser(known, expected):
    assert auc(known) == expected


def test_lift_shares_a_tie_at_the_edge():
    known = leads(*[(9, True)] * 1, *[(5, True)] * 1, *[(5, False)] * 18)

    # Two of twenty: the winner above, and one of nineteen tied leads of which one won.
    assert lift(known, share=10) == pytest.approx((1 + 1 / 19) / 2 / 0.1, abs=1e-4)


def test_grades_show_their_rates():
    found = measure(leads((9, True), (9, False), (1, False)))

    assert found["n"] == 3
    assert found["by_grade"]["A"] == {"n": 2, "positives": 1, "rate": 0.5}
    assert found["by_grade"]["B"] == {"n": 0, "positives": 0, "rate": None}

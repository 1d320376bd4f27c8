"""Decay tables and grids."""

from itertools import product

import pytest

from scoring.engine.spec import Grid, decay_table


def test_points_halve_every_half_life_and_round_away_from_zero():
    table = decay_table(100, 10)

    assert table[0], table[10] == (100, 50)
    assert (table[20], table[30], table[1]) == (25, 13, 93)
    assert table[-1] == 1
    assert decay_table(-100, 10) == tuple(-weight for weight in table)
    assert decay_table(1, 1) == (1, 1)
    assert decay_table(0, 5) == ()


@pytest.mark.parametrize("points", [1, 7, 300, 1000])
def test_a_table_never_rises(points):
    table = decay_table(points, 45)

    assert list(table) == sorted(table, reverse=True)
    assert table[0] == points


def test_the_gap_is_the_least_that_leads_to_the_grade():
    grid = Grid((300, 600), (200,), (("D", "C"), ("C", "B"), ("B", "A")))

    for fit, engagement in product(range(0, 700, 50), range(0, 300, 50)):
        for grade in "ABC":
            gap = grid.gap(fit, engagement, grade)
            reachable = [
                up + more
                for up, more in product(range(0, 700, 50), range(0, 300, 50))
                if grid.grade(fit + up, engagement + more) <= grade
            ]
            assert gap == min(reachable)


def test_a_grade_no_cell_holds_is_out_of_reach():
    assert Grid((), (), (("B",),)).gap(0, 0, "A") is None

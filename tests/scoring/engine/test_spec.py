"""Decay tables and grids."""

from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.engine import spec
from scoring.engine.spec import Grid, decay_table


def by_definition(points: int, half_life_days: int) -> list[int]:
    """``round_half_away(points × 0.5^(age / half-life))``, each day by itself, until it is nothing."""
    context, weights, size = Context(prec=50), [], abs(points)
    while size:
        power = context.power(Decimal("0.5"), context.divide(Decimal(len(weights)), Decimal(half_life_days)))
        size = int((abs(points) * power).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        weights.append(size if points > 0 else -size)
    return weights[:-1]


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


@given(points=st.integers(-1000, 1000), half_life=st.integers(1, 120))
@example(points=1000, half_life=1)
@example(points=999, half_life=365)
@settings(deadline=None)
def test_every_weight_is_the_definition_s(points, half_life):
    assert list(decay_table(points, half_life)) == by_definition(points, half_life)


@given(points=st.integers(-1000, 1000), half_life=st.integers(1, 40), window=st.integers(1, 600))
def test_a_window_cuts_the_table_and_changes_nothing_in_it(points, half_life, window):
    assert decay_table(points, half_life, window) == decay_table(points, half_life)[:window]


def test_a_long_half_life_asks_for_one_power_and_no_day_beyond_the_window(monkeypatch):
    powers = []

    class Counted(Context):
        def power(self, *given):
            powers.append(given)
            return super().power(*given)

    monkeypatch.setattr(spec, "Context", Counted)
    decay_table.cache_clear()

    assert len(decay_table(1000, 3650, 90)) == 90
    assert len(decay_table(1000, 3650)) == 40_026
    assert len(powers) == 2


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

"""What a ballot comes to: medians, spread, and points that keep the sign."""

import pytest

from scoring.engine import meeting_tally


def test_the_middle_of_an_even_number_of_values_is_their_mean():
    found = meeting_tally.tally([3, -1, 2, 0])

    assert (found.median, found.spread, found.count) == (1.0, 4, 4)
    assert found.columns == [0, 0, 1, 1, 0, 1, 1]


def test_without_values_there_is_no_middle():
    found = meeting_tally.tally([])

    assert (found.median, found.spread, found.count) == (None, 0, 0)


def test_lines_are_disputed_by_spread_then_by_how_the_rest_differ_then_by_votes():
    votes = [(1, 1), (1, 1), (2, -3), (2, 3), (3, -3), (3, 3), (3, 3), (4, 0), (9, 3)]

    found = meeting_tally.tallies(votes, [1, 2, 3, 4, 5])

    assert sorted(found, key=lambda line: found[line].disagreement) == [5, 4, 1, 3, 2]


@pytest.mark.parametrize(
    ("middle", "scale", "tenths"),
    [
        (3, 300, 300),
        (-3, 300, -300),
        (1.5, 300, 150),
        (0.5, 300, 50),
        (0, 300, 0),
        (1, 400, 130),
        (-0.5, 10, -10),
    ],
)
def test_three_is_worth_the_scale_and_only_nothing_is_nothing(middle, scale, tenths):
    assert meeting_tally.points(middle, scale) == tenths

"""What counts by place say of a line: shares with a floor, those hardly seen, and days by who is known for how long."""

import pytest

from scoring.engine.dial import Line
from scoring.engine.dial_history import PROBES, History, Ripening, Share, from_json
from scoring.engine.learning_evidence import wilson


def looks(*leads: list[int]) -> History:
    """Return the history of leads, each by where it stood at its looks."""
    before: dict[int, dict[int, int]] = {}
    after: dict[int, dict[int, int]] = {}
    for seen in leads:
        for look in range(len(seen)):
            was, now = max([-1, *seen[:look]]), max(seen[: look + 1])
            before.setdefault(look, {}).setdefault(was, 0)
            before[look][was] += 1
            after.setdefault(look, {}).setdefault(now, 0)
            after[look][now] += 1
    return History(before=before, after=after)


@pytest.mark.parametrize(("cases", "wanting"), [(0, 20), (19, 1), (20, 0)])
def test_a_share_of_few_cases_is_not_told(cases, wanting):
    found = Share(cases // 2, cases)

    assert found.wanting == wanting
    assert (found.value is None) == (found.interval is None) == bool(wanting)


def test_a_share_has_its_interval():
    assert (Share(30, 40).value, Share(30, 40).interval) == (0.75, wilson(30, 40))


def test_hand_offs_above_the_line_count_and_those_below_everything_never():
    history = History(
        came=30,
        days=60,
        reached={-1: 10, 40: 12, 60: 8},
        accepted={-1: 9, 40: 10, 60: 15},
        returned={40: 6, 60: 1},
        won={60: 20},
        ended={40: 5},
    )

    loose, tight = history.figures(40, 60), history.figures(60)

    assert (loose.accepted, tight.accepted) == (Share(25, 32), Share(15, 16))
    assert (loose.won, tight.won) == (Share(20, 25), Share(20, 20))
    assert (loose.a_week, tight.a_week) == (20 * 7 / 60, 8 * 7 / 60)
    assert (loose.near, loose.raw) == (16, 0.6)
    assert history.figures(90).a_week == 0


def test_half_of_those_that_get_there_do_so_by_the_median():
    """Of twenty, six are there at once, six after three days, and eight never."""
    far = len(PROBES)
    history = looks(*[[50] * far] * 6, *[[0, 0, 0, *[50] * (far - 3)]] * 6, *[[0] * far] * 8)

    assert history.ripening(50) == Ripening(0, pytest.approx(0.6), 90)
    assert history.ripening(51) == Ripening(None, 0, 90)
    assert history.ripening(0).share == 1


def test_those_who_came_lately_count_as_far_as_they_are_known():
    """Twenty known for ninety days, half there by day 2; twenty more known for an hour alone, none there yet."""
    far = len(PROBES)
    history = looks(*[[0, 0, *[50] * (far - 2)]] * 10, *[[0] * far] * 10, *[[0]] * 20)

    assert history.ripening(50) == Ripening(2, pytest.approx(0.5), 90)


def test_a_look_at_which_few_are_known_is_left_out():
    history = looks(*[[0, 50]] * 19, [0])

    assert history.ripening(50) == Ripening(None, 0, 0)
    assert looks(*[[50]] * 19).ripening(50) == Ripening()


def test_history_is_kept_as_it_is():
    history = looks([0, 5], [3]) + History(came=3, days=9, every=2, reached={-1: 1, 5: 2}, accepted={5: 1})

    assert from_json(history.as_json()) == history


def test_nothing_is_told_of_nothing():
    figures = History().figures(0)

    assert (figures.a_week, figures.accepted.value, figures.ripening) == (0, None, Ripening())
    assert (History().wanting, History().same(Line("", 0), [])) == (20, Line("", 0))

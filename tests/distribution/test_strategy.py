"""Turns are fair whatever the batches, and nobody is flooded after an absence."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from distribution import strategy


def test_rotate_gives_turns_one_after_another():
    picks, _balance = strategy.rotate({7: 1, 3: 1, 5: 1}, {}, turns=6)

    assert picks == [3, 5, 7, 3, 5, 7]


def test_rotate_gives_twice_the_turns_for_twice_the_weight():
    picks, _balance = strategy.rotate({1: 2, 2: 1}, {}, turns=30)

    assert Counter(picks) == {1: 20, 2: 10}


def test_rotate_with_nobody_gives_no_turn():
    assert strategy.rotate({}, {9: 3}, turns=2) == ([], {9: 3})


@given(
    people=st.integers(1, 8),
    batches=st.lists(st.integers(0, 13), max_size=30),
)
def test_rotate_is_fair_to_one_over_any_batches(people: int, batches: list[int]):
    balance: dict[int, int] = {}
    taken: Counter[int] = Counter(dict.fromkeys(range(people), 0))

    for turns in batches:
        picks, balance = strategy.rotate(dict.fromkeys(range(people), 1), balance, turns=turns)
        taken.update(picks)

    assert max(taken.values()) - min(taken.values()) <= 1


@given(absent_for=st.integers(1, 50))
def test_rotate_does_not_flood_who_comes_back(absent_for: int):
    _picks, balance = strategy.rotate({1: 1, 2: 1}, {3: 0}, turns=absent_for)

    picks, _balance = strategy.rotate({1: 1, 2: 1, 3: 1}, balance, turns=9)

    assert 2 <= Counter(picks)[3] <= 4


def test_first_other_leaves_out_the_excluded():
    pick, balance = strategy.first_other({1: 1, 2: 1}, {}, excluded=[1])

    assert pick == 2
    assert strategy.first_other({1: 1}, balance, excluded=[1]) == (None, balance)

"""Whose turn it is: smooth weighted round-robin, pure (H1: fair to ±1 whatever the batches)."""

from collections.abc import Mapping, Sequence


Credits = dict[int, int]


def rotate(
    weights: Mapping[int, int], balance: Mapping[int, int], *, turns: int
) -> tuple[list[int], Credits]:
    """Return who gets each of the next turns, and everybody's credit after them.

    Each turn gives everybody present their weight; who has most (of equals, the lowest id) takes the turn and
    pays the sum. So with equal weights nobody is ever ahead by more than one, and somebody who comes back from
    an absence is not flooded: absent people neither earn nor pay. ``weights`` names those present.
    """
    after = dict(balance)
    picks: list[int] = []
    total = sum(weights.values())
    for _turn in range(turns if weights else 0):
        for person, weight in weights.items():
            after[person] = after.get(person, 0) + weight
        pick = min(weights, key=lambda person: (-after[person], person))
        after[pick] -= total
        picks.append(pick)
    return picks, after


def first_other(
    weights: Mapping[int, int], balance: Mapping[int, int], *, excluded: Sequence[int]
) -> tuple[int | None, Credits]:
    """Return who is next but for the excluded, and the credits after that turn; None if nobody is left."""
    left = {person: weight for person, weight in weights.items() if person not in set(excluded)}
    picks, after = rotate(left, balance, turns=1)
    return (picks[0] if picks else None), after

"""The run of a hundred faults sees what it says it does not find; the run itself is a command, not a test."""

from dataclasses import replace

import pytest

from leadcrm.bench.faults import counting
from leadcrm.bench.faults.counting import Stored


SOUND = [
    Stored("fault-1", "a", "accepted", 7, entries=1),
    Stored("fault-2", "b", "quarantined", None, entries=0),
]
ANSWERED = {"fault-1": ["a", "a"], "fault-2": ["b"]}


def counted(stored=SOUND, *, begun=("fault-1", "fault-2"), acknowledged=ANSWERED):
    return counting.count(begun=begun, acknowledged=acknowledged, stored=stored)


def test_nothing_is_wrong_with_inquiries_that_are_there_once_and_done():
    found = counted()

    assert counting.is_sound(found)
    assert (found["posted"], found["answered_2xx"], found["acknowledged"], found["stored"]) == (2, 3, 2, 2)
    assert found["leads"] == 1


@pytest.mark.parametrize(
    ("wrong", "stored"),
    [
        ("lost", SOUND[:1]),
        ("lost", [SOUND[0], replace(SOUND[1], public_id="c")]),
        ("doubled", [*SOUND, replace(SOUND[0], public_id="c", lead_id=8)]),
        ("doubled", [replace(SOUND[0], entries=2), SOUND[1]]),
        ("unfinished", [replace(SOUND[0], state="received", lead_id=None, entries=0), SOUND[1]]),
        ("unfinished", [replace(SOUND[0], entries=0), SOUND[1]]),
        ("unfinished", [SOUND[0], replace(SOUND[1], lead_id=9, entries=1)]),
        ("unfinished", [SOUND[0], replace(SOUND[1], state="failed")]),
        ("shared", [SOUND[0], replace(SOUND[1], state="accepted", lead_id=7, entries=1)]),
    ],
)
def test_what_is_wrong_is_counted(wrong, stored):
    found = counted(stored)

    assert found[wrong] == 1
    assert not counting.is_sound(found)


def test_a_key_with_two_answers_is_doubled_and_one_without_any_is_unanswered():
    assert counted(acknowledged={**ANSWERED, "fault-1": ["a", "c"]})["doubled"] == 1
    assert counted(begun=("fault-1", "fault-2", "fault-3"))["unanswered"] == 1


def test_a_broken_invariant_is_no_sound_run():
    assert not counting.is_sound(counted() | {"violations": 1})

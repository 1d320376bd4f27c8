"""When waits end, also over the nights in which Madrid changes its clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurturing.engine import waits
from nurturing.engine.outline import Step


MADRID = ZoneInfo("Europe/Madrid")


def wait(**data):
    return Step("w", "wait", data, 0)


def due(step, since, cycle_days=60):
    return waits.due(step, since=since, zone=MADRID, cycle_days=cycle_days)


def local(*parts):
    return datetime(*parts, tzinfo=MADRID).astimezone(UTC)


def test_hours_are_hours_even_when_the_clock_jumps():
    assert due(wait(hours=24), local(2027, 3, 27, 10)) == local(2027, 3, 28, 11)


@pytest.mark.parametrize("day", [(2027, 3, 27), (2027, 10, 30)])
def test_days_keep_the_time_of_day_over_a_change_of_clock(day):
    year, month, number = day

    assert due(wait(days=2), local(year, month, number, 10)) == (
        local(year, month, number, 10) + timedelta(days=2, hours=-1 if month == 3 else 1)
    )


def test_a_part_of_the_purchase_cycle():
    assert due(wait(cycle_percent=10), local(2027, 5, 3, 10), cycle_days=60) == local(2027, 5, 9, 10)
    assert due(wait(cycle_percent=5), local(2027, 5, 3, 10), cycle_days=10) == local(2027, 5, 3, 22)


def test_a_window_lets_on_inside_it_and_puts_off_outside():
    window = {"from_hour": 9, "until_hour": 18, "weekdays": [0, 1, 2, 3, 4]}

    assert due(wait(hours=1, **window), local(2027, 3, 17, 10)) == local(2027, 3, 17, 11)
    assert due(wait(hours=1, **window), local(2027, 3, 17, 6)) == local(2027, 3, 17, 9)
    assert due(wait(hours=1, **window), local(2027, 3, 17, 17, 30)) == local(2027, 3, 18, 9)
    # a Friday evening
    assert due(wait(hours=1, **window), local(2027, 3, 19, 20)) == local(2027, 3, 22, 9)


def test_the_hour_that_does_not_exist_is_the_first_after_it():
    since = local(2027, 3, 27, 2, 30)

    assert due(wait(days=1), since) == local(2027, 3, 28, 3)
    assert due(wait(hours=23, from_hour=2, until_hour=3), since) == local(2027, 3, 28, 3)


def test_the_hour_that_comes_twice_counts_once():
    first = datetime(2027, 10, 31, 2, 0, tzinfo=MADRID, fold=0).astimezone(UTC)

    assert due(wait(days=1), local(2027, 10, 30, 2)) == first
    assert due(wait(hours=24, from_hour=2, until_hour=3), local(2027, 10, 30, 2)) == first


def test_the_window_follows_the_leads_own_clock():
    step, since = wait(hours=1, from_hour=9, until_hour=18), datetime(2027, 3, 17, 20, 0, tzinfo=UTC)
    mexico = ZoneInfo("America/Mexico_City")

    assert waits.due(step, since=since, zone=mexico, cycle_days=60) == since + timedelta(hours=1)


def test_a_branch_on_a_click_ends_with_its_time_out():
    step = Step("b", "branch_click", {"within_days": 5}, 0)

    assert due(step, local(2027, 3, 17, 10)) == local(2027, 3, 22, 10)


@given(
    since=st.datetimes(  # hypothesis takes bounds without a zone
        datetime(2026, 1, 1),  # noqa: DTZ001
        datetime(2028, 12, 31),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    days=st.integers(1, 40),
    hours=st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda pair: pair[0] < pair[1]),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
)
def test_a_wait_is_never_skipped_and_never_ends_early(since, days, hours, weekdays):
    step = wait(days=days, from_hour=hours[0], until_hour=hours[1], weekdays=sorted(weekdays))

    end = due(step, since)

    shown = end.astimezone(MADRID)
    assert timedelta(days=days, hours=-2) <= end - since <= timedelta(days=days + 8)
    assert shown.weekday() in weekdays
    # only a spring night may push the moment past a window that it swallowed
    assert hours[0] <= shown.hour < hours[1] or shown.hour == hours[1] == 3

"""Working minutes are counted in real time, over nights, weekends, holidays and both DST nights."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distribution.calendar import BadHours, WorkingCalendar, read_minute, read_week


MADRID = ZoneInfo("Europe/Madrid")
OFFICE = dict.fromkeys(range(5), [(9 * 60, 18 * 60)])
SPANS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[0] < span[1]),
    min_size=0,
    max_size=3,
)
# At least an hour a week, so that what is asked for lies within the year the calendar looks ahead.
WEEKS = st.dictionaries(st.integers(0, 6), SPANS, max_size=7).map(
    lambda week: week and week | {2: [*week.get(2, []), (600, 660)]}
)
# Other work on the machine must not fail a test of arithmetic.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Around both changes of 2026 (29 March, 25 October) and anywhere else.
MOMENTS = st.one_of(
    st.datetimes(datetime.fromisoformat("2026-03-28"), datetime.fromisoformat("2026-03-30")),
    st.datetimes(datetime.fromisoformat("2026-10-24"), datetime.fromisoformat("2026-10-26")),
    st.datetimes(datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2027-12-31")),
).map(lambda moment: moment.replace(tzinfo=UTC))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MADRID)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-24T10:00", 120, "2026-11-24T12:00"),
        ("2026-11-24T17:00", 120, "2026-11-25T10:00"),  # over the night
        ("2026-11-27T17:30", 60, "2026-11-30T09:30"),  # over the weekend
        ("2026-11-28T12:00", 120, "2026-11-30T11:00"),  # starts on a Saturday
        ("2026-11-24T07:00", 0, "2026-11-24T09:00"),  # nothing to wait for but the office
        ("2026-11-24T16:00", 120, "2026-11-24T18:00"),  # the last minute still belongs to the day
    ],
)
def test_due_counts_working_time_only(start: str, minutes: int, due: str):
    calendar = WorkingCalendar(week=OFFICE, zone=MADRID)

    assert calendar.due(local(start), minutes=minutes) == local(due)


def test_due_passes_over_holidays():
    calendar = WorkingCalendar(week=OFFICE, zone=MADRID, is_holiday=lambda day: day == date(2026, 12, 8))

    assert calendar.due(local("2026-12-07T17:00"), minutes=120) == local("2026-12-09T10:00")


def test_due_counts_real_minutes_in_a_night_that_loses_an_hour():
    calendar = WorkingCalendar(week={6: [(0, 6 * 60)]}, zone=MADRID)

    assert calendar.due(local("2026-03-29T00:00"), minutes=300) == local("2026-03-29T06:00")


def test_due_counts_real_minutes_in_a_night_that_gains_an_hour():
    calendar = WorkingCalendar(week={6: [(0, 6 * 60)]}, zone=MADRID)

    assert calendar.due(local("2026-10-25T00:00"), minutes=420) == local("2026-10-25T06:00")


def test_due_without_working_hours_counts_every_minute():
    calendar = WorkingCalendar(week={0: []}, zone=MADRID)

    assert calendar.due(local("2026-11-28T12:00"), minutes=90) == local("2026-11-28T13:30")


def test_due_of_a_year_of_holidays_is_not_for_ever():
    calendar = WorkingCalendar(week=OFFICE, zone=MADRID, is_holiday=lambda _day: True)

    assert calendar.due(local("2026-11-28T12:00"), minutes=90) == local("2026-11-28T13:30")


@PATIENT
@given(week=WEEKS, start=MOMENTS, minutes=st.integers(1, 2500))
def test_between_start_and_due_lie_the_minutes_asked_for(week, start, minutes):
    calendar = WorkingCalendar(week=week, zone=MADRID)

    due = calendar.due(start, minutes=minutes)

    assert calendar.minutes_between(start, due) == minutes


@PATIENT
@given(week=WEEKS, start=MOMENTS, later=st.integers(0, 5000), minutes=st.integers(0, 2000))
def test_who_starts_later_is_due_no_earlier(week, start, later, minutes):
    calendar = WorkingCalendar(week=week, zone=MADRID)

    first = calendar.due(start, minutes=minutes)
    second = calendar.due(start + timedelta(minutes=later), minutes=minutes)

    assert start <= first <= second


@PATIENT
@given(week=WEEKS, start=MOMENTS, one=st.integers(1, 1200), two=st.integers(1, 1200))
def test_waiting_twice_is_waiting_for_the_sum(week, start, one, two):
    calendar = WorkingCalendar(week=week, zone=MADRID)

    twice = calendar.due(calendar.due(start, minutes=one), minutes=two)

    assert twice == calendar.due(start, minutes=one + two)


@pytest.mark.parametrize("text", ["", "9", "9:5", "24:01", "-1:00", "12:60", "ab:cd", "123:00"])
def test_read_minute_refuses(text: str):
    with pytest.raises(BadHours):
        read_minute(text)


def test_read_week_reads_what_a_workspace_stores():
    assert read_week({"0": [["09:00", "14:00"], ["16:00", "24:00"]]}) == {0: [(540, 840), (960, 1440)]}


@pytest.mark.parametrize("hours", [{"7": []}, {"0": [["10:00", "09:00"]]}, {"0": [["10:00"]]}])
def test_read_week_refuses(hours: dict):
    with pytest.raises(BadHours):
        read_week(hours)

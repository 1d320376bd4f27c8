"""Numbers and moments in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from core import moments, numbers


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("language", "cents", "currency", "expected"),
    [
        ("en", 4_500_000, "EUR", "€45,000"),
        ("es", 4_500_000, "EUR", "45.000\xa0€"),
        ("en", 123_456, "USD", "$1,234.56"),
        ("es", -123_456, "EUR", "−1.234,56\xa0€"),
        ("en", -100, "GBP", "−£1"),
        ("en", 500_000, "CHF", "CHF\xa05,000"),
        ("es", 0, "CHF", "0\xa0CHF"),
    ],
)
def test_money_is_written_as_the_reader_writes_it(language, cents, currency, expected) -> None:
    with translation.override(language):
        assert numbers.money(cents, currency) == expected


@pytest.mark.parametrize(
    ("language", "tenths", "expected"),
    [("en", 255, "+25.5"), ("es", 255, "+25,5"), ("en", -40, "−4.0"), ("en", 0, "0.0")],
)
def test_tenths_of_a_point_are_signed(language, tenths, expected) -> None:
    with translation.override(language):
        assert numbers.tenths(tenths, signed=True) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (6120, "1 h 42 min"),
        (-90, "1 min"),
        (200_000, "2 d"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds, expected) -> None:
    assert moments.duration(seconds) == expected


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (timedelta(seconds=30), "now"),
        (timedelta(seconds=-30), "now"),
        (timedelta(minutes=3), "3 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=6), "6 d"),
        (timedelta(days=7), "16 Nov"),
        (timedelta(days=400), "19 Oct 2025"),
    ],
)
def test_ago_is_short_and_turns_into_the_day_after_a_week(back, expected) -> None:
    with translation.override("en"):
        assert moments.ago(NOW - back, now=NOW) == expected


def test_ago_counts_days_in_the_readers_zone() -> None:
    # 23:30 UTC is already the next day in Madrid, so half an hour before noon there is "today".
    with translation.override("en"), timezone.override("Europe/Madrid"):
        assert moments.ago(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), now=NOW) == "12 h"
        assert moments.ago(datetime(2026, 11, 22, 22, 30, tzinfo=UTC), now=NOW) == "yesterday"


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(hours=2), "Today 14:00"),
        (timedelta(hours=24), "Tomorrow 12:00"),
        (timedelta(days=3), "Thu 26"),
        (timedelta(days=8), "1 Dec"),
    ],
)
def test_upcoming_says_the_hour_only_while_it_matters(ahead, expected) -> None:
    with translation.override("en"):
        assert moments.upcoming(NOW + ahead, now=NOW) == expected


def test_a_days_heading_is_today_yesterday_or_the_date() -> None:
    with translation.override("en"):
        headings = [moments.day_heading(date(2026, 11, day), now=NOW) for day in (23, 22, 4)]

        assert headings == ["Today", "Yesterday", "4 November"]
        assert moments.day_heading(date(2025, 11, 4), now=NOW) == "4 November 2025"

"""Periods, rates and charts without a database."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from core.tables import Column
from reporting import charts, formats, period
from reporting.period import Period
from reporting.sheets import Cell, Row, Sheet, to_csv
from reporting.statistics import Rate


MADRID = ZoneInfo("Europe/Madrid")


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), MADRID)


@pytest.mark.parametrize(
    ("span", "today", "found", "before"),
    [
        ("month", "2026-11-22", ("2026-11-01", "2026-11-22"), ("2026-10-01", "2026-10-22")),
        ("month", "2026-03-30", ("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),
        ("month", "2026-02-28", ("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31")),
        ("last30", "2026-03-01", ("2026-01-31", "2026-03-01"), ("2026-01-01", "2026-01-30")),
        ("quarter", "2026-01-10", ("2026-01-01", "2026-01-10"), ("2025-10-01", "2025-10-10")),
        ("quarter", "2026-06-30", ("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-03-31")),
        ("year", "2028-02-29", ("2028-01-01", "2028-02-29"), ("2027-01-01", "2027-03-01")),
        ("quarter", "2026-04-30", ("2026-04-01", "2026-04-30"), ("2026-01-01", "2026-01-30")),
    ],
)
def test_period_is_compared_with_as_much_of_the_one_before(
    span: str, today: str, found: tuple[str, str], before: tuple[str, str]
) -> None:
    asked = period.of(span, today=date.fromisoformat(today), zone=MADRID)

    assert asked == days(*found)
    assert period.before(asked, span) == days(*before)


def test_days_begin_at_the_zones_midnight() -> None:
    spring = days("2026-03-29", "2026-03-29")

    assert spring.start == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert spring.end == datetime(2026, 3, 29, 22, tzinfo=UTC)  # an hour shorter


def test_parts_cover_the_period_without_a_gap() -> None:
    assert days("2026-03-04", "2026-03-06").parts() == [date(2026, 3, day) for day in (4, 5, 6)]
    assert days("2026-03-04", "2026-03-20").parts() == [date(2026, 3, 4), date(2026, 3, 9), date(2026, 3, 16)]
    assert days("2026-01-15", "2026-05-02").parts()[:3] == [
        date(2026, 1, 15),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]


def test_moved_months_stay_whole_months() -> None:
    assert days("2026-01-01", "2026-03-31").moved(-1) == days("2025-10-01", "2025-12-31")
    assert days("2026-02-01", "2026-02-28").moved(1) == days("2026-03-01", "2026-03-31")
    assert days("2026-02-03", "2026-02-05").moved(1) == days("2026-02-06", "2026-02-08")


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    # Brown, Cai, DasGupta 2001 and by hand from Wilson's formula
    [(0, 10, 0.0, 0.2775), (5, 36, 0.0608, 0.2866), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_interval_is_wilsons(hits: int, cases: int, low: float, high: float) -> None:
    assert Rate(hits, cases).interval == pytest.approx((low, high), abs=1e-4)


def test_rate_of_nothing_is_unknown() -> None:
    assert (Rate(0, 0).value, Rate(0, 0).interval, Rate(9, 29).is_enough, Rate(9, 30).is_enough) == (
        None,
        None,
        False,
        True,
    )


def test_columns_reach_the_top_of_a_round_scale() -> None:
    chart = charts.columns("c", "t", "d", ["a", "b"], [("one", [3, 0]), ("two", [4, 1])])

    assert [tick.text for tick in chart.grid] == ["0", "2", "4", "6", "8"]
    assert len(chart.segments) == 3
    tallest = sum(float(part.height) for part in chart.segments[:2])
    assert tallest == pytest.approx(7 / 8 * (charts.BOTTOM - charts.TOP), abs=0.2)


def test_line_breaks_where_a_value_is_missing() -> None:
    chart = charts.lines("l", "t", "d", list("abcd"), [[1, 2, None, 3]], top=4, marks=[(0, "0"), (4, "4")])

    assert [run.count(",") for run in chart.lines[0].runs] == [2]
    assert len(chart.lines[0].dots) == 3


@pytest.mark.parametrize("most", [0, 0.4, 1, 3, 7, 12, 99, 100, 101, 8_650, 1_000_000])
def test_scale_covers_what_it_shows(most: float) -> None:
    top, marks = charts.scale(most)

    assert top >= most
    assert marks[0] == 0
    assert 2 <= len(marks) <= 6


@pytest.mark.parametrize("text", ["=1+1", "+34 600", "-2", "@x", "\tx", "\rx"])
def test_file_has_no_formulas(text: str) -> None:
    sheet = Sheet(
        "s", "S", [Column("a", "A"), Column("b", "B")], [Row([Cell(text, "text"), Cell(-0.5, "percent")])]
    )

    lines = to_csv(sheet).removeprefix("\ufeff").splitlines()

    assert f"'{text}"[:2] in to_csv(sheet)
    assert lines[-1].endswith(",-50.0")  # a number of ours stays a number


def test_spanish_numbers_have_a_comma() -> None:
    with translation.override("es"):
        assert formats.decimal(0.5, 1) == "0,5"
        assert formats.percent(0.078) == "7,8\N{NO-BREAK SPACE}%"
        assert formats.separator() == ";"

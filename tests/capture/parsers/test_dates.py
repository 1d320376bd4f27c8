"""Moments in every order and language."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.parsers import dates


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-09",
        "2026/03/09",
        "09.03.2026",
        "9/3/26",
        "20260309",
        "46090",
        "Mar 9, 2026",
        "March 9th, 2026",
        "9 March 2026",
        "9 de marzo de 2026",
        "lunes, 9 de marzo de 2026",
        "09-mar-26",
        "9. März 2026",
        "9 mars 2026",
    ],
)
def test_a_day(cell):
    assert dates.moment(cell) == datetime(2026, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        "09/03/2026 22:15",
        "9/3/2026 10:15 PM",
        "9/3/2026 10:15:00 p. m.",
        "2026/03/09 10:15:00 p. m. CET",
        "9 March 2026 at 22:15",
        "2026-03-09 22:15:00 UTC",
        "1773094500",
        "1773094500000",
    ],
)
def test_a_moment(cell):
    assert dates.moment(cell) == datetime(2026, 3, 9, 22, 15, tzinfo=UTC)


def test_a_zone_is_heard():
    an_hour_ahead = timezone(timedelta(hours=1))
    assert dates.moment("Mon, 09 Mar 2026 10:30:00 +0100") == datetime(
        2026, 3, 9, 10, 30, tzinfo=an_hour_ahead
    )


@pytest.mark.parametrize("cell", ["", "soon", "32/13/2026", "12345", "600123123", "1/2", "9 of nothing 2026"])
def test_what_is_no_moment(cell):
    assert dates.moment(cell) is None


@pytest.mark.parametrize(
    ("cells", "country", "order"),
    [
        (["01/02/2026", "31/12/2025"], "US", "dmy"),
        (["01/02/2026", "12/31/2025"], "ES", "mdy"),
        (["01/02/2026"], "ES", "dmy"),
        (["01/02/2026"], "US", "mdy"),
        (["3/9/2026 10:11 AM"], "ES", "mdy"),
        ([], "", "dmy"),
    ],
)
def test_a_column_shows_what_comes_first(cells, country, order):
    assert dates.order(cells, country=country) == order


@given(st.datetimes(datetime(1990, 1, 1), datetime(2069, 12, 31)), st.sampled_from(["dmy", "mdy"]))  # noqa: DTZ001
def test_what_is_written_in_an_order_is_read_in_it(moment, order):
    written = moment.strftime("%d/%m/%Y %H:%M:%S" if order == "dmy" else "%m/%d/%Y %H:%M:%S")

    assert dates.moment(written, first=order) == moment.replace(microsecond=0, tzinfo=UTC)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    assert dates.moment(text) is None or dates.moment(text).tzinfo

"""Public holidays of a country, by the holidays package; regional ones are the workspace's own business."""

import functools
from collections.abc import Callable
from datetime import date

import holidays


@functools.cache
def _of_year(country: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def in_country(country: str) -> Callable[[date], bool]:
    """Return the test "is this day a public holiday there?"; an unknown country has none."""
    return lambda day: day in _of_year(country.upper(), day.year)

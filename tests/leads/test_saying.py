"""Where a text says a person's address, and where it only looks like it."""

import pytest

from leads.saying import is_named, struck


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("ana@sol.es", "Did ANA@sol.es write?"),
        ("12345", "extension 12345."),
        ("600111222", "call 600 11 12 22"),
        ("600111222", "0034600111222"),
        ("600 111 222", '{"phone": 600111222}'),
        ("+34600111222", "(+34) 600-111-222"),
    ],
)
def test_addresses_are_found_as_people_write_them(address, text):
    assert is_named(text, [address])


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("12345", "order 9123456"),
        ("12345", "a score of 1.2345"),
        ("600111222", "6001112223"),
        ("ana@sol.es", "sol.es"),
    ],
)
def test_part_of_a_longer_number_is_not_it(address, text):
    assert not is_named(text, [address])


def test_of_nobody_nothing_is_said():
    assert not is_named("", [])


def test_values_are_struck_whatever_they_are_and_others_stay():
    value = {
        "600111222": [600111222, 34600111222.0, "tel +34 600111222!"],
        "n": [6001112229, 1.5, True, None],
    }

    assert struck(value, ["600111222"]) == {"…": ["…", "…", "tel …!"], "n": [6001112229, 1.5, True, None]}

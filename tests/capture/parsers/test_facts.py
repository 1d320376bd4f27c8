"""Values of an inquiry as facts."""

import pytest

from capture.parsers import body, countries, facts, values


def test_a_full_name_is_split_unless_the_parts_are_given():
    assert facts.read({"full_name": "Ana María Ruiz"}).facts == {
        "first_name": "Ana",
        "last_name": "María Ruiz",
    }
    assert facts.read({"full_name": "X Y", "first_name": "Ana"}).facts == {"first_name": "Ana"}


def test_what_is_too_long_is_cut_and_what_is_empty_left_out():
    found = facts.read({"company": "x" * 500, "city": "  ", "job_title": None}).facts

    assert found == {"company": "x" * 200}


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (True, True),
        ("1", True),
        ("on", True),
        ("sí", True),
        (False, False),
        ("no", False),
        ("", False),
        (None, False),
    ],
)
def test_a_ticked_box_is_consent(value, given):
    assert (facts.read({"consent": value}).consent is not None) is given


def test_consent_of_a_program_carries_its_text():
    consent = facts.read({"consent": {"marketing": True, "text": "Yes!", "version": "3"}}).consent

    assert consent == facts.ConsentGiven("Yes!", "3")


def test_where_it_came_from():
    reading = facts.read(
        {
            "utm": {"source": "x", "campaign": "spring"},
            "page_url": "https://a.es/p",
            "referrer": {},
            "visitor_id": 7,
        }
    )

    assert reading.touch == {
        "utm": {"source": "x", "campaign": "spring"},
        "page_url": "https://a.es/p",
        "visitor_id": "7",
    }
    assert reading.campaign == "spring"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("es", "ES"),
        ("Spain", "ES"),
        ("ESPAÑA", "ES"),
        ("EEUU", "US"),
        ("UK", "GB"),
        ("Narnia", ""),
        ("XX", ""),
    ],
)
def test_countries_by_code_or_name(text, code):
    assert countries.code_of(text) == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1,234", 1234),
        ("1,5", 1.5),
        ("1.234.567", 1234567),
        ("3.5", 3.5),
        (" 12 ", 12),
        ("12 people", None),
        ("inf", None),
        (10**400, None),
        (float("nan"), None),
        ("9" * 400, None),
        (True, None),
        ([], None),
    ],
)
def test_numbers_as_people_write_them(text, number):
    assert values.number(text) == number


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://a.es", True),
        ("a.es/x", True),
        ("javascript:alert(1)", False),
        ("http://[::1", False),
        ("a b.es", False),
        ("", False),
    ],
)
def test_web_addresses(url, is_one):
    assert bool(values.web_address(url)) is is_one


def test_forms_may_use_their_own_names():
    parsed = body.parse_urlencoded(
        b"nombre=Ana&correo=a%40b.es&utm_source=x&custom%5Brooms%5D=3&topics=a&topics=b"
    )

    assert parsed.payload["full_name"] == "Ana"
    assert parsed.payload["email"] == "a@b.es"
    assert parsed.payload["utm"] == {"source": "x"}
    assert parsed.payload["custom"] == {"rooms": "3"}
    assert parsed.payload["topics"] == ["a", "b"]

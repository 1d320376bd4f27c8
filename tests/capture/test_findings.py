"""What rules read of an inquiry, without a database."""

import pytest

from capture import engine, findings, quality
from capture.findings import Way
from capture.parsers import facts
from leads.readers import Definition


def found(payload, **way):
    return findings.of(facts.read(payload), Way(channel="form", **way), {})


def test_what_is_empty_is_left_out():
    assert found({}) == {"channel": "form", "consent": False, "links": 0, "link_in_name": False}


@pytest.mark.parametrize(
    ("message", "words", "links"),
    [
        ("Socialist specialists", None, 0),  # holds "cialis"
        ("CIALIS!", ["cialis"], 0),
        ("viágra", ["viagra"], 0),
        ("See https://a.es and https://b.es and www.c.es", None, 3),
        ("<a href=x>1</a><a href=x>2</a><a href=x>3</a><a href=x>4</a>", None, 4),
    ],
)
def test_words_and_links_of_spam(message, words, links):
    seen = found({"email": "a@b.es", "message": message})

    assert seen.get("spam_words") == words
    assert seen["links"] == links


def test_whole_words_are_found_across_punctuation_and_lines_and_parts_are_not():
    words = found({"full_name": "Ana", "message": "Una PISCINA,\nya (climatizada)"})["words"]

    assert findings.whole_words("piscina ya") in words
    assert findings.whole_words("Climatizada") in words
    assert findings.whole_words("pisci") not in words
    assert findings.whole_words("¡!") == ""


@pytest.mark.parametrize(
    ("address", "flags"),
    [
        ("", {}),
        ("nope", {"syntax": False}),
        ("ana@sol", {"syntax": False, "disposable": False, "role": False, "free": False}),
        ("ana@sol.es", {"syntax": True, "disposable": False, "role": False, "free": False}),
        ("INFO@sol.es", {"syntax": True, "disposable": False, "role": True, "free": False}),
        ("ventas+web@sol.es", {"syntax": True, "disposable": False, "role": True, "free": False}),
        ("ana@gmail.com", {"syntax": True, "disposable": False, "role": False, "free": True}),
        ("a@eu.mailinator.com", {"syntax": True, "disposable": True, "role": False, "free": False}),
    ],
)
def test_an_address_tells_what_it_is(address, flags):
    assert quality.email_flags(address) == {f"email_{name}": value for name, value in flags.items()}


@pytest.mark.parametrize(
    ("number", "country", "flags"),
    [
        ("", "ES", {}),
        ("600 11 22 33", "ES", {"phone_valid": True, "phone_country": "ES"}),
        ("+351 912 345 678", "ES", {"phone_valid": True, "phone_country": "PT"}),
        ("0044 20 7946 0018", "ES", {"phone_valid": True, "phone_country": "GB"}),
        ("600112233", "", {"phone_valid": False}),
        ("123", "ES", {"phone_valid": False}),
        ("call me", "ES", {"phone_valid": False}),
        ("+800 1234 5678", "ES", {"phone_valid": True}),  # rings nowhere in particular
    ],
)
def test_a_number_tells_where_it_rings(number, country, flags):
    assert quality.phone_flags(number, country) == flags


def test_a_number_is_read_as_of_the_country_that_is_named_else_of_the_workspace():
    assert found({"phone": "912345678", "country": "PT"}, country="ES")["phone"] == "+351912345678"
    assert found({"phone": "912345678"}, country="ES")["phone"] == "+34912345678"


def test_own_fields_are_typed_as_a_lead_would_have_them():
    definitions = {key: Definition(key, kind) for key, kind in {"rooms": "number", "style": "text"}.items()}
    reading = facts.read({"custom": {"rooms": "3", "style": "Rústico", "shoe": "39"}})

    assert findings.of(reading, Way("form"), definitions)["custom"] == {"rooms": 3, "style": "rustico"}
    assert "custom" not in findings.of(facts.read({"custom": {"rooms": "many"}}), Way("form"), definitions)


@pytest.mark.parametrize("payload", [{"email": "a@b.es"}, {"phone": "600112233"}, {"company": "Sol"}])
def test_one_contact_is_enough_for_a_lead(payload):
    assert not engine.without_lead(facts.read(payload), signs=[])


def test_nobody_can_make_a_lead_of_nothing_or_of_what_cannot_be_read():
    assert engine.without_lead(facts.read({"full_name": "Ana"}), signs=[]).reason == "no_contact"
    assert engine.without_lead(facts.read({"email": "a@b.es"}), signs=["unreadable"]).reason == "unreadable"

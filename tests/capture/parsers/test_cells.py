"""What people write into cells, as the one value that is meant."""

from decimal import Decimal

import pytest

from capture.parsers import cells


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("ana@sol.es", "ana@sol.es"),
        ("ana@sol.es; ana2@sol.es", "ana@sol.es"),
        ("ana@sol.es ::: ana2@sol.es", "ana@sol.es"),
        ("ana@sol.es/ana2@sol.es", "ana@sol.es"),
        ("Ana Gil <ana@sol.es>", "ana@sol.es"),
        ("mailto:ana@sol.es", "ana@sol.es"),
        ("ana@sol.es.", "ana@sol.es"),
        ("ana @ sol.es", "ana@sol.es"),
        ("ana (at) sol (dot) es", "ana@sol.es"),
        ("sin email", ""),
        ("No tiene", ""),
        # What was meant, only a person knows.
        ("ana@sol", "ana@sol"),
        ("ana@b@sol.es", "ana@b@sol.es"),
        ("ana.sol.es", "ana.sol.es"),
    ],
)
def test_an_address(cell, email):
    assert cells.email(cell) == email


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("+34 600 123 123", "+34 600 123 123"),
        ("p:+34600123123", "+34600123123"),
        ("Tel.: 600-123-123", "600-123-123"),
        ("600123123 / 911234567", "600123123"),
        ("600123123/911234567", "600123123"),
        ("0221/1234567", "0221/1234567"),
        ("600123123, 911234567", "600123123"),
        ("600123123 (tardes)", "600123123"),
        ("+49 171 1234567 ext. 12", "+49 171 1234567 ext. 12"),
        ("34600123123.0", "34600123123"),
        ("3.4600123123E+10", "34600123123"),
        ("no tiene", ""),
        ("0", ""),
    ],
)
def test_a_phone(cell, phone):
    assert cells.phone(cell) == phone


@pytest.mark.parametrize("cell", ["3.46E+11", "3,46E+10", "6E+08"])
def test_a_phone_that_a_spreadsheet_shortened_is_lost_and_told_so(cell):
    with pytest.raises(cells.Spoiled) as told:
        cells.phone(cell)

    assert cell in str(told.value.message)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("51-200", 51),
        ("11–50", 11),
        ("1,000-5,000", 1000),
        ("1.000 - 5.000", 1000),
        ("10,001+ employees", 10001),
        (">500", 500),
        ("De 11 a 50", 11),
        ("51 to 200", 51),
        ("Más de 500", 500),
        ("$5,000 - $10,000", 5000),
        ("10k", 10000),
        ("5-10k", 5000),
        ("1.5M", 1500000),
        ("USD 5000", 5000),
        ("1 200 000 €", 1200000),
        ("20 mil", 20000),
        ("5000EUR", 5000),
        ("50pax", 50),
        ("100personas", 100),
        ("10keur", 10000),
        ("500m2", 500),
        ("500m2-800m2", 500),
        ("2 5000", 2),
    ],
)
def test_an_amount_begins_where_its_range_does(cell, number):
    assert cells.amount(cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "told"), [("1.250", "1.250"), ("unknown", ""), ("-5 €", "-5 €"), ("1/2/3", "1/2/3")]
)
def test_a_plain_number_stays_words_say_nothing_and_riddles_are_refused_later(cell, told):
    assert cells.amount(cell) == told


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("es", "es"),
        ("es_ES", "es"),
        ("Spanish", "es"),
        ("Español", "es"),
        ("Castellano", "es"),
        ("Spanish / Español", "es"),
        ("English (US)", "en"),
        ("Inglés", "en"),
        ("Deutsch", "de"),
        ("Euskera", "eu"),
        ("Čeština", "cs"),
        ("Bahasa Indonesia", "id"),
        ("हिन्दी", "hi"),
        ("中文", "zh"),
        ("Otro", ""),
    ],
)
def test_a_language(cell, code):
    assert cells.language(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("ESP", "ES"),
        ("España (ES)", "ES"),
        ("Deutschland", "DE"),
        ("The Netherlands", "NL"),
        ("Côte d'Ivoire", "CI"),
        ("México", "MX"),
        ("Asia/Pacific Region", ""),
        ("nowhere", ""),
    ],
)
def test_a_country(cell, code):
    assert cells.country(cell) == code


@pytest.mark.parametrize(
    ("cell", "site"),
    [
        ("sol.es", "sol.es"),
        ("www.sol.es / www.mar.es", "www.sol.es"),
        ("http://", ""),
        ("no", ""),
        ("@sol", ""),
    ],
)
def test_a_website(cell, site):
    assert cells.website(cell) == site


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("Ana García Núñez", "Ana", "García Núñez"),
        ("García Núñez, Ana", "Ana", "García Núñez"),
        ("Dr. Carl von Berg", "Carl", "von Berg"),
        ("Sra. Ana Gil", "Ana", "Gil"),
        ("Bo Li, PhD", "Bo", "Li, PhD"),
        ("Ana", "Ana", ""),
        ("Frau", "Frau", ""),
    ],
)
def test_a_full_name(cell, first, last):
    assert cells.person(cell) == (first, last)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'+34600123123", "+34600123123"),
        ("'0600123123", "0600123123"),
        ('="00123"', "00123"),
        ('=HYPERLINK("http://x.es","Bo")', "Bo"),
        ("=+34600123123", "+34600123123"),
        ("JosÃ© PeÃ±a", "José Peña"),
        ("Ãngel", "Ãngel"),
        ("'t Hoen", "'t Hoen"),
    ],
)
def test_what_a_spreadsheet_did_to_a_cell_is_undone(cell, text):
    assert cells.text(cell) == text

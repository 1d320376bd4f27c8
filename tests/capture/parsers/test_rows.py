"""A row's cells as facts."""

from datetime import UTC, datetime

import pytest

from capture.parsers import mapping as mappings
from capture.parsers.files.base import Row
from capture.parsers.mapping import BadMapping
from capture.parsers.rows import RowReader


HEADER = ("Mail", "Rooms", "Since")
COLUMNS = {"Mail": "email", "Rooms": "custom.rooms", "Since": "created_at"}


def read(*cells, marks=None, constants=None):
    mapping = mappings.parse({"columns": COLUMNS, "constants": constants or {}}, header=HEADER)
    return RowReader(mapping, HEADER, marks=marks or {}).read(Row(2, cells))


@pytest.mark.parametrize("cell", ["0", "0.0"])
def test_zero_says_something(cell):
    assert float(read("a@x.es", cell, marks={1: "."}).facts["custom"]["rooms"]) == 0


def test_a_fact_of_our_own_may_be_the_same_for_every_row_unless_a_column_says_otherwise():
    constants = {"custom.rooms": 3, "custom.fair": "Valencia", "country": "Alemania"}

    assert read("a@x.es", "", constants=constants).facts == {
        "email": "a@x.es",
        "country": "DE",
        "custom": {"rooms": 3, "fair": "Valencia"},
    }
    assert read("a@x.es", "5", constants=constants).facts["custom"] == {"rooms": "5", "fair": "Valencia"}


@pytest.mark.parametrize(
    "name", ["email", "person.phone", "external_id", "full_name", "first_name", "last_name"]
)
def test_what_leads_are_recognized_by_is_not_the_same_for_every_row(name):
    with pytest.raises(BadMapping) as refused:
        read(constants={name: "7"})

    assert refused.value.errors[0]["path"] == f"$.constants['{name}']"


def test_a_company_may_be_the_same_for_people_only():
    def parse(to):
        document = {"columns": {"Name": to}, "constants": {"website": "sol.es"}}
        return mappings.parse(document, header=["Name"])

    assert parse("full_name").constants == {"website": "sol.es"}
    with pytest.raises(BadMapping):
        parse("company")


def test_when_it_was_made_is_read_or_the_row_fails():
    assert read("a@x.es", "", "2021-03-12 10:30").created_at == datetime(2021, 3, 12, 10, 30, tzinfo=UTC)
    assert read("a@x.es", "", "").fault == ""
    for cell in ("12/03/2021", "0001-01-01T00:00+14:00", "soon"):
        assert "created_at" in read("a@x.es", "", cell).fault


def test_a_column_of_moments_that_nobody_can_read_is_not_guessed():
    header = ["E-mail", "Created"]

    assert "Created" in mappings.guess(header, [["a@x.es", "2021-03-12"], ["b@x.es", "soon"]]).columns
    assert "Created" not in mappings.guess(header, [["a@x.es", "12/03/2021"]]).columns

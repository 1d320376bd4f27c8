"""Files that others wrote, read where LEADCRM_TEST_DATA says and held against their index. None of it is kept here."""

import json
import os
from pathlib import Path

import pytest

from capture.parsers import mapping
from capture.parsers.table import NotATable, open_table


DATA = Path(os.environ.get("LEADCRM_TEST_DATA", "/nonexistent"))
INDEX = DATA / "2-imports" / "INDEX.jsonl"
pytestmark = pytest.mark.skipif(
    not INDEX.exists(), reason="LEADCRM_TEST_DATA names no folder with 2-imports/"
)
# Where the index counts as a plain reader would, and we know better: what we read instead.
BETTER = {
    # The first row is a person, not a header.
    "thunderbird-desktop__csv_no_header.csv": {
        "rows": 2,
        "first": ["John Doe", "John", "Doe", "john@doe.invalid"],
    },
    # Three of four rows are parted by tabs.
    "thunderbird-desktop__tab_comma_mixed.csv": {"delimiter": "\t", "rows": 3, "first": ["2", "2", "2", "2"]},
    # A title and a unit stand above the header.
    "messytables__excel_pasting.csv": {"rows": 16, "first": ["Timber", "2,666", "2,274", "1,877"]},
    # A title of 60 lines and a table of German decimals, parted by semicolons.
    "messytables__weird_head_padding.csv": {"delimiter": ";", "rows": 76, "first": []},
    # Four bytes a letter under the mark of two.
    "dataloader__csvtext_BOM_UTF32BE.csv": {"first": ["row1-1", "row1-2", "row1-3"]},
}
# Old Excel and OpenDocument files, and a sheet without a cell.
REFUSED = {
    "messytables__encrypted_no_password.xls",
    "messytables__excel_properties.xls",
    "messytables__simple.xls",
    "messytables__simple.ods",
    "messytables__libreoffice.xlsx",
}
CARDS = {
    "ez-vcard__John_Doe_ANDROID.vcf": 6,
    "ez-vcard__rfc2426-example.vcf": 2,
    "thunderbird-desktop__basic_vcard_addressbook.vcf": 2,
    "thunderbird-desktop__emptylines_vcard_addressbook.vcf": 2,
}


def entries(*kinds):
    if not INDEX.exists():
        return []
    every = [json.loads(line) for line in INDEX.read_text().splitlines()]
    return [one for one in every if one["file"].split("/")[1] in kinds]


def name_of(entry):
    return Path(entry["file"]).name


def opened(entry):
    return open_table(DATA / entry["file"])


def is_text(entry):
    return bool(entry.get("expected"))


@pytest.mark.parametrize(
    "entry", filter(is_text, entries("csv-contacts", "csv-leads", "csv-torture")), ids=name_of
)
def test_text_is_read_as_the_index_says(entry):
    right, better = entry["expected"], BETTER.get(name_of(entry), {})

    table = opened(entry)

    rows = [[cell.strip() for cell in row.cells] for row in table]
    delimiter = "\t" if right["delimiter"] == "TAB" else right["delimiter"]
    assert table.encoding == right["encoding"]
    assert table.delimiter == better.get("delimiter", delimiter)
    assert len(rows) == better.get("rows", right["data_rows_excl_header"])
    # The index cuts long values.
    first = better.get("first", right.get("first_row", []))
    assert all(
        cell.startswith(start.strip()) for cell, start in zip(rows[0] if rows else [], first, strict=False)
    )
    if "first" not in better:
        assert [name.partition(" (")[0] for name in table.header[:14]] == [
            " ".join(name.split()).partition(" (")[0] for name in right["header"]
        ]


@pytest.mark.parametrize("entry", entries("csv-contacts", "csv-leads", "vcard", "json-records"), ids=name_of)
def test_who_is_meant_is_guessed(entry):
    table = opened(entry)

    columns = mapping.guess(table.header, [row.cells for row in table]).columns

    assert {"email", "phone"} & set(columns.values()) or name_of(entry).endswith("agency-chaos.csv")
    assert {"full_name", "first_name", "company", "email"} & set(columns.values())


# What stands beside it tells of another phone.
UNLIKE = "csv-spectrum__location_coordinates.csv"


def beside(entry):
    return (DATA / entry["file"]).with_suffix(".json")


@pytest.mark.parametrize(
    "entry",
    [
        one
        for one in entries("csv-torture")
        if is_text(one) and beside(one).exists() and name_of(one) != UNLIKE
    ],
    ids=name_of,
)
def test_what_is_written_in_json_beside_is_read_the_same(entry):
    table = opened(entry)

    found = [dict(zip(table.header, row.cells, strict=True)) for row in table]
    # The files' line ends were made plain on their way here, those told beside were not.
    assert found == json.loads(beside(entry).read_text().replace("\\r\\n", "\\n"))


@pytest.mark.parametrize("entry", entries("vcard"), ids=name_of)
def test_each_card_is_a_row(entry):
    rows = list(opened(entry))

    assert len(rows) == CARDS.get(name_of(entry), 1)
    # A card with nothing but a picture says so.
    assert all(bool(row.fault) != any(row.cells) for row in rows)


@pytest.mark.parametrize("entry", entries("xlsx"), ids=name_of)
def test_workbooks_are_read_or_refused(entry):
    if name_of(entry) in REFUSED:
        with pytest.raises(NotATable):
            opened(entry)
        return

    table = opened(entry)

    assert table.header
    assert not any(row.fault or any(cell.endswith(".0") for cell in row.cells) for row in table)

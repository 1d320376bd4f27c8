"""Rows kept beside a file that is no text: the same again, from any row, with what could not be read."""

import pytest

from capture.parsers.files import flat
from capture.parsers.files.base import Row, TooLarge
from capture.parsers.files.flat import FlatFile


class Rows(list):
    kind, header = "json", ("Name", "2026-01-05")


ROWS = Rows(
    [Row(2, ["Ann", "sep=;\n\0é"]), Row(5, ["Bo"]), Row(9, ("{broken", "x" * 20), "Broken."), Row(12, [])]
)


def test_rows_are_what_they_were_in_their_places_with_their_faults(tmp_path):
    flat.write(ROWS, tmp_path / "rows", most=4)

    table = FlatFile(tmp_path / "rows")

    assert (table.kind, table.header) == (ROWS.kind, ROWS.header)
    assert [(row.number, list(row.cells), row.fault) for row in table] == [
        (row.number, list(row.cells), row.fault) for row in ROWS
    ]
    assert [row.number for row in table.rows(6)] == [9, 12]


def test_more_rows_than_an_import_may_have_are_refused(tmp_path):
    with pytest.raises(TooLarge):
        flat.write(ROWS, tmp_path / "rows", most=3)

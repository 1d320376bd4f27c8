"""Records in JSON."""

import json

import pytest

from capture.parsers.table import NotATable


RECORDS = [
    {"name": "Ann", "email": "ann@sol.es", "address": {"city": "Vigo"}, "tags": ["a", "b"]},
    {"name": "Bo", "age": 41, "is_new": True, "email": None},
]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORDS, indent=2),
        json.dumps({"count": 2, "leads": RECORDS}),
        "\n".join(map(json.dumps, RECORDS)),
        json.dumps(RECORDS).encode("utf-16"),
    ],
)
def test_a_list_an_envelope_and_lines(opened, cells, content):
    table = opened(content, "leads.json")

    assert (table.kind, table.header) == ("json", ("name", "email", "address.city", "tags", "age", "is_new"))
    assert cells(table) == [["Ann", "ann@sol.es", "Vigo", "a, b", "", ""], ["Bo", "", "", "", "41", "true"]]
    assert [row.number for row in table.rows(3)] == [3]


def test_what_is_no_object_fails_alone(opened):
    assert [bool(row.fault) for row in opened('{"name": "Ann"}\n{"name": 1,}\n{"name": "Eva"}\n')] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("content", ['{"a": 1', "[{]", '[{"a":' * 5000, "[]"])
def test_what_is_no_list_is_refused(opened, content):
    with pytest.raises(NotATable):
        opened(content, "leads.json")

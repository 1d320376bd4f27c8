"""The command import_leads."""

import csv
import gzip
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.scope import workspace_scope
from leads.models import FieldDefinition, Lead, Source
from tests.capture.parsers.files.books import book


pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[3] / "docs/examples/xeducation/mapping.json"
HEADER = "ID,E-mail,Nombre,Apellidos,Empresa,País\n"
ROWS = "1,ana@sol.es,Ana,Ruiz,Sol,España\n2,bo@luna.es,Bo,Peña,Luna,France\n"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def run(slug, file, mapping=None):
    out = StringIO()
    call_command("import_leads", slug, str(file), "--json", stdout=out, mapping=mapping)
    return json.loads(out.getvalue())


def write(tmp_path, content, name="leads.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def in_acme(workspace):
    return workspace_scope(workspace.pk)


def counts(summary):
    return [summary[name] for name in ("read", "created", "updated", "skipped", "failed")]


def test_a_guessed_file_makes_leads_and_again_nothing(workspace, tmp_path):
    file = write(tmp_path, HEADER + ROWS)

    first, again = run("acme", file), run("acme", file)

    assert counts(first) == [2, 2, 0, 0, 0]
    assert counts(again) == [2, 0, 0, 2, 0]
    assert first["error_file"] is None
    with in_acme(workspace):
        bo = Lead.objects.select_related("rank__source").get(email="bo@luna.es")
        assert (bo.first_name, bo.last_name, bo.company, bo.country.code) == ("Bo", "Peña", "Luna", "FR")
        assert (bo.external_id, bo.rank.source.slug) == ("2", "import")


def test_a_changed_row_of_a_file_with_ids_is_an_update(workspace, tmp_path):
    run("acme", write(tmp_path, HEADER + ROWS))

    summary = run("acme", write(tmp_path, HEADER + ROWS.replace("Ruiz", "Ríos")))

    assert counts(summary) == [2, 0, 1, 1, 0]
    with in_acme(workspace):
        assert Lead.objects.get(external_id="1").last_name == "Ríos"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom.csv", (HEADER + ROWS).encode("utf-8-sig")),
        ("utf16.csv", (HEADER + ROWS).encode("utf-16")),
        ("utf16le.csv", (HEADER + ROWS).replace("ñ", "n").replace("í", "i").encode("utf-16-le")),
        ("cp1252.csv", (HEADER + ROWS).encode("cp1252")),
        ("semicolon.csv", (HEADER + ROWS).replace(",", ";").encode()),
        ("tab.csv", (HEADER + ROWS).replace(",", "\t").encode()),
        ("sep.csv", ("sep=;\n" + (HEADER + ROWS).replace(",", ";")).encode()),
        ("crlf.csv", (HEADER + ROWS).replace("\n", "\r\n").encode()),
        ("packed.csv.gz", gzip.compress((HEADER + ROWS).encode(), mtime=0)),
        ("blank-lines.csv", ("\n\n" + HEADER + "\n" + ROWS + "\n,,,,,\n").encode()),
        ("quoted.csv", (HEADER + ROWS.replace("Sol", '"Sol\ny mar, S.L."')).encode()),
    ],
)
def test_files_are_read_as_they_come(workspace, tmp_path, name, content):
    assert counts(run("acme", write(tmp_path, content, name)))[:2] == [2, 2]

    with in_acme(workspace):
        assert Lead.objects.get(external_id="2").last_name in {"Peña", "Pena"}


CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Peña\r\nN:Peña;Bo;;;\r\nEMAIL:bo@luna.es\r\nORG:Luna\r\nEND:VCARD\r\n"
CELLS = ["E-mail", "Nombre", "Apellidos", "Empresa", "bo@luna.es", "Bo", "Peña", "Luna"]
SHEET = "".join(
    f'<row r="{line + 1}">'
    + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    + "</row>"
    for line, cells in enumerate((CELLS[:4], CELLS[4:]))
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cards.vcf", CARD),
        ("book.xlsx", book(SHEET)),
        ("records.json", json.dumps([dict(zip(CELLS[:4], CELLS[4:], strict=True))])),
        ("nameless.csv", "bo@luna.es;Bo Peña;Luna S.L.\nana@sol.es;Ana Ruiz;Sol S.L.\n"),
    ],
)
def test_whatever_kind_of_file_it_is_it_makes_leads(workspace, tmp_path, name, content):
    file = write(tmp_path, content, name)

    assert run("acme", file)["failed"] == 0
    assert run("acme", file)["created"] == 0

    with in_acme(workspace):
        bo = Lead.objects.get(email="bo@luna.es")
        assert (bo.first_name, bo.last_name, bo.company.removesuffix(" S.L.")) == ("Bo", "Peña", "Luna")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("spaces.csv", b" \n \n"),
        ("commas.csv", b",,,\n,,,\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))),
        ("book.xlsx", b"PK\x03\x04\x14\x00\x06\x00" + bytes(200)),
        ("broken.csv.gz", gzip.compress(b"a,b\n1,2\n" * 500, mtime=0)[:40]),
        ("no-header.csv", b"1,2,3\n4,5,6\n"),
        ("prose.csv", b"Dear all,\nthis is no table.\n"),
    ],
)
def test_what_is_no_table_is_refused_and_changes_nothing(workspace, tmp_path, name, content):
    with pytest.raises(CommandError) as refused:
        run("acme", write(tmp_path, content, name))

    assert refused.value.returncode == 2
    with in_acme(workspace):
        assert not Lead.objects.exists()
        assert not Source.objects.exists()


def test_a_missing_file_and_an_unknown_workspace_are_refused(workspace, tmp_path):
    for slug, path in (("acme", tmp_path / "none.csv"), ("nowhere", write(tmp_path, HEADER + ROWS))):
        with pytest.raises(CommandError) as refused:
            run(slug, path)
        assert refused.value.returncode == 2


def test_rows_that_fail_are_handed_back_with_the_reason(workspace, tmp_path):
    bad = '3,nope@,Eva,Gil,Mar,España\n4,,,,,\n5,c@d.es,=1+1,X,Y,ES,surplus\n6,e@f.es,Iris,Sanz,"Pan",ES\n'

    summary = run("acme", write(tmp_path, HEADER + ROWS + bad))

    assert summary["read"] == sum(counts(summary)[1:]) == 6
    with Path(summary["error_file"]).open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Row", "Error", "ID", "E-mail", "Nombre", "Apellidos", "Empresa", "País"]
    assert [row[0] for row in rows[1:]] == ["4", "6"]
    assert "'=1+1" in rows[2]
    assert summary["failed"] == 2


def test_a_mapping_says_everything(workspace, tmp_path):
    file = write(tmp_path, "No;Firma;Zimmer;Ende;Weg\n7;Sol;3;ja;x\n8;Luna;Select;nein;x\n")
    mapping = write(
        tmp_path,
        json.dumps(
            {
                "source": "Feria 2026",
                "columns": {
                    "No": "external_id",
                    "Firma": "company.company",
                    "Zimmer": "custom.rooms",
                    "Weg": None,
                },
                "custom_fields": {"rooms": {"type": "number", "label": "Rooms", "category": "interest"}},
                "constants": {"person.language": "de", "company.country": "Alemania"},
                "outcome": {"column": "Ende", "won": ["JA"], "lost": ["nein"]},
                "null_values": ["select"],
            }
        ),
        "mapping.json",
    )

    summary = run("acme", file, mapping)

    assert counts(summary) == [2, 2, 0, 0, 0]
    with in_acme(workspace):
        sol, luna = Lead.objects.order_by("external_id")
        assert (sol.company, sol.language, sol.country.code) == ("Sol", "de", "DE")
        assert sol.custom == {"rooms": 3, "outcome": "won"}
        assert luna.custom == {"outcome": "lost"}
        assert sol.rank.stage == "marketing"
        assert FieldDefinition.objects.get(key="outcome").category == "outcome"
        assert Source.objects.get().slug == "feria-2026"


@pytest.mark.parametrize(
    ("mapping", "path"),
    [
        ([], "$"),
        ({}, "$.columns"),
        ({"columns": {"Nope": "email"}}, "$.columns['Nope']"),
        ({"columns": {"Firma": "company.shoe"}}, "$.columns['Firma']"),
        ({"columns": {"Firma": "company", "No": "company"}}, "$.columns['No']"),
        ({"columns": {"Firma": "custom.rooms"}}, "$.custom_fields.rooms"),
        ({"columns": {"Firma": "company"}, "polcy": "fill"}, "$.polcy"),
        ({"columns": {"Firma": "company"}, "policy": "burn"}, "$.policy"),
        ({"columns": {"Firma": "company"}, "custom_fields": {"Bad Key": {}}}, "$.custom_fields.Bad Key"),
        (
            {"columns": {"Firma": "company"}, "custom_fields": {"x": {"type": "shoe"}}},
            "$.custom_fields.x.type",
        ),
        ({"columns": {"Firma": "company"}, "outcome": {"column": "Nope"}}, "$.outcome.column"),
        ({"columns": {"Firma": "company"}, "outcome": {"column": "No", "won": "1"}}, "$.outcome.won"),
        (
            {"columns": {"Firma": "company"}, "outcome": {"column": "No", "won": ["1"], "lost": ["1"]}},
            "$.outcome",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_place(workspace, tmp_path, mapping, path):
    file = write(tmp_path, "No;Firma\n7;Sol\n")

    with pytest.raises(CommandError, match="mistakes") as refused:
        run("acme", file, write(tmp_path, json.dumps(mapping), "mapping.json"))

    assert path in str(refused.value)
    with in_acme(workspace):
        assert not Lead.objects.exists()


DATA = Path(os.environ.get("LEADCRM_TEST_DATA", "/nonexistent"))
needs_data = pytest.mark.skipif(not DATA.exists(), reason="LEADCRM_TEST_DATA names no folder of test data")


@needs_data
@pytest.mark.slow
def test_x_education_arrives_whole_and_once(workspace):
    file = DATA / "1-datasets" / "xeducation_leads.csv.gz"

    first, again = run("acme", file, EXAMPLE), run("acme", file, EXAMPLE)

    assert counts(first) == [6468, 6468, 0, 0, 0]
    assert counts(again) == [6468, 0, 0, 6468, 0]
    with in_acme(workspace):
        assert Lead.objects.filter(custom__outcome="won").count() == 2454
        assert Lead.objects.filter(country="IN").count() == 4486
        lead = Lead.objects.get(external_id="579533")
        assert lead.custom["total_time_spent_on_website"] == 1279
        assert "tags" not in lead.custom
        assert lead.is_open


@needs_data
@pytest.mark.slow
def test_files_of_the_wild_are_accounted_for_row_by_row(workspace):
    folder = DATA / "2-imports"
    index = [json.loads(line) for line in (folder / "INDEX.jsonl").read_text().splitlines()]
    known = [
        entry
        for entry in index
        if entry["kind"] == "csv-leads" and "data_rows_excl_header" in entry["expected"]
    ]
    wrong = []
    for entry in known:
        try:
            summary = run("acme", DATA / entry["file"])
        except CommandError as error:
            wrong.append((entry["file"], str(error)[:100]))
            continue
        assert summary["read"] == sum(counts(summary)[1:])
        if summary["read"] != entry["expected"]["data_rows_excl_header"]:
            wrong.append((entry["file"], summary, entry["expected"]["data_rows_excl_header"]))

    assert wrong == []


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (["0.446", "12.5", "154.217", "-1.250"], [0.446, 12.5, 154.217, -1.25]),
        (["0,446", "12,5", "154,217", "3"], [0.446, 12.5, 154.217, 3]),
        (["1.234.567", "12.500", "800", "1.500,5"], [1234567, 12500, 800, 1500.5]),
        (["12.500", "1.800", "900", "3"], [12500, 1800, 900, 3]),
    ],
)
def test_what_parts_decimals_is_told_by_the_whole_column(workspace, tmp_path, cells, stored):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(
        json.dumps(
            {
                "columns": {"ID": "external_id", "Time": "custom.seconds"},
                "custom_fields": {"seconds": {"type": "number", "label": "Seconds", "category": "behavior"}},
            }
        )
    )
    rows = "".join(f'{place},"{cell}"\n' for place, cell in enumerate(cells))

    run("acme", write(tmp_path, "ID,Time\n" + rows), mapping)

    with in_acme(workspace):
        found = Lead.objects.order_by("pk").values_list("custom__seconds", flat=True)
        assert list(found) == stored

"""Files made to hurt: each is read or refused in the time of its size, and breaks nothing behind it."""

import gzip
import os

import pytest

from capture.parsers.files import encoding, flat, package
from capture.parsers.files.flat import FlatFile
from capture.parsers.table import NotATable, TooLarge
from tests.capture.parsers.files.books import book


HEADER = '<row r="1"><c t="inlineStr"><is><t>Name</t></is></c></row>'
ANN = '<row r="2"><c t="inlineStr"><is><t>Ann</t></is></c></row>'
CARD = "BEGIN:VCARD\r\nFN:Ana\r\n{}\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        # Each of these once took a core for hours, by an expression tried anew at every letter.
        ("a.csv", b"name,email\n\xe9a,b@x.es\n" + b"a" * 900_000 + b",x\n"),
        ("a.vcf", CARD.format("TEL:" + ";ext=" * 19_000 + "\\n1")),
        ("a.vcf", CARD.format("ADR:" + "\\;" * 45_000)),
        ("a.vcf", CARD.format("NOTE:x\r\n" + " y\r\n" * 200_000)),
        ("a.ldif", "dn: cn=A\ncn: A\n" + " y\n" * 200_000),
        ("a.xlsx", book(HEADER + ANN, styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 800_000}"/></numFmts>'
                        '<cellXfs><xf numFmtId="200"/></cellXfs>')),
    ],
)  # fmt: skip
def test_reading_takes_the_time_of_the_size(opened, name, content):
    assert list(opened(content, name))


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "undefined", "unicode_escape", "zlib", "utf-7", "nonsense"]
)
def test_a_charset_that_is_none_costs_no_card(opened, cells, charset):
    told = "xn--" * 40 + "+2AA-\\ud800\\x00"

    rows = cells(opened(CARD.format(f"NOTE;CHARSET={charset}:{told}") + CARD.format("NOTE:x"), "a.vcf"))

    assert [row[0] for row in rows] == ["Ana", "Ana"]
    assert rows[0][-2]
    rows[0][-2].encode()
    assert "\0" not in rows[0][-2]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.vcf", CARD.format("NOTE;ENCODING=BASE64:aGkAaGk=")),
        ("a.xlsx", book(HEADER + '<row r="2"><c t="inlineStr"><is><t>A_xD800__x0000_B</t></is></c></row>')),
        ("a.csv", "Name,E-mail\nA\0nn,a@x.es\n"),
    ],
)
def test_what_no_database_stores_is_left_out(opened, name, content):
    for row in opened(content, name):
        for cell in row.cells:
            assert "\0" not in cell
            cell.encode()


def test_a_text_that_goes_on_is_cut_and_a_tag_that_does_is_refused(opened, monkeypatch):
    row = next(iter(opened(book(HEADER + ANN.replace("Ann", "a" * 3_000_000)), "a.xlsx")))
    assert (len(row.cells[0]) < 400_000, bool(row.fault)) == (True, True)

    monkeypatch.setattr(package, "MAX_TAG", package.CHUNK)
    # Beside something that does not pack, since what packs too well is refused anyway.
    padding = {"xl/media/image1.png": os.urandom(60_000)}
    with pytest.raises(NotATable):
        opened(book(HEADER + ANN.replace("<row ", f'<row x="{"a" * 1_000_000}" '), **padding), "a.xlsx")


def test_empty_lines_records_and_cells_count_too(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "MAX_LINES", 5)
    for content in (
        b"a,b\n1,2" + b"\n" * 9,
        b"a,b\r1,2" + b"\r" * 9,
        ("a,b\n1,2" + "\n" * 9).encode("utf-16"),
    ):
        with pytest.raises(TooLarge):
            opened(content)

    monkeypatch.setattr(flat, "MAX_CELLS", 5)
    with pytest.raises(TooLarge):
        flat.write(opened('[{"a":1,"b":2},{"a":3,"b":2},{}]', "a.json"), tmp_path / "rows", most=9)


def test_what_unpacks_to_more_than_100_mb_is_refused(opened, monkeypatch):
    monkeypatch.setattr(encoding, "MAX_UNPACKED", 2000)
    content = b"name,email\n" + os.urandom(1500).hex().encode()

    assert opened(content)
    with pytest.raises(TooLarge):
        opened(gzip.compress(content))


def test_a_row_of_a_hundred_thousand_cells_is_told_by_its_first(opened):
    row = list(opened("name,email\nAna,a@x.es\n" + "," * 100_000 + "x\n"))[1]

    assert (len(row.cells), bool(row.fault)) == (500, True)


def test_a_flat_copy_holds_what_was_read(opened, tmp_path):
    table = opened(CARD.format("NOTE;CHARSET=utf-7:+2AA-"), "a.vcf")
    flat.write(table, tmp_path / "rows", most=9)

    assert [list(row.cells) for row in FlatFile(tmp_path / "rows")] == [list(row.cells) for row in table]

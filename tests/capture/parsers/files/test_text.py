"""Text tables as they come: encodings, delimiters, titles, quotation marks."""

import gzip

import pytest

from capture.parsers.table import NotATable, TooLarge


TABLE = "Nombre;Correo;Ciudad\nIñigo Peña;inigo@sol.es;Málaga\nZoë Núñez;zoe@luna.es;Cádiz\n"
ROWS = [["Iñigo Peña", "inigo@sol.es", "Málaga"], ["Zoë Núñez", "zoe@luna.es", "Cádiz"]]


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16", b"", "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32", b"", "utf-32"),
        ("utf-32-le", b"", "utf-32-le"),
        ("utf-32-be", b"", "utf-32-be"),
        ("cp1252", b"", "cp1252"),
        ("mac_roman", b"", "mac_roman"),
        ("cp850", b"", "cp850"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(opened, cells, encoding, mark, told):
    table = opened(mark + TABLE.encode(encoding))

    assert (table.encoding, table.delimiter) == (told, ";")
    assert table.header == ("Nombre", "Correo", "Ciudad")
    assert cells(table) == ROWS


def test_an_accent_in_the_last_row_counts(opened, cells):
    table = opened(("Name,City\n" + "Ann,York\n" * 20_000 + "Iñigo,Málaga\n").encode("cp1252"))

    assert table.encoding == "cp1252"
    assert cells(table)[-1] == ["Iñigo", "Málaga"]


def test_some_old_bytes_among_much_utf_8_are_read_as_windows_wrote_them(opened, cells):
    table = opened("Name,City\nIñigo,Málaga\nÁlvaro,Cádiz\n".encode() + "Zoë,Vigo\n".encode("cp1252"))

    assert table.encoding == "utf-8"
    assert cells(table)[-1] == ["Zoë", "Vigo"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "\x1f", ":"])
def test_any_delimiter(opened, delimiter):
    table = opened(TABLE.replace(";", delimiter))

    assert table.delimiter == delimiter
    assert [list(row.cells) for row in table] == ROWS


def test_decimal_commas_do_not_part_cells(opened, cells):
    table = opened("Firma;Umsatz;Ort\nSol;1,5;Ulm\nLuna;2,25;Bonn\n")

    assert cells(table) == [["Sol", "1,5", "Ulm"], ["Luna", "2,25", "Bonn"]]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_in_cells_and_between_rows(opened, cells, newline):
    table = opened(f'Name,Address{newline}Ann,"1 Main St{newline}Flat 4"{newline}Bo,Vigo{newline}')

    assert cells(table) == [["Ann", f"1 Main St{newline}Flat 4"], ["Bo", "Vigo"]]


def test_mixed_newlines_and_nul_bytes(opened, cells):
    table = opened(b"Name,City\r\nAn\x00n,York\nBo,Vigo\rEva,\x00Cadiz\n" + b"Iris,Soria\n" * 30)

    assert cells(table)[:3] == [["Ann", "York"], ["Bo", "Vigo"], ["Eva", "Cadiz"]]


def test_many_nul_bytes_make_no_wide_text(opened):
    assert opened(b"Name,City\n" + b"An\x00n,York\n" * 100).encoding == "utf-8"


def test_cells_in_apostrophes(opened, cells):
    assert cells(opened("'Name','City'\n'Ann, B.','York'\n'Bo','Vigo'\n")) == [
        ["Ann, B.", "York"],
        ["Bo", "Vigo"],
    ]


def test_an_open_quotation_mark_costs_its_own_row_only(opened):
    rows = list(
        opened('Name,City,Note\nAnn,York,x\n"Bo,Vigo,y\nEva,Soria,"z"\nIris,Lugo,w\n' + "Leo,Jaca,v\n" * 50)
    )

    assert [(row.number, bool(row.fault)) for row in rows[:4]] == [
        (2, False),
        (3, True),
        (4, False),
        (5, False),
    ]
    assert list(rows[1].cells) == ['"Bo', "Vigo", "y"]
    assert len(rows) == 54


def test_a_quotation_mark_open_to_the_end(opened):
    rows = list(opened('Name,City\nAnn,York\n"Bo,Vigo\nEva,Soria\n'))

    assert [(row.cells[0], bool(row.fault)) for row in rows] == [
        ("Ann", False),
        ('"Bo', True),
        ("Eva", False),
    ]


def test_ragged_rows(opened):
    rows = list(opened("Name,City,Note\nAnn\nBo,Vigo,x,surplus\nEva,Soria,y,,\n"))

    assert [bool(row.fault) for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    "above",
    [
        "Leads of the fair 2026\n\n",
        "Report,,\nMade by Ana,,\n,,\n",
        "Leads, Madrid, May\n",
        "\n\n;;\n",
    ],
)
def test_a_title_above_the_table(opened, above):
    table = opened(above + "Name,E-mail,City\nAnn,ann@sol.es,York\nBo,bo@sol.es,Vigo\nEva,eva@sol.es,Soria\n")

    assert table.header == ("Name", "E-mail", "City")
    assert next(iter(table)).cells[0] == "Ann"


def test_names_that_come_twice_and_none(opened):
    assert opened("Email,Name,Email,\na@b.es,Ann,c@d.es,x\n").header == ("Email", "Name", "Email (2)", "")


def test_a_table_without_a_header_names_its_columns_by_letters(opened, cells):
    table = opened("Ann Ruiz,ann@sol.es,600123123\nBo Gil,bo@sol.es,600123124\n")

    assert table.header == ("A", "B", "C")
    assert [row.number for row in table] == [1, 2]
    assert cells(table)[0] == ["Ann Ruiz", "ann@sol.es", "600123123"]


def test_years_may_be_names_of_columns(opened):
    assert opened("Year,2000,2001\nTimber,12,13\nSteel,14,15\n").header == ("Year", "2000", "2001")


def test_the_rows_may_be_read_again_from_any(opened):
    table = opened(TABLE)

    assert [row.number for row in table.rows(3)] == [3]
    assert len(list(table)) == 2


def test_a_line_of_50_mb_fails_alone_and_in_little_memory(opened):
    table = opened(b"Name,City\nAnn,York\n" + b"x" * 50_000_000 + b",Vigo\nEva,Soria\n")

    assert [(row.number, bool(row.fault)) for row in table] == [(2, False), (3, True), (4, False)]


def test_a_cell_too_long_fails_its_row(opened):
    assert [bool(row.fault) for row in opened("Name,City\nAnn," + "x" * 250_000 + "\nEva,Soria\n")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotATable),
        (b"\x00" * 500, NotATable),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), NotATable),
        (b"%PDF-1.7\n1 0 obj\n", NotATable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 4, NotATable),
        (gzip.compress(b"a,b\n1,2\n" * 500, mtime=0)[:40], NotATable),
        ((",".join(f"c{n}" for n in range(501)) + "\n").encode(), TooLarge),
        (b"x," * 2_000_000, NotATable),
        (b'Name,"City\nAnn,York\n', NotATable),
        (gzip.compress(b"a,b\n" + b"0" * 40_000_000, mtime=0), TooLarge),
    ],
)
def test_what_is_no_table_or_too_large_is_refused(opened, content, error):
    with pytest.raises(error):
        opened(content)

"""Tables in disguise: web pages, address lines, tables inside one column, other scripts."""

import pytest

from capture.parsers.table import NotATable


PAGE = (
    '<html><head><meta charset="{0}"><title>x</title></head><body><table>'
    "<tr><th>Nombre</th><th>Correo electr&oacute;nico</th></tr>\n"
    "<tr><td>Ana<br>Peña</td><td><a href='#'>ana@sol.es</a></td></tr><tr><td>Bo<td>bo@sol.es</table></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_a_web_page_that_was_saved_as_a_spreadsheet(opened, cells, encoding):
    table = opened(PAGE.format(encoding).encode(encoding), name="report.xls")

    assert table.kind == "html"
    assert table.header == ("Nombre", "Correo electrónico")
    assert cells(table) == [["Ana\nPeña", "ana@sol.es"], ["Bo", "bo@sol.es"]]
    assert [row.number for row in table.rows(3)] == [3]


@pytest.mark.parametrize("page", ["<html><body>Hello</body></html>", '<?xml version="1.0"?><Workbook/>'])
def test_pages_without_a_table_and_xml_are_refused(opened, page):
    with pytest.raises(NotATable):
        opened(page.encode())


def test_the_line_of_a_mail_is_a_row_for_each_address(opened, cells):
    table = opened('Ana Gil <ana@sol.es>, "Li, Bo" <bo@sol.es>; cy@sol.es,\n di@sol.es')

    assert (table.kind, table.header) == ("addresses", ("Name", "E-mail"))
    assert cells(table) == [
        ["Ana Gil", "ana@sol.es"],
        ["Li, Bo", "bo@sol.es"],
        ["", "cy@sol.es"],
        ["", "di@sol.es"],
    ]


def test_a_long_line_of_addresses_loses_none(opened):
    count = 20_000
    table = opened(", ".join(f"Ann {n} <ann{n}@sol.es>" for n in range(count)))

    assert [row.cells[1] for row in table] == [f"ann{n}@sol.es" for n in range(count)]


def test_a_table_of_two_columns_of_addresses_stays_a_table(opened):
    assert opened("ana@sol.es,Ana,600123123\nbo@sol.es,Bo,600123124\n").kind == "csv"


@pytest.mark.parametrize(
    "text",
    [
        '"Email;Name"\n"ana@sol.es;Ana"\n"bo@sol.es;Bo"\n',
        '"Email,Name"\n"ana@sol.es,Ana"\n"bo@sol.es,""Bo"""\n',
    ],
)
def test_rows_that_stand_whole_in_one_cell_are_parted(opened, cells, text):
    table = opened(text)

    assert table.header == ("Email", "Name")
    assert cells(table) == [["ana@sol.es", "Ana"], ["bo@sol.es", "Bo"]]


def test_a_list_of_names_has_no_header(opened, cells):
    assert cells(opened("Ana Gil\nBo Li\nCy Ruiz\n")) == [["Ana Gil"], ["Bo Li"], ["Cy Ruiz"]]


@pytest.mark.parametrize(
    ("encoding", "row"),
    [
        ("cp932", "山田太郎,ソル株式会社,東京"),
        ("gb18030", "张伟,太阳公司,北京市朝阳区"),
        ("cp1251", "Иван Петров,Солнце,Москва"),
        ("cp1250", "Łukasz Żółć,Słońce,Kraków"),
    ],
)
def test_other_scripts(opened, cells, encoding, row):
    table = opened(f"Email,A,B,C\na@sol.es,{row}\nb@sol.es,{row}\n".encode(encoding))

    assert table.encoding == encoding
    assert cells(table)[0] == ["a@sol.es", *row.split(",")]


def test_a_small_table_above_the_large_one_is_passed_over(opened, cells):
    report = """Webinar,Id,Started,Minutes
Selling,812,"Mar 9, 2026",60
Attended,User name,Email,Joined
Yes,Host,host@ours.es,10:00
Attended,First name,Last name,Email,Joined,Left,Country
Yes,Ana,Gil,ana@sol.es,10:00,11:00,Spain
Yes,Bo,Li,bo@sol.es,10:00,11:00,Spain
"""
    assert [row[3] for row in cells(opened(report))] == ["ana@sol.es", "bo@sol.es"]

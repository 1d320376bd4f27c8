"""Workbooks: cells as a person sees them; what is made to hurt is refused before a row is taken."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from capture.parsers.table import NotATable, TooLarge
from tests.capture.parsers.files.books import book


HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>City</t></is></c></row>'
)
ANN = '<row r="2"><c r="A2" t="inlineStr"><is><t>Ann</t></is></c><c r="B2" t="inlineStr"><is><t>York</t></is></c></row>'


def written(*sheets, **options):
    """Return a workbook written by xlsxwriter; each sheet is a function that fills it."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True, **options}) as made:
        for fill in sheets:
            fill(made, made.add_worksheet())
    return packed.getvalue()


def people(_book, sheet, first=0):
    for place, row in enumerate([["Name", "E-mail"], ["Ann", "ann@sol.es"], [], ["Bo", "bo@sol.es"]], first):
        sheet.write_row(place, 0, row)


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_numbers_booleans_and_formulas_as_they_are_seen(opened, cells, epoch_1904):
    def fill(made, sheet):
        sheet.write_row(
            0, 0, ["day", "moment", "time", "whole", "part", "padded", "yes", "sum", "code", "wrong"]
        )
        sheet.write_datetime(1, 0, date(2026, 3, 9), made.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(1, 1, datetime(2026, 3, 9, 17, 5), made.add_format({"num_format": 22}))  # noqa: DTZ001
        sheet.write_datetime(1, 2, time(8, 30), made.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 3, 34600123456)
        sheet.write_number(1, 4, 0.1 + 0.2)
        sheet.write_number(1, 5, 8001, made.add_format({"num_format": "00000"}))
        sheet.write_boolean(1, 6, True)
        sheet.write_formula(1, 7, "=1+1", None, 2)
        sheet.write_string(1, 8, "007")
        sheet.write_formula(1, 9, "=NA()", None, "#N/A")

    table = opened(written(fill, date_1904=epoch_1904))

    assert cells(table) == [
        [
            "2026-03-09",
            "2026-03-09 17:05:00",
            "08:30:00",
            "34600123456",
            "0.3",
            "08001",
            "TRUE",
            "2",
            "007",
            "#N/A",
        ]
    ]


def test_the_first_sheet_with_data_and_the_numbers_of_its_rows(opened):
    def notes(_made, sheet):
        sheet.write(0, 0, "Read me")

    def titled(made, sheet):
        sheet.merge_range(0, 0, 0, 1, "Leads of the fair", made.add_format({"bold": True}))
        people(made, sheet, first=2)

    table = opened(written(lambda _made, _sheet: None, notes, titled))

    assert (table.kind, table.header) == ("xlsx", ("Name", "E-mail"))
    assert [(row.number, list(row.cells)) for row in table] == [
        (4, ["Ann", "ann@sol.es"]),
        (6, ["Bo", "bo@sol.es"]),
    ]
    assert [row.number for row in table.rows(5)] == [6]


def test_a_sheet_of_instructions_is_passed_over(opened):
    def instructions(_made, sheet):
        sheet.write_column(0, 0, ["How to fill this in", "One lead a row", "Thank you"])

    def leads(_made, sheet):
        sheet.write_row(0, 0, ["Name", "E-mail"])
        sheet.write_row(1, 0, ["Ann", "a@sol.es"])

    assert opened(written(instructions, leads)).header == ("Name", "E-mail")


def test_hidden_sheets_come_last(opened):
    def hidden(_made, sheet):
        sheet.write_column(0, 0, ["Secret", "x"])
        sheet.hide()

    def shown(made, sheet):
        people(made, sheet)
        sheet.activate()

    assert opened(written(hidden, shown)).header == ("Name", "E-mail")


def test_rich_escaped_and_spoken_texts(opened, cells):
    texts = "<si><r><t>An</t></r><r><t>n </t></r></si><si><t>a_x000D_b</t><rPh><t>spoken</t></rPh></si>"
    rows = HEADER + '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'

    assert cells(opened(book(rows, texts=texts))) == [["Ann ", "a\rb"]]


def test_cells_and_rows_without_references_and_tags_with_a_prefix(opened, cells):
    plain = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    rows = (HEADER + plain).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")

    assert cells(opened(book(rows, prefix="x"))) == [["1", "2"]]


def far(row, column):
    return f'{HEADER}<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'


def many(count):
    return HEADER + "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, count + 2))


def repeated(times):
    """Show one shared text so many times."""
    return HEADER + "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, times + 2))


@pytest.mark.parametrize(
    "content",
    [
        book(far(2, "XFD")),
        book(far(3_000_000, "A")),
        book(many(100_002)),
        book(HEADER + ANN, **{f"x{n}": b"" for n in range(100)}),
        book(HEADER + ANN, **{"docProps/app.xml": b"0" * 50_000_000}),
        book(repeated(6000), texts="<si><t>" + "x" * 39_000 + "</t></si>"),
    ],
    ids=["a column far out", "a row far out", "rows", "parts", "ratio", "texts"],
)
def test_what_is_too_large_is_refused_before_it_is_read(opened, content):
    with pytest.raises(TooLarge):
        opened(content, "leads.xlsx")


ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def without(path):
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(HEADER + ANN))) as whole, zipfile.ZipFile(packed, "w") as less:
        for name in whole.namelist():
            if name != path:
                less.writestr(name, whole.read(name))
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        book(HEADER + ANN, before=ENTITIES),
        book(HEADER + ANN)[:-40],
        book(HEADER + '<row r="2"><c r="A2" t="s"><v>9</v></c></row>'),
        book(HEADER + "<row><c>"),
        book(HEADER + '<row r="x"/>'),
        book(""),
        without("_rels/.rels"),
        without("xl/workbook.xml"),
        b"PK\x03\x04" + bytes(300),
    ],
    ids=[
        "entities",
        "cut",
        "a text that is not there",
        "broken",
        "no number",
        "empty",
        "a zip",
        "no book",
        "no zip",
    ],
)
def test_what_is_broken_is_refused_before_a_row_is_taken(opened, content):
    with pytest.raises(NotATable):
        opened(content, "leads.xlsx")

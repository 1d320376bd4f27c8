"""Workbooks made by hand, for what no program writes."""

import io
import zipfile


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def related(*targets):
    every = (
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{to}"/>'
        for n, (kind, to) in enumerate(targets)
    )
    return f'<Relationships xmlns="{RELATIONS}">{"".join(every)}</Relationships>'


def book(rows, *, texts="", before="", styles="", prefix="", **parts):
    """Return a workbook whose only sheet holds these rows, written as XML."""
    name = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    sheet = f'{before}<{name}worksheet {space}="{MAIN}"><{name}sheetData>{rows}</{name}sheetData></{name}worksheet>'
    sheets = '<sheets><sheet name="S" r:id="r0"/></sheets>'
    files = {
        "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": related(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "/xl/sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**files, **parts}.items():
            archive.writestr(path, content)
    return packed.getvalue()

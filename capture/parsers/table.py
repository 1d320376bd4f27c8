"""Opening a file of rows, whatever kind it is."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from capture.parsers.csv_file import CsvFile
from capture.parsers.files import addresses, cards, encoding, nested, objects
from capture.parsers.files.base import NotATable, Row, Table, TooLarge
from capture.parsers.files.html_table import HtmlFile, is_page
from capture.parsers.files.xlsx import XlsxFile


__all__ = ["NotATable", "Row", "Table", "TooLarge", "open_table"]
ZIP = b"PK\x03\x04"
XML = (b"<?xml", b"<?mso")


def open_table(path: Path, *, name: str = "") -> Table:
    """Return the file's rows, its kind told by its first bytes; ``name`` is what refusals call it.

    A workbook is read as a whole once, so that none breaks in the middle of an import. Raises: NotATable for a file
    that is missing, empty, no table, or TooLarge; nothing is written.
    """
    shown = name or path.name
    try:
        return _opened(path, encoding.beginning(path), shown)
    except (OSError, EOFError) as error:
        raise NotATable(_("%(path)s cannot be read: %(error)s.") % {"path": shown, "error": error}) from error


def _opened(path: Path, raw: bytes, name: str) -> Table:
    if raw.startswith(ZIP):
        return nested.unpacked(XlsxFile(path, name=name))
    if cards.is_vcard(raw):
        return cards.VCardFile(path, name=name)
    if cards.is_ldif(raw):
        return cards.LdifFile(path, name=name)
    if objects.is_json(raw):
        return objects.JsonFile(path, name=name)
    if is_page(raw):
        return HtmlFile(path, name=name)
    if raw.lstrip().startswith(XML):
        raise NotATable(_("%(path)s is an XML file. Save it as CSV or XLSX first.") % {"path": name})
    if raw.count(b"@") > 1 and addresses.is_line((written := encoding.find(path, name=name)).sample):
        return addresses.AddressFile(path, written=written.encoding)
    return nested.unpacked(CsvFile(path, name=name))

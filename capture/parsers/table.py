"""Opening a file of rows, whatever kind it is."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from capture.parsers.csv_file import CsvFile
from capture.parsers.files import cards, objects
from capture.parsers.files.base import NotATable, Row, Table, TooLarge
from capture.parsers.files.encoding import beginning
from capture.parsers.files.xlsx import XlsxFile


__all__ = ["NotATable", "Row", "Table", "TooLarge", "open_table"]
ZIP = b"PK\x03\x04"


def open_table(path: Path, *, name: str = "") -> Table:
    """Return the file's rows, its kind told by its first bytes; ``name`` is what refusals call it.

    A workbook is read as a whole once, so that none breaks in the middle of an import. Raises: NotATable for a file
    that is missing, empty, no table, or TooLarge; nothing is written.
    """
    shown = name or path.name
    try:
        raw = beginning(path)
        if raw.startswith(ZIP):
            return XlsxFile(path, name=shown)
        if cards.is_vcard(raw):
            return cards.VCardFile(path, name=shown)
        if cards.is_ldif(raw):
            return cards.LdifFile(path, name=shown)
        if objects.is_json(raw):
            return objects.JsonFile(path, name=shown)
        return CsvFile(path, name=shown)
    except (OSError, EOFError) as error:
        raise NotATable(_("%(path)s cannot be read: %(error)s.") % {"path": shown, "error": error}) from error

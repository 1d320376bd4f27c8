"""Opening a file of rows, whatever kind it is."""

from pathlib import Path

from capture.parsers.csv_file import CsvFile
from capture.parsers.files.base import NotATable, Row, Table, TooLarge


__all__ = ["NotATable", "Row", "Table", "TooLarge", "open_table"]


def open_table(path: Path, *, name: str = "") -> Table:
    """Return the file's rows, its kind told by its first bytes; ``name`` is what refusals call it.

    Raises: NotATable for a file that is missing, empty, no table, or TooLarge. Nothing is written.
    """
    return CsvFile(path, name=name)

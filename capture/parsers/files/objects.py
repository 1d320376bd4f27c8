"""Records in JSON: a list of objects, an object that holds such a list, or an object a line."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from capture.parsers.files import encoding, head
from capture.parsers.files.base import NotATable, Row, TooLarge
from core.api import load_json


MAX_BYTES = 10 * 1024 * 1024
MAX_LINE = 1_000_000
MAX_DEPTH = 3


def is_json(raw: bytes) -> bool:
    """Say whether a file that begins like this is JSON with objects."""
    text = raw.lstrip()
    return text[:1] == b"{" or (text[:1] == b"[" and text[1:].lstrip()[:1] in {b"{", b"]"})


class JsonFile:
    """A file of records; each name that any of them has is a column, an object inside gives ``outer.inner``."""

    kind, delimiter = "json", ""

    def __init__(self, path: Path, *, name: str = "") -> None:
        """Read the file. Raises: NotATable for what is no list of objects, TooLarge, OSError, EOFError."""
        self.path, self.name = path, name or path.name
        self.encoding = encoding.find(path, name=self.name).encoding
        self._is_by_line = False
        self._list = self._read()
        names: dict[str, None] = {}
        for record in self._records():
            names |= dict.fromkeys(record)
            if len(names) > head.MAX_COLUMNS:
                raise TooLarge(_("The file has more than 500 columns."))
        if not names:
            raise NotATable(_("%(path)s has no header.") % {"path": self.name})
        self._keys = list(names)
        self.header = tuple(head.names(self._keys))

    def __iter__(self) -> Iterator[Row]:
        """Yield a row for each record."""
        return self.rows()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """Yield a row for each record whose number is at least ``start``; the first record is number 2."""
        for number, record in enumerate(self._records(), 2):
            if number >= start:
                cells = [record.get(key, "") for key in self._keys]
                fault = (
                    "" if any(cell.strip() for cell in cells) else str(_("The record is empty or no object."))
                )
                yield Row(number, cells, fault)

    def _read(self) -> list[Any]:
        """Return the whole list, or nothing where each line is a record of its own."""
        with self._open() as text:
            first = text.readline(MAX_LINE).strip()
            if (
                first.startswith("{")
                and isinstance(_loaded(first), dict)
                and text.readline(MAX_LINE).strip()[:1] == "{"
            ):
                self._is_by_line = True
                return []
            text.seek(0)
            whole = text.read(MAX_BYTES + 1)
        if len(whole) > MAX_BYTES:
            raise TooLarge(_("%(path)s is larger than 10 MB. Write one record a line.") % {"path": self.name})
        document = _loaded(whole.lstrip("\ufeff"))
        if isinstance(document, dict):
            lists = [value for value in document.values() if isinstance(value, list) and value]
            document = next((value for value in lists if isinstance(value[0], dict)), [document])
        if not isinstance(document, list):
            raise NotATable(_("%(path)s is no list of records.") % {"path": self.name})
        return document

    def _records(self) -> Iterator[dict[str, str]]:
        """Yield each record as texts by name; of what is no object nothing is known."""
        if not self._is_by_line:
            yield from (_flat(record) for record in self._list)
            return
        with self._open() as text:
            while line := text.readline(MAX_LINE):
                if line.strip():
                    yield _flat(_loaded(line))

    def _open(self) -> io.TextIOWrapper:
        errors = encoding.errors_for(self.encoding)
        return io.TextIOWrapper(encoding.open_bytes(self.path), encoding=self.encoding, errors=errors)


def _loaded(text: str) -> Any:
    try:
        return load_json(text.encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _flat(record: Any, *, before: str = "", depth: int = 1) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in record.items() if isinstance(record, dict) else ():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth < MAX_DEPTH:
            found |= _flat(value, before=f"{name}.", depth=depth + 1)
        else:
            found[name] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)

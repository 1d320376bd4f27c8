"""A row's cells as facts about a lead, as a mapping says. Pure."""

import re
from collections import abc
from collections.abc import Callable, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from capture.parsers import cells, dates, decimals
from capture.parsers.files.base import Row
from capture.parsers.mapping import OUTCOME, Mapping
from core.text import clean, fold
from leads.services.bulk import ImportRow


NAMING = {"full_name", "first_name", "last_name"}
Reader = Callable[[str], Any]
Marks = abc.Mapping[int, str]
UNREAD = _("created_at: This must be a moment such as 2026-11-30 or 2026-11-30 09:15.")
# A row with nothing but a name, in a table of so many columns that are imported, is a note below it.
NOTED = 3
TOTAL = re.compile(
    r"(?:grand |sub)?total(?:es|s|e)?|sum[ae]?|gesamt(?:summe)?|recuento|record count|count|rows?"
)


class RowReader:
    """Turns rows of one file into rows of an import."""

    def __init__(
        self, mapping: Mapping, header: Sequence[str], *, marks: Marks = MappingProxyType({})
    ) -> None:
        """Read by ``mapping``; ``marks`` are how columns of numbers and dates are written, by place, where known."""
        self._mapping, self._marks, self._header = mapping, marks, header
        self._columns = [
            _Column(place, target, cells.READERS.get(target), marks.get(place, ""))
            for place, name in enumerate(header)
            if (target := mapping.columns.get(name, ""))
        ]
        self._constants: dict[str, Any] = {}
        self._own: dict[str, Any] = {}
        for target, value in mapping.constants.items():
            group, _dot, key = target.partition(".")
            if group == "custom":
                self._own[key] = value
            else:
                reads = cells.READERS.get(target)
                self._constants[target] = reads(value) if reads and isinstance(value, str) else value
        self._beginnings = {word[:1] for word in mapping.nulls}
        outcome = mapping.outcome
        self._outcome = header.index(outcome.column) if outcome else -1

    def read(self, row: Row) -> ImportRow:
        """Return the row's facts; empty cells and words that mean nothing are left out."""
        told: dict[str, Any] = {}
        custom = dict(self._own)
        fault = ""
        for column in self._columns:
            if column.place >= len(row.cells) or column.target in told:
                continue
            try:
                value = self._value(column, row.cells[column.place], told)
            except cells.Spoiled as spoiled:
                fault, value = str(spoiled.message), ""
            # A number may be zero, which says something.
            if value == "":
                continue
            if column.own:
                custom[column.own] = value
            else:
                told[column.target] = value
        if outcome := self._read_outcome(row):
            custom[OUTCOME] = outcome
        if is_none := self._no_lead(told, row):
            return ImportRow(external_id="", facts={}, source_row=row.number, fault=is_none)
        return self._finished(told, custom, row, fault)

    def _value(self, column: "_Column", cell: str, told: dict[str, Any]) -> Any:
        text = cells.text(clean(cell))
        if not text or (self._may_be_null(text) and fold(text) in self._mapping.nulls):
            return ""
        if column.mark in dates.ORDERS:
            found = dates.moment(text, first=column.mark)
            return text if found is None else found if not column.own else found.date().isoformat()
        if column.mark and isinstance(number := decimals.exact(text, column.mark), Decimal):
            return number
        if not column.reader:
            return text
        if column.target == "email" and "<" in text and (name := cells.name_beside(text)):
            told["beside"] = name
        return column.reader(text)

    def _may_be_null(self, text: str) -> bool:
        """Say whether a word that means nothing may begin like this; spares most cells their folding."""
        first = text[0]
        return not (first.isascii() and first.isalnum()) or first.lower() in self._beginnings

    def _no_lead(self, told: dict[str, Any], row: Row) -> str:
        """Return why the row is none of a lead: a header that comes again, a total, a note below the table."""
        if "phone" in told or "@" in told.get("email", ""):
            return ""
        shown = row.cells[: len(self._header)]
        written = [(place, cell.strip()) for place, cell in enumerate(shown) if cell.strip()]
        if not written:
            return ""
        if all(self._header[place].partition(" (")[0] == cell.partition(" (")[0] for place, cell in written):
            return str(_("This row repeats the header."))
        if TOTAL.fullmatch(fold(written[0][1]).strip(" :(").partition(":")[0]):
            return str(_("This row is a total, not a lead."))
        targets = {column.target for column in self._columns}
        is_alone = len(written) == 1 and set(told) <= NAMING
        if is_alone and len(targets) >= NOTED and {"email", "phone"} & targets:
            return str(_("This row holds a name alone, as a note below a table does."))
        return ""

    def _read_outcome(self, row: Row) -> str:
        outcome = self._mapping.outcome
        if outcome is None or self._outcome >= len(row.cells):
            return ""
        word = fold(row.cells[self._outcome])
        return "won" if word in outcome.won else "lost" if word in outcome.lost else ""

    def _finished(self, told: dict[str, Any], custom: dict[str, Any], row: Row, fault: str) -> ImportRow:
        facts = {**self._constants, **told}
        created = facts.pop("created_at", "")
        created_at = dates.moment(created) if created and isinstance(created, str) else created or None
        external_id = str(facts.pop("external_id", ""))
        beside = facts.pop("beside", "")
        if full_name := facts.pop("full_name", "") or ("" if NAMING & facts.keys() else beside):
            first, last = cells.person(str(full_name))
            facts.setdefault("first_name", first)
            facts.setdefault("last_name", last)
        given = {name: value for name, value in facts.items() if value != ""}
        if custom:
            given["custom"] = custom
        unread = str(UNREAD) if created and created_at is None else ""
        return ImportRow(
            external_id=external_id,
            facts=given,
            source_row=row.number,
            created_at=created_at,
            fault=fault or unread,
        )


class _Column:
    """One imported column: its place, its fact, what reads its cells, and how its numbers or dates are written."""

    __slots__ = ("mark", "own", "place", "reader", "target")

    def __init__(self, place: int, target: str, reader: Reader | None, mark: str) -> None:
        self.place, self.target, self.reader, self.mark = place, target, reader, mark
        self.own = target.removeprefix("custom.") if target.startswith("custom.") else ""

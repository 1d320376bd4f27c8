"""A row's cells as facts about a lead, as a mapping says. Pure."""

from collections import abc
from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from capture.parsers import countries, decimals, values
from capture.parsers.files.base import Row
from capture.parsers.mapping import OUTCOME, Mapping
from core.text import clean, fold, unguarded
from leads.services.bulk import ImportRow


Marks = abc.Mapping[int, str]
UNREAD = _("created_at: This must be a moment such as 2026-11-30 or 2026-11-30 09:15.")


class RowReader:
    """Turns rows of one file into rows of an import."""

    def __init__(
        self, mapping: Mapping, header: Sequence[str], *, marks: Marks = MappingProxyType({})
    ) -> None:
        """Read by ``mapping``; ``marks`` are the decimal marks of columns of numbers, by place, where known."""
        self._mapping, self._marks = mapping, marks
        self._targets = [mapping.columns.get(name, "") for name in header]
        self._constants: dict[str, Any] = {}
        self._own: dict[str, Any] = {}
        for target, value in mapping.constants.items():
            group, _dot, key = target.partition(".")
            if group == "custom":
                self._own[key] = value
            else:
                self._constants[target] = value
        self._beginnings = {word[:1] for word in mapping.nulls}
        outcome = mapping.outcome
        self._outcome = header.index(outcome.column) if outcome else -1

    def read(self, row: Row) -> ImportRow:
        """Return the row's facts; empty cells and words that mean nothing are left out."""
        facts, custom = dict(self._constants), dict(self._own)
        for place, (target, cell) in enumerate(zip(self._targets, row.cells, strict=False)):
            # A number may be zero, which says something.
            if target and (value := self._value(place, cell)) != "":
                group, _dot, key = target.partition(".")
                if group == "custom":
                    custom[key] = value
                else:
                    facts[target] = value
        if outcome := self._read_outcome(row):
            custom[OUTCOME] = outcome
        return self._finished(facts, custom, row)

    def _value(self, place: int, cell: str) -> str | Decimal:
        text = unguarded(clean(cell))
        if not text or (self._may_be_null(text) and fold(text) in self._mapping.nulls):
            return ""
        mark = self._marks.get(place)
        return decimals.exact(text, mark) if mark else text

    def _may_be_null(self, text: str) -> bool:
        """Say whether a word that means nothing may begin like this; spares most cells their folding."""
        first = text[0]
        return not (first.isascii() and first.isalnum()) or first.lower() in self._beginnings

    def _read_outcome(self, row: Row) -> str:
        outcome = self._mapping.outcome
        if outcome is None or self._outcome >= len(row.cells):
            return ""
        word = fold(row.cells[self._outcome])
        return "won" if word in outcome.won else "lost" if word in outcome.lost else ""

    def _finished(self, facts: dict[str, Any], custom: dict[str, Any], row: Row) -> ImportRow:
        created = facts.pop("created_at", "")
        created_at = values.moment(created) if created else None
        external_id = str(facts.pop("external_id", ""))
        if full_name := facts.pop("full_name", ""):
            first, _space, last = str(full_name).partition(" ")
            facts.setdefault("first_name", first)
            facts.setdefault("last_name", last.strip())
        if "country" in facts:
            # "Asia/Pacific Region" or "unknown" is no country: left out rather than refusing the row for it.
            facts["country"] = countries.code_of(str(facts["country"]))
        given = {name: value for name, value in facts.items() if value != ""}
        if custom:
            given["custom"] = custom
        return ImportRow(
            external_id=external_id,
            facts=given,
            source_row=row.number,
            created_at=created_at,
            fault=str(UNREAD) if created and created_at is None else "",
        )

"""What a condition may name: fields, activities and the tables they live in, given by the product.

Column aliases are a contract with whoever embeds the SQL: ``l`` the wide row, ``r`` its narrow rank row,
``a`` one activity inside the per-row aggregate, ``b`` that aggregate. Column texts are SQL written by us,
never by a user; a literal percent sign in them is doubled. Columns made from user-named JSON keys:
``columns.py``.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise

from core.text import fold


Label = str | Promise
ChoiceValue = str | int
Choices = Sequence[tuple[ChoiceValue, Label]]


class UnknownName(LookupError):
    """A tree names something that this registry lacks: it was parsed against another one."""


class FieldType(StrEnum):
    """The kinds of value; each has its own operators."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    LIST = "list"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a condition may ask about, and the SQL that reads it.

    ``folded_column`` holds a text as ``fold`` makes it, by default without case and accents; values are folded
    alike before they are compared. Without it texts compare exactly. ``choices`` may be a callable, read at each
    parse and sentence. ``element`` is the SQL type of a list's elements: text or bigint.
    """

    name: str
    type: FieldType
    label: Label
    column: str
    category: str = ""
    folded_column: str | None = None
    choices: Choices | Callable[[], Choices] | None = None
    element: str = "text"
    fold: Callable[[str], str] = fold

    @property
    def tested_column(self) -> str:
        """The column that tests read: the folded copy where there is one."""
        return self.folded_column or self.column

    def options(self) -> Choices | None:
        """Return the values it may have with their labels, or None if any value will do."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """One kind of activity; ``phrase`` completes "The lead …" (viewed a page).

    ``value`` is what the column holds, the name by default. Properties are fields whose columns read ``a``.
    """

    name: str
    label: Label
    phrase: Label
    value: ChoiceValue | None = None
    properties: tuple[Field, ...] = ()

    @property
    def stored_value(self) -> ChoiceValue:
        """What the kind column holds for it."""
        return self.name if self.value is None else self.value

    def property_named(self, name: str) -> Field | None:
        """Return the property of that name, or None."""
        return next((prop for prop in self.properties if prop.name == name), None)


@dataclass(frozen=True, slots=True)
class ActivitySource:
    """The table of activities, read as ``a``; its days are UTC dates."""

    table: str
    row_column: str = "a.lead_id"
    workspace_column: str = "a.workspace_id"
    kind_column: str = "a.kind"
    day_column: str = "a.day"
    occurred_at_column: str = "a.occurred_at"

    @property
    def row_name(self) -> str:
        """The bare name of the row column, as the aggregate ``b`` shows it."""
        return self.row_column.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class RowSource:
    """The FROM clause that makes ``l`` and ``r`` known: ``leads_lead l LEFT JOIN leads_leadrank r ON …``."""

    tables: str
    id_column: str = "l.id"
    workspace_column: str = "l.workspace_id"


@dataclass(frozen=True, eq=False)
class Registry:
    """All that a condition may name in one place of one workspace; categories group fields in the editor.

    Equal only to itself, so that what was worked out with it can be kept by it.
    """

    fields: tuple[Field, ...]
    rows: RowSource
    activities: tuple[ActivityKind, ...] = ()
    source: ActivitySource | None = None
    categories: Mapping[str, Label] = dataclasses.field(default_factory=dict)

    @cached_property
    def _fields_by_name(self) -> dict[str, Field]:
        return {item.name: item for item in self.fields}

    @cached_property
    def _kinds_by_name(self) -> dict[str, ActivityKind]:
        return {kind.name: kind for kind in self.activities}

    def field_named(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return self._fields_by_name.get(name)

    def kind_named(self, name: str) -> ActivityKind | None:
        """Return the activity kind of that name, or None."""
        return self._kinds_by_name.get(name)

    def property_of(self, kinds: Iterable[str], name: str) -> Field | None:
        """Return the property if every one of these kinds has it and reads it alike, else None."""
        found = [self._kinds_by_name[kind].property_named(name) for kind in kinds]
        first = found[0] if found else None
        alike = first is not None and all(
            item is not None and (item.column, item.type) == (first.column, first.type) for item in found
        )
        return first if alike else None

    def field(self, name: str) -> Field:
        """Return the field of that name.

        Raises: UnknownName.
        """
        found = self.field_named(name)
        if found is None:
            raise UnknownName(name)
        return found

    def kind(self, name: str) -> ActivityKind:
        """Return the activity kind of that name.

        Raises: UnknownName.
        """
        found = self.kind_named(name)
        if found is None:
            raise UnknownName(name)
        return found

    def required_property(self, kinds: Iterable[str], name: str) -> Field:
        """Return the property that all these kinds have.

        Raises: UnknownName.
        """
        found = self.property_of(kinds, name)
        if found is None:
            raise UnknownName(name)
        return found

    def extended(self, fields: Iterable[Field]) -> "Registry":
        """Return a registry that also knows these fields; how a workspace adds its custom ones."""
        return replace(self, fields=(*self.fields, *fields))

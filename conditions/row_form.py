"""One row of the condition editor as its template draws it."""

import dataclasses
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conditions import wording
from conditions.operators import OPERATORS, Operator, Takes
from conditions.registry import Field, FieldType
from conditions.rows import Row


FEW_CHOICES = 12
PLAIN = SafeString('type="text"')
DATE = SafeString('type="date"')
TYPING = {
    FieldType.NUMBER: SafeString('type="text" inputmode="decimal"'),
    FieldType.DATE: DATE,
    FieldType.DATETIME: DATE,
}
Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class RowForm:
    """One row as the template draws it."""

    name: str
    number: int
    row: Row
    field: Field | None
    errors: list[str] = dataclasses.field(default_factory=list)
    path: str = ""
    # what its first menu offers: a property of an event, else (None) every field of the registry
    properties: Pairs | None = None
    is_new: bool = False
    shape: str = "row"

    @property
    def operators(self) -> Pairs:
        """The field's operators with their labels."""
        known = OPERATORS[self.field.type] if self.field else {}
        return [(op, str(wording.label(op))) for op in known]

    @property
    def control(self) -> str:
        """Which control asks for the value: none, input, days, range, select, checks, multiple or lines."""
        if self._operator is None:
            return "none"
        match self._operator.takes:
            case Takes.ONE:
                return "input" if self.options is None else "select"
            case Takes.MANY if self.options is None:
                return "lines"
            case Takes.MANY:
                return "checks" if len(self.options or ()) <= FEW_CHOICES else "multiple"
        return self._operator.takes.name.lower().replace("nothing", "none")

    @property
    def options(self) -> Pairs | None:
        """The choices as texts, with what the row holds though it is gone; None if any value will do."""
        if self.field is None or (self.field.type is not FieldType.BOOLEAN and self.field.options() is None):
            return None
        if self.field.type is FieldType.BOOLEAN:
            return [("true", _("yes")), ("false", _("no"))]
        known = [(str(value), str(label)) for value, label in self.field.options() or ()]
        gone = [value for value in self.row.values if value and value not in dict(known)]
        return known + [(value, _("%(value)s (no longer exists)") % {"value": value}) for value in gone]

    @property
    def typing(self) -> SafeString:
        """The attributes that say what is typed; a number is text, so that a decimal comma may stand in it."""
        return TYPING.get(self.field.type, PLAIN) if self.field else PLAIN

    @property
    def value(self) -> str:
        """The first value, or nothing."""
        return self.row.values[0] if self.row.values else ""

    @property
    def high(self) -> str:
        """The second value of a range, or nothing."""
        return self.row.values[1] if len(self.row.values) > 1 else ""

    @property
    def invalid(self) -> SafeString:
        """The attributes that tie a control to the row's faults."""
        if not self.errors:
            return SafeString()
        return format_html('aria-invalid="true" aria-describedby="{}-error"', self.name)

    @property
    def lines(self) -> str:
        """All values, one a line."""
        return "\n".join(self.row.values)

    @property
    def _operator(self) -> Operator | None:
        return OPERATORS[self.field.type].get(self.row.op) if self.field else None

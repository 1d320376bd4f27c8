"""Words that are nowhere else, one for each text in the database: heard elsewhere, each tells where it is from."""

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction

from tests.architecture.rows import SPECIAL, Filler


CANARY = re.compile(rb"canary\d{5}")
LENGTH = len("canary00000")
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)
# Names of the code's, not texts of anybody's: /healthz/work lists them.
KEPT = {"work_workitem.queue"}


class Canaries:
    """Makes the words, and hears them."""

    def __init__(self) -> None:
        self.cells: dict[str, str] = {}
        self.frozen: set[str] = set()

    def hatch(self, cell: str) -> str:
        """Return a new canary for the column."""
        word = f"canary{len(self.cells):05}"
        self.cells[word] = cell
        return word

    def value(self, field: models.Field) -> Any:
        """Return a canary in the shape that the column holds."""
        word = self.hatch(f"{field.model._meta.db_table}.{field.column}")
        if isinstance(field, models.BinaryField):
            return word.encode()
        if isinstance(field, ArrayField) or getattr(field, "default", None) is list:
            return [word]
        return {word: word} if isinstance(field, models.JSONField) else word

    def settle(self, rows: models.QuerySet) -> None:
        """Put canaries into every text of the rows."""
        texts = [field for field in rows.model._meta.concrete_fields if is_text(field)]
        for key in list(rows.values_list("pk", flat=True)) if texts else []:
            try:
                with transaction.atomic():
                    rows.filter(pk=key).update(**{field.attname: self.value(field) for field in texts})
            except IntegrityError:
                self.frozen.add(rows.model._meta.db_table)

    def heard(self, data: bytes) -> set[str]:
        """Return the columns whose canaries sing in the data, in whatever case."""
        return {self.cells[word.decode()] for word in CANARY.findall(data.lower())}


class Nest(Filler):
    """Fills each table with a row whose texts are canaries, the tables that nobody may change included."""

    def __init__(self, canaries: Canaries, *args: Any) -> None:
        super().__init__(*args)
        self.canaries = canaries

    def _value(self, model: type[models.Model], field: models.Field) -> Any:
        return self.canaries.value(field) if is_text(field) else super()._value(model, field)


def is_text(field: models.Field) -> bool:
    """Say whether the column holds what somebody wrote, with room for a canary, and may hold any word."""
    has_room = (getattr(field, "max_length", None) or LENGTH) >= LENGTH
    is_kept = f"{field.model._meta.db_table}.{field.column}" in {*KEPT, *SPECIAL}
    is_of_numbers = isinstance(field, ArrayField) and not isinstance(field.base_field, TEXTS)
    return isinstance(field, TEXTS) and has_room and not field.choices and not is_kept and not is_of_numbers

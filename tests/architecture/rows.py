"""One valid row in every table of a workspace, whatever the models are: made from what the models declare."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from tests.architecture.catalogue import fenced_models


MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# What a constraint asks for beyond the types.
SPECIAL: dict[str, Any] = {
    "capture_filterrule.tag": "",
    "capture_handout.url": "",
    "capture_referrallink.url": "",
    "conversion_opportunity.state": "lost",
    "leads_consentrecord.act": "withdrawn",
    "conversion_opportunity.closed_at": MOMENT,
    "scoring_learnedmodel.verdict": "ready",
    "scoring_reviewmeeting.size": 20,
    "scoring_reviewverdict.verdict": "not_fit",
}
PLAIN: list[tuple[type[models.Field], Callable[[models.Field], Any]]] = [
    (models.BooleanField, lambda field: False),
    (models.DateTimeField, lambda field: MOMENT),
    (models.DateField, lambda field: MOMENT.date()),
    (models.TimeField, lambda field: MOMENT.time()),
    (models.UUIDField, lambda field: uuid.uuid4()),
    (models.JSONField, lambda field: {}),
    (ArrayField, lambda field: []),
    (models.BinaryField, lambda field: b"x"),
    (models.DecimalField, lambda field: 1),
    (models.FloatField, lambda field: 1.0),
    (models.IntegerField, lambda field: 1),
    (models.CharField, lambda field: f"x{uuid.uuid4().hex}"[: field.max_length or 12]),
    (models.TextField, lambda field: "x"),
]


def _required(model: type[models.Model]) -> list[models.ForeignKey]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null and field.name != "workspace"
    ]


def ordered() -> list[type[models.Model]]:
    """Return the fenced models, each after those it must point at."""
    left, placed = fenced_models(), []
    while left:
        ready = [
            model
            for model in left
            if not any(
                field.remote_field.model in left and field.remote_field.model != model
                for field in _required(model)
            )
        ]
        assert ready, f"These tables need each other: {left}"
        placed += ready
        left = [model for model in left if model not in ready]
    return placed


def _plain(field: models.Field) -> Any:
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != "")
    return next(make(field) for kind, make in PLAIN if isinstance(field, kind))


class Filler:
    """Fills tables for one workspace through a cursor: Django's own or the owner's."""

    def __init__(self, cursor: Any, workspace: int, user: int) -> None:
        self.cursor, self.workspace, self.user = cursor, workspace, user
        self.rows: dict[type[models.Model], dict[str, Any]] = {}

    def fill(self) -> dict[type[models.Model], dict[str, Any]]:
        """Write one row into every fenced table; return the values by column."""
        for model in ordered():
            self.rows[model] = self.insert(model)
        return self.rows

    def values(self, model: type[models.Model]) -> dict[str, Any]:
        """Return a valid row that points at the rows written before."""
        return {
            field.column: field.get_db_prep_save(self._value(model, field), connection)
            for field in model._meta.concrete_fields
            if not isinstance(field, models.AutoField | models.BigAutoField)
        }

    def insert(self, model: type[models.Model], **changed: Any) -> dict[str, Any]:
        """Write a row and return it with its key."""
        values = self.values(model) | changed
        columns = ", ".join(f'"{name}"' for name in values)
        places = ", ".join(["%s"] * len(values))
        key = model._meta.pk.column
        self.cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) RETURNING "{key}"',
            list(values.values()),
        )
        return values | {key: self.cursor.fetchone()[0]}

    def _value(self, model: type[models.Model], field: models.Field) -> Any:
        special = f"{model._meta.db_table}.{field.column}"
        if field.column == "workspace_id":
            return self.workspace
        if special in SPECIAL:
            return SPECIAL[special]
        if isinstance(field, models.ForeignKey):
            return self._target(field)
        if field.null:
            return None
        if field.has_default() and not callable(field.default):
            return field.get_default()
        return _plain(field)

    def _target(self, field: models.ForeignKey) -> Any:
        target = field.remote_field.model
        if target._meta.db_table == "tenants_user":
            return None if field.null else self.user
        row = self.rows.get(target)
        return row[field.target_field.column] if row else None

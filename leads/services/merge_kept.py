"""What a merge wrote down, in the columns that the tables have today: it may be taken back years and versions later."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from core import sets
from leads import references
from leads.models import Lead, LeadRank


Row = dict[str, Any]


def as_now(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``MergeRecord.kept``: columns that came since have their default, those that are gone are left out."""
    by_key = {reference.key: reference.find_model() for reference in references.every()}
    by_label = {model._meta.label: model for model in by_key.values()} | {"leads.Lead": Lead}
    found = dict(kept)
    for part, model in (("lead", Lead), ("rank", LeadRank)):
        found[part] = {when: _row(model, row) for when, row in kept[part].items()}
    found["away"] = {
        label: [_row(by_label[label], row) for row in rows]
        for label, rows in kept["away"].items()
        if label in by_label
    }
    found["lent"] = {
        key: [_row(by_key[key], row) for row in rows]
        for key, rows in kept.get("lent", {}).items()
        if key in by_key
    }
    found["settled"] = {
        key: {
            pk: {when: _known(by_key[key], row) for when, row in change.items()}
            for pk, change in rows.items()
        }
        for key, rows in kept["settled"].items()
        if key in by_key
    }
    return found


def _columns(model: type[models.Model]) -> dict[str, models.Field]:
    return {str(field.column): field for field in model._meta.concrete_fields}


def _known(model: type[models.Model], row: Row) -> Row:
    return {name: value for name, value in row.items() if name in _columns(model)}


def _row(model: type[models.Model], row: Row) -> Row:
    new = {name: field.get_default() for name, field in _columns(model).items() if name not in row}
    return _known(model, row) | (json.loads(sets.dump([new]))[0] if new else {})

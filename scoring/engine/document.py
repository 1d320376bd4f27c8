"""A scoring model as JSON: what files, the API and the editor exchange (docs/scoring.md).

Points are points here, with one decimal; in the spec and the database they are tenths. Conditions are parsed
against the workspace's registry, so a document that names an unknown field is refused with its JSON path.
"""

from typing import Any

from django.utils.translation import gettext_lazy

from conditions.nodes import to_json
from conditions.registry import Registry
from core.errors import Invalid
from scoring.engine.reader import Reader
from scoring.engine.spec import CriterionSpec, Grid, GroupSpec, ModelSpec


Json = dict[str, Any]


class InvalidModel(Invalid):
    """The document is no scoring model; ``errors`` lists what is wrong with the JSON path of each."""

    code = "invalid_model"


class NoCriteria(Invalid):
    """A model without criteria would make every lead the same."""

    code = "no_criteria"


def read(document: object, registry: Registry, *, is_saved: bool = False) -> ModelSpec:
    """Return the model of this JSON; ``registry`` knows the scores too (``with_scores``).

    A document that was saved once (``is_saved``) may name what was deleted since: such a criterion never holds.

    Raises: InvalidModel.
    """
    reader = Reader(registry, is_saved=is_saved)
    spec = reader.model(document)
    if reader.faults.items or spec is None:
        raise InvalidModel(gettext_lazy("This scoring model cannot be read."), errors=reader.faults.items)
    return spec


def write(spec: ModelSpec) -> Json:
    """Return the JSON of the model; ``read`` gives the same model back."""
    return {
        "name": spec.name,
        "weights": {"fit": spec.fit_weight, "engagement": spec.engagement_weight},
        "grid": write_grid(spec.grid),
        "light": {"condition": to_json(spec.light.condition), "near_points": spec.light.near},
        "groups": [_write_group(group) for group in spec.groups],
    }


def write_grid(grid: Grid) -> Json:
    """Return the JSON of the grid, thresholds in points."""
    return {
        "fit": [points(tenths) for tenths in grid.fit],
        "engagement": [points(tenths) for tenths in grid.engagement],
        "cells": [list(row) for row in grid.cells],
    }


def write_criterion(criterion: CriterionSpec) -> Json:
    """Return the JSON of one criterion."""
    return {
        "key": criterion.key,
        "label": {"en": criterion.label.en, "es": criterion.label.es},
        "condition": to_json(criterion.condition),
        "points": points(criterion.points),
        "mode": str(criterion.mode),
        "window_days": criterion.window_days,
        "half_life_days": criterion.half_life_days,
        "cap": points(criterion.cap),
    }


def _write_group(group: GroupSpec) -> Json:
    return {
        "key": group.key,
        "label": {"en": group.label.en, "es": group.label.es},
        "dimension": str(group.dimension),
        "cap": points(group.cap),
        "criteria": [write_criterion(criterion) for criterion in group.criteria],
    }


def points(tenths: int | None) -> int | float | None:
    """Return tenths as points, whole where they are whole."""
    if tenths is None:
        return None
    return tenths // 10 if tenths % 10 == 0 else tenths / 10

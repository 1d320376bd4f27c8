"""A scoring model as JSON: what files, the API and the editor exchange (docs/scoring.md).

Points are points here, with one decimal; in the spec and the database they are tenths. Conditions are parsed
against the workspace's registry, so a document that names an unknown field is refused with its JSON path.
"""

from typing import Any

from django.utils.translation import gettext_lazy

from conditions.nodes import to_json
from conditions.registry import Registry
from core.errors import Invalid
from scoring.engine.reader_models import ModelReader
from scoring.engine.references import kept
from scoring.engine.spec import CriterionSpec, Grid, GroupSpec, LightSpec, ModelSpec, TeamSpec, Text


Json = dict[str, Any]
COUNTING = ("mode", "window_days", "half_life_days")


class InvalidModel(Invalid):
    """The document is no scoring model; ``errors`` lists what is wrong with the JSON path of each."""

    code = "invalid_model"


class NoCriteria(Invalid):
    """A model without criteria would make every lead the same."""

    code = "no_criteria"


def read(
    document: object, registry: Registry, *, is_saved: bool = False, stored: Json | None = None
) -> ModelSpec:
    """Return the model of this JSON; ``registry`` knows the scores too (``with_scores``).

    A document that was saved once (``is_saved``) may name what was deleted since: such a criterion never holds. So may
    the parts that stand in ``stored`` as they are here.

    Raises: InvalidModel.
    """
    reader = ModelReader(registry, is_saved=is_saved, kept=kept(document, stored))
    spec = reader.model(document)
    if reader.faults.items or spec is None:
        raise InvalidModel(gettext_lazy("This scoring model cannot be read."), errors=reader.faults.items)
    return spec


def write(spec: ModelSpec) -> Json:
    """Return the JSON of the model; ``read`` gives the same model back."""
    written = {"name": spec.name, **_write_common(spec)}
    return written | ({"models": [write_special(model) for model in spec.models]} if spec.models else {})


def write_special(model: ModelSpec) -> Json:
    """Return the JSON of a model that only some leads have."""
    return {
        "key": model.key,
        "label": _write_label(model.label),
        "condition": to_json(model.condition),
        **_write_common(model),
    }


def as_given(spec: ModelSpec, raw: Json) -> Json:
    """Return the JSON of the version, but conditions as they were given: a broken one is kept for whoever mends it."""
    written = write(spec)
    parts = [(written, raw), *zip(written.get("models", []), raw.get("models", []), strict=True)]
    for part, given in parts:
        if "condition" in given:
            part["condition"] = given["condition"]
        part["light"]["condition"] = given["light"]["condition"]
        for team, was in zip(part["light"].get("teams", []), given["light"].get("teams", []), strict=True):
            team.update(when=was["when"], condition=was["condition"])
        for group, was in zip(part["groups"], given["groups"], strict=True):
            for criterion, old in zip(group["criteria"], was.get("criteria", []), strict=True):
                criterion.update({name: old[name] for name in ("condition", *COUNTING) if name in old})
    return written


def _write_common(spec: ModelSpec) -> Json:
    return {
        "weights": {"fit": spec.fit_weight, "engagement": spec.engagement_weight},
        "grid": write_grid(spec.grid),
        "light": write_light(spec.light),
        "groups": [_write_group(group) for group in spec.groups],
    }


def write_light(light: LightSpec) -> Json:
    """Return the JSON of the definition, and of those that teams hold."""
    written: Json = {"condition": to_json(light.condition), "near_points": light.near}
    return written | ({"teams": [_write_team(team) for team in light.teams]} if light.teams else {})


def _write_team(team: TeamSpec) -> Json:
    return {
        "key": team.key,
        "label": _write_label(team.label),
        "team": team.team,
        "when": to_json(team.when),
        "condition": to_json(team.light.condition),
        "near_points": team.light.near,
    }


def models_of(document: Json) -> list[Json]:
    """Return the models of a document as they are asked: the special ones, then the document itself."""
    return [*document.get("models", []), document]


def keys_of(document: Json) -> list[str]:
    """Return the keys of every group and criterion: a new one must be none of them."""
    groups = [group for model in models_of(document) for group in model["groups"]]
    criteria = [criterion["key"] for group in groups for criterion in group.get("criteria", [])]
    return [group["key"] for group in groups] + criteria


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
        "label": _write_label(criterion.label),
        "condition": to_json(criterion.condition),
        "points": points(criterion.points),
        "mode": str(criterion.mode),
        "window_days": criterion.window_days,
        "half_life_days": criterion.half_life_days,
        "cap": points(criterion.cap),
    }


def _write_label(label: Text) -> Json:
    return {"en": label.en, "es": label.es}


def _write_group(group: GroupSpec) -> Json:
    return {
        "key": group.key,
        "label": _write_label(group.label),
        "dimension": str(group.dimension),
        "cap": points(group.cap),
        "criteria": [write_criterion(criterion) for criterion in group.criteria],
    }


def points(tenths: int | None) -> int | float | None:
    """Return tenths as points, whole where they are whole."""
    if tenths is None:
        return None
    return tenths // 10 if tenths % 10 == 0 else tenths / 10

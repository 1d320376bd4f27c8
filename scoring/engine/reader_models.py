"""Reading a version's JSON: the default model, the special ones before it, and the definitions of each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from conditions.nodes import Group, Node, Not, walk
from conditions.registry import Registry
from scoring.choices import Dimension
from scoring.engine.cells import is_table, only_improves
from scoring.engine.reader import MAX_LABEL, TEAM_FIELD, Limits, Reader
from scoring.engine.spec import CriterionSpec, Grid, LightSpec, ModelSpec, TeamSpec, Text


MAX_MODELS = 20
MAX_TEAMS = 20
# A statement selects at most 1,664 columns, and an explanation three for each criterion.
MAX_EVERY_CRITERION = 400
MAX_THRESHOLDS = 6
COMMON = {"weights", "grid", "light", "groups"}
WHOLE = COMMON | {"name", "models"}
SPECIAL = COMMON | {"key", "label", "condition"}
TEAM = {"key", "label", "team", "when", "condition", "near_points"}


class ModelReader(Reader):
    """Reads a whole document; keys of groups and criteria are unique over all of its models.

    What lies at the paths in ``kept`` was saved as it is, so it may name what was deleted since.
    """

    def __init__(self, registry: Registry, *, is_saved: bool, kept: frozenset[str] = frozenset()) -> None:
        super().__init__(registry, is_saved=is_saved)
        self.kept = kept

    def model(self, raw: object) -> ModelSpec | None:
        """Return the default model with the special ones in it; None where it has no shape at all."""
        if not isinstance(raw, Mapping):
            self.faults.add("$", _("Give an object."))
            return None
        self.refuse_unknown(raw, "$", WHOLE)
        name = raw.get("name", "")
        if not isinstance(name, str) or len(name) > MAX_LABEL:
            self.faults.add("$.name", _("Give a text of at most %(most)d characters.") % {"most": MAX_LABEL})
            name = ""
        # The default one first, so that keys made of labels stay what they are when a model is added.
        read = self._part(raw, "$", name=name)
        models = self._models(raw.get("models", []))
        if read is None:
            return None
        spec = ModelSpec(**read, models=models)
        if sum(1 for _criterion in spec.every_criterion()) > MAX_EVERY_CRITERION:
            message = _("All models together may have at most %(most)d criteria.")
            self.faults.add("$.models", message % {"most": MAX_EVERY_CRITERION})
        return spec

    def _models(self, raw: object) -> tuple[ModelSpec, ...]:
        if not isinstance(raw, list) or len(raw) > MAX_MODELS:
            message = _("Give a list of at most %(most)d models besides the default one.")
            self.faults.add("$.models", message % {"most": MAX_MODELS})
            return ()
        taken: list[str] = []
        models = [self._special(item, f"$.models[{place}]", taken) for place, item in enumerate(raw)]
        return tuple(model for model in models if model)

    def _special(self, raw: object, path: str, taken: list[str]) -> ModelSpec | None:
        if not isinstance(raw, Mapping):
            self.faults.add(path, _("Give an object."))
            return None
        self.refuse_unknown(raw, path, SPECIAL)
        label = self.label(raw.get("label"), f"{path}.label")
        key = self.key(raw.get("key"), label, f"{path}.key", taken)
        # Scores are worked out by the model, so they cannot choose it.
        with self._as_saved(f"{path}.condition"):
            condition, is_broken = self._asked(raw, path, "condition")
        read = self._part(raw, path, name="")
        if read is None:
            return None
        return ModelSpec(**read, key=key, label=label, condition=condition, is_broken=is_broken)

    def _part(self, raw: Mapping[str, Any], path: str, *, name: str) -> dict[str, Any] | None:
        """Return what every model has."""
        weights = raw.get("weights", {"fit": 50, "engagement": 50})
        fit_weight, engagement_weight = self._weights(weights, f"{path}.weights")
        grid = self._grid(raw.get("grid"), f"{path}.grid")
        light = self._light(raw.get("light"), f"{path}.light")
        groups = self.groups(raw.get("groups"), f"{path}.groups")
        if grid is None or light is None:
            return None
        return {
            "name": name,
            "fit_weight": fit_weight,
            "engagement_weight": engagement_weight,
            "grid": grid,
            "light": light,
            "groups": groups,
        }

    def _weights(self, raw: object, path: str) -> tuple[int, int]:
        given = [raw.get(name) for name in Dimension.values] if isinstance(raw, Mapping) else []
        weights = [item for item in given if isinstance(item, int) and not isinstance(item, bool)]
        if len(weights) == 2 and sum(weights) == 100 and min(weights) >= 0:
            return weights[0], weights[1]
        self.faults.add(path, _("The weights of fit and engagement are whole and sum to 100."))
        return 50, 50

    def _grid(self, raw: object, path: str) -> Grid | None:
        if not isinstance(raw, Mapping):
            self.faults.add(path, _("Give an object."))
            return None
        self.refuse_unknown(raw, path, {"fit", "engagement", "cells"})
        before = len(self.faults.items)
        fit = self._thresholds(raw.get("fit"), f"{path}.fit")
        engagement = self._thresholds(raw.get("engagement"), f"{path}.engagement")
        cells = raw.get("cells")
        rows, columns = len(fit) + 1, len(engagement) + 1
        if len(self.faults.items) > before:
            return None
        if not is_table(cells, rows, columns):
            message = _("Give %(rows)d rows of %(columns)d grades from A to D, the lowest fit first.")
            self.faults.add(f"{path}.cells", message % {"rows": rows, "columns": columns})
            return None
        grid = Grid(fit, engagement, tuple(tuple(row) for row in cells))  # type: ignore[union-attr]
        if not only_improves(grid):
            self.faults.add(
                f"{path}.cells", _("More fit or more engagement must not give a worse grade than less.")
            )
        return grid

    def _thresholds(self, raw: object, path: str) -> tuple[int, ...]:
        if not isinstance(raw, list) or len(raw) > MAX_THRESHOLDS:
            self.faults.add(path, _("Give a list of at most %(most)d thresholds.") % {"most": MAX_THRESHOLDS})
            return ()
        read = [
            self.tenths(value, f"{path}[{index}]", Limits(0, 100)) or 0 for index, value in enumerate(raw)
        ]
        if any(low >= high for low, high in zip([0, *read], read, strict=False)):
            self.faults.add(
                path, _("Thresholds must lie above 0 and each above the one before it: these contradict.")
            )
        return tuple(read)

    def _light(self, raw: object, path: str) -> LightSpec | None:
        if not isinstance(raw, Mapping):
            self.faults.add(path, _("Give an object."))
            return None
        self.refuse_unknown(raw, path, {"condition", "near_points", "teams"})
        own = self._own_light(raw, path)
        teams = raw.get("teams", [])
        if not isinstance(teams, list) or len(teams) > MAX_TEAMS:
            message = _("Give a list of at most %(most)d definitions.")
            self.faults.add(f"{path}.teams", message % {"most": MAX_TEAMS})
            return own
        taken: list[str] = []
        read = [self._team(item, f"{path}.teams[{place}]", taken) for place, item in enumerate(teams)]
        return LightSpec(own.condition, own.near, tuple(team for team in read if team), own.is_broken)

    def _own_light(self, raw: Mapping[str, Any], path: str) -> LightSpec:
        near = raw.get("near_points", 10)
        if isinstance(near, bool) or not isinstance(near, int) or not 0 <= near <= 50:
            self.faults.add(f"{path}.near_points", _("Give a whole number from 0 to 50."))
            near = 0
        with self._as_saved(f"{path}.condition"):
            condition, is_broken = self.condition(
                raw.get("condition"), f"{path}.condition", self.light_registry
            )
        return LightSpec(condition, near, is_broken=is_broken)

    def _team(self, raw: object, path: str, taken: list[str]) -> TeamSpec | None:
        if not isinstance(raw, Mapping):
            self.faults.add(path, _("Give an object."))
            return None
        self.refuse_unknown(raw, path, TEAM)
        label = self.label(raw.get("label"), f"{path}.label")
        key = self.key(raw.get("key"), label, f"{path}.key", taken)
        # Facts only: whose definition it is must not hang on what the definition is asked about.
        with self._as_saved(f"{path}.when"):
            when, is_broken = self._asked(raw, path, "when")
        with self._as_saved(f"{path}.team"):
            team_id = self._team_id(raw.get("team"), path, label)
        return TeamSpec(key, label, when, self._own_light(raw, path), team_id, is_broken)

    def _asked(self, raw: Mapping[str, Any], path: str, name: str) -> tuple[Node, bool]:
        """Return which leads are meant: one that asks nothing would leave none to whatever comes after."""
        before = len(self.faults.items)
        condition, is_broken = self.choosing(raw.get(name), f"{path}.{name}")
        is_read = not is_broken and len(self.faults.items) == before
        if is_read and not self.is_saved and all(isinstance(part, Group | Not) for part in walk(condition)):
            message = _("Say which leads it is for: without a condition it would be for all.")
            self.faults.add(f"{path}.{name}", message)
        return condition, is_broken

    def _team_id(self, raw: object, path: str, label: Text) -> int | None:
        if raw is None:
            return None
        field = self.criteria_registry.field_named(TEAM_FIELD)
        known = {value for value, _label in (field.options() or ())} if field else set()
        if isinstance(raw, int) and not isinstance(raw, bool) and (self.is_saved or str(raw) in known):
            return raw
        message = _("The definition “%(name)s” names a team that does not exist.")
        self.faults.add(f"{path}.team", message % {"name": label})
        return None

    def _criterion(self, raw: object, path: str) -> CriterionSpec | None:
        with self._as_saved(path):
            return super()._criterion(raw, path)

    @contextmanager
    def _as_saved(self, path: str) -> Iterator[None]:
        was = self.is_saved
        self.is_saved = was or path in self.kept
        try:
            yield
        finally:
            self.is_saved = was

"""How two versions of the rules differ, part by part; keys say which criterion is the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.engine.spec import CriterionSpec, Grid, GroupSpec, LightSpec, ModelSpec, TeamSpec


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is not what it was: "points", "cap", "condition", …; None where there was none."""

    what: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion, a group, a definition or a model that was added, removed or changed, or a setting of a model.

    ``kind``: "criterion", "group", "weights", "grid", "light", "name", "definition", "model", "models" (their order);
    ``action``: "added", "removed", "changed". ``model`` is the special model it is in, None for the default one.
    """

    kind: str
    action: str
    criterion: CriterionSpec | None = None
    group: GroupSpec | None = None
    parts: tuple[Part, ...] = ()
    model: ModelSpec | None = None
    definition: TeamSpec | None = None


def between(before: ModelSpec, after: ModelSpec) -> list[Change]:
    """Return every difference: the default model's first, then the special ones in order.

    Of each model criteria come first, then groups, then what concerns the whole of it.
    """
    changes = list(_of_one(before, after))
    old, new = ({model.key: model for model in spec.models} for spec in (before, after))
    for key, model in new.items():
        if key not in old:
            changes.append(Change("model", "added", model=model))
            continue
        was = old[key]
        parts = tuple(_parts({"label": (was.label, model.label), "whose": (was.condition, model.condition)}))
        if parts:
            changes.append(Change("model", "changed", parts=parts, model=model))
        changes += [replace(change, model=model) for change in _of_one(was, model)]
    changes += [Change("model", "removed", model=model) for key, model in old.items() if key not in new]
    return [*changes, *_order(before, after)]


def _of_one(before: ModelSpec, after: ModelSpec) -> Iterator[Change]:
    yield from _criteria(before, after)
    yield from _groups(before, after)
    yield from _whole(before, after)
    yield from _definitions(before, after)


def _order(before: ModelSpec, after: ModelSpec) -> Iterator[Change]:
    """Yield the order of the models that are in both, if it is another: it decides which one a lead has."""
    part = _order_part(before.models, after.models)
    if part:
        yield Change("models", "changed", parts=(part,))


def _order_part(before: Sequence[ModelSpec | TeamSpec], after: Sequence[ModelSpec | TeamSpec]) -> Part | None:
    old, new = {each.key: each.label for each in before}, {each.key: each.label for each in after}
    was, now = [key for key in old if key in new], [key for key in new if key in old]
    if was == now:
        return None
    return Part("order", tuple(new[key] for key in was), tuple(new[key] for key in now))


def _definitions(before: ModelSpec, after: ModelSpec) -> Iterator[Change]:
    old, new = ({team.key: team for team in spec.light.teams} for spec in (before, after))
    for key, team in new.items():
        if key not in old:
            yield Change("definition", "added", definition=team)
            continue
        was = old[key]
        parts = (
            *_parts(
                {
                    "label": (was.label, team.label),
                    "whose": (was.when, team.when),
                    "team": (was.team, team.team),
                }
            ),
            *_light(was.light, team.light),
        )
        if parts:
            yield Change("definition", "changed", parts=parts, definition=team)
    for key, team in old.items():
        if key not in new:
            yield Change("definition", "removed", definition=team)


def _criteria(before: ModelSpec, after: ModelSpec) -> Iterator[Change]:
    old, new = _placed(before), _placed(after)
    for key, (group, criterion) in new.items():
        if key not in old:
            yield Change("criterion", "added", criterion, group)
            continue
        parts = tuple(_criterion_parts(*old[key], group, criterion))
        if parts:
            yield Change("criterion", "changed", criterion, group, parts)
    for key, (group, criterion) in old.items():
        if key not in new:
            yield Change("criterion", "removed", criterion, group)


def _placed(spec: ModelSpec) -> dict[str, tuple[GroupSpec, CriterionSpec]]:
    return {criterion.key: (group, criterion) for group in spec.groups for criterion in group.criteria}


def _criterion_parts(
    old_group: GroupSpec, old: CriterionSpec, new_group: GroupSpec, new: CriterionSpec
) -> Iterator[Part]:
    yield from _parts(
        {
            "label": (old.label, new.label),
            "points": (old.points, new.points),
            "condition": (old.condition, new.condition),
            "mode": (str(old.mode), str(new.mode)),
            "half_life": (old.half_life_days, new.half_life_days),
            "window": (old.window_days, new.window_days),
            "cap": (old.cap, new.cap),
        }
    )
    if old_group.key != new_group.key:
        yield Part("group", old_group.label, new_group.label)


def _groups(before: ModelSpec, after: ModelSpec) -> Iterator[Change]:
    old, new = ({group.key: group for group in spec.groups} for spec in (before, after))
    for key, group in new.items():
        if key not in old:
            yield Change("group", "added", group=group)
            continue
        was = old[key]
        parts = tuple(
            _parts(
                {
                    "label": (was.label, group.label),
                    "dimension": (str(was.dimension), str(group.dimension)),
                    "cap": (was.cap, group.cap),
                }
            )
        )
        if parts:
            yield Change("group", "changed", group=group, parts=parts)
    for key, group in old.items():
        if key not in new:
            yield Change("group", "removed", group=group)


def _whole(before: ModelSpec, after: ModelSpec) -> Iterator[Change]:
    named = {
        "name": tuple(_parts({"name": (before.name, after.name)})),
        "weights": tuple(_parts({"fit_weight": (before.fit_weight, after.fit_weight)})),
        "grid": tuple(_grid(before.grid, after.grid)),
        "light": tuple(_lights(before, after)),
    }
    for kind, parts in named.items():
        if parts:
            yield Change(kind, "changed", parts=parts)


def _grid(old: Grid, new: Grid) -> Iterator[Part]:
    yield from _parts(
        {"fit_thresholds": (old.fit, new.fit), "engagement_thresholds": (old.engagement, new.engagement)}
    )
    if old.cells == new.cells:
        return
    if (len(old.fit), len(old.engagement)) != (len(new.fit), len(new.engagement)):
        yield Part("cells", None, None)
        return
    for row, (before, after) in enumerate(zip(old.cells, new.cells, strict=True)):
        for column, (was, now) in enumerate(zip(before, after, strict=True)):
            if was != now:
                floors = ((0, *new.fit)[row], (0, *new.engagement)[column])
                yield Part("cell", (was, *floors), (now, *floors))


def _lights(before: ModelSpec, after: ModelSpec) -> Iterator[Part]:
    yield from _light(before.light, after.light)
    part = _order_part(before.light.teams, after.light.teams)
    if part:
        yield part


def _light(before: LightSpec, after: LightSpec) -> Iterator[Part]:
    old, new = before.requirements, after.requirements
    for node in new:
        if node not in old:
            yield Part("requirement", None, node)
    for node in old:
        if node not in new:
            yield Part("requirement", node, None)
    yield from _parts({"near": (before.near, after.near)})


def _parts(pairs: Mapping[str, tuple[object, object]]) -> Iterator[Part]:
    for what, (before, after) in pairs.items():
        if before != after:
            yield Part(what, before, after)

"""How two versions of the rules differ, part by part; keys say which criterion is the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.engine.spec import CriterionSpec, Grid, GroupSpec, ModelSpec


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is not what it was: "points", "cap", "condition", …; None where there was none."""

    what: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion or group that was added, removed or changed, or a setting of the whole model.

    ``kind``: "criterion", "group", "weights", "grid", "light", "name"; ``action``: "added", "removed", "changed".
    """

    kind: str
    action: str
    criterion: CriterionSpec | None = None
    group: GroupSpec | None = None
    parts: tuple[Part, ...] = ()


def between(before: ModelSpec, after: ModelSpec) -> list[Change]:
    """Return every difference: criteria first, then groups, then what concerns the whole model."""
    return [*_criteria(before, after), *_groups(before, after), *_whole(before, after)]


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
        "light": tuple(_light(before, after)),
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


def _light(before: ModelSpec, after: ModelSpec) -> Iterator[Part]:
    old, new = before.light.requirements, after.light.requirements
    for node in new:
        if node not in old:
            yield Part("requirement", None, node)
    for node in old:
        if node not in new:
            yield Part("requirement", node, None)
    yield from _parts({"near": (before.light.near, after.light.near)})


def _parts(pairs: Mapping[str, tuple[object, object]]) -> Iterator[Part]:
    for what, (before, after) in pairs.items():
        if before != after:
            yield Part(what, before, after)

"""Edits of an outline: each takes the steps and returns new ones, with the jumps kept right. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nurturing.engine.outline import Outline


Json = dict[str, Any]
Steps = Sequence[Mapping[str, Any]]


def fresh_id(steps: Steps) -> str:
    """Return an id that no step of the outline has."""
    taken = {str(step.get("id", "")) for step in steps}
    return next(name for number in range(1, len(steps) + 2) if (name := f"s{number}") not in taken)


def insert(steps: Steps, step: Mapping[str, Any], *, after: str) -> list[Json]:
    """Return the outline with the step below ``after``; on top if there is no such step."""
    place = Outline(steps).index_of.get(after, -1) + 1
    listed = [dict(one) for one in steps]
    return [*listed[:place], dict(step), *listed[place:]]


def replace(steps: Steps, step_id: str, step: Mapping[str, Any]) -> list[Json]:
    """Return the outline with other contents for one step."""
    return [dict(step if one.get("id") == step_id else one) for one in steps]


def move(steps: Steps, step_id: str, *, is_up: bool) -> list[Json]:
    """Return the outline with the step one line higher or lower."""
    listed = [dict(one) for one in steps]
    at = Outline(steps).index_of[step_id]
    to = min(max(at + (-1 if is_up else 1), 0), len(listed) - 1)
    listed.insert(to, listed.pop(at))
    return listed


def remove(steps: Steps, step_id: str) -> tuple[list[Json], Json]:
    """Return the outline without the step, and what ``restore`` needs; jumps to it lead to the line below it."""
    at = Outline(steps).index_of[step_id]
    heir = str(steps[at + 1].get("id", "")) if at + 1 < len(steps) else ""
    left = [dict(one) for one in steps if one.get("id") != step_id]
    turned = []
    for number, one in enumerate(left):
        paths = [path for path, target in _jumps(one) if target == step_id]
        for path in paths:
            left[number] = _with_jump(left[number], path, heir)
        turned += [[str(one.get("id", "")), path] for path in paths]
    return left, {"step": dict(steps[at]), "index": at, "heir": heir, "turned": turned}


def restore(steps: Steps, removed: Mapping[str, Any]) -> list[Json]:
    """Return the outline with the step where it was, and the jumps to it that nobody changed since."""
    step_id = str(removed["step"]["id"])
    back = [dict(one) for one in steps if one.get("id") != step_id]
    back.insert(min(removed["index"], len(back)), dict(removed["step"]))
    outline = Outline(back)
    for owner, path in removed["turned"]:
        found = outline.index_of.get(owner)
        if found is not None and dict(_jumps(back[found])).get(path, "") == removed["heir"]:
            back[found] = _with_jump(back[found], path, step_id)
    return back


def _jumps(step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return Outline([step]).steps[0].targets


def _with_jump(step: Json, path: str, target: str) -> Json:
    """Return the step with the jump at the path (``go``, ``otherwise``, ``cases[n].go``) turned or taken out."""
    if not path.startswith("cases["):
        rest = {name: value for name, value in step.items() if name != path}
        return rest | ({path: target} if target else {})
    number = int(path[6:].partition("]")[0])
    cases = [dict(case) for case in step["cases"]]
    cases[number]["go"] = target
    return {**step, "cases": cases}

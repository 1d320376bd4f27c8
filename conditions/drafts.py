"""A condition as the editor holds it: groups, rows and events as typed, unchecked; from a tree and back to JSON.

Every item has a path, its places from the root down: ``(0, 2)`` is the third item of the first, a group.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from conditions.nodes import ActivityTest, FieldTest, Group, Json, Node, Not, to_json
from conditions.operators import OPERATORS, Takes
from conditions.registry import Registry
from conditions.rows import MAX_ROWS, Row, number, row_json, row_of, value_of


Path = tuple[int, ...]
# What a group asks of its items, and how that is written.
MODES: dict[str, tuple[str, bool]] = {
    "all": ("all", False),
    "any": ("any", False),
    "none": ("any", True),
    "not_all": ("all", True),
}
# How often something happened: which of the two numbers are asked for.
OFTEN: dict[str, tuple[str, ...]] = {
    "once": (),
    "least": ("least",),
    "most": ("most",),
    "exactly": ("least",),
    "between": ("least", "most"),
    "never": (),
}


class CannotShow(ValueError):
    """The editor has no way to show this tree."""


@dataclass(slots=True)
class Event:
    """How often something happened, as typed."""

    kinds: list[str]
    often: str = "once"
    least: str = ""
    most: str = ""
    days: str = ""
    where: list[Row] = field(default_factory=list)
    negated: bool = False


@dataclass(slots=True)
class Branch:
    """A group: what it asks of its items, and these."""

    mode: str = "all"
    items: list["Item"] = field(default_factory=list)


Item = Row | Event | Branch


def draft_of(node: Node) -> Branch:
    """Return the tree as the editor shows it; a single test is a list of one.

    Raises: CannotShow.
    """
    drawn = _item(node)
    return drawn if isinstance(drawn, Branch) else Branch("all", [drawn])


def shows(node: Node, registry: Registry) -> bool:
    """Say whether the editor would give back this very condition, so that opening and saving changes nothing."""
    try:
        draft = draft_of(node)
    except CannotShow:
        return False
    if any(not _is_drawn(branch, path) for path, branch in branches(draft)):
        return False
    written, stored = branch_json(draft, registry), to_json(node)
    return written in (stored, {"all": [stored]})


def _is_drawn(branch: Branch, path: Path) -> bool:
    """Say whether a group is shown as stored; an empty one inside another is asked to be filled or removed."""
    return len(branch.items) <= MAX_ROWS and bool(branch.items or not path)


def branches(branch: Branch, path: Path = ()) -> Iterator[tuple[Path, Branch]]:
    """Yield the group and all groups inside it with their paths, top first."""
    yield path, branch
    for place, item in enumerate(branch.items):
        if isinstance(item, Branch):
            yield from branches(item, (*path, place))


def item_at(root: Branch, path: Path) -> Item | None:
    """Return the item of that path, or None if there is none."""
    found: Item = root
    for place in path:
        if not isinstance(found, Branch) or place >= len(found.items):
            return None
        found = found.items[place]
    return found


def depth(path: Path, root: Branch) -> int:
    """Return how many levels the tree has down to the group of that path; a negation is one too."""
    levels, found = 0, root
    for step in (None, *path):
        if step is not None:
            found = found.items[step]  # type: ignore[assignment]  # a group's ancestors are groups
        levels += 1 + MODES[found.mode][1]
    return levels


def branch_json(branch: Branch, registry: Registry) -> Json:
    """Return the JSON of a group, for the parser to judge."""
    mode, is_negated = MODES[branch.mode]
    written: Json = {mode: [item_json(item, registry) for item in branch.items]}
    return {"not": written} if is_negated else written


def item_json(item: Item, registry: Registry) -> Json:
    """Return the JSON of a row, an event or a group."""
    match item:
        case Branch():
            return branch_json(item, registry)
        case Event():
            written = _event_json(item, registry)
        case Row():
            written = row_json(item, registry)
    return {"not": written} if item.negated else written


def _item(node: Node, *, negated: bool = False) -> Item:
    match node:
        case FieldTest():
            return row_of(node, negated=negated)
        case ActivityTest():
            return _event(node, negated=negated)
        case Group(mode=mode, children=children):
            modes = {written: name for name, written in MODES.items()}
            return Branch(modes[mode, negated], [_item(child) for child in children])
        case Not(child=child) if not negated:
            return _item(child, negated=True)
    raise CannotShow


def _event(test: ActivityTest, *, negated: bool) -> Event:
    least, most = test.at_least, test.at_most
    return Event(
        kinds=list(test.kinds),
        often=_often(least, most),
        least="" if least is None else str(least),
        most="" if most is None else str(most),
        days="" if test.within_days is None else str(test.within_days),
        where=[row_of(part) for part in test.where],
        negated=negated,
    )


def _often(least: int | None, most: int | None) -> str:
    if least is None:
        return "once" if most is None else "most" if most else "never"
    if most is None:
        return "least"
    return "exactly" if least == most else "between"


def _event_json(event: Event, registry: Registry) -> Json:
    kinds: object = event.kinds[0] if len(event.kinds) == 1 else event.kinds
    written: Json = {"activity": kinds}
    if where := _where(event, registry):
        written["where"] = where
    least, most = number(event.least.strip()), number(event.most.strip())
    bounds: dict[str, Json] = {
        "least": {"at_least": least},
        "most": {"at_most": most},
        "exactly": {"at_least": least, "at_most": least},
        "between": {"at_least": least, "at_most": most},
        "never": {"at_most": 0},
    }
    written |= bounds.get(event.often, {})
    if event.days.strip():
        written["within_days"] = number(event.days.strip())
    return written


def _where(event: Event, registry: Registry) -> dict[str, Json]:
    where: dict[str, Json] = {}
    for row in event.where:
        prop = registry.property_of(event.kinds, row.field) if known(event, registry) else None
        operator = OPERATORS[prop.type].get(row.op) if prop else None
        value: object = row.values[0] if row.values else ""
        if prop and operator:
            value = True if operator.takes is Takes.NOTHING else value_of(row, prop, operator)
        where.setdefault(row.field, {})[row.op] = value
    return where


def known(event: Event, registry: Registry) -> bool:
    """Say whether every kind of the event exists."""
    return bool(event.kinds) and all(registry.kind_named(kind) for kind in event.kinds)

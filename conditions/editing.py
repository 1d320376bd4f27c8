"""What the editor's own buttons do to a draft. Pure but for the posted data."""

import re
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from conditions import posted
from conditions.drafts import Branch, Event, Item, Path, branches, depth, item_at, known
from conditions.operators import OPERATORS
from conditions.parse import MAX_DEPTH, MAX_WHERE
from conditions.registry import Field, Registry
from conditions.rows import MAX_ROWS, Row


EVENT = "activity:"
PLAIN = ("refresh", "to-json", "to-list", "remove", "drop-kind")
AT_ITEM = ("add", "group", "kind", "prop")
REMOVED = re.compile(rf"({posted.PATH})(?:\.(\d{{1,4}}))?", re.ASCII)


@dataclass(slots=True)
class Change:
    """What a button left: where the focus goes, or what it refused."""

    focus: tuple[Path, int | None] | None = None
    adds: Path | None = None
    errors: list[str] = field(default_factory=list)


def is_pressed(data: QueryDict, prefix: str) -> bool:
    """Say whether one of the editor's buttons was pressed."""
    pattern = _buttons(prefix)
    return any(f"{prefix}-{name}" in data for name in PLAIN) or any(pattern.fullmatch(key) for key in data)


def _buttons(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(prefix)}-(?:({posted.PATH})-)?({'|'.join(AT_ITEM)})", re.ASCII)


def press(root: Branch, data: QueryDict, prefix: str, places: dict[Path, Path], registry: Registry) -> Change:
    """Do what the pressed buttons ask; a name that belongs to nothing does nothing."""
    pattern = _buttons(prefix)
    for key in data:
        if match := pattern.fullmatch(key):
            path = places.get(posted.read_path(match[1]) or () if match[1] else ())
            if path is not None:
                item = item_at(root, path)
                chosen = data.get(posted.name_of(prefix, path_posted(places, path), "new"), "")
                return _at_item(root, item, path, match[2], chosen, registry)
    for name, remove in (("remove", _remove), ("drop-kind", _drop_kind)):
        if match := REMOVED.fullmatch(data.get(f"{prefix}-{name}", "")):
            path = places.get(posted.read_path(match[1]) or ())
            if path:
                return remove(root, path, int(match[2]) if match[2] else None)
    return Change()


def path_posted(places: dict[Path, Path], path: Path) -> Path:
    """Return the path under which an item was posted."""
    return next(was for was, now in places.items() if now == path)


def _at_item(
    root: Branch, item: Item | None, path: Path, button: str, chosen: str, registry: Registry
) -> Change:
    if isinstance(item, Branch) and button in {"add", "group"}:
        if len(item.items) >= MAX_ROWS:
            return Change(errors=[_("A list may have at most %(most)d conditions.") % {"most": MAX_ROWS}])
        if button == "group":
            return _add_group(root, item, path)
        return _add(item, path, chosen, registry)
    if isinstance(item, Event) and button == "kind":
        return _add_kind(item, path, registry)
    if isinstance(item, Event) and button == "prop":
        return _add_property(item, path, chosen, registry)
    return Change()


def _add(branch: Branch, path: Path, chosen: str, registry: Registry) -> Change:
    kind = chosen.removeprefix(EVENT)
    if chosen.startswith(EVENT) and registry.kind_named(kind):
        branch.items.append(Event(kinds=[kind]))
    elif registry.field_named(chosen):
        branch.items.append(_settled(Row(chosen), registry.field_named(chosen)))
    else:
        return Change(adds=path)
    return Change(focus=((*path, len(branch.items) - 1), None))


def _add_group(root: Branch, branch: Branch, path: Path) -> Change:
    if depth(path, root) + 2 > MAX_DEPTH:
        return Change(
            errors=[_("Conditions may be nested %(most)d levels deep.") % {"most": MAX_DEPTH}], adds=path
        )
    # a group of the same kind would change nothing
    branch.items.append(Branch("any" if branch.mode in {"all", "not_all"} else "all"))
    return Change(adds=(*path, len(branch.items) - 1))


def _add_kind(event: Event, path: Path, registry: Registry) -> Change:
    other = next((kind.name for kind in registry.activities if kind.name not in event.kinds), None)
    if other:
        event.kinds.append(other)
    return Change(focus=(path, None))


def _add_property(event: Event, path: Path, chosen: str, registry: Registry) -> Change:
    prop = _property(event, chosen, registry)
    if prop is None or len(event.where) >= MAX_WHERE:
        return Change(focus=(path, None))
    used = {row.op for row in event.where if row.field == chosen}
    operators = list(OPERATORS[prop.type])
    event.where.append(Row(chosen, next((op for op in operators if op not in used), operators[0])))
    return Change(focus=(path, len(event.where) - 1))


def _remove(root: Branch, path: Path, row: int | None) -> Change:
    if row is not None:
        event = item_at(root, path)
        if isinstance(event, Event) and row < len(event.where):
            del event.where[row]
        return Change(focus=(path, None))
    owner = item_at(root, path[:-1])
    if not isinstance(owner, Branch) or path[-1] >= len(owner.items):
        return Change()
    del owner.items[path[-1]]
    if not owner.items:
        return Change(adds=path[:-1])
    return Change(focus=((*path[:-1], min(path[-1], len(owner.items) - 1)), None))


def _drop_kind(root: Branch, path: Path, place: int | None) -> Change:
    event = item_at(root, path)
    if isinstance(event, Event) and place is not None and place < len(event.kinds) and len(event.kinds) > 1:
        del event.kinds[place]
    return Change(focus=(path, None))


def settle(root: Branch, registry: Registry) -> None:
    """Bring what was posted into line with its fields: a changed field cannot keep its old operator."""
    for _path, branch in branches(root):
        for place, item in enumerate(branch.items):
            if isinstance(item, Row):
                branch.items[place] = _settled(item, registry.field_named(item.field))
            elif isinstance(item, Event):
                item.where = [_settled(row, _property(item, row.field, registry)) for row in item.where]


def _property(event: Event, name: str, registry: Registry) -> Field | None:
    return registry.property_of(event.kinds, name) if known(event, registry) else None


def _settled(row: Row, found: Field | None) -> Row:
    """Give a row whose field was changed the first operator of its new type, and no value."""
    if found is None or row.op in OPERATORS[found.type]:
        return row
    return replace(row, op=next(iter(OPERATORS[found.type])), values=())


def asks_twice(item: Item) -> bool:
    """Say whether an event asks the same of a property twice, which its JSON cannot hold."""
    if not isinstance(item, Event):
        return False
    pairs = [(row.field, row.op) for row in item.where]
    return len(set(pairs)) < len(pairs)

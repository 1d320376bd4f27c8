"""What a browser posts of the editor: names of controls, and the draft they make. Pure.

``cond-mode`` is the outermost group's; ``cond-0_2-field``, ``-act`` or ``-mode`` say that the item of path (0, 2)
is a row, an event or a group; ``cond-0_2-where1-field`` is the second test of that event's properties.
"""

import re

from django.http import QueryDict

from conditions.drafts import MODES, OFTEN, Branch, Event, Item, Path
from conditions.parse import MAX_DEPTH, MAX_NODES
from conditions.rows import MAX_ROWS, Row


PATH = r"\d{1,4}(?:_\d{1,4})*"


def name_of(prefix: str, path: Path, part: str = "") -> str:
    """Return the name of a part of the item."""
    return "-".join(piece for piece in (prefix, written(path), part) if piece)


def written(path: Path) -> str:
    """Return the path as names and buttons carry it."""
    return "_".join(map(str, path))


def read_path(text: str) -> Path | None:
    """Return the path of a name or a button, or None if it is none."""
    return tuple(map(int, text.split("_"))) if re.fullmatch(PATH, text, re.ASCII) else None


def draft(data: QueryDict, prefix: str) -> tuple[Branch, dict[Path, Path]]:
    """Return what was posted, numbered anew, and where each posted item is now."""
    pattern = re.compile(rf"{re.escape(prefix)}-({PATH})-(field|act|mode)", re.ASCII)
    items: dict[Path, str] = {}
    for key in data:
        match = pattern.fullmatch(key)
        path = read_path(match[1]) if match else None
        if match and path and len(path) < MAX_DEPTH:
            items[path] = match[2]
    root = Branch(_mode(data.get(f"{prefix}-mode", "")))
    groups: dict[Path, tuple[Branch, Path]] = {(): (root, ())}
    places: dict[Path, Path] = {(): ()}
    for path in sorted(items)[: 2 * MAX_NODES]:
        owner, place = groups.get(path[:-1], (None, ()))
        if owner is None or len(owner.items) >= MAX_ROWS:
            continue
        item = _item(data, name_of(prefix, path), items[path])
        places[path] = (*place, len(owner.items))
        owner.items.append(item)
        if isinstance(item, Branch):
            groups[path] = (item, places[path])
    return root, places


def _mode(text: str) -> str:
    return text if text in MODES else "all"


def _item(data: QueryDict, name: str, kind: str) -> Item:
    match kind:
        case "mode":
            return Branch(_mode(data.get(f"{name}-mode", "")))
        case "act":
            return _event(data, name)
    return _row(data, name)


def _row(data: QueryDict, name: str) -> Row:
    return Row(
        data.get(f"{name}-field", ""),
        data.get(f"{name}-op", ""),
        tuple(data.getlist(f"{name}-value")),
        negated=f"{name}-not" in data,
    )


def _event(data: QueryDict, name: str) -> Event:
    pattern = re.compile(rf"{re.escape(name)}-where(\d{{1,4}})-field", re.ASCII)
    numbers = sorted(int(match[1]) for key in data if (match := pattern.fullmatch(key)))
    often = data.get(f"{name}-often", "")
    return Event(
        kinds=list(dict.fromkeys(data.getlist(f"{name}-act"))),
        often=often if often in OFTEN else "once",
        least=data.get(f"{name}-least", ""),
        most=data.get(f"{name}-most", ""),
        days=data.get(f"{name}-days", ""),
        where=[_row(data, f"{name}-where{number}") for number in numbers[:MAX_ROWS]],
        negated=f"{name}-not" in data,
    )

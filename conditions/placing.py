"""Where a fault belongs: from its JSON path to the item of the editor that it is about. Pure."""

import json
import re
from collections.abc import Callable
from contextlib import suppress

from conditions.drafts import Event, Item, Path


STEP = re.compile(r"\.(?:(?:all|any)\[(\d+)\]|not(?!\w))", re.ASCII)
PROPERTY = re.compile(r"\.where(?:\.(\w+)|\[(\".*?\")\])(?:\.(\w+)|\[(\".*?\")\])?")


def placed(path: str, find: Callable[[Path], Item | None]) -> tuple[Path, int | None]:
    """Return the item's path, empty for the whole condition, and for a property which of its event's rows."""
    places: list[int] = []
    position = 1
    while match := STEP.match(path, position):
        position = match.end()
        if match[1] is not None:
            places.append(int(match[1]))
    item = find(tuple(places))
    if isinstance(item, Event) and (match := PROPERTY.match(path, position)):
        return tuple(places), _row(item, _plain(match[1], match[2]), _plain(match[3], match[4]))
    return tuple(places), None


def _plain(bare: str | None, quoted: str | None) -> str:
    with suppress(ValueError):
        return bare or (json.loads(quoted) if quoted else "")
    return ""


def _row(event: Event, name: str, op: str) -> int | None:
    """Return the row of that property and, if several ask for it, that operator."""
    rows = [place for place, row in enumerate(event.where) if row.field == name]
    exact = [place for place in rows if event.where[place].op == op]
    return next(iter(exact or rows), None)

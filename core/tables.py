"""The columns of a list: what the head says, which way it sorts, what the cells are classed as."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


PARAMETER = "ordering"
# What a new ordering makes meaningless.
POSITION = ("after", "before", "cursor", "page")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``sort`` names the ordering without sign, ``first`` the direction of the first click."""

    name: str
    label: str | Promise
    sort: str = ""
    first: str = "ascending"
    css: str = ""
    numeric: bool = False
    label_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head as drawn: where its click leads and which way the list runs now."""

    column: Column
    url: str
    direction: str


def heads(columns: Iterable[Column], request: HttpRequest, *, ordering: str) -> list[Head]:
    """Return the heads of a list that runs by ``ordering`` ("-score" or "company")."""
    return [_head(column, request, ordering) for column in columns]


def _head(column: Column, request: HttpRequest, ordering: str) -> Head:
    if not column.sort:
        return Head(column, "", "")
    direction = _direction(column, ordering)
    query = request.GET.copy()
    query[PARAMETER] = _next_ordering(column, direction)
    for name in POSITION:
        query.pop(name, None)
    return Head(column, f"?{query.urlencode()}", direction)


def _direction(column: Column, ordering: str) -> str:
    if ordering.lstrip("-") != column.sort:
        return ""
    return "descending" if ordering.startswith("-") else "ascending"


def _next_ordering(column: Column, direction: str) -> str:
    going_down = direction == "ascending" if direction else column.first == "descending"
    return f"-{column.sort}" if going_down else column.sort

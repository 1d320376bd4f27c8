"""What side bar, bottom bar and the `g` keys lead to; each room registers its items in ``ready()``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from core import gather


Group = Literal["main", "manage", "create", "settings", "bar"]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation.

    ``capability`` hides it from whom the page would refuse; ``roles`` narrows it further, to those who live
    there (an admin sees all). It is current on every page below its URL; of two, the longer URL wins.
    ``goto`` is the letter after `g`; ``key`` is the letter that clicks a "create" entry; ``description``
    stands beside the label on the settings page. ``badge`` returns what to count (all of a page's are counted in one
    statement) or a number.
    """

    name: str
    label: str | Promise
    icon: str
    url_name: str
    order: int
    group: Group = "main"
    capability: str = ""
    roles: tuple[str, ...] = ()
    goto: str = ""
    key: str = ""
    short_label: str | Promise = ""
    description: str | Promise = ""
    badge: Callable[[HttpRequest], "int | QuerySet[Any]"] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An item as one person on one page sees it."""

    item: Item
    url: str
    current: bool
    badge: int


@dataclass(frozen=True, slots=True)
class WorkspaceLink:
    """A workspace the person may switch to."""

    name: str
    url: str
    current: bool


WorkspaceProvider = Callable[[HttpRequest], Iterable[WorkspaceLink]]

_items: dict[str, Item] = {}
_providers: dict[str, Any] = {}


def register(*items: Item) -> None:
    """Add entries; a name that exists already is replaced."""
    for item in items:
        _items[item.name] = item


def register_workspaces(provider: WorkspaceProvider) -> None:
    """Tell where the switcher takes the person's workspaces from."""
    _providers["workspaces"] = provider


def register_search(url_name: str, parameter: str = "search") -> None:
    """Tell which list the search field of the top bar asks."""
    _providers["search"] = (url_name, parameter)


def registered() -> list[Item]:
    """Return every entry in its order; for checks and tests."""
    return sorted(_items.values(), key=lambda item: (item.order, item.name))


def workspaces(request: HttpRequest) -> list[WorkspaceLink]:
    """Return the workspaces the person may switch to."""
    provider = _providers.get("workspaces")
    return list(provider(request)) if provider else []


def search(request: HttpRequest) -> dict[str, str] | None:
    """Return where the search field sends its words, or None where there is nothing to search."""
    url_name, parameter = _providers.get("search", ("", ""))
    url = resolve(url_name, request) if url_name else None
    return {"url": url, "parameter": parameter} if url else None


def links(request: HttpRequest, group: Group) -> list[Link]:
    """Return the entries of the group that this person may follow, the page's own marked as current."""
    found = [
        (item, url)
        for item in registered()
        if item.group == group and is_offered(item, request) and (url := resolve(item.url_name, request))
    ]
    current = _current_url(request.path, [url for _, url in found])
    counted = _badges(request)
    return [
        Link(item=item, url=url, current=url == current, badge=counted.get(item.name, 0))
        for item, url in found
    ]


def _badges(request: HttpRequest) -> dict[str, int]:
    """Return the numbers beside the entries by name; counted once a request. Queries: one, however many there are."""
    known: dict[str, int] | None = getattr(request, "badges", None)
    if known is None:
        wanted = {
            item.name: item.badge(request)
            for item in registered()
            if item.badge and is_offered(item, request)
        }
        rows = {name: value for name, value in wanted.items() if isinstance(value, QuerySet)}
        numbers = {name: value for name, value in wanted.items() if isinstance(value, int)}
        known = numbers | dict(zip(rows, gather.counts(list(rows.values())), strict=True))
        request.badges = known  # type: ignore[attr-defined]
    return known


def is_offered(item: Item, request: HttpRequest) -> bool:
    """Say whether the entry is for this person."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return False
    if item.capability and not membership.can(item.capability):
        return False
    return not item.roles or membership.role == "admin" or membership.role in item.roles


def resolve(url_name: str, request: HttpRequest) -> str | None:
    """Return the URL of the name in this workspace, or None if there is no such page (see core.checks)."""
    try:
        return reverse(url_name, kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    except NoReverseMatch:
        return None


def _current_url(path: str, urls: list[str]) -> str | None:
    """Return the longest of the URLs under which the path lies: /leads/42/ belongs to /leads/."""
    return max((url for url in urls if path.startswith(url)), key=len, default=None)

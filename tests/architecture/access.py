"""Every address of the product with who may use it: as the URL conf has it, and as docs/access.md says."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.views.generic.edit import ProcessFormView

from leadcrm.runtime.home import BASE
from tenants.checks import API, MEMBER, PAGES, addresses
from tenants.choices import Role
from tenants.permissions import Capability


DOCUMENT = BASE / "docs/access.md"
SAFE = ("GET", "HEAD", "OPTIONS")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One address and one method: which capability a member needs, which scope a key."""

    name: str
    path: str
    method: str
    capability: str
    scope: str = ""

    @property
    def is_page(self) -> bool:
        """Say whether it lies inside a workspace."""
        return self.path.startswith(PAGES)

    @property
    def is_api(self) -> bool:
        """Say whether keys open it."""
        return self.path.startswith(API) and self.capability != "public"


def methods_of(view: Callable[..., Any]) -> list[str]:
    """Return the methods that a view answers, without HEAD and OPTIONS; all five if it does not say."""
    cls = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if cls:
        # Django's form views answer PUT as POST; nobody is told.
        aliases = {"PUT"} if issubclass(cls, ProcessFormView) else set()
        answered = {name.upper() for name in cls.http_method_names if hasattr(cls, name)} - aliases
        return [method for method in METHODS if method in answered]
    while view:
        named = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if named:
            return [method for method in METHODS if method in named]
        view = getattr(view, "__wrapped__", None)  # type: ignore[assignment]
    return list(METHODS)


def _guard(path: str, view: Callable[..., Any], method: str) -> tuple[str, str]:
    if path.startswith(PAGES):
        return str(getattr(view, "capability", "nobody said")), ""
    cls = getattr(view, "cls", None)
    if path.startswith(API) and hasattr(cls, "scopes"):
        index = 0 if method in SAFE else 1
        return str(cls.capabilities[index] or "–"), str(cls.scopes[index] or "–")
    return "public", ""


def built() -> set[Entry]:
    """Return every address, method and guard as the URL conf has it."""
    return {
        Entry(name, path, method, *_guard(path, view, method))
        for name, path, view in addresses()
        for method in methods_of(view)
    }


def _tables(heading: str) -> list[list[str]]:
    """Return the cells of every table row below headings that start with the text, without code marks."""
    rows, inside = [], False
    for line in DOCUMENT.read_text().splitlines():
        if line.startswith("#"):
            inside = line.lstrip("# ").startswith(heading)
        elif inside and line.startswith("|") and not set(line) <= set("|-: "):
            rows.append([cell.strip().replace("`", "") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def documented() -> set[Entry]:
    """Return every address, method and guard as docs/access.md says."""
    return {
        Entry(name, path, method, capability, scope)
        for name, path, methods, capability, scope in _tables("Addresses")
        for method in methods.split(", ")
        if name != "name"
    }


@cache
def documented_roles() -> dict[str, set[str]]:
    """Return the capabilities of each role as docs/access.md says."""
    head, *rows = _tables("Roles")
    roles = head[1:-1]
    return {
        role: {cells[0] for cells in rows if cells[1 + index] == "yes"} for index, role in enumerate(roles)
    }


def documented_scopes() -> set[str]:
    """Return the scopes that docs/access.md explains."""
    return {cells[0] for cells in _tables("Scopes")} - {"scope", "*"}


def allowed_roles(capability: str) -> set[str]:
    """Return which roles docs/access.md lets in."""
    if capability == MEMBER:
        return set(Role.values)
    return {role for role, held in documented_roles().items() if capability in held}


def markdown() -> str:
    """Return the rows that docs/access.md should have, for whoever added an address."""
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for entry in built():
        grouped.setdefault((entry.path, entry.name, entry.capability, entry.scope), []).append(entry.method)
    return "\n".join(
        f"| `{name}` | `{path}` | {', '.join(sorted(methods, key=METHODS.index))} "
        f"| {f'`{capability}`' if capability in set(Capability) else capability} "
        f"| {f'`{scope}`' if len(scope) > 1 else scope} |"
        for (path, name, capability, scope), methods in sorted(grouped.items())
    )

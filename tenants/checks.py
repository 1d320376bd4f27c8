"""System checks of access: a page or API view that names nobody would be open to all, or closed to all, in silence."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from tenants.choices import NO_KEY, SCOPES
from tenants.permissions import Capability


PAGES, API = "w/<slug:workspace>/", "api/v1/"
# Describe the API to whoever may use it; they show no workspace's data.
OPEN_API = {"api-schema", "api-docs"}
MEMBER = "member"


def addresses() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Return (name with its namespace, path, view) of every pattern of the URL conf."""
    yield from _walk(get_resolver(), "", "")


def _walk(resolver: URLResolver, path: str, space: str) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", here, pattern.callback


@checks.register()
def check_access(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Report pages of a workspace and API views that do not say who may use them."""
    return [*_open_pages(), *_open_api_views()]


def _open_pages() -> list[checks.CheckMessage]:
    known = {MEMBER, *Capability}
    return [
        checks.Error(
            f"The page {name!r} does not say who may open it.",
            hint="Decorate the view with @requires(Capability.…) or @open_to_members.",
            obj=path,
            id="tenants.E002",
        )
        for name, path, view in addresses()
        if path.startswith(PAGES) and getattr(view, "capability", None) not in known
    ]


def _open_api_views() -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"The API view {name!r} does not say who may use it.",
            hint="Subclass WorkspaceAPIView and set scopes and capabilities, (reading, writing) each.",
            obj=path,
            id="tenants.E003",
        )
        for name, path, view in addresses()
        if path.startswith(API) and name not in OPEN_API and not _is_guarded(getattr(view, "cls", None))
    ]


def _is_guarded(cls: Any) -> bool:
    methods = {name for name in getattr(cls, "http_method_names", ()) if hasattr(cls, name)} - {
        "head",
        "options",
    }
    kinds = {0 if name == "get" else 1 for name in methods}
    scopes, capabilities = getattr(cls, "scopes", (None, None)), getattr(cls, "capabilities", (None, None))
    return bool(kinds) and all(
        scopes[kind] in {*SCOPES, NO_KEY} and capabilities[kind] in set(Capability) for kind in kinds
    )

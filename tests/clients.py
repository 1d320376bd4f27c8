"""Clients that call the product as a stranger does: outside whatever scope the test itself is in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from core import scope


# What htmx says of itself with each request.
HTMX = {"HX-Request": "true"}


@contextmanager
def outside_scope() -> Iterator[None]:
    """Leave the scope for a while, here and in the database, so that a forgotten scope is seen."""
    former = scope._current.set(None)
    had_scope = former.old_value not in {None, former.MISSING}
    if had_scope:
        scope._tell_database(None)
    try:
        yield
    finally:
        scope._current.reset(former)
        if had_scope and not connection.needs_rollback:
            scope._tell_database(scope.current_workspace_id())


class PageClient(Client):
    """A browser."""

    def request(self, **request: Any) -> HttpResponse:
        """Send the request outside the test's scope."""
        with outside_scope():
            return super().request(**request)

    def force_login(self, user: Any, backend: str | None = None) -> None:
        """Sign the person in."""
        super().force_login(user, backend or "tenants.accounts.Backend")


class JsonClient(PageClient):
    """A program: JSON both ways, with a key or (for a signed-in person) with the workspace's name."""

    def __init__(self, key: str = "", *, workspace: str = "") -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {"X-Workspace": workspace}
        super().__init__(headers=headers)

    def generic(
        self, method: str, path: str, data: Any = "", content_type: str = "application/json", **extra: Any
    ) -> Any:
        """Send any request; a body that is no text is sent as JSON."""
        if content_type == "application/octet-stream":
            content_type = "application/json"
        if not isinstance(data, str | bytes):
            data = self._encode_json(data, content_type)
        return super().generic(method, path, data, content_type, **extra)

    def post(self, path: str, data: Any = None, content_type: str = "application/json", **extra: Any) -> Any:
        """POST JSON."""
        return super().post(path, {} if data is None else data, content_type, **extra)

    def patch(self, path: str, data: Any = "", content_type: str = "application/json", **extra: Any) -> Any:
        """PATCH JSON."""
        return super().patch(path, data, content_type, **extra)

    def put(self, path: str, data: Any = "", content_type: str = "application/json", **extra: Any) -> Any:
        """PUT JSON."""
        return super().put(path, data, content_type, **extra)

"""DRF's view of who is calling; the middleware has found out already."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request


class WorkspaceAuthentication(BaseAuthentication):
    """A bearer key, or the session with ``X-Workspace`` (then with CSRF protection)."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return (user or None, key or None) as the middleware found them."""
        http = request._request
        if getattr(http, "api_key", None):
            return (None, getattr(http, "api_key", None))
        if getattr(http, "membership", None):
            self._ask_for_token(request)
            return (http.user, None)
        return None

    def _ask_for_token(self, request: Request) -> None:
        try:
            SessionAuthentication().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(
                _("A session needs its CSRF token in the header X-CSRFToken."), code="csrf"
            ) from error

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, so that a missing key is 401."""
        return "Bearer"


class WorkspaceAuthenticationScheme(OpenApiAuthenticationExtension):
    """Describes the key for OpenAPI."""

    target_class = "tenants.api.authentication.WorkspaceAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the bearer scheme."""
        return {"type": "http", "scheme": "bearer"}

"""What a key's scopes and a member's role allow on the API."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tenants.choices import NO_KEY
from tenants.services import api_keys


SAFE = {"GET", "HEAD", "OPTIONS"}


class HasScope(BasePermission):
    """Asks a key for ``view.scopes`` and a member for ``view.capabilities``: (reading, writing) each."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the caller may; 401 without a caller."""
        http = request._request
        index = 0 if request.method in SAFE else 1
        if key := getattr(http, "api_key", None):
            scope = view.scopes[index]  # type: ignore[attr-defined]
            return scope not in {None, NO_KEY} and api_keys.allows(key, scope)
        if membership := getattr(http, "membership", None):
            capability = view.capabilities[index]  # type: ignore[attr-defined]
            return capability is not None and membership.can(capability)
        raise NotAuthenticated

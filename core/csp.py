"""Content-Security-Policy for Django 5.2, under the names Django 6.0 uses.

The upgrade is: delete this file and import from ``django.utils.csp`` instead.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty


HEADER = "Content-Security-Policy"

Policy = Mapping[str, Sequence[str]]


class CSP:
    """Source expressions."""

    SELF = "'self'"
    NONE = "'none'"
    NONCE = "<CSP_NONCE>"


def build_policy(policy: Policy, nonce: SimpleLazyObject | None) -> str:
    """Return the header's text; a nonce appears only if the page asked for one."""
    used = nonce is not None and nonce._wrapped is not empty  # type: ignore[attr-defined]
    directives = []
    for name, sources in policy.items():
        values = [f"'nonce-{nonce}'" if source == CSP.NONCE else source for source in sources]
        kept = [value for value, source in zip(values, sources, strict=True) if source != CSP.NONCE or used]
        directives.append(" ".join([name, *kept]))
    return "; ".join(directives)


class ContentSecurityPolicyMiddleware:
    """Puts the policy on every answer that has none yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the policy of the settings or of the view."""
        request._csp_nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))  # type: ignore[attr-defined]
        response = self.get_response(request)
        policy = getattr(response, "_csp_config", settings.SECURE_CSP)
        if policy and HEADER not in response:
            response[HEADER] = build_policy(policy, request._csp_nonce)  # type: ignore[attr-defined]
        return response


def csp(request: HttpRequest) -> dict[str, Any]:
    """Offer ``{{ csp_nonce }}`` to templates."""
    return {"csp_nonce": getattr(request, "_csp_nonce", "")}


def csp_override(policy: Policy) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give one view a policy of its own."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response._csp_config = policy  # type: ignore[attr-defined]
            return response

        return wrapped

    return decorate

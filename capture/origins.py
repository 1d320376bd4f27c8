"""CORS by hand: which page may read an answer is in the database, per form and per key."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


HEADERS = "Authorization, Content-Type, Idempotency-Key"
ANY = "*"


def origin_of(request: HttpRequest) -> str:
    """Return the page's origin as the browser says it, without a trailing slash."""
    return request.headers.get("Origin", "").rstrip("/")


def is_allowed(origin: str, allowed: Sequence[str]) -> bool:
    """Say whether the list names the origin; ``*`` names every one."""
    return bool(origin) and (origin in allowed or ANY in allowed)


def allow(response: HttpResponse, *, origin: str) -> None:
    """Let the page read the answer; never with cookies."""
    response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = "Retry-After, Idempotency-Replayed"
    patch_vary_headers(response, ["Origin"])


def preflight(*, origin: str, methods: str = "POST") -> HttpResponse:
    """Answer the browser's question whether the page may post."""
    response = HttpResponse(status=204)
    if origin:
        allow(response, origin=origin)
        response["Access-Control-Allow-Methods"] = methods
        response["Access-Control-Allow-Headers"] = HEADERS
        response["Access-Control-Max-Age"] = "600"
    return response

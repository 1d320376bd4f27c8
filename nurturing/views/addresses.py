"""Addresses of nurturing's pages, of the workspace that was asked for."""

from django.http import HttpRequest
from django.urls import reverse


def to(request: HttpRequest, page: str, /, **kwargs: object) -> str:
    """Return the address of one of our pages."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return reverse(f"nurturing:{page}", kwargs={"workspace": slug, **kwargs})

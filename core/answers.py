"""Answers that every room gives alike."""

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


def see_other(to: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
    """Send whoever posted on to a page: an address, or the name of one with its values.

    303, not 302: it says that the next request is a GET whatever this one was.
    """
    return HttpResponseRedirect(resolve_url(to, *args, **kwargs), status=303)

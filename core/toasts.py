"""A sentence about what just happened, with an undo where there is one; rides on Django's messages."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise

from core.htmx import wants_fragment


UNDO = "undo:"


def add(
    request: HttpRequest, text: str | Promise, *, undo_url: str = "", level: int = messages.SUCCESS
) -> None:
    """Show the sentence on the next page or with this fragment; ``undo_url`` takes a POST."""
    messages.add_message(request, level, str(text), extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def forget(request: HttpRequest) -> None:
    """Take back what was said while serving a request that is served again; what waited before it waits on."""
    if isinstance(messages.get_messages(request), BaseStorage):
        MessageMiddleware(lambda _request: HttpResponse()).process_request(request)


def undo_url(message: Message) -> str:
    """Return where the message's undo posts to, or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""


class ToastMiddleware:
    """Appends waiting toasts to an htmx fragment, out of band; a whole page shows them itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, toasts included."""
        response = self.get_response(request)
        if wants_fragment(request) and self._takes_toasts(response):
            response.write(render_to_string("components/toasts.html", {"oob": True}, request=request))
        return response

    def _takes_toasts(self, response: HttpResponse) -> bool:
        # A redirect, a 204 and an HX-Redirect are followed by a page that shows them.
        return (
            not response.streaming
            and response.status_code not in {204, 301, 302, 303, 304, 307, 308}
            and response.get("Content-Type", "").startswith("text/html")
            and not {"HX-Redirect", "HX-Location", "HX-Refresh"} & set(response.headers)
        )

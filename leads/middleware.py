"""Pages of a lead that was merged: on to the same page of the lead it is now."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import toasts
from core.answers import see_other
from leads.models import Lead
from leads.moved import Moved


class MergedLeadMiddleware:
    """Answers ``leads.moved.Moved``: reading goes on (301), a form is told that nothing was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Send the reader to the lead that has it all now."""
        match = request.resolver_match
        if not isinstance(exception, Moved) or match is None or "pk" not in match.kwargs:
            return None
        if request.method in {"GET", "HEAD"}:
            kwargs = _named_now(match.kwargs, exception)
            if kwargs["pk"] == kwargs.get("other"):
                # The two that were to be compared are one.
                return HttpResponsePermanentRedirect(_page(match.kwargs["workspace"], exception.lead))
            url = reverse(match.view_name, kwargs=kwargs)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
        said = _("This lead was merged into %(lead)s. Nothing was saved; here is what is known now.")
        toasts.add(request, said % {"lead": exception.lead.title}, level=messages.WARNING)
        return see_other(_page(match.kwargs["workspace"], exception.lead))


def _named_now(kwargs: Mapping[str, Any], exception: Moved) -> dict[str, Any]:
    """Return the words of the address with the lead that is meant now; ``pk`` and ``other`` name leads."""
    now = {name: exception.lead.pk for name in ("pk", "other") if kwargs.get(name) == exception.was}
    return {**kwargs, **now}


def _page(workspace: str, lead: Lead) -> str:
    return reverse("leads:detail", kwargs={"workspace": workspace, "pk": lead.pk})

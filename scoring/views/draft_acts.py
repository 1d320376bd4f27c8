"""What verbs on a draft share: which revision was seen, and where a deed or a refusal leads."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import DomainError, Invalid


def revision(request: HttpRequest) -> int | None:
    """Return the draft's revision that the form was drawn for."""
    return number(request, "revision")


def number(request: HttpRequest, name: str) -> int | None:
    """Return the number that a form sends along, None without one."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def done(request: HttpRequest, do: Callable[[], None], page: str) -> HttpResponse:
    """Do it and go to the page; a refusal is a page of its own, with the way back to the draft."""
    try:
        do()
    except DomainError as refusal:
        return refused(request, refusal)
    return to(request, page)


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Show a refusal as a page: the request was well-formed, so what its input breaks is a rule (409)."""
    back_url = reverse("scoring:draft", args=[request.workspace.slug])  # type: ignore[attr-defined]
    heading = _("This cannot be done") if isinstance(refusal, Invalid) else ""
    values = {"message": refusal.message, "back_url": back_url, "heading": heading}
    status = refusal.status if refusal.status in {403, 404} else 409
    return render(request, f"{status}.html", values, status=status)


def to(request: HttpRequest, page: str) -> HttpResponse:
    """Lead to a page of the workspace."""
    return HttpResponseRedirect(reverse(page, args=[request.workspace.slug]), status=303)  # type: ignore[attr-defined]

"""The one way the forms of the hand-off page are shown, saved and left."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core.errors import DomainError
from leads.views.moves import show_refusal


def policy_url(request: HttpRequest) -> str:
    """Return the address of the hand-off page."""
    return reverse("distribution:hand-off", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]


def back(request: HttpRequest, anchor: str = "") -> HttpResponse:
    """Return to the hand-off page, at the part that was changed."""
    return HttpResponseRedirect(f"{policy_url(request)}{anchor}", status=303)


def answer(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[dict[str, Any]], None],
    *,
    title: str,
    anchor: str = "",
    template: str = "distribution/form.html",
    is_valid: bool = True,
    **values: Any,
) -> HttpResponse:
    """Show the form, or save it and go back; a refusal stands on the form.

    ``is_valid`` is what the parts of the page outside the form say (the condition of a route).
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and is_valid:
            try:
                save(form.cleaned_data)
            except DomainError as refusal:
                status = refusal.status
                show_refusal(form, refusal)
            else:
                return back(request, anchor)
    context = {"form": form, "page_title": title, "back_url": policy_url(request), **values}
    return render(request, template, context, status=status)

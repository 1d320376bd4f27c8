"""How the pages of deals answer: a form as page or dialog, a redirect out of either, a refusal in words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from conversion.models import Opportunity
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from leads.views.moves import show_refusal


FORM, DIALOG = "conversion/form.html", "conversion/_dialog.html"
DEAL = ("account", "contact", "lead", "pipeline", "stage", "owner", "lost_reason")


def address(request: HttpRequest, name: str, **kwargs: Any) -> str:
    """Return the address of one of our pages in this workspace."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    return reverse(f"conversion:{name}", kwargs={"workspace": slug, **kwargs})


def get_deal(request: HttpRequest, pk: int) -> Opportunity:
    """Return the deal if this member may see it, else raise Http404."""
    deals = Opportunity.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    return get_object_or_404(deals.select_related(*DEAL), pk=pk)


def leave(request: HttpRequest, url: str) -> HttpResponse:
    """Go on to the address after a good POST; out of a dialog by telling htmx to follow."""
    if wants_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return see_other(url)


def next_or(request: HttpRequest, url: str) -> str:
    """Return where the form wants to go afterwards, if that is ours, else the address given."""
    wish = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if wish and is_ours else url


def refuse(request: HttpRequest, refusal: DomainError, *, back_url: str) -> HttpResponse:
    """Say what stands in the way; in a dialog inside it."""
    sentences = dict.fromkeys([refusal.message, *(error["message"] for error in refusal.errors)])
    values = {"message": " ".join(sentences), "back_url": back_url}
    template = "conversion/_refused.html" if wants_fragment(request) else "409.html"
    response = render(request, template, values, status=refusal.status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def ask(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[dict[str, Any]], str],
    *,
    template: str = FORM,
    dialog: str = DIALOG,
    **context: Any,
) -> HttpResponse:
    """Show the form, or save it and go where ``save`` says; a refusal stands on the form.

    ``context`` holds page_title, button, back_url, back_label and what the template needs besides.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                url = save(form.cleaned_data)
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = 409 if refusal.status == 409 else 422
            else:
                return leave(request, url)
    values = {"form": form, "action": request.get_full_path(), **context}
    chosen = dialog if wants_fragment(request) else template
    response = render(request, chosen, values, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response

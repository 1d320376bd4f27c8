"""Every part in every state, with invented people; only where a developer or a test asked for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core import sample_page, toasts


PARTS = ("components", "leads", "lead", "today", "board", "empty", "public", "refusal")


@require_http_methods(["GET", "POST"])
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show the small parts."""
    return style_guide_part(request, part="components")


@require_http_methods(["GET", "POST"])
def style_guide_part(request: HttpRequest, part: str) -> HttpResponse:
    """Show one page of the guide; ``?toast=1`` adds a toast with undo and one with a fault."""
    if part not in PARTS:
        raise Http404
    _dress(request)
    if request.GET.get("toast"):
        toasts.add(request, "Assigned 12 leads to Marta.", undo_url=request.path)
        toasts.add(request, "The mail could not be sent.", level=messages.ERROR)
    form = sample_page.SampleForm(request.POST or None, initial={"city": "Villaloma"})
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return render(request, f"style_guide/{part}.html", _context(request, form), status=status)


def _context(request: HttpRequest, form: sample_page.SampleForm) -> dict[str, Any]:
    shell = sample_page.SampleShell(request)
    filters = sample_page.SampleForm(auto_id="filter_%s")
    return {"shell": shell, "form": form, "filters": filters, "parts": PARTS} | sample_page.rows(now=shell.now)


def _dress(request: HttpRequest) -> None:
    request.user = sample_page.PERSON  # type: ignore[assignment]
    request.workspace = sample_page.WORKSPACE  # type: ignore[attr-defined]
    request.membership = sample_page.MEMBERSHIP  # type: ignore[attr-defined]

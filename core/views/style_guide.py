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
    return {"shell": shell, "form": form, "filters": filters, "parts": PARTS} | sample_page.rows(
        now=shell.now
    )


def _dress(request: HttpRequest) -> None:
    request.user = sample_page.PERSON  # type: ignore[assignment]
    request.workspace = sample_page.WORKSPACE  # type: ignore[attr-defined]
    request.membership = sample_page.MEMBERSHIP  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def style_guide_fact(request: HttpRequest) -> HttpResponse:
    """Edit a fact in place: the field, the field with its fault, or the line again with a toast."""
    form = sample_page.FactForm(request.POST or None, initial={"value": sample_page.FACTS[1]["value"]})
    fact = dict(sample_page.FACTS[1])
    if request.GET.get("show"):
        return render(request, "components/fact.html", {"fact": fact})
    if request.method == "POST" and form.is_valid():
        toasts.add(request, "Employees saved.", undo_url=request.path)
        return render(request, "components/fact.html", {"fact": fact | {"value": form.cleaned_data["value"]}})
    context = {"fact": fact, "form": form, "cancel_url": f"{request.path}?show=1"}
    return render(request, "components/fact_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def style_guide_dialog(request: HttpRequest) -> HttpResponse:
    """Ask for a reason in a dialog; without htmx this is where the same form would have its page."""
    form = sample_page.FactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        toasts.add(request, "Given back to Marketing.")
        return HttpResponse(headers={"HX-Trigger": "dialog:close"})
    return render(request, "style_guide/dialog.html", {"form": form}, status=422 if form.errors else 200)

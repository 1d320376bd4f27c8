"""The lead page, its timeline, and the watch that brings the new score a second after a change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.htmx import render_part, wants_fragment
from leads.views.access import get_lead
from leads.views.lead_page import LeadPage
from tenants.permissions import Capability, requires


PAGE = "leads/detail.html"
LOOKS = 10


@require_GET
@requires(Capability.VIEW_LEADS)
def show(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show everything known of a lead."""
    page = LeadPage(request, get_lead(request, pk))
    return render(request, PAGE, context(page))


@require_GET
@requires(Capability.VIEW_LEADS)
def timeline(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show the lead with its timeline filtered or further back."""
    page = LeadPage(request, get_lead(request, pk))
    return render_part(request, PAGE, "timeline", context(page))


@require_GET
@requires(Capability.VIEW_LEADS)
def watch(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Bring head and panels once they look different from ``seen``; asked each second, ``left`` times."""
    page = LeadPage(request, get_lead(request, pk))
    if not wants_fragment(request):
        return render(request, PAGE, context(page))
    left = request.GET.get("left", "")
    left_now = max(min(int(left), LOOKS) - 1, 0) if left.isdecimal() and len(left) < 4 else LOOKS - 1
    is_news = request.GET.get("seen") != page.stamp
    response = render(request, f"{PAGE}#watch", context(page) | {"left": left_now, "is_news": is_news})
    if is_news:
        response["HX-Trigger"] = "lead-news"
    return response


def context(page: LeadPage) -> dict[str, object]:
    """Return the template's values; ``form`` puts "Error:" before the title."""
    return {
        "page": page,
        "lead": page.lead,
        "rank": page.lead.rank,
        "form": page.form(),
        "left": LOOKS,
        "page_title": page.lead.title,
    }

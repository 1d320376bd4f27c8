"""Pages about tracking: set up with a line to paste, what was seen last, and what brought a lead."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from capture import touches
from capture.models import Tracker, Visit
from capture.services import tracking
from capture.tracking_forms import TrackingForm, initial
from core import toasts
from core.answers import see_other
from core.errors import Invalid
from core.htmx import render_part
from leads.views.access import get_lead
from tenants.permissions import Capability, requires


PAGE = "capture/tracking.html"
SHOWN = 25


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_FORMS)
def tracking_page(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the script's line, its rules and the last visits; take other rules."""
    tracker = tracking.current()
    form = TrackingForm(request.POST if request.method == "POST" else None, initial=initial(tracker))
    if request.method == "POST" and form.is_valid() and _is_taken(request, form):
        toasts.add(
            request, _("Saved. Pages follow within five minutes.") if tracker else _("Tracking is set up.")
        )
        return see_other("capture:tracking", workspace=workspace)
    visits = list(Visit.objects.select_related("lead").order_by("-at", "-pk")[:SHOWN]) if tracker else []
    context = {
        "form": form,
        "tracker": tracker,
        "snippet": _snippet(tracker) if tracker else "",
        "host": settings.PUBLIC_URL,
        "visits": visits,
        "has_visits": bool(visits),
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _is_taken(request: HttpRequest, form: TrackingForm) -> bool:
    try:
        tracking.configure(settings=form.settings, by=request.user.pk, at=timezone.now())
    except Invalid as refusal:
        for fault in refusal.errors:
            form.add_error(fault["path"], refusal.message)
    return form.is_valid()


def _snippet(tracker: Tracker) -> str:
    address = settings.PUBLIC_URL + reverse("public:track-script", kwargs={"token": tracker.token})
    return f'<script defer src="{address}"></script>'


@require_GET
@requires(Capability.EDIT_FORMS)
def waiting(request: HttpRequest, workspace: str) -> HttpResponse:
    """Say whether the first visit has come; asked again until it has."""
    context = {"tracker": tracking.current(), "has_visits": Visit.objects.exists()}
    return render(request, "capture/_tracking_waiting.html", context)


@require_GET
@requires(Capability.VIEW_LEADS)
def lead_touches(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what brought a lead, touch by touch."""
    lead = get_lead(request, pk)
    context = {"lead": lead, "touches": touches.of_lead(lead)}
    return render_part(request, "capture/touches.html", "touches", context)

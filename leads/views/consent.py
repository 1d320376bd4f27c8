"""Recording what somebody said about marketing mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import toasts
from leads.forms.work import ConsentForm
from leads.services import consent
from leads.views.access import back_to_lead, get_lead, lead_url, posted
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_LEADS)
def record(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Write a grant or a withdrawal into the ledger, with its evidence."""
    lead = get_lead(request, pk)
    form = ConsentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        consent.record(
            lead=lead,
            **form.cleaned_data,
            text_version="",
            ip_class="",
            by=request.user.pk,
            at=timezone.now(),
        )
        toasts.add(request, _("Consent recorded."))
        return back_to_lead(request, pk)
    values = {
        "lead": lead,
        "form": form,
        "page_title": _("Record consent"),
        "button": _("Record"),
        "action": request.path,
        "back_url": lead_url(request, pk),
    }
    return render(request, "leads/verb.html", values, status=422 if form.errors else 200)

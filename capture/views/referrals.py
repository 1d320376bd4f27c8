"""A lead's referrals: loaded into its page, and a page of their own where there are no scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from capture.models import ReferralLink
from capture.referral_page import ReferralPage
from capture.services import referrals
from core import toasts
from core.answers import see_other
from core.errors import DomainError, Invalid
from core.htmx import render_part
from leads.views.access import get_lead
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.VIEW_LEADS)
def show(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show who sent the lead, its link and whom it sent."""
    return _shown(ReferralPage(request, get_lead(request, pk)))


@require_POST
@requires(Capability.EDIT_LEADS)
def make(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Make the lead's link; where there is one already, say so."""
    page = ReferralPage(request, get_lead(request, pk))
    form = page.filled = page.empty(request.POST)
    if not form.is_valid():
        return _shown(page, status=422)
    try:
        referrals.make(lead=page.lead, **form.chosen, by=request.user.pk, at=timezone.now())
    except Invalid as refusal:
        for fault in refusal.errors:
            form.add_error(fault["path"], refusal.message)
        return _shown(page, status=refusal.status)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _shown(page, status=refusal.status)
    toasts.add(request, _("The link is made. Copy it and send it."))
    return see_other("leads:detail", workspace=workspace, pk=pk)


@require_POST
@requires(Capability.EDIT_LEADS)
def end(request: HttpRequest, workspace: str, pk: int, link: int) -> HttpResponse:
    """Switch a link off."""
    found = get_object_or_404(ReferralLink, pk=link, lead=get_lead(request, pk))
    referrals.end(link=found, by=request.user.pk, at=timezone.now())
    toasts.add(request, _("Switched off. The link leads nowhere now."))
    return see_other("leads:detail", workspace=workspace, pk=pk)


def _shown(page: ReferralPage, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "lead": page.lead, "form": page.form}
    return render_part(page.request, "capture/referrals.html", "referrals", context, status=status)

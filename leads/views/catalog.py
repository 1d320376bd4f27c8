"""Settings: sources, campaigns, topics and products."""

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from leads.forms.campaign_costs import CampaignCostsForm
from leads.models import Campaign
from leads.services import campaign_costs
from leads.views import own_lists
from leads.views.access import posted
from leads.views.own_lists import LISTS, OwnList
from tenants.permissions import Capability, requires


DAYS_SHOWN = 60


def _list_of(kind: str) -> OwnList:
    if kind not in LISTS:
        raise Http404
    return LISTS[kind]


@require_GET
@requires(Capability.EDIT_CATALOG)
def entry_list(request: HttpRequest, workspace: str, kind: str) -> HttpResponse:
    """Show one of the lists."""
    return own_lists.show_list(request, _list_of(kind))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_CATALOG)
def edit_entry(request: HttpRequest, workspace: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Add or change an item of one of the lists."""
    return own_lists.edit_item(request, _list_of(kind), pk)


@require_POST
@requires(Capability.EDIT_CATALOG)
def toggle_entry(request: HttpRequest, workspace: str, kind: str, pk: int) -> HttpResponse:
    """Set an item aside or bring it back."""
    return own_lists.toggle_item(request, _list_of(kind), pk)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_CATALOG)
def costs(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what a campaign cost by day, the newest days first, and take more days."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = CampaignCostsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["costs"]
        campaign_costs.put(campaign=campaign, costs=said, by=request.user.pk, at=timezone.now())
        toasts.add(request, _("The costs of “%(name)s” are saved.") % {"name": campaign})
        return see_other(reverse("leads:campaign-costs", args=[workspace, pk]))
    values = {
        "form": form,
        "campaign": campaign,
        "days": campaign.daily_costs.order_by("-day")[:DAYS_SHOWN],
        "all": campaign.daily_costs.aggregate(days=Count("pk"), amount=Sum("amount_cents")),
        "back_url": reverse("leads:entry", args=[workspace, "campaigns", pk]),
        "page_title": _("Cost by day"),
    }
    return render(request, "leads/campaign_costs.html", values, status=422 if form.errors else 200)

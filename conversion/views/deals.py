"""One opportunity: its page, its forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from conversion import queries
from conversion.choices import DealState, StageKind
from conversion.forms.deals import DealForm, NextStepForm
from conversion.models import Account, Contact, Opportunity
from conversion.services import opportunities
from conversion.services.opportunities import OpportunityInput
from conversion.views.answers import address, ask, get_deal
from core import toasts
from leads import entries
from leads.models import Activity, Lead
from leads.views.people import People
from tenants.permissions import Capability, requires


ENTRIES = 8
MOST_ACCOUNTS = 200


@require_GET
@requires(Capability.VIEW_SALES)
def show_opportunity(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show a deal: where it stands, what comes next, and the lead it came from."""
    deal = get_deal(request, pk)
    lead = _origin(request, deal)
    row = queries.stages([deal.pipeline_id])
    values = {
        "deal": deal,
        "stages": [stage for stage in row if stage.kind == StageKind.OPEN],
        "passed": [stage.pk for stage in row if stage.position < deal.stage.position],
        "is_open": deal.state == DealState.OPEN,
        "lead": lead,
        "entries": _entries(request, lead) if lead else [],
        "step_form": NextStepForm(
            initial={name: getattr(deal, name) for name in NextStepForm.base_fields}, auto_id="step-%s"
        ),
        "page_title": deal.name,
    }
    return render(request, "conversion/opportunity.html", values)


def _origin(request: HttpRequest, deal: Opportunity) -> Lead | None:
    """Return the lead the deal came from, if the member may see it."""
    if deal.lead_id is None:
        return None
    leads = Lead.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    return leads.select_related("rank", "rank__source").filter(pk=deal.lead_id).first()


def _entries(request: HttpRequest, lead: Lead) -> list[entries.Entry]:
    names = People(request).names
    latest = Activity.objects.filter(lead_id=lead.pk).order_by("-occurred_at", "-pk")[:ENTRIES]
    return [entries.entry(activity, people=names) for activity in latest]


def _contacts(account_id: int) -> list[tuple[int, str]]:
    found = Contact.objects.filter(account=account_id).order_by("name_norm", "pk")[:MOST_ACCOUNTS]
    return [(contact.pk, contact.name) for contact in found]


def _stages() -> list[tuple[int, str]]:
    open_stages = [stage for stage in queries.stages() if stage.kind == StageKind.OPEN]
    several = len({stage.pipeline_id for stage in open_stages}) > 1
    return [
        (stage.pk, f"{stage.pipeline.name}: {stage.name}" if several else stage.name) for stage in open_stages
    ]


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def create_opportunity(request: HttpRequest, workspace: str, account: int | None = None) -> HttpResponse:
    """Make a deal by hand, with an account that exists."""
    known = get_object_or_404(Account, pk=account) if account else None
    accounts = [(known.pk, known.name)] if known else _accounts(request)
    form = DealForm(
        request.POST if request.method == "POST" else None,
        owners=People(request).owners,
        accounts=accounts,
        contacts=_contacts(known.pk) if known else (),
        stages=_stages(),
        currency=request.workspace.currency,  # type: ignore[attr-defined]
        initial={"owner_id": request.user.pk, "account_id": known.pk if known else None},
    )

    def save(given: dict[str, Any]) -> str:
        del given["version"]
        chosen = get_object_or_404(Account, pk=given.pop("account_id"))
        contact = Contact.objects.filter(pk=given.pop("contact_id", None), account=chosen).first()
        deal = opportunities.create(
            account=chosen, contact=contact, values=OpportunityInput(**given), at=timezone.now()
        )
        toasts.add(request, _("%(name)s created.") % {"name": deal.name})
        return address(request, "opportunity", pk=deal.pk)

    return ask(
        request,
        form,
        save,
        page_title=_("Create opportunity"),
        button=_("Create opportunity"),
        back_url=address(request, "account", pk=known.pk) if known else address(request, "opportunities"),
        back_label=known.name if known else _("Opportunities"),
        no_account=not accounts,
        create_account_url=address(request, "create-account"),
    )


def _accounts(request: HttpRequest) -> list[tuple[int, str]]:
    """Return accounts to choose from: the newest ones; of any other, the page begins at the account."""
    found = Account.objects.order_by("-created_at", "-pk")[:MOST_ACCOUNTS]
    return sorted(((account.pk, account.name) for account in found), key=lambda pair: pair[1].casefold())


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def edit_opportunity(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change a deal, unless somebody did so meanwhile."""
    deal = get_deal(request, pk)
    form = DealForm(
        request.POST if request.method == "POST" else None,
        owners=People(request).owners,
        contacts=_contacts(deal.account_id),
        currency=deal.currency,
        initial={name: getattr(deal, name) for name in DealForm.base_fields},
    )

    def save(given: dict[str, Any]) -> str:
        version = given.pop("version")
        opportunities.edit(opportunity=deal, values=given, version=version, at=timezone.now())
        toasts.add(request, _("%(name)s saved.") % {"name": given["name"]})
        seen = Opportunity.objects.visible_to(request.membership).filter(pk=pk)  # type: ignore[attr-defined]
        # A rep who gave the deal away goes back to the board.
        return address(request, "opportunity", pk=pk) if seen.exists() else address(request, "opportunities")

    return ask(
        request,
        form,
        save,
        page_title=_("Edit %(name)s") % {"name": deal.name},
        button=_("Save"),
        back_url=address(request, "opportunity", pk=pk),
        back_label=deal.name,
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def next_step(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Say what comes next, and when."""
    deal = get_deal(request, pk)
    initial = {name: getattr(deal, name) for name in NextStepForm.base_fields}
    form = NextStepForm(request.POST if request.method == "POST" else None, initial=initial)
    url = address(request, "opportunity", pk=pk)

    def save(given: dict[str, Any]) -> str:
        version = given.pop("version")
        opportunities.edit(opportunity=deal, values=given, version=version, at=timezone.now())
        toasts.add(request, _("Next step saved."))
        return url

    return ask(
        request,
        form,
        save,
        page_title=_("Next step"),
        button=_("Save"),
        back_url=url,
        back_label=deal.name,
    )

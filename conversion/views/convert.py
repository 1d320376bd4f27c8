"""The page that turns a lead into account, contact and opportunity, and the way back."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conversion import queries
from conversion.choices import StageKind
from conversion.forms.convert import NEW, ConvertForm
from conversion.models import Account, Conversion
from conversion.services import convert, matches, undo
from conversion.services.opportunities import OpportunityInput
from conversion.views.answers import address, ask, leave, refuse
from core import toasts
from core.errors import DomainError
from leads.models import Lead
from leads.views.access import get_lead, lead_url
from tenants.permissions import Capability, requires


MOST_FOUND = 8


class ConvertPage:
    """What there is to choose from for one lead, the likeliest chosen already."""

    def __init__(self, request: HttpRequest, lead: Lead) -> None:
        self.request = request
        self.lead = lead
        self.search = (request.POST.get("search") or request.GET.get("search") or "").strip()[:200]

    @cached_property
    def matches(self) -> matches.Suggestions:
        """Records the lead may be already."""
        return matches.suggest(lead=self.lead)

    @cached_property
    def found(self) -> list[Account]:
        """Accounts somebody looked for."""
        if not self.search:
            return []
        known = [match.account.pk for match in self.matches.accounts]
        rows = Account.objects.search(self.search).exclude(pk__in=known)
        return list(rows.order_by("name_norm", "pk")[:MOST_FOUND])

    @property
    def accounts(self) -> list[tuple[str, str]]:
        """Accounts as choices, with why they are offered."""
        name = self.lead.company or self.lead.name or self.lead.email or self.lead.title
        offered = [
            (str(match.account.pk), f"{match.account.name} · {match.reason}")
            for match in self.matches.accounts
        ]
        offered += [(str(account.pk), account.name) for account in self.found]
        return [*offered, (NEW, _("New account: %(name)s") % {"name": name})]

    @property
    def contacts(self) -> list[tuple[str, str]]:
        """Contacts as choices; none for a company alone."""
        offered = [
            (str(match.contact.pk), f"{match.contact.name}, {match.contact.account.name} · {match.reason}")
            for match in self.matches.contacts
        ]
        name = self.lead.name or self.lead.email or ("" if self.lead.company else self.lead.phone)
        return [*offered, (NEW, _("New contact: %(name)s") % {"name": name})] if name else offered

    @property
    def account_of(self) -> dict[str, str]:
        """The account of each contact offered."""
        return {str(match.contact.pk): str(match.contact.account_id) for match in self.matches.contacts}

    @property
    def stages(self) -> list[tuple[int, str]]:
        """Where the deal may start, with the pipeline's name if there are several."""
        open_stages = [stage for stage in queries.stages() if stage.kind == StageKind.OPEN]
        several = len({stage.pipeline_id for stage in open_stages}) > 1
        return [
            (stage.pk, f"{stage.pipeline.name}: {stage.name}" if several else stage.name)
            for stage in open_stages
        ]

    def initial(self) -> dict[str, Any]:
        """Return what is filled in: a sure match, else new records, and a deal."""
        contact = self.matches.contacts[0].contact if self.matches.contacts else None
        account: Any = self.matches.accounts[0].account.pk if self.matches.accounts else NEW
        if self.found:
            account, contact = self.found[0].pk, None
        stages = self.stages
        return {
            "account": str(contact.account_id if contact else account),
            "contact": str(contact.pk) if contact else NEW,
            "with_deal": True,
            "name": self.lead.company or self.lead.name or self.lead.title,
            "amount": self.lead.amount_guess or self.lead.budget,
            "stage_id": stages[0][0] if stages else None,
            "search": self.search,
        }

    def form(self) -> ConvertForm:
        """Return the form, as posted or filled in."""
        return ConvertForm(
            self.request.POST if self.request.method == "POST" else None,
            accounts=self.accounts,
            contacts=self.contacts,
            stages=self.stages,
            account_of=self.account_of,
            currency=self.request.workspace.currency,  # type: ignore[attr-defined]
            initial=self.initial(),
        )


@require_http_methods(["GET", "POST"])
@requires(Capability.CONVERT_LEADS)
def convert_lead(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show what the lead becomes, filled in; or make it so. A repeat leads to what it became."""
    lead = get_lead(request, pk)
    if earlier := convert.became(lead=lead):
        return leave(request, result_url(request, earlier))
    try:
        convert.check_qualified(lead)
    except DomainError as refusal:
        return refuse(request, refusal, back_url=lead_url(request, pk))
    page = ConvertPage(request, lead)
    form = page.form()

    def save(_given: dict[str, Any]) -> str:
        deal = form.deal()
        made, is_new = convert.convert(
            lead=lead,
            by=request.user.pk,
            at=timezone.now(),
            **form.chosen(),
            opportunity=None if deal is None else OpportunityInput(**deal),
        )
        if is_new:
            undo_url = address(request, "undo", pk=pk)
            toasts.add(request, _("%(lead)s is converted.") % {"lead": lead.title}, undo_url=undo_url)
        return result_url(request, made)

    return ask(
        request,
        form,
        save,
        template="conversion/convert.html",
        dialog="conversion/_convert_dialog.html",
        lead=lead,
        search=page.search,
        found=page.found,
        page_title=_("Convert %(lead)s") % {"lead": lead.title},
        back_url=lead_url(request, pk),
    )


def result_url(request: HttpRequest, conversion: Conversion) -> str:
    """Return where one goes on after a conversion: to the deal, else to the account."""
    deal = conversion.opportunity
    if deal:
        return address(request, "opportunity", pk=deal.pk)
    return address(request, "account", pk=conversion.account_id)


@require_POST
@requires(Capability.CONVERT_LEADS)
def undo_conversion(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Take the conversion back while nothing has come of it."""
    lead = get_lead(request, pk)
    try:
        undo.undo(lead=lead, by=request.user.pk, at=timezone.now())
    except DomainError as refusal:
        return refuse(request, refusal, back_url=lead_url(request, pk))
    toasts.add(request, _("The conversion of %(lead)s is undone.") % {"lead": lead.title})
    # Not to ``next``: the page the toast stood on may be gone.
    return leave(request, f"{lead_url(request, pk)}?changed=1")

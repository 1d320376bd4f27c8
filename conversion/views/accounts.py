"""Accounts: the list, one of them, its form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from conversion.filters import AccountFilter
from conversion.forms.customers import AccountForm
from conversion.models import Account, Contact, Conversion, Opportunity
from conversion.services import accounts
from conversion.views.answers import address, ask
from conversion.views.listing import CustomerList
from core import toasts
from core.tables import Column
from leads.models import Lead
from leads.views.people import People
from tenants.permissions import Capability, requires


COLUMNS = (
    Column("name", gettext_lazy("Account"), sort="name"),
    Column("domain", gettext_lazy("Domain")),
    Column("city", gettext_lazy("City")),
    Column("owner", gettext_lazy("Owner")),
    Column("created_at", gettext_lazy("Since"), sort="created_at", first="descending", numeric=True),
)
SHOWN = 50


@require_GET
@requires(Capability.VIEW_SALES)
def account_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the companies and people we do business with."""
    rows = Account.objects.select_related("owner")
    page = CustomerList(request, AccountFilter, rows, COLUMNS, kind="accounts")
    return page.answer("conversion/_account_row.html")


@require_GET
@requires(Capability.VIEW_SALES)
def show_account(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show an account with its people, its deals and the leads it came from."""
    account: Account = get_object_or_404(Account.objects.select_related("owner"), pk=pk)
    membership = request.membership  # type: ignore[attr-defined]
    deals = Opportunity.objects.visible_to(membership).filter(account=account)
    seen = Lead.objects.visible_to(membership)
    origins = Conversion.objects.filter(account=account, lead__in=seen).select_related("lead")
    contacts = Contact.objects.filter(account=account).select_related("owner")
    values = {
        "account": account,
        "deals": deals.select_related("stage", "owner", "account").order_by("state", "-created_at", "-pk")[
            :SHOWN
        ],
        "contacts": contacts.order_by("name_norm", "pk")[:SHOWN],
        "origins": origins.order_by("-at", "-pk")[:SHOWN],
        "page_title": account.name,
    }
    return render(request, "conversion/account.html", values)


def _form(request: HttpRequest, account: Account | None) -> AccountForm:
    initial: dict[str, Any] = {"owner_id": request.user.pk, "country": request.workspace.country}  # type: ignore[attr-defined]
    if account:
        initial = {name: getattr(account, name) for name in AccountForm.base_fields}
    data = request.POST if request.method == "POST" else None
    return AccountForm(data, owners=People(request).owners, initial=initial)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def create_account(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make an account by hand."""

    def save(given: dict[str, Any]) -> str:
        del given["version"]
        account = accounts.create_account(values=given)
        toasts.add(request, _("%(name)s created.") % {"name": account.name})
        return address(request, "account", pk=account.pk)

    return ask(
        request,
        _form(request, None),
        save,
        page_title=_("Create account"),
        button=_("Create account"),
        back_url=address(request, "accounts"),
        back_label=_("Accounts"),
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def edit_account(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change an account, unless somebody did so meanwhile."""
    account = get_object_or_404(Account, pk=pk)
    url = address(request, "account", pk=pk)

    def save(given: dict[str, Any]) -> str:
        version = given.pop("version")
        accounts.edit_account(account=account, values=given, version=version, at=timezone.now())
        toasts.add(request, _("%(name)s saved.") % {"name": account.name})
        return url

    return ask(
        request,
        _form(request, account),
        save,
        page_title=_("Edit %(name)s") % {"name": account.name},
        button=_("Save"),
        back_url=url,
        back_label=account.name,
    )

"""Contacts: the list, one of them, its form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from conversion.filters import ContactFilter
from conversion.forms.customers import ContactForm
from conversion.models import Account, Contact, Conversion, Opportunity
from conversion.services import accounts
from conversion.views.answers import address, ask
from conversion.views.listing import CustomerList
from core import toasts
from core.tables import Column
from leads import queries
from leads.models import Lead
from leads.views.people import People
from tenants.permissions import Capability, requires


COLUMNS = (
    Column("name", gettext_lazy("Contact"), sort="name"),
    Column("account", gettext_lazy("Account")),
    Column("job_title", gettext_lazy("Job title")),
    Column("email", gettext_lazy("E-mail")),
    Column("phone", gettext_lazy("Phone")),
    Column("owner", gettext_lazy("Owner")),
)
SHOWN = 50


@require_GET
@requires(Capability.VIEW_SALES)
def contact_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the people we do business with."""
    rows = Contact.objects.select_related("owner", "account")
    return CustomerList(request, ContactFilter, rows, COLUMNS, kind="contacts").answer(
        "conversion/_contact_row.html"
    )


@require_GET
@requires(Capability.VIEW_SALES)
def show_contact(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Show a person with their account, deals and origin."""
    contact: Contact = get_object_or_404(Contact.objects.select_related("owner", "account"), pk=pk)
    membership = request.membership  # type: ignore[attr-defined]
    deals = Opportunity.objects.visible_to(membership).filter(contact=contact)
    seen = Lead.objects.visible_to(membership)
    origins = Conversion.objects.filter(contact=contact, lead__in=seen).select_related("lead")
    values = {
        "contact": contact,
        "account": contact.account,
        "deals": deals.select_related("stage", "owner", "account").order_by("state", "-created_at", "-pk")[
            :SHOWN
        ],
        "origins": origins.order_by("-at", "-pk")[:SHOWN],
        "page_title": contact.name,
    }
    return render(request, "conversion/contact.html", values)


def _form(request: HttpRequest, contact: Contact | None) -> ContactForm:
    initial: dict[str, Any] = {"owner_id": request.user.pk}
    if contact:
        initial = {name: getattr(contact, name) for name in ContactForm.base_fields}
    data = request.POST if request.method == "POST" else None
    return ContactForm(data, owners=People(request).owners, initial=initial)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def create_contact(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Add a person to an account."""
    account = get_object_or_404(Account, pk=pk)

    def save(given: dict[str, Any]) -> str:
        del given["version"]
        country = str(account.country or "") or queries.home_country()
        contact = accounts.create_contact(account=account, values=given, country=country)
        toasts.add(request, _("%(name)s created.") % {"name": contact.name})
        return address(request, "account", pk=pk)

    return ask(
        request,
        _form(request, None),
        save,
        page_title=_("Add contact"),
        button=_("Add contact"),
        back_url=address(request, "account", pk=pk),
        back_label=account.name,
    )


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_SALES)
def edit_contact(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Change a contact, unless somebody did so meanwhile."""
    contact: Contact = get_object_or_404(Contact.objects.select_related("account"), pk=pk)
    url = address(request, "contact", pk=pk)

    def save(given: dict[str, Any]) -> str:
        version = given.pop("version")
        country = str(contact.account.country or "") or queries.home_country()
        accounts.edit_contact(
            contact=contact, values=given, version=version, at=timezone.now(), country=country
        )
        toasts.add(request, _("%(name)s saved.") % {"name": contact.name})
        return url

    return ask(
        request,
        _form(request, contact),
        save,
        page_title=_("Edit %(name)s") % {"name": contact.name},
        button=_("Save"),
        back_url=url,
        back_label=contact.name,
    )

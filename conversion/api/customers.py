"""API of accounts and contacts."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversion.api import serializers as shapes
from conversion.api.base import IF_MATCH, OWNER, SEARCH, SalesView, named, version_of, with_owner
from conversion.filters import AccountFilter, ContactFilter
from conversion.models import Account, Contact
from conversion.services import accounts
from core.errors import Invalid
from leads import queries


BY_NAME = {"name": ["name_norm", "pk"], "-name": ["-name_norm", "-pk"]}


class AccountList(SalesView):
    """Accounts."""

    orderings = SalesView.orderings | BY_NAME

    @extend_schema(
        operation_id="accounts_list",
        parameters=[SEARCH, OWNER, OpenApiParameter("domain", str)],
        responses=shapes.AccountOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """List accounts."""
        rows = Account.objects.select_related("owner")
        return self.page(self.filtered(AccountFilter, rows), shapes.AccountOut)

    @extend_schema(
        operation_id="accounts_create", request=shapes.AccountIn, responses={201: shapes.AccountOut}
    )
    def post(self, request: Request) -> Response:
        """Make an account."""
        values = with_owner(self.valid(shapes.AccountIn, request))
        values.pop("version", None)
        account = accounts.create_account(values={"owner_id": self.user_id} | values)
        return Response(shapes.AccountOut(account).data, status=201)


class AccountDetail(SalesView):
    """One account."""

    @extend_schema(operation_id="accounts_retrieve", responses=shapes.AccountOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show an account."""
        account: Account = get_object_or_404(Account.objects.select_related("owner"), public_id=public_id)
        return Response(shapes.AccountOut(account).data, headers={"ETag": f'"{account.version}"'})

    @extend_schema(
        operation_id="accounts_update",
        request=shapes.AccountIn,
        responses=shapes.AccountOut,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change an account; a version that is no longer current is refused with 409."""
        account = get_object_or_404(Account, public_id=public_id)
        values = with_owner(self.valid(shapes.AccountIn, request))
        version = version_of(request, values)
        accounts.edit_account(account=account, values=values, version=version, at=timezone.now())
        return self.get(request, public_id)


class ContactList(SalesView):
    """Contacts."""

    orderings = SalesView.orderings | BY_NAME

    @extend_schema(
        operation_id="contacts_list",
        parameters=[SEARCH, OWNER, OpenApiParameter("account", UUID), OpenApiParameter("email", str)],
        responses=shapes.ContactOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """List contacts."""
        rows = Contact.objects.select_related("owner", "account")
        return self.page(self.filtered(ContactFilter, rows), shapes.ContactOut)

    @extend_schema(
        operation_id="contacts_create", request=shapes.ContactIn, responses={201: shapes.ContactOut}
    )
    def post(self, request: Request) -> Response:
        """Make a contact at an account."""
        values = with_owner(self.valid(shapes.ContactIn, request))
        values.pop("version", None)
        account = named(Account.objects.all(), values.pop("account", None), "account")
        if account is None:
            text = str(_("Name the account."))
            raise Invalid(text, errors=[{"path": "account", "message": text}])
        contact = accounts.create_contact(
            account=account, values={"owner_id": self.user_id} | values, country=queries.home_country()
        )
        return Response(shapes.ContactOut(contact).data, status=201)


class ContactDetail(SalesView):
    """One contact."""

    @extend_schema(operation_id="contacts_retrieve", responses=shapes.ContactOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show a contact."""
        contact: Contact = get_object_or_404(
            Contact.objects.select_related("owner", "account"), public_id=public_id
        )
        return Response(shapes.ContactOut(contact).data, headers={"ETag": f'"{contact.version}"'})

    @extend_schema(
        operation_id="contacts_update",
        request=shapes.ContactPatch,
        responses=shapes.ContactOut,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change a contact; it stays with its account. An old version is refused with 409."""
        contact = get_object_or_404(Contact, public_id=public_id)
        values = with_owner(self.valid(shapes.ContactPatch, request))
        version = version_of(request, values)
        accounts.edit_contact(
            contact=contact, values=values, version=version, at=timezone.now(), country=queries.home_country()
        )
        return self.get(request, public_id)

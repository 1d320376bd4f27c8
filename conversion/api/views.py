"""API of deals: conversion, accounts, contacts, opportunities, pipelines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversion.api import serializers as shapes
from conversion.models import Account, Contact, Conversion, LostReason, Opportunity, Pipeline, PipelineStage
from conversion.services import accounts, convert, opportunities
from conversion.services.opportunities import OpportunityInput
from core.errors import Invalid
from core.pagination import CursorPages
from leads.models import Lead
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability
from tenants.queries import possible_owners


def _named(rows: QuerySet, public_id: UUID | None, path: str) -> Any:
    """Return the row a body names by its public id; another workspace's is as unknown as a random one."""
    if public_id is None:
        return None
    row = rows.filter(public_id=public_id).first()
    if row is None:
        text = str(_("This does not exist."))
        raise Invalid(
            _("Something named in the request does not exist."), errors=[{"path": path, "message": text}]
        )
    return row


def _with_owner(data: dict[str, Any]) -> dict[str, Any]:
    """Return the values with ``owner`` as the user's id."""
    values = dict(data)
    if "owner" in values:
        owner = _named(possible_owners(), values.pop("owner"), "owner")
        values["owner_id"] = owner.pk if owner else None
    return values


class SalesView(WorkspaceAPIView):
    """Reading and changing what Sales keeps."""

    scopes = ("sales:read", "sales:write")
    capabilities = (Capability.VIEW_SALES, Capability.EDIT_SALES)
    pagination_class = CursorPages
    orderings: dict[str, Sequence[str]] = {
        "-created_at": ["-created_at", "-pk"],
        "created_at": ["created_at", "pk"],
    }
    default_ordering = "-created_at"

    def valid(self, shape: Any, request: Request) -> dict[str, Any]:
        """Return what the body says, in the serializer's shape; raises ValidationError."""
        serializer = shape(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def page(self, rows: QuerySet, shape: Any, request: Request) -> Response:
        """Answer one page of the rows."""
        pages = CursorPages()
        found = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(shape(found, many=True).data)

    def opportunities(self) -> QuerySet[Opportunity]:
        """Return the deals the caller may see, with what their answer shows."""
        rows = Opportunity.objects.select_related(
            "account", "contact", "lead", "pipeline", "stage", "owner", "lost_reason"
        )
        membership = getattr(self.request._request, "membership", None)
        return rows.visible_to(membership) if membership else rows


class LeadConvert(SalesView):
    """The conversion of one lead."""

    capabilities = (None, Capability.CONVERT_LEADS)

    @extend_schema(
        operation_id="leads_convert",
        request=shapes.ConvertIn,
        responses={201: shapes.ConversionOut, 200: shapes.ConversionOut},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Turn a qualified lead into account, contact and opportunity; a repeat answers what it became."""
        data = self.valid(shapes.ConvertIn, request)
        leads = Lead.objects.select_related("rank")
        membership = getattr(request._request, "membership", None)
        lead = get_object_or_404(leads.visible_to(membership) if membership else leads, public_id=public_id)
        account = _named(Account.objects.all(), data.get("account_id"), "account_id")
        contact = _named(Contact.objects.all(), data.get("contact_id"), "contact_id")
        deal = data.get("opportunity", {})
        conversion, is_new = convert.convert(
            lead=lead,
            by=self.user_id,
            at=timezone.now(),
            account_id=account and account.pk,
            contact_id=contact and contact.pk,
            opportunity=None if deal is None else OpportunityInput(**deal),
        )
        return Response(shapes.ConversionOut(conversion).data, status=201 if is_new else 200)


class ConversionList(SalesView):
    """What leads became."""

    orderings = {"-at": ["-at", "-pk"]}
    default_ordering = "-at"

    @extend_schema(operation_id="conversions_list", responses=shapes.ConversionOut(many=True))
    def get(self, request: Request) -> Response:
        """List conversions, newest first."""
        rows = Conversion.objects.select_related("lead", "account", "contact", "opportunity")
        return self.page(rows, shapes.ConversionOut, request)


class PipelineList(SalesView):
    """Pipelines and their stages."""

    @extend_schema(operation_id="pipelines_list", responses=shapes.PipelineOut(many=True))
    def get(self, request: Request) -> Response:
        """List pipelines with their stages."""
        return self.page(Pipeline.objects.prefetch_related("stages"), shapes.PipelineOut, request)


class AccountList(SalesView):
    """Accounts."""

    orderings = SalesView.orderings | {"name": ["name_norm", "pk"], "-name": ["-name_norm", "-pk"]}

    @extend_schema(operation_id="accounts_list", responses=shapes.AccountOut(many=True))
    def get(self, request: Request) -> Response:
        """List accounts."""
        return self.page(Account.objects.select_related("owner"), shapes.AccountOut, request)

    @extend_schema(
        operation_id="accounts_create", request=shapes.AccountIn, responses={201: shapes.AccountOut}
    )
    def post(self, request: Request) -> Response:
        """Make an account."""
        values = _with_owner(self.valid(shapes.AccountIn, request))
        values.pop("version", None)
        return Response(shapes.AccountOut(accounts.create_account(values=values)).data, status=201)


class AccountDetail(SalesView):
    """One account."""

    @extend_schema(operation_id="accounts_retrieve", responses=shapes.AccountOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show an account."""
        account = get_object_or_404(Account.objects.select_related("owner"), public_id=public_id)
        return Response(shapes.AccountOut(account).data)

    @extend_schema(operation_id="accounts_update", request=shapes.AccountIn, responses=shapes.AccountOut)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change an account; ``version`` refuses to overwrite somebody else's change."""
        account = get_object_or_404(Account, public_id=public_id)
        values = _with_owner(self.valid(shapes.AccountIn, request))
        version = values.pop("version", None)
        accounts.edit_account(account=account, values=values, version=version, at=timezone.now())
        return self.get(request, public_id)


class ContactList(SalesView):
    """Contacts."""

    orderings = SalesView.orderings | {"name": ["name_norm", "pk"], "-name": ["-name_norm", "-pk"]}

    @extend_schema(operation_id="contacts_list", responses=shapes.ContactOut(many=True))
    def get(self, request: Request) -> Response:
        """List contacts."""
        return self.page(Contact.objects.select_related("owner", "account"), shapes.ContactOut, request)

    @extend_schema(
        operation_id="contacts_create", request=shapes.ContactIn, responses={201: shapes.ContactOut}
    )
    def post(self, request: Request) -> Response:
        """Make a contact at an account."""
        values = _with_owner(self.valid(shapes.ContactIn, request))
        values.pop("version", None)
        account = _named(Account.objects.all(), values.pop("account", None), "account")
        if account is None:
            text = str(_("Name the account."))
            raise Invalid(text, errors=[{"path": "account", "message": text}])
        country = request._request.workspace.country  # type: ignore[attr-defined]
        contact = accounts.create_contact(account=account, values=values, country=country)
        return Response(shapes.ContactOut(contact).data, status=201)


class ContactDetail(SalesView):
    """One contact."""

    @extend_schema(operation_id="contacts_retrieve", responses=shapes.ContactOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show a contact."""
        contact = get_object_or_404(Contact.objects.select_related("owner", "account"), public_id=public_id)
        return Response(shapes.ContactOut(contact).data)

    @extend_schema(operation_id="contacts_update", request=shapes.ContactIn, responses=shapes.ContactOut)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change a contact; the account stays."""
        contact = get_object_or_404(Contact, public_id=public_id)
        values = _with_owner(self.valid(shapes.ContactIn, request))
        values.pop("account", None)
        version = values.pop("version", None)
        country = request._request.workspace.country  # type: ignore[attr-defined]
        accounts.edit_contact(
            contact=contact, values=values, version=version, at=timezone.now(), country=country
        )
        return self.get(request, public_id)


class OpportunityList(SalesView):
    """Deals."""

    @extend_schema(operation_id="opportunities_list", responses=shapes.OpportunityOut(many=True))
    def get(self, request: Request) -> Response:
        """List deals; ``state`` narrows to open, won or lost."""
        rows = self.opportunities()
        if state := request.query_params.get("state"):
            rows = rows.filter(state=state)
        return self.page(rows, shapes.OpportunityOut, request)

    @extend_schema(
        operation_id="opportunities_create",
        request=shapes.OpportunityIn,
        responses={201: shapes.OpportunityOut},
    )
    def post(self, request: Request) -> Response:
        """Make a deal with an account."""
        values = _with_owner(self.valid(shapes.OpportunityIn, request))
        account = _named(Account.objects.all(), values.pop("account"), "account")
        contact = _named(Contact.objects.filter(account=account), values.pop("contact", None), "contact")
        stage = _named(PipelineStage.objects.all(), values.pop("stage", None), "stage")
        deal = opportunities.create(
            account=account,
            contact=contact,
            values=OpportunityInput(
                **({"owner_id": self.user_id} | values), stage_id=stage.pk if stage else None
            ),
            at=timezone.now(),
        )
        return Response(shapes.OpportunityOut(deal).data, status=201)


class OpportunityDetail(SalesView):
    """One deal."""

    def found(self, public_id: UUID) -> Opportunity:
        """Return the deal or 404."""
        return get_object_or_404(self.opportunities(), public_id=public_id)

    @extend_schema(operation_id="opportunities_retrieve", responses=shapes.OpportunityOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show a deal."""
        return Response(shapes.OpportunityOut(self.found(public_id)).data)

    @extend_schema(
        operation_id="opportunities_update", request=shapes.OpportunityPatch, responses=shapes.OpportunityOut
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change a deal; ``version`` refuses to overwrite somebody else's change."""
        deal = self.found(public_id)
        values = _with_owner(self.valid(shapes.OpportunityPatch, request))
        if "contact" in values:
            rows = Contact.objects.filter(account_id=deal.account_id)
            contact = _named(rows, values.pop("contact"), "contact")
            values["contact_id"] = contact.pk if contact else None
        version = values.pop("version", None)
        opportunities.edit(opportunity=deal, values=values, version=version, at=timezone.now())
        return Response(shapes.OpportunityOut(self.found(public_id)).data)


class OpportunityMove(OpportunityDetail):
    """A deal's way through its pipeline."""

    http_method_names = ["post", "options"]

    @extend_schema(operation_id="opportunities_move", request=shapes.MoveIn, responses=shapes.OpportunityOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Put the deal into another stage."""
        deal = self.found(public_id)
        stage = _named(PipelineStage.objects.all(), self.valid(shapes.MoveIn, request)["stage"], "stage")
        opportunities.move(opportunity=deal, stage=stage, by=self.user_id, at=timezone.now())
        return Response(shapes.OpportunityOut(self.found(public_id)).data)


class OpportunityWon(OpportunityDetail):
    """A deal's good end."""

    http_method_names = ["post", "options"]

    @extend_schema(operation_id="opportunities_won", request=None, responses=shapes.OpportunityOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Close the deal as won."""
        opportunities.win(opportunity=self.found(public_id), by=self.user_id, at=timezone.now())
        return Response(shapes.OpportunityOut(self.found(public_id)).data)


class OpportunityLost(OpportunityDetail):
    """A deal's other end."""

    http_method_names = ["post", "options"]

    @extend_schema(operation_id="opportunities_lost", request=shapes.LostIn, responses=shapes.OpportunityOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Close the deal as lost, with a reason."""
        deal = self.found(public_id)
        data = self.valid(shapes.LostIn, request)
        reason = LostReason.objects.filter(slug=data["reason"]).first()
        if reason is None:
            text = str(_("This reason does not exist."))
            raise Invalid(text, errors=[{"path": "reason", "message": text}])
        opportunities.lose(
            opportunity=deal, reason=reason, note=data["note"], by=self.user_id, at=timezone.now()
        )
        return Response(shapes.OpportunityOut(self.found(public_id)).data)


class OpportunityReopen(OpportunityDetail):
    """A closed deal, fought for again."""

    http_method_names = ["post", "options"]

    @extend_schema(operation_id="opportunities_reopen", request=None, responses=shapes.OpportunityOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Open the deal again."""
        opportunities.reopen(opportunity=self.found(public_id), at=timezone.now())
        return Response(shapes.OpportunityOut(self.found(public_id)).data)

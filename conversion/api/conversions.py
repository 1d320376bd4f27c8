"""API of the conversion itself."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from conversion.api import serializers as shapes
from conversion.api.base import SalesView, named
from conversion.models import Account, Contact, Conversion
from conversion.services import convert
from conversion.services.opportunities import OpportunityInput
from leads.api.base import LeadFinder
from tenants.permissions import Capability


class LeadConvert(LeadFinder, SalesView):
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
        lead = self.lead(public_id)
        account = named(Account.objects.all(), data.get("account_id"), "account_id")
        contact = named(Contact.objects.all(), data.get("contact_id"), "contact_id")
        # Left out means a deal filled from the lead; null means none.
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


class ConversionList(LeadFinder, SalesView):
    """What leads became."""

    capabilities = (SalesView.capabilities[0], None)
    orderings = {"-at": ["-at", "-pk"]}
    default_ordering = "-at"

    @extend_schema(operation_id="conversions_list", responses=shapes.ConversionOut(many=True))
    def get(self, request: Request) -> Response:
        """List conversions, newest first; reps see those of their leads."""
        rows = Conversion.objects.select_related("lead", "account", "contact", "opportunity")
        if self.membership:
            rows = rows.filter(lead__in=self.leads())
        return self.page(rows, shapes.ConversionOut)

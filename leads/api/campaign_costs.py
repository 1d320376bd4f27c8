"""API of what campaigns cost by day."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads.api.catalog_shapes import DayCost, DayCostsIn
from leads.models import Campaign
from leads.services import campaign_costs
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class CampaignCosts(WorkspaceAPIView):
    """What a campaign cost by day."""

    scopes = ("catalog:read", "catalog:write")
    capabilities = (Capability.VIEW_LEADS, Capability.EDIT_CATALOG)
    pagination_class = CursorPages
    orderings = {"day": ["day"], "-day": ["-day"]}
    default_ordering = "-day"

    @extend_schema(operation_id="campaign_costs_list", responses=DayCost(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List the days, the newest first."""
        campaign = get_object_or_404(Campaign, public_id=public_id)
        pages = CursorPages()
        found = pages.paginate_queryset(campaign.daily_costs.all(), request, self)
        return pages.get_paginated_response(DayCost(found, many=True).data)

    @extend_schema(operation_id="campaign_costs_update", request=DayCostsIn, responses=DayCostsIn)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Set what the named days cost; saying it again changes nothing."""
        campaign = get_object_or_404(Campaign, public_id=public_id)
        body = DayCostsIn(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data["costs"]
        costs = {cost["day"]: cost["amount_cents"] for cost in said}
        campaign_costs.put(campaign=campaign, costs=costs, by=self.user_id, at=timezone.now())
        return Response({"costs": DayCost(said, many=True).data})

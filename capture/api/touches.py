"""API of what brought a lead."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from capture import touches
from capture.choices import TouchChannel
from leads.api.base import LeadsView
from tenants.permissions import Capability


class TouchOut(serializers.Serializer):
    """One touch."""

    at = serializers.DateTimeField()
    channel = serializers.ChoiceField(choices=TouchChannel.choices)
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="What the tag names, else the host somebody came from, else empty."
    )
    campaign = serializers.CharField(help_text="As the tag names it; the workspace need not have it.")
    page = serializers.CharField()
    is_paid = serializers.BooleanField()
    is_inquiry = serializers.BooleanField(help_text="Told by an inquiry, not seen on a page.")


class TouchesOut(serializers.Serializer):
    """What brought a lead: first, last, and all of it, oldest first."""

    first = TouchOut(allow_null=True)
    last = TouchOut(allow_null=True)
    touches = TouchOut(many=True, source="every")


class LeadTouches(LeadsView):
    """What brought a lead."""

    scopes = ("leads:read", None)
    capabilities = (Capability.VIEW_LEADS, None)

    @extend_schema(operation_id="leads_touches", responses=TouchesOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the lead's touches, at most 200 of visits and as many of inquiries."""
        return Response(TouchesOut(touches.of_lead(self.lead(public_id))).data)

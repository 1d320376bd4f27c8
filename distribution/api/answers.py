"""Verbs of a lead's hand-off, below leads/<uuid>/."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from core.scope import current_workspace_id
from distribution.api import serializers
from distribution.models import HandOff
from distribution.services import hand_off
from leads.api.base import LeadFinder
from leads.api.serializers import EmptyIn
from leads.models import Lead
from tenants.models import Membership, User
from tenants.permissions import Capability


def person(public_id: UUID) -> User:
    """Return a member by public id; a stranger is as unknown as a random id."""
    member = Membership.objects.select_related("user").filter(
        workspace_id=current_workspace_id(), user__public_id=public_id
    )
    found = member.first()
    if found is None:
        raise Http404
    return found.user


class LeadVerb(LeadFinder):
    """What the verbs share: the lead the caller may see, and one answer."""

    scopes = (None, "leads:write")
    capabilities = (None, Capability.WORK_LEADS)

    def read(self, request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """Return the body in the shape, or raise ValidationError."""
        body = shape(data=request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def answer(self, lead: Lead, made: HandOff | None) -> Response:
        """Return where the lead stands now."""
        now = Lead.objects.select_related("rank__owner").get(pk=lead.pk)
        found = (
            HandOff.objects.select_related("lead", "owner", "route").get(pk=made.pk)
            if made is not None
            else None
        )
        return Response(serializers.LeadHandOffOut(now, context={"hand_off": found}).data)


class LeadHandOff(LeadVerb):
    """Send a lead to Sales by hand, or give one that waits to somebody else."""

    capabilities = (None, Capability.HAND_OFF)

    @extend_schema(
        operation_id="leads_hand_off",
        request=serializers.HandOffIn,
        responses=serializers.LeadHandOffOut,
        tags=["leads"],
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Hand the lead over."""
        lead = self.lead(public_id)
        body = self.read(request, serializers.HandOffIn)
        owner = person(body["owner"]) if body["owner"] else None
        made = hand_off.hand_off(
            lead=lead,
            owner_id=owner.pk if owner else None,
            by=self.user_id,
            at=timezone.now(),
            reason=body["reason"],
        )
        return self.answer(lead, made)


class LeadAccept(LeadVerb):
    """Accept an offered lead."""

    @extend_schema(
        operation_id="leads_accept",
        request=EmptyIn,
        responses=serializers.LeadHandOffOut,
        tags=["leads"],
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take the lead into Sales' work."""
        lead = self.lead(public_id)
        return self.answer(lead, hand_off.accept(lead=lead, by=self.user_id, at=timezone.now()))


class LeadReject(LeadVerb):
    """Return an offered lead to Marketing."""

    @extend_schema(
        operation_id="leads_reject",
        request=serializers.GiveBackIn,
        responses=serializers.LeadHandOffOut,
        tags=["leads"],
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Return the lead with a reason."""
        lead = self.lead(public_id)
        body = self.read(request, serializers.GiveBackIn)
        return self.answer(lead, hand_off.reject(lead=lead, **body, by=self.user_id, at=timezone.now()))


class LeadRecycle(LeadVerb):
    """Give a lead that Sales accepted back to Marketing."""

    @extend_schema(
        operation_id="leads_recycle",
        request=serializers.RecycleIn,
        responses=serializers.LeadHandOffOut,
        tags=["leads"],
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Recycle the lead with a reason."""
        lead = self.lead(public_id)
        body = self.read(request, serializers.RecycleIn)
        return self.answer(lead, hand_off.recycle(lead=lead, **body, by=self.user_id, at=timezone.now()))

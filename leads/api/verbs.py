"""API of what people do with a lead: note, call, qualify, disqualify, assign. Each answers the lead as it now is."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from leads.api import serializers as shapes
from leads.api.base import LeadsView
from leads.services import calls, notes, ownership, qualification, stages
from tenants.models import User
from tenants.permissions import Capability


class LeadNotes(LeadsView):
    """Notes on a lead; they are read on its timeline."""

    capabilities = (None, Capability.EDIT_LEADS)

    @extend_schema(operation_id="leads_note", request=shapes.NoteIn, responses={201: shapes.LeadOut})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Write a note."""
        lead = self.lead(public_id)
        notes.add(lead=lead, **self.valid(shapes.NoteIn, request), by=self.user_id, at=timezone.now())
        return self.answer(lead.pk, status=201)


class LeadCalls(LeadsView):
    """Calls with a lead."""

    capabilities = (None, Capability.EDIT_LEADS)

    @extend_schema(operation_id="leads_call", request=shapes.CallIn, responses={201: shapes.LeadOut})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Log a call and how it ended; the contact status follows."""
        lead = self.lead(public_id)
        calls.log(lead=lead, **self.valid(shapes.CallIn, request), by=self.user_id, at=timezone.now())
        return self.answer(lead.pk, status=201)


class LeadQualify(LeadsView):
    """The step from accepted to qualified."""

    capabilities = (None, Capability.WORK_LEADS)

    @extend_schema(operation_id="leads_qualify", request=shapes.QualifyIn, responses=shapes.LeadOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Qualify the lead; 409 names what is missing."""
        lead = self.lead(public_id)
        values = self.valid(shapes.QualifyIn, request)
        qualification.qualify(lead=lead, values=values, by=self.user_id, at=timezone.now())
        return self.answer(lead.pk)


class LeadDisqualify(LeadsView):
    """The way out."""

    capabilities = (None, Capability.EDIT_LEADS)

    @extend_schema(operation_id="leads_disqualify", request=shapes.DisqualifyIn, responses=shapes.LeadOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Disqualify the lead, or call it invalid, with a reason."""
        lead = self.lead(public_id)
        data = self.valid(shapes.DisqualifyIn, request)
        stages.close(lead=lead, to_stage=data.pop("stage"), **data, by=self.user_id, at=timezone.now())
        return self.answer(lead.pk)


class LeadAssign(LeadsView):
    """The lead's owner."""

    capabilities = (None, Capability.ASSIGN_LEADS)

    @extend_schema(operation_id="leads_assign", request=shapes.AssignIn, responses=shapes.LeadOut)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give the lead to a member, or to nobody with null."""
        lead = self.lead(public_id)
        data = self.valid(shapes.AssignIn, request)
        owner_id = None
        if data["owner"] is not None:
            # An unknown person is refused by the service like any stranger: 0 is nobody's id.
            owner_id = User.objects.filter(public_id=data["owner"]).values_list("pk", flat=True).first() or 0
        ownership.assign(
            lead_id=lead.pk, owner_id=owner_id, by=self.user_id, at=timezone.now(), reason=data["reason"]
        )
        return self.answer(lead.pk)

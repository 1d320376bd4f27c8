"""Leads on their way through workflows on the API: enrolled by hand, taken out, listed."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import DomainError
from core.pagination import CursorPages
from leads.api.base import LeadFinder
from leads.api.serializers import EmptyIn
from nurturing.api import serializers as shapes
from nurturing.api.base import NurtureView
from nurturing.choices import EnrollmentState, LeaveReason
from nurturing.models import Enrollment, Workflow
from nurturing.services import enroll
from tenants.permissions import Capability


TAGS = ["nurturing"]


class NotEnrolled(DomainError):
    """The lead could not be put into the workflow; ``code`` says why."""


class EnrollmentFilter(serializers.Serializer[Any]):
    """What the list may be narrowed by."""

    lead = serializers.UUIDField(required=False)
    workflow = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=EnrollmentState.choices, required=False)


class EnrollmentView(LeadFinder, NurtureView):
    """What these views share: which enrollments the caller may see."""

    def enrollments(self) -> QuerySet[Enrollment]:
        """Return the enrollments of leads that the caller may see."""
        found: QuerySet[Enrollment] = Enrollment.objects.select_related("lead", "workflow", "version")
        return found.filter(lead__in=self.leads()) if self.membership else found


class Enrollments(EnrollmentView):
    """Enrollments, the newest first."""

    pagination_class = CursorPages
    orderings = {"-entered_at": ["-entered_at", "-pk"]}
    default_ordering = "-entered_at"

    @extend_schema(
        operation_id="enrollments_list",
        parameters=[
            OpenApiParameter("lead", UUID),
            OpenApiParameter("workflow", UUID),
            OpenApiParameter("state", str, enum=list(EnrollmentState.values)),
        ],
        responses=shapes.EnrollmentOut(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the enrollments of a lead, a workflow or all."""
        asked = EnrollmentFilter(data=request.query_params)
        asked.is_valid(raise_exception=True)
        names = {"lead": "lead__public_id", "workflow": "workflow__public_id", "state": "state"}
        limits = {names[name]: value for name, value in asked.validated_data.items()}
        pages = CursorPages()
        rows = pages.paginate_queryset(self.enrollments().filter(**limits), request, self)
        return pages.get_paginated_response(shapes.EnrollmentOut(rows, many=True).data)


class EnrollmentDetail(EnrollmentView):
    """One enrollment."""

    @extend_schema(operation_id="enrollments_read", responses=shapes.EnrollmentOut, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show where the lead stands."""
        found = get_object_or_404(self.enrollments(), public_id=public_id)
        return Response(shapes.EnrollmentOut(found).data)


class EnrollmentLeave(EnrollmentView):
    """The way out by hand."""

    capabilities = (None, Capability.EDIT_NURTURE)

    @extend_schema(
        operation_id="enrollments_leave", request=EmptyIn, responses=shapes.EnrollmentOut, tags=TAGS
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take the lead out of the workflow; 409 if it has left already."""
        self.read(request, EmptyIn)
        found = get_object_or_404(self.enrollments(), public_id=public_id)
        enroll.leave_one(enrollment=found, reason=LeaveReason.BY_HAND, by=self.user_id, at=timezone.now())
        return Response(shapes.EnrollmentOut(self.enrollments().get(pk=found.pk)).data)


class LeadEnroll(EnrollmentView):
    """The way in by hand."""

    capabilities = (None, Capability.EDIT_NURTURE)

    @extend_schema(
        operation_id="leads_enroll",
        request=shapes.EnrollIn,
        responses={201: shapes.EnrollmentOut},
        tags=["leads"],
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Put the lead into a workflow, out of the one it is in; 409 says why it cannot enter."""
        body = self.read(request, shapes.EnrollIn)
        lead = self.lead(public_id)
        workflow = get_object_or_404(Workflow, public_id=body["workflow"])
        made = enroll.enroll(lead_ids=[lead.pk], workflow=workflow, by=self.user_id, at=timezone.now())
        answer = made[lead.pk]
        if isinstance(answer, enroll.Refusal):
            raise NotEnrolled(str(answer.label), code=answer.value)
        return Response(shapes.EnrollmentOut(self.enrollments().get(pk=answer.pk)).data, status=201)

"""API of segments."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads.api.serializers import Strict
from leads.models import Segment
from leads.services import segments
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class SegmentIn(Strict):
    """A segment: the leads for which the condition holds, at every moment anew."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True)
    condition = serializers.DictField(
        help_text="A tree of the rule language; may ask for grade, score, light."
    )


class SegmentOut(serializers.Serializer):
    """A segment; ``count`` is what was last counted, null until then."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    description = serializers.CharField()
    condition = serializers.DictField()
    count = serializers.IntegerField(allow_null=True)
    is_estimate = serializers.BooleanField(help_text="Whether the count was drawn from a sample.")
    counted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def to_representation(self, instance: Segment) -> dict[str, Any]:
        """Return the segment; a rep is not told how many leads the whole workspace has."""
        shown = super().to_representation(instance)
        if self.context.get("hides_counts"):
            shown |= {"count": None, "counted_at": None}
        return shown


class SegmentsView(WorkspaceAPIView):
    """Reading and changing segments."""

    scopes = ("catalog:read", "catalog:write")
    capabilities = (Capability.VIEW_LEADS, Capability.EDIT_CATALOG)

    def shown(self, found: Any, **options: Any) -> Any:
        """Return what the caller may read of one or many."""
        membership = getattr(self.request._request, "membership", None)
        hides = membership is not None and membership.role == "rep"
        return SegmentOut(found, context={"hides_counts": hides}, **options).data

    def values(self, request: Request, *, is_partial: bool) -> dict[str, Any]:
        """Return what the body says."""
        serializer = SegmentIn(data=request.data, partial=is_partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class SegmentList(SegmentsView):
    """All segments."""

    pagination_class = CursorPages
    orderings = {"name": ["name", "pk"], "-name": ["-name", "-pk"], "created_at": ["created_at", "pk"]}
    default_ordering = "name"

    @extend_schema(operation_id="segments_list", responses=SegmentOut(many=True))
    def get(self, request: Request) -> Response:
        """List segments with their last counts; those that are old are counted soon."""
        pages = CursorPages()
        found = pages.paginate_queryset(Segment.objects.all(), request, self)
        segments.ask_for_counts(shown=found, at=timezone.now())
        return pages.get_paginated_response(self.shown(found, many=True))

    @extend_schema(operation_id="segments_create", request=SegmentIn, responses={201: SegmentOut})
    def post(self, request: Request) -> Response:
        """Make a segment; it is counted soon."""
        values = self.values(request, is_partial=False)
        made = segments.create(values=values, by=self.user_id, at=timezone.now())
        return Response(self.shown(made), status=201)


class SegmentDetail(SegmentsView):
    """One segment."""

    @extend_schema(operation_id="segments_retrieve", responses=SegmentOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return the segment; who belongs is listed by ``leads/?segment=<id>``."""
        return Response(self.shown(get_object_or_404(Segment, public_id=public_id)))

    @extend_schema(operation_id="segments_update", request=SegmentIn(partial=True), responses=SegmentOut)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is given."""
        found = get_object_or_404(Segment, public_id=public_id)
        values = self.values(request, is_partial=True)
        changed = segments.change(segment=found, values=values, by=self.user_id, at=timezone.now())
        return Response(self.shown(changed))

    @extend_schema(operation_id="segments_delete", responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Delete a segment; one that something uses is refused with 409."""
        found = get_object_or_404(Segment, public_id=public_id)
        workspace = request._request.workspace.slug  # type: ignore[attr-defined]
        segments.delete(segment=found, workspace=workspace, by=self.user_id, at=timezone.now())
        return Response(status=204)

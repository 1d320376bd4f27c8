"""Pieces of content on the API."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads.models import Topic
from nurturing.api import serializers as shapes
from nurturing.api.base import NurtureView
from nurturing.models import ContentPiece
from nurturing.services import content


TAGS = ["nurturing"]


def _values(body: dict[str, Any]) -> dict[str, Any]:
    """Return the body with its topic found, or raise Http404."""
    if body.get("topic"):
        body["topic"] = get_object_or_404(Topic, slug=body["topic"])
    return body


class Content(NurtureView):
    """The pieces by title."""

    pagination_class = CursorPages
    orderings = {"title": ["title", "pk"]}
    default_ordering = "title"

    @extend_schema(operation_id="content_list", responses=shapes.ContentOut(many=True), tags=TAGS)
    def get(self, request: Request) -> Response:
        """List the pieces of content."""
        pages = CursorPages()
        rows = pages.paginate_queryset(ContentPiece.objects.select_related("topic"), request, self)
        return pages.get_paginated_response(shapes.ContentOut(rows, many=True).data)

    @extend_schema(
        operation_id="content_create",
        request=shapes.ContentIn,
        responses={201: shapes.ContentOut},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Add a piece; without a slug it gets one from its title."""
        values = _values(self.read(request, shapes.ContentIn))
        made = content.create(values=values, by=self.user_id, at=timezone.now())
        return Response(shapes.ContentOut(made).data, status=201)


class ContentDetail(NurtureView):
    """One piece."""

    @extend_schema(operation_id="content_read", responses=shapes.ContentOut, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show the piece."""
        pieces = ContentPiece.objects.select_related("topic")
        return Response(shapes.ContentOut(get_object_or_404(pieces, public_id=public_id)).data)

    @extend_schema(
        operation_id="content_change", request=shapes.ContentIn, responses=shapes.ContentOut, tags=TAGS
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is named; the slug stays, since mails link to it."""
        piece = get_object_or_404(ContentPiece.objects.select_related("topic"), public_id=public_id)
        values = _values(self.read(request, shapes.ContentIn, partial=True))
        changed = content.change(piece=piece, values=values, by=self.user_id, at=timezone.now())
        return Response(shapes.ContentOut(changed).data)

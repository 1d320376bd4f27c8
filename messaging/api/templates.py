"""Templates on the API, to read: workflows name them by these ids."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from messaging import shelf
from messaging.models import Template
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class TextOut(serializers.Serializer[Any]):
    """What is sent in one language; a draft shows only here that there is one."""

    language = serializers.CharField(source="code")
    version = serializers.IntegerField(source="live.number", allow_null=True, default=None)
    subject = serializers.CharField(source="live.subject", allow_null=True, default=None)
    body = serializers.CharField(source="live.body", allow_null=True, default=None)
    has_draft = serializers.SerializerMethodField()

    def get_has_draft(self, tongue: shelf.Tongue) -> bool:
        """Say whether somebody is writing a new text."""
        return tongue.draft is not None


class TemplateOut(serializers.Serializer[Any]):
    """One mail by name, with its texts."""

    id = serializers.UUIDField(source="template.public_id")
    name = serializers.CharField(source="template.name")
    description = serializers.CharField(source="template.description")
    topic = serializers.CharField(source="template.topic.slug", allow_null=True, default=None)
    is_archived = serializers.BooleanField(source="template.is_archived")
    texts = TextOut(source="tongues", many=True)


class Templates(WorkspaceAPIView):
    """The templates in use."""

    pagination_class = CursorPages
    orderings = {"name": ["name", "pk"]}
    default_ordering = "name"
    scopes = ("nurture:read", None)
    capabilities = (Capability.VIEW_NURTURE, None)

    @extend_schema(responses=TemplateOut(many=True))
    def get(self, request: Request) -> Response:
        """List the templates in use, by name, with what each sends now."""
        pages = CursorPages()
        found: list[Template] = pages.paginate_queryset(shelf.every(is_archived=False), request, self) or []
        rows = shelf.rows(found, home=request.workspace.language)  # type: ignore[attr-defined]
        return pages.get_paginated_response(TemplateOut(rows, many=True).data)


class TemplateDetail(WorkspaceAPIView):
    """One template."""

    scopes = ("nurture:read", None)
    capabilities = (Capability.VIEW_NURTURE, None)

    @extend_schema(responses=TemplateOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show one template with what it sends now."""
        template = Template.objects.select_related("topic").filter(public_id=public_id).first()
        if template is None:
            raise Http404
        [row] = shelf.rows([template], home=request.workspace.language)  # type: ignore[attr-defined]
        return Response(TemplateOut(row).data)

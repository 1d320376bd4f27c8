"""The outbox on the API, to read: every message with its tries."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Invalid
from core.pagination import CursorPages
from messaging import queries
from messaging.choices import MessageState, Outcome, Purpose, Transport
from messaging.models import Attempt, Message
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class AttemptOut(serializers.Serializer[Any]):
    """One try: how far it came and what the other side answered."""

    number = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    phase = serializers.CharField()
    code = serializers.IntegerField(allow_null=True)
    answer = serializers.CharField()


class MessageOut(serializers.Serializer[Any]):
    """One message of the outbox."""

    id = serializers.UUIDField(source="public_id")
    transport = serializers.ChoiceField(choices=Transport.choices)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    state = serializers.ChoiceField(choices=MessageState.choices)
    reason = serializers.CharField(help_text="Why it was withheld or failed.")
    lead = serializers.UUIDField(source="lead.public_id", allow_null=True, default=None)
    to = serializers.CharField()
    subject = serializers.CharField()
    template = serializers.CharField(source="template_version.template.name", allow_null=True, default=None)
    topic = serializers.CharField()
    due_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    attempts = AttemptOut(many=True, source="tries")


FILTERS = [
    OpenApiParameter("state", enum=sorted(MessageState.values)),
    OpenApiParameter("transport", enum=sorted(Transport.values)),
    OpenApiParameter("search", description="A whole address, a message's id, or a lead's name."),
]


class Messages(WorkspaceAPIView):
    """Every message that leaves the house."""

    pagination_class = CursorPages
    orderings = {"-created_at": ["-created_at", "-pk"]}
    default_ordering = "-created_at"
    scopes = ("messages:read", None)
    capabilities = (Capability.VIEW_OUTBOX, None)

    @extend_schema(responses=MessageOut(many=True), parameters=FILTERS)
    def get(self, request: Request) -> Response:
        """List messages with their tries, newest first."""
        pages = CursorPages()
        rows = pages.paginate_queryset(_asked(request), request, self)
        return pages.get_paginated_response(MessageOut(rows, many=True).data)


class MessageDetail(WorkspaceAPIView):
    """One message."""

    scopes = ("messages:read", None)
    capabilities = (Capability.VIEW_OUTBOX, None)

    @extend_schema(responses=MessageOut)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show one message with its tries."""
        found = _with_tries(queries.messages()).filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return Response(MessageOut(found).data)


def _asked(request: Request) -> QuerySet[Message]:
    found = queries.messages()
    for name, values in (("state", MessageState.values), ("transport", Transport.values)):
        if asked := request.query_params.get(name):
            if asked not in values:
                message = _("There is no %(name)s “%(value)s”.") % {"name": name, "value": asked[:40]}
                raise Invalid(message, errors=[{"path": name, "message": message}])
            found = found.filter(**{name: asked})
    if text := request.query_params.get("search", "").replace("\x00", "").strip():
        found = queries.looked_for(found, text[:200])
    return _with_tries(found)


def _with_tries(found: QuerySet[Message]) -> QuerySet[Message]:
    return found.prefetch_related(Prefetch("tries", Attempt.objects.order_by("number")))

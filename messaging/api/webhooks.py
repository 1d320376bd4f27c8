"""Webhooks on the API: endpoints, their deliveries, sending again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads.api.serializers import Strict
from messaging import queries
from messaging.choices import MessageState, Outcome
from messaging.events import EVENTS
from messaging.services import webhooks
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


EVENT_CHOICES = [(name, name) for name in EVENTS]


class WebhookOut(serializers.Serializer[Any]):
    """Where events go."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENT_CHOICES))
    is_active = serializers.BooleanField()
    disabled_reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class WebhookMadeOut(WebhookOut):
    """A new endpoint with its secret, which no other answer holds."""

    secret = serializers.SerializerMethodField()

    def get_secret(self, endpoint: Any) -> str:
        """Return the secret in clear."""
        return str(self.context["secret"])


class WebhookIn(Strict):
    """What an endpoint is made of."""

    name = serializers.CharField(max_length=120)
    url = serializers.CharField(max_length=500)
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=EVENT_CHOICES), min_length=1, max_length=len(EVENTS)
    )


class WebhookChangeIn(WebhookIn):
    """The same, or switched on and off."""

    is_active = serializers.BooleanField()


class TryOut(serializers.Serializer[Any]):
    """One try of a delivery."""

    number = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    status = serializers.IntegerField(source="code", allow_null=True)
    answer = serializers.CharField()


class DeliveryOut(serializers.Serializer[Any]):
    """One event on its way to one endpoint, with every try."""

    id = serializers.UUIDField(source="public_id")
    event = serializers.CharField(source="subject")
    state = serializers.ChoiceField(choices=MessageState.choices)
    payload = serializers.JSONField(source="content")
    next_try_at = serializers.SerializerMethodField()
    sent_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    tries = TryOut(many=True)

    def get_next_try_at(self, message: Any) -> str | None:
        """Return when it is tried next; null once it is over."""
        return message.due_at.isoformat() if message.state == MessageState.QUEUED else None


class ResendIn(Strict):
    """Which deliveries to send again; none named: all that failed."""

    deliveries = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=1000)


class ResendOut(serializers.Serializer[Any]):
    """How many go out again."""

    count = serializers.IntegerField()


class _View(WorkspaceAPIView):
    scopes = ("webhooks:read", "webhooks:write")
    capabilities = (Capability.MANAGE_WEBHOOKS, Capability.MANAGE_WEBHOOKS)


class Webhooks(_View):
    """The endpoints."""

    pagination_class = CursorPages
    orderings = {"name": ["name", "pk"]}
    default_ordering = "name"

    @extend_schema(operation_id="webhooks_list", responses=WebhookOut(many=True), tags=["webhooks"])
    def get(self, request: Request) -> Response:
        """List the endpoints."""
        pages = CursorPages()
        rows = pages.paginate_queryset(queries.endpoints(), request, self)
        return pages.get_paginated_response(WebhookOut(rows, many=True).data)

    @extend_schema(
        operation_id="webhooks_create",
        request=WebhookIn,
        responses={201: WebhookMadeOut},
        tags=["webhooks"],
    )
    def post(self, request: Request) -> Response:
        """Make an endpoint; the answer alone holds its secret."""
        body = WebhookIn(data=request.data)
        body.is_valid(raise_exception=True)
        endpoint, secret = webhooks.create(**body.validated_data, by=self.user_id, at=timezone.now())
        return Response(WebhookMadeOut(endpoint, context={"secret": secret}).data, status=201)


class WebhookDetail(_View):
    """One endpoint."""

    @extend_schema(operation_id="webhooks_read", responses=WebhookOut, tags=["webhooks"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show the endpoint."""
        return Response(WebhookOut(queries.endpoint_of(public_id=public_id)).data)

    @extend_schema(
        operation_id="webhooks_change", request=WebhookChangeIn, responses=WebhookOut, tags=["webhooks"]
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change the endpoint; what is not named stays."""
        endpoint = queries.endpoint_of(public_id=public_id)
        body = WebhookChangeIn(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        changed = webhooks.change(
            endpoint=endpoint, values=body.validated_data, by=self.user_id, at=timezone.now()
        )
        return Response(WebhookOut(changed).data)

    @extend_schema(operation_id="webhooks_delete", responses={204: None}, tags=["webhooks"])
    def delete(self, request: Request, public_id: UUID) -> HttpResponse:
        """Forget the endpoint with its log; what waits for it is not sent."""
        webhooks.delete(endpoint=queries.endpoint_of(public_id=public_id), by=self.user_id, at=timezone.now())
        return Response(status=204)


class Deliveries(_View):
    """What was sent to an endpoint."""

    pagination_class = CursorPages
    orderings = {"-created_at": ["-created_at", "-pk"]}
    default_ordering = "-created_at"

    @extend_schema(operation_id="webhooks_deliveries", responses=DeliveryOut(many=True), tags=["webhooks"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """List the deliveries, newest first."""
        pages = CursorPages()
        found = queries.deliveries(queries.endpoint_of(public_id=public_id))
        rows = pages.paginate_queryset(found, request, self)
        return pages.get_paginated_response(DeliveryOut(rows, many=True).data)


class Resend(_View):
    """Sending again."""

    @extend_schema(operation_id="webhooks_resend", request=ResendIn, responses=ResendOut, tags=["webhooks"])
    def post(self, request: Request, public_id: UUID) -> Response:
        """Send the named deliveries again, or all that failed; their webhook-id stays the same."""
        endpoint = queries.endpoint_of(public_id=public_id)
        body = ResendIn(data=request.data)
        body.is_valid(raise_exception=True)
        named = body.validated_data.get("deliveries")
        ids = None if named is None else queries.delivery_ids(endpoint, named)
        count = webhooks.resend(endpoint=endpoint, message_ids=ids, by=self.user_id, at=timezone.now())
        return Response({"count": count})

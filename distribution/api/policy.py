"""Routes, their order, pools and reasons on the API."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from conditions.nodes import to_json
from conditions.parse import parse
from core.pagination import CursorPages
from distribution.api import serializers
from distribution.api.answers import person
from distribution.models import Pool, PoolMember, RejectReason, Route
from distribution.services import routing
from leads import queries as lead_queries
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class PolicyView(WorkspaceAPIView):
    """What these views share: who may, and reading a body in full or in part."""

    scopes = ("routes:read", "routes:write")
    capabilities = (Capability.VIEW_LEADS, Capability.EDIT_ROUTES)

    def read(
        self, request: Request, shape: type[Serializer[Any]], *, partial: bool = False
    ) -> dict[str, Any]:
        """Return the body in the shape, or raise ValidationError."""
        body = shape(data=request.data, partial=partial)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)


def _condition(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the condition as it is stored.

    Raises: ConditionError with the path of every fault.
    """
    return to_json(parse(raw, lead_queries.registry(with_scores=True))) if raw else {}


class Routes(PolicyView):
    """The routes in the order they are tried."""

    pagination_class = CursorPages
    orderings = {"position": ["position", "pk"]}
    default_ordering = "position"

    @extend_schema(
        operation_id="routes_list", responses=serializers.RouteOut(many=True), tags=["distribution"]
    )
    def get(self, request: Request) -> Response:
        """List the routes."""
        pages = CursorPages()
        rows = pages.paginate_queryset(Route.objects.select_related("pool"), request, self)
        return pages.get_paginated_response(serializers.RouteOut(rows, many=True).data)

    @extend_schema(
        operation_id="routes_create",
        request=serializers.RouteIn,
        responses={201: serializers.RouteOut},
        tags=["distribution"],
    )
    def post(self, request: Request) -> Response:
        """Make a route, last in order."""
        body = self.read(request, serializers.RouteIn)
        route = routing.save_route(
            route=None,
            name=body["name"],
            pool_id=get_object_or_404(Pool, public_id=body["pool"]).pk,
            condition=_condition(body["condition"]),
            is_active=body["is_active"],
            by=self.user_id,
            at=timezone.now(),
        )
        return Response(serializers.RouteOut(route).data, status=201)


class RouteDetail(PolicyView):
    """One route."""

    @extend_schema(operation_id="routes_read", responses=serializers.RouteOut, tags=["distribution"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show the route."""
        route = get_object_or_404(Route.objects.select_related("pool"), public_id=public_id)
        return Response(serializers.RouteOut(route).data)

    @extend_schema(
        operation_id="routes_change",
        request=serializers.RouteIn,
        responses=serializers.RouteOut,
        tags=["distribution"],
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change the route; what is not named stays."""
        route = get_object_or_404(Route.objects.select_related("pool"), public_id=public_id)
        body = self.read(request, serializers.RouteIn, partial=True)
        pool = get_object_or_404(Pool, public_id=body["pool"]) if "pool" in body else route.pool
        changed = routing.save_route(
            route=route,
            name=body.get("name", route.name),
            pool_id=pool.pk,
            condition=_condition(body["condition"]) if "condition" in body else route.condition,
            is_active=body.get("is_active", route.is_active),
            by=self.user_id,
            at=timezone.now(),
        )
        changed.pool = pool
        return Response(serializers.RouteOut(changed).data)


class RouteOrder(PolicyView):
    """The order of the routes."""

    @extend_schema(
        operation_id="routes_order",
        request=serializers.RouteOrderIn,
        responses=serializers.RouteOut(many=True),
        tags=["distribution"],
    )
    def post(self, request: Request) -> Response:
        """Put the routes in this order; every route is named once."""
        asked = self.read(request, serializers.RouteOrderIn)["order"]
        known = dict(Route.objects.values_list("public_id", "pk"))
        ids = [known.get(public_id, 0) for public_id in asked]
        routing.order_routes(route_ids=ids, by=self.user_id, at=timezone.now())
        rows = Route.objects.select_related("pool").order_by("position", "pk")
        return Response(serializers.RouteOut(rows, many=True).data)


class Pools(PolicyView):
    """The pools."""

    pagination_class = CursorPages
    orderings = {"name": ["name", "pk"]}
    default_ordering = "name"

    @extend_schema(operation_id="pools_list", responses=serializers.PoolOut(many=True), tags=["distribution"])
    def get(self, request: Request) -> Response:
        """List the pools with their members."""
        pages = CursorPages()
        rows = pages.paginate_queryset(Pool.objects.prefetch_related("members__user"), request, self)
        return pages.get_paginated_response(serializers.PoolOut(rows, many=True).data)

    @extend_schema(
        operation_id="pools_create",
        request=serializers.PoolIn,
        responses={201: serializers.PoolOut},
        tags=["distribution"],
    )
    def post(self, request: Request) -> Response:
        """Make a pool."""
        body = self.read(request, serializers.PoolIn)
        pool = routing.save_pool(
            pool=None,
            name=body["name"],
            takes_all_reps=body["takes_all_reps"],
            weights=_weights(body.get("members", [])),
            by=self.user_id,
            at=timezone.now(),
        )
        return Response(serializers.PoolOut(pool).data, status=201)


def _weights(members: list[dict[str, Any]]) -> dict[int, int]:
    return {person(member["user"]).pk: member["weight"] for member in members}


class PoolDetail(PolicyView):
    """One pool."""

    @extend_schema(operation_id="pools_read", responses=serializers.PoolOut, tags=["distribution"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show the pool."""
        return Response(serializers.PoolOut(get_object_or_404(Pool, public_id=public_id)).data)

    @extend_schema(
        operation_id="pools_change",
        request=serializers.PoolIn,
        responses=serializers.PoolOut,
        tags=["distribution"],
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change the pool; ``members`` replaces those it has, what is not named stays."""
        pool = get_object_or_404(Pool, public_id=public_id)
        body = self.read(request, serializers.PoolIn, partial=True)
        members = PoolMember.objects.filter(pool=pool).values_list("user_id", "weight")
        changed = routing.save_pool(
            pool=pool,
            name=body.get("name", pool.name),
            takes_all_reps=body.get("takes_all_reps", pool.takes_all_reps),
            weights=_weights(body["members"]) if "members" in body else dict(members),
            by=self.user_id,
            at=timezone.now(),
        )
        return Response(serializers.PoolOut(changed).data)


class RejectReasons(PolicyView):
    """The reasons for which Sales gives leads back."""

    pagination_class = CursorPages
    orderings = {"position": ["position", "pk"]}
    default_ordering = "position"

    @extend_schema(
        operation_id="reject_reasons_list",
        responses=serializers.RejectReasonOut(many=True),
        tags=["distribution"],
    )
    def get(self, request: Request) -> Response:
        """List the reasons."""
        pages = CursorPages()
        rows = pages.paginate_queryset(RejectReason.objects.all(), request, self)
        return pages.get_paginated_response(serializers.RejectReasonOut(rows, many=True).data)

    @extend_schema(
        operation_id="reject_reasons_create",
        request=serializers.RejectReasonIn,
        responses={201: serializers.RejectReasonOut},
        tags=["distribution"],
    )
    def post(self, request: Request) -> Response:
        """Make a reason, last in order."""
        body = self.read(request, serializers.RejectReasonIn)
        reason = routing.save_reason(reason=None, **body, by=self.user_id, at=timezone.now())
        return Response(serializers.RejectReasonOut(reason).data, status=201)


class RejectReasonDetail(PolicyView):
    """One reason."""

    @extend_schema(
        operation_id="reject_reasons_read", responses=serializers.RejectReasonOut, tags=["distribution"]
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show the reason."""
        reason = get_object_or_404(RejectReason, public_id=public_id)
        return Response(serializers.RejectReasonOut(reason).data)

    @extend_schema(
        operation_id="reject_reasons_change",
        request=serializers.RejectReasonIn,
        responses=serializers.RejectReasonOut,
        tags=["distribution"],
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change the reason; its slug stays."""
        reason = get_object_or_404(RejectReason, public_id=public_id)
        body = self.read(request, serializers.RejectReasonIn, partial=True)
        values = {
            name: body.get(name, getattr(reason, name))
            for name in ("label", "resume_days", "track", "is_active")
        }
        changed = routing.save_reason(reason=reason, **values, by=self.user_id, at=timezone.now())
        return Response(serializers.RejectReasonOut(changed).data)

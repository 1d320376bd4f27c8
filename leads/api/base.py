"""What the views of the leads' API share."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core.pagination import CursorPages
from leads import lists
from leads.api.serializers import LeadOut
from leads.models import Lead, LeadRank
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class LeadsView(WorkspaceAPIView):
    """Reading and changing leads the caller may see: a key all, a rep their own and their team's."""

    scopes: tuple[str | None, str | None] = ("leads:read", "leads:write")
    capabilities: tuple[Capability | None, Capability | None] = (Capability.VIEW_LEADS, Capability.EDIT_LEADS)

    @property
    def membership(self) -> Any:
        """Return who is calling, None for a key."""
        return getattr(self.request._request, "membership", None)

    def valid(self, shape: Any, request: Request) -> dict[str, Any]:
        """Return what the body says; raises ValidationError."""
        serializer = shape(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def leads(self) -> QuerySet[Lead]:
        """Return the leads the caller may see."""
        leads = Lead.objects.select_related("rank")
        return leads.visible_to(self.membership) if self.membership else leads

    def ranks(self) -> QuerySet[LeadRank]:
        """Return the same as ranks, for lists."""
        ranks = LeadRank.objects.all()
        return ranks.visible_to(self.membership) if self.membership else ranks

    def lead(self, public_id: UUID) -> Lead:
        """Return one lead or raise Http404."""
        return get_object_or_404(self.leads(), public_id=public_id)

    def answer(self, lead_id: int, *, status: int = 200) -> Response:
        """Return the lead as it now is, with its version as ETag."""
        found = lists.read([lead_id])
        if not found:
            raise Http404
        return Response(LeadOut(found[0]).data, status=status, headers={"ETag": f'"{found[0].version}"'})

    def page(self, rows: QuerySet, shape: Any, request: Request) -> Response:
        """Answer one page of the rows."""
        pages = CursorPages()
        found = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(shape(found, many=True).data)

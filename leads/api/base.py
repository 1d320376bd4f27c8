"""What the views of the leads' API share."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import PROBLEM, problem
from core.pagination import CursorPages
from leads import lists, moved
from leads.api.serializers import LeadOut
from leads.models import Lead, LeadRank
from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class LeadFinder(WorkspaceAPIView):
    """Finds the lead that a request names, for the views of every room; one way to say that it was merged."""

    @property
    def membership(self) -> Any:
        """Return who is calling, None for a key."""
        return getattr(self.request._request, "membership", None)

    def leads(self) -> QuerySet[Lead]:
        """Return the leads the caller may see: a key all, a rep their own and their team's."""
        leads = Lead.objects.select_related("rank")
        return leads.visible_to(self.membership) if self.membership else leads

    def lead(self, public_id: UUID) -> Lead:
        """Return one lead or raise Http404; Moved if it was merged into another one."""
        found = self.leads().filter(public_id=public_id).first()
        if found is None:
            moved.look(self.leads(), public_id=public_id)
            raise Http404
        return found

    def handle_exception(self, exc: Exception) -> Response:
        """Answer as every view does, and for a merged lead with the one it is now: 301 to readers, 409 to writers."""
        if not isinstance(exc, moved.Moved):
            return super().handle_exception(exc)
        now = str(exc.lead.public_id)
        is_reading = self.request.method in {"GET", "HEAD"}
        body = problem(
            status=301 if is_reading else 409,
            code="merged",
            detail=str(_("This lead was merged into another one.")),
            instance=self.request.path,
        )
        url = self.request.get_full_path().replace(str(exc.was), now)
        headers = {"Location": url, "Cache-Control": "no-store"} if is_reading else {}
        body["merged_into"] = now
        return Response(body, status=body["status"], headers=headers, content_type=PROBLEM)


class LeadsView(LeadFinder):
    """Reading and changing leads the caller may see."""

    scopes: tuple[str | None, str | None] = ("leads:read", "leads:write")
    capabilities: tuple[Capability | None, Capability | None] = (Capability.VIEW_LEADS, Capability.EDIT_LEADS)

    def valid(self, shape: Any, request: Request) -> dict[str, Any]:
        """Return what the body says; raises ValidationError."""
        serializer = shape(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def ranks(self) -> QuerySet[LeadRank]:
        """Return the leads the caller may see as ranks, for lists."""
        ranks = LeadRank.objects.all()
        return ranks.visible_to(self.membership) if self.membership else ranks

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

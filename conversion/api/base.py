"""What the views of deals share: scopes, reading a body, answering a page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from conversion.models import Opportunity
from core.errors import Invalid
from core.pagination import CursorPages
from tenants.api.views import WorkspaceAPIView
from tenants.models import Membership
from tenants.permissions import Capability
from tenants.queries import possible_owners


IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The version that was read."
)
SEARCH = OpenApiParameter("search", str, description="Words of the name; each may be begun.")
OWNER = OpenApiParameter("owner", str, description='A member\'s id, "me" or "none".')
DEALS = ("account", "contact", "lead", "pipeline", "stage", "owner", "lost_reason")


class SalesView(WorkspaceAPIView):
    """Reading and changing what Sales keeps."""

    scopes = ("sales:read", "sales:write")
    capabilities: tuple[Capability | None, Capability | None] = (Capability.VIEW_SALES, Capability.EDIT_SALES)
    pagination_class = CursorPages
    orderings: dict[str, Sequence[str]] = {
        "-created_at": ["-created_at", "-pk"],
        "created_at": ["created_at", "pk"],
    }
    default_ordering = "-created_at"

    @property
    def membership(self) -> Membership | None:
        """Return the member who asks, None for a key."""
        return getattr(self.request._request, "membership", None)

    def valid(self, shape: Any, request: Request) -> dict[str, Any]:
        """Return what the body says, in the serializer's shape; raises ValidationError."""
        serializer = shape(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def filtered(self, filter_class: Any, rows: QuerySet) -> QuerySet:
        """Return the rows that the query string asks for; raises ValidationError."""
        asked = filter_class(self.request.query_params, queryset=rows, request=self.request)
        if not asked.is_valid():
            raise translate_validation(asked.errors)
        return asked.qs

    def page(self, rows: QuerySet, shape: Any) -> Response:
        """Answer one page of the rows."""
        pages = CursorPages()
        found = pages.paginate_queryset(rows, self.request, self)
        return pages.get_paginated_response(shape(found, many=True).data)

    def deals(self) -> QuerySet[Opportunity]:
        """Return the deals the caller may see, with what their answer shows."""
        rows = Opportunity.objects.select_related(*DEALS)
        return rows.visible_to(self.membership) if self.membership else rows


def named(rows: QuerySet, public_id: UUID | None, path: str) -> Any:
    """Return the row a body names by its public id; another workspace's is as unknown as a random one.

    Raises: Invalid.
    """
    if public_id is None:
        return None
    row = rows.filter(public_id=public_id).first()
    if row is None:
        error = {"path": path, "message": str(_("This does not exist."))}
        raise Invalid(_("Something named in the request does not exist."), errors=[error])
    return row


def with_owner(data: dict[str, Any]) -> dict[str, Any]:
    """Return the values with ``owner`` as the user's id; raises Invalid for a stranger."""
    values = dict(data)
    if "owner" in values:
        owner = named(possible_owners(), values.pop("owner"), "owner")
        values["owner_id"] = owner.pk if owner else None
    return values


def version_of(request: Request, values: dict[str, Any]) -> int | None:
    """Take the version the caller read from the body's values, else from If-Match; None overwrites.

    Raises: Invalid for an If-Match that is no number.
    """
    given = values.pop("version", None)
    header = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if given is not None or header in {"", "*"}:
        return given
    if not (header.isascii() and header.isdigit()) or len(header) > 9:
        message = str(_("If-Match holds the version that was read, a number."))
        raise Invalid(message, errors=[{"path": "If-Match", "message": message}])
    return int(header)

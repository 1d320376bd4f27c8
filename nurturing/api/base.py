"""What the views of nurturing's API share."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer

from tenants.api.views import WorkspaceAPIView
from tenants.permissions import Capability


class NurtureView(WorkspaceAPIView):
    """Reading and changing what cares for leads that are not ready."""

    scopes: tuple[str | None, str | None] = ("nurture:read", "nurture:write")
    capabilities: tuple[Capability | None, Capability | None] = (
        Capability.VIEW_NURTURE,
        Capability.EDIT_NURTURE,
    )

    def read(
        self, request: Request, shape: type[Serializer[Any]], *, partial: bool = False
    ) -> dict[str, Any]:
        """Return the body in the shape, or raise ValidationError."""
        body = shape(data=request.data, partial=partial)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

"""The real URL conf with one small write, which counts how often it ran."""

from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Invalid
from leadcrm.urls import urlpatterns as real
from tenants.api.views import WorkspaceAPIView
from tenants.models import Team
from tenants.permissions import Capability


class Teams(WorkspaceAPIView):
    """Makes a team of the name it is given; "" is refused and "boom" breaks."""

    scopes = ("leads:read", "leads:write")
    capabilities = (Capability.VIEW_LEADS, Capability.EDIT_LEADS)

    def post(self, request: Request) -> Response:
        """Make a team."""
        name: Any = request.data.get("name", "")
        made = Team.objects.create(name=f"{name}{Team.objects.count()}")
        if not name:
            raise Invalid("A name is needed.")
        if name == "boom":
            raise RuntimeError("half-way")
        return Response({"id": made.pk, "at": made.created_at}, status=201)


urlpatterns = [path("api/v1/probe/", Teams.as_view()), path("api/v1/probe/2/", Teams.as_view()), *real]
handler404 = "leadcrm.views.not_found"
handler500 = "leadcrm.views.server_error"

"""Pages that fail half-way, beside the real ones."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from leadcrm.urls import urlpatterns as real
from tenants.models import Team
from tenants.permissions import open_to_members


@open_to_members
def broken(request: HttpRequest, workspace: str) -> HttpResponse:
    """Write a row, then fail."""
    Team.objects.create(name="half")
    raise RuntimeError("half-way")


@open_to_members
def refused(request: HttpRequest, workspace: str) -> HttpResponse:
    """Write a row, then refuse."""
    Team.objects.create(name="half")
    return HttpResponse("no", status=409)


urlpatterns = [
    path("w/<slug:workspace>/broken/", broken),
    path("w/<slug:workspace>/refused/", refused),
    *real,
]
handler500 = "leadcrm.views.server_error"

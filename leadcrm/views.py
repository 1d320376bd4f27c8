"""Front door, error pages, API docs."""

import sys

from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.views import SpectacularSwaggerSplitView

from core.api import problem_response
from tenants.models import Membership
from tenants.permissions import open_to_members


RETRY_AFTER = "2"


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send the person to the workspace they belong to."""
    membership = (
        Membership.objects.filter(user_id=int(request.user.pk or 0), is_active=True)
        .select_related("workspace")
        .order_by("created_at", "pk")
        .first()
    )
    if membership is None:
        return render(request, "no_workspace.html", status=200)
    return redirect("workspace-home", workspace=membership.workspace.slug)


@require_GET
@open_to_members
def workspace_home(request: HttpRequest, workspace: str) -> HttpResponse:
    """Send the member to where their day starts."""
    return redirect("distribution:today", workspace=workspace)


# Swagger UI in the split form has no inline script, so the strict policy holds.
api_docs = SpectacularSwaggerSplitView.as_view(url_name="api-schema")


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django could not read."""
    if _is_api(request):
        return problem_response(
            request, status=400, code="bad_request", detail=_("The request could not be read.")
        )
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who is known but may not."""
    if _is_api(request):
        return problem_response(request, status=403, code="forbidden", detail=_("You may not do this."))
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere, or to another workspace's row: the same words for both."""
    if _is_api(request):
        return problem_response(request, status=404, code="not_found", detail=_("There is nothing here."))
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; a database that is away is told apart, since trying again will help."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    if _is_api(request):
        code, detail = (
            ("unavailable", _("The service is restarting. Try again in a moment."))
            if away
            else ("internal", _("Something went wrong on our side."))
        )
        response: HttpResponse = problem_response(request, status=status, code=code, detail=detail)
    else:
        # No request in the context: its processors might ask the database that is away.
        response = render(None, f"{status}.html", status=status)  # type: ignore[arg-type]
    if away:
        response["Retry-After"] = RETRY_AFTER
    return response

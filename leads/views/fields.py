"""Settings: the workspace's own fields."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads.views import own_lists
from tenants.permissions import Capability, requires


@require_GET
@requires(Capability.EDIT_FIELDS)
def field_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the workspace's own fields."""
    return own_lists.show_list(request, own_lists.FIELDS)


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_FIELDS)
def edit_field(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Add or change a field."""
    return own_lists.edit_item(request, own_lists.FIELDS, pk)


@require_POST
@requires(Capability.EDIT_FIELDS)
def toggle_field(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Set a field aside or bring it back; its values stay."""
    return own_lists.toggle_item(request, own_lists.FIELDS, pk)

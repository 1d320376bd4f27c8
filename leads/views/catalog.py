"""Settings: sources, campaigns, topics and products."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads.views import own_lists
from leads.views.own_lists import LISTS, OwnList
from tenants.permissions import Capability, requires


def _list_of(kind: str) -> OwnList:
    if kind not in LISTS:
        raise Http404
    return LISTS[kind]


@require_GET
@requires(Capability.EDIT_CATALOG)
def entry_list(request: HttpRequest, workspace: str, kind: str) -> HttpResponse:
    """Show one of the lists."""
    return own_lists.show_list(request, _list_of(kind))


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_CATALOG)
def edit_entry(request: HttpRequest, workspace: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Add or change an item of one of the lists."""
    return own_lists.edit_item(request, _list_of(kind), pk)


@require_POST
@requires(Capability.EDIT_CATALOG)
def toggle_entry(request: HttpRequest, workspace: str, kind: str, pk: int) -> HttpResponse:
    """Set an item aside or bring it back."""
    return own_lists.toggle_item(request, _list_of(kind), pk)

"""Choosing the columns of the list: checkboxes, and two buttons that move a column up and down."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.answers import see_other
from core.htmx import wants_fragment
from leads import columns
from leads.services import saved_views as service
from leads.views.lists import LeadList
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.VIEW_LEADS)
def choose(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the columns with the chosen ones first; move one, or keep the choice."""
    asked = LeadList(request)
    data = request.POST
    chosen = [name for name in data.getlist("column") if name in asked.known] if data else asked.names
    order = [name for name in data.getlist("order") if name in asked.known] if data else []
    order = [*dict.fromkeys([*order, *chosen, *asked.known])]
    for name in ("up", "down"):
        if data.get(name) in order:
            return _show(request, asked, _moved(order, data[name], name), chosen)
    if request.method == "POST":
        kept = [] if "usual" in data else _kept(order, chosen)
        return _keep(request, asked, kept)
    return _show(request, asked, order, chosen)


def _kept(order: list[str], chosen: list[str]) -> list[str]:
    """Return the chosen columns in their order; the name, which is always there, takes one of the places."""
    return [name for name in order if name in chosen and name != "name"][: columns.MOST - 1]


def _moved(order: list[str], name: str, to: str) -> list[str]:
    """Return the names with one of them a place further; the lead's name always comes first."""
    rest = [item for item in order if item not in {"name", name}]
    at = [item for item in order if item != "name"].index(name) + (-1 if to == "up" else 1)
    rest.insert(min(max(at, 0), len(rest)), name)
    return ["name", *rest]


def _show(request: HttpRequest, asked: LeadList, order: list[str], chosen: list[str]) -> HttpResponse:
    lines: list[dict[str, Any]] = [
        {
            "column": asked.known[name],
            "is_chosen": name in chosen,
            "has_group": asked.known[name].group != columns.LIST,
        }
        for name in order
        if name != "name"
    ]
    values = {
        "lines": lines,
        "list": asked,
        "most": columns.MOST,
        "moved": request.POST.get("up") or request.POST.get("down") or "",
        "action": request.get_full_path(),
        "back_url": f"{asked.here}?{request.GET.urlencode()}",
    }
    template = "leads/_columns_dialog.html" if wants_fragment(request) else "leads/columns.html"
    response = render(request, template, values)
    response["Vary"] = "HX-Request"
    return response


def _keep(request: HttpRequest, asked: LeadList, names: list[str]) -> HttpResponse:
    """Keep the choice as the person's own; on a saved view put it into the address, to be saved with the view."""
    query = QueryDict(request.GET.urlencode(), mutable=True)
    query.pop("cursor", None)
    query.pop("columns", None)
    if asked.saved:
        query["columns"] = ",".join(names or columns.DEFAULT)
    else:
        service.set_columns(user_id=asked.membership.user_id, columns=names)
    url = f"{reverse('leads:list', kwargs={'workspace': request.workspace.slug})}?{query.urlencode()}"  # type: ignore[attr-defined]
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return see_other(url)

"""Editing a route and the order of routes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conditions.editor import ConditionEditor
from core import toasts
from core.htmx import wants_fragment
from distribution.forms.policy import RouteForm
from distribution.models import Pool, Route
from distribution.services import routing
from distribution.views.answering import answer, back, policy_url
from leads import queries as lead_queries
from tenants.permissions import Capability, requires


@require_http_methods(["GET", "POST"])
@requires(Capability.EDIT_ROUTES)
def edit(request: HttpRequest, workspace: str, pk: int | None = None) -> HttpResponse:
    """Make a route or change one; the buttons of the condition's editor save nothing."""
    route = get_object_or_404(Route.objects.select_related("pool"), pk=pk) if pk else None
    data = request.POST if request.method == "POST" else None
    editor = ConditionEditor(
        lead_queries.registry(with_scores=True),
        tree=route.condition if route else None,
        data=data,
        refresh_url=request.path,
    )
    pools = list(Pool.objects.order_by("name", "pk"))
    initial = {"name": route.name, "pool_id": route.pool_id, "is_active": route.is_active} if route else {}
    form = RouteForm(data if editor.is_submitted else None, pools=pools, initial=initial)
    title = _("Edit route") if route else _("New route")
    if editor.is_changing:
        return _redraw(request, form, editor, title=title)

    def save(values: dict[str, Any]) -> None:
        known = {name: values[name] for name in ("name", "pool_id", "is_active")}
        routing.save_route(route=route, **known, condition=editor.tree, by=request.user.pk, at=timezone.now())
        toasts.add(request, _("Route “%(name)s” saved.") % {"name": values["name"]})

    is_valid = editor.is_submitted and editor.is_valid()
    return answer(
        request,
        form,
        save,
        title=title,
        template="distribution/route.html",
        anchor="#routes",
        is_valid=is_valid,
        editor=editor,
    )


def _redraw(request: HttpRequest, form: RouteForm, editor: ConditionEditor, *, title: str) -> HttpResponse:
    """Show the editor as its button left it, with what was typed elsewhere kept."""
    if wants_fragment(request):
        return render(request, "components/conditions.html", {"editor": editor})
    typed = {name: request.POST.get(name) for name in form.fields}
    form.initial = typed | {"is_active": "is_active" in request.POST}
    context = {"form": form, "editor": editor, "page_title": title, "back_url": policy_url(request)}
    return render(request, "distribution/route.html", context)


@require_POST
@requires(Capability.EDIT_ROUTES)
def move(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Move a route one place up or down."""
    route = get_object_or_404(Route, pk=pk)
    steps = -1 if request.POST.get("move") == "up" else 1
    routing.move_route(route=route, steps=steps, by=request.user.pk, at=timezone.now())
    return back(request, "#routes")

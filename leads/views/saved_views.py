"""Saving a list as a view, renaming and sharing it, its place among the tabs, deleting it and taking that back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import toasts
from core.answers import see_other
from core.errors import DomainError
from core.htmx import wants_fragment
from leads import segments
from leads.forms.bulk import ViewForm
from leads.models import SavedView, Segment
from leads.selection import TooManyFilters, canonical, kept
from leads.services import saved_views as service
from leads.views.access import posted
from leads.views.lists import address, may_change
from tenants.permissions import Capability, requires


PLACES = {"left": -1, "right": 1}


@require_http_methods(["GET", "POST"])
@requires(Capability.VIEW_LEADS)
def create(request: HttpRequest, workspace: str) -> HttpResponse:
    """Save the list that the address shows as a new view."""
    given = {"query": canonical(request.GET), "columns": request.GET.get("columns", "")}
    initial = {**given, "visibility": SavedView.Visibility.PRIVATE}
    form = ViewForm(posted(request), visibilities=_visibilities(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = service.save(
                view=None,
                membership=request.membership,  # type: ignore[attr-defined]
                name=data["name"],
                visibility=data["visibility"],
                query=kept(data["query"]),
                columns=_names(data["columns"]),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            toasts.add(request, _("View “%(name)s” saved.") % {"name": made.name})
            return _show(request, made)
    return _form(request, form, title=_("Save view"), button=_("Save view"))


@require_http_methods(["GET", "POST"])
@requires(Capability.VIEW_LEADS)
def edit(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Rename a view, or let others see it."""
    view = _own(request, pk)
    initial = {"name": view.name, "visibility": view.visibility}
    form = ViewForm(posted(request), visibilities=_visibilities(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        _save_over(request, view, form.cleaned_data["name"], form.cleaned_data["visibility"])
        return _show(request, view)
    return _form(request, form, title=_("Rename or share"), button=_("Save view"), view=view)


@require_POST
@requires(Capability.VIEW_LEADS)
def save(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Write the list as it is now over the view."""
    view = _own(request, pk)
    try:
        view.query = kept(request.POST.get("query", ""))
    except TooManyFilters as refusal:
        toasts.add(request, refusal.message, level=messages.ERROR)
        return _show(request, view)
    view.columns = _names(request.POST.get("columns", ""))
    _save_over(request, view, view.name, view.visibility)
    toasts.add(request, _("View “%(name)s” saved.") % {"name": view.name})
    return _show(request, view)


def _save_over(request: HttpRequest, view: SavedView, name: str, visibility: str) -> None:
    service.save(
        view=view,
        membership=request.membership,  # type: ignore[attr-defined]
        name=name,
        visibility=visibility,
        query=view.query,
        columns=view.columns,
    )


@require_POST
@requires(Capability.VIEW_LEADS)
def star(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Keep the view as a tab of the reader's, or no longer."""
    view = _visible(request, pk)
    service.star(user_id=_me(request), view_id=view.pk)
    return _show(request, view)


@require_POST
@requires(Capability.VIEW_LEADS)
def move(request: HttpRequest, workspace: str, pk: int, to: str) -> HttpResponse:
    """Move the view's tab one place."""
    view = _visible(request, pk)
    if to not in PLACES:
        raise Http404
    shown = SavedView.objects.visible_to(request.membership).values_list("pk", flat=True)  # type: ignore[attr-defined]
    service.move(user_id=_me(request), view_id=view.pk, by=PLACES[to], shown=list(shown))
    return _show(request, view)


@require_POST
@requires(Capability.VIEW_LEADS)
def delete(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Delete the view, with a way back."""
    view = _own(request, pk)
    service.delete(view=view, at=timezone.now())
    undo_url = reverse("leads:restore-view", kwargs={"workspace": workspace, "pk": pk})
    toasts.add(request, _("View “%(name)s” deleted.") % {"name": view.name}, undo_url=undo_url)
    return see_other("leads:list", workspace=workspace)


@require_POST
@requires(Capability.VIEW_LEADS)
def restore(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Bring a deleted view back."""
    view: SavedView = get_object_or_404(SavedView.objects.all(), pk=pk)
    if not may_change(view, request.membership):  # type: ignore[attr-defined]
        raise Http404
    service.restore(view=view, at=timezone.now())
    return _show(request, view)


def using(segment_ids: Sequence[int], workspace: str) -> dict[int, list[segments.Use]]:
    """Return the views that filter by each of the segments; one of a single person says only whose it is.

    Views of people who left nobody can open or change: they hold nothing. Queries: one, two if there are any.
    """
    found: dict[int, list[segments.Use]] = {}
    views = SavedView.objects.in_use().filter(query__contains="segment=").select_related("owner")
    asked = [(view, QueryDict(view.query).get("segment", "")) for view in views.order_by("name", "pk")]
    known = dict(Segment.objects.filter(pk__in=segment_ids).values_list("public_id", "pk")) if asked else {}
    for view, text in asked:
        if pk := known.get(_uuid(text)):
            found.setdefault(pk, []).append(_use(view, workspace))
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _use(view: SavedView, workspace: str) -> segments.Use:
    if view.visibility == SavedView.Visibility.PRIVATE:
        return segments.Use(_("Private view of %(name)s") % {"name": view.owner})
    here = reverse("leads:list", kwargs={"workspace": workspace})
    return segments.Use(_("View “%(name)s”") % {"name": view.name}, f"{here}?{address(view)}")


def _me(request: HttpRequest) -> int:
    return int(request.membership.user_id)  # type: ignore[attr-defined]


def _visible(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def _own(request: HttpRequest, pk: int) -> SavedView:
    view = _visible(request, pk)
    if not may_change(view, request.membership):  # type: ignore[attr-defined]
        raise PermissionDenied
    return view


def _visibilities(request: HttpRequest) -> list[tuple[str, Any]]:
    """Return who may see a view of this person's: the team of one that has a team, everyone of one who edits leads."""
    membership = request.membership  # type: ignore[attr-defined]
    every = SavedView.Visibility
    offered = [every.PRIVATE]
    if membership.team_id:
        offered.append(every.TEAM)
    if membership.can(Capability.EDIT_LEADS):
        offered.append(every.EVERYONE)
    return [(item.value, item.label) for item in offered]


def _names(text: str) -> list[str]:
    return [name[:80] for name in text.split(",") if name][:20]


def _show(request: HttpRequest, view: SavedView) -> HttpResponse:
    here = reverse("leads:list", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    url = f"{here}?{address(view)}"
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return see_other(url)


def _form(
    request: HttpRequest, form: ViewForm, *, title: str, button: str, view: SavedView | None = None
) -> HttpResponse:
    here = reverse("leads:list", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    query = address(view) if view else request.GET.urlencode()
    values = {
        "form": form,
        "page_title": title,
        "button": button,
        "action": request.path,
        "back_url": f"{here}?{query}",
    }
    template = "leads/_verb_dialog.html" if wants_fragment(request) else "leads/view.html"
    response = render(request, template, values, status=422 if form.errors else 200)
    response["Vary"] = "HX-Request"
    return response

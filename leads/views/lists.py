"""The list of leads: views as tabs, filters as chips, chosen columns, one page by keyset."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import numbers
from core.errors import Invalid
from core.limits import TooSlow
from core.pagination import Page
from leads import columns, deeds, lists, queries
from leads.columns import LeadColumn, Row
from leads.forms.filters import FilterForm
from leads.models import SavedView
from leads.selection import Selection
from leads.views.people import People
from tenants.permissions import Capability, requires


# So many columns fit without scrolling.
USUAL = 9


class LeadList(Selection):
    """What one member asked of the list."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET, request.membership)  # type: ignore[attr-defined]
        self.request = request
        self.people = People(request)
        self.here = reverse("leads:list", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]

    @cached_property
    def menu(self) -> queries.Menu:
        """The workspace's lists, the saved views and the person's setting."""
        return queries.menu(user_id=self.membership.user_id, team_id=self.membership.team_id)

    @cached_property
    def saved(self) -> SavedView | None:
        """The saved view that the address names."""
        asked = self.params.get("saved", "")
        return next((view for view in self.menu.views if str(view.pk) == asked), None)

    @property
    def owns_saved(self) -> bool:
        """Say whether the member may change the saved view."""
        return self.saved is not None and may_change(self.saved, self.membership)

    @property
    def differs(self) -> bool:
        """Say whether the list is another than the view it started from, so that saving it makes sense."""
        if self.saved is None:
            return bool(self.active) or bool(self.params.get("ordering")) or bool(self.params.get("columns"))
        is_other = self.query != self.saved.query
        return is_other or bool(self.params.get("columns")) and self.names != self.saved.columns

    @cached_property
    def form(self) -> FilterForm:
        """The filter menu, as it is set now."""
        return FilterForm(
            self.params,
            owners=self.people.owners,
            sources=self.menu.sources,
            campaigns=self.menu.campaigns,
            segments=self.menu.segments,
            tags=self.menu.tags,
        )

    @cached_property
    def known(self) -> dict[str, LeadColumn]:
        """Every column of the workspace."""
        currency = self.request.workspace.currency  # type: ignore[attr-defined]
        return columns.every(topics=self.menu.topics, definitions=self.menu.definitions, currency=currency)

    @cached_property
    def columns(self) -> list[LeadColumn]:
        """The columns in force: the address's, else the view's, else the person's, else the usual ones."""
        asked = [name for name in self.params.get("columns", "").split(",") if name]
        names = asked or (self.saved.columns if self.saved else []) or self.menu.columns
        return columns.chosen(names, self.known, served=self.served)

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def names_text(self) -> str:
        """The names of the columns, for a form to carry."""
        return ",".join(self.names)

    @cached_property
    def page(self) -> Page:
        """One page of leads.

        Raises: TooSlow, BadCursor.
        """
        # A view narrows like a filter, so it runs under the time limit too.
        active = self.active if self.view is self.views[0] else self.active | {"view": self.view.slug}
        cursor = self.params.get("cursor")
        return lists.page(self.filter.qs, ordering=self.ordering, cursor=cursor, active=active)

    @cached_property
    def rows(self) -> list[Row]:
        """The page with each lead's next step."""
        steps = lists.next_steps([lead.pk for lead in self.page.items]) if "step" in self.names else {}
        return [Row(lead=lead, due_at=steps.get(lead.pk)) for lead in self.page.items]

    @cached_property
    def count(self) -> int | None:
        """How many there are in all, up to the cap; a single page is counted by looking at it."""
        if not self.params.get("cursor") and self.page.next is None:
            return len(self.page.items)
        counted = lists.count(self.filter.qs)
        return counted.value if counted else None

    @property
    def count_text(self) -> str:
        """The count in the reader's digits, with a plus where counting stopped."""
        if self.count is None:
            return ""
        more = "+" if self.count >= lists.COUNT_CAP else ""
        return numbers.plain(self.count) + more

    @property
    def named_view(self) -> str | None:
        """The built-in view's name for an address, None where the search looks everywhere."""
        return None if self.searches_all else self.view.slug

    @property
    def css(self) -> str:
        """The table's classes: with many columns it grows wider than the page and scrolls."""
        extra = [column for column in self.columns if column.css.startswith("c-x")]
        return "leads many" if len(self.columns) > USUAL or len(extra) > 2 else "leads"

    @property
    def verbs(self) -> list[deeds.Verb]:
        """What may be done to chosen rows."""
        return deeds.offered(self.membership)

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The built-in views, then the saved ones that the person made tabs of."""
        is_built_in = not self.searches_all and self.saved is None
        found = [
            {
                "label": view.label,
                "url": f"{self.here}?view={view.slug}",
                "current": is_built_in and view is self.view,
            }
            for view in self.views
            if view.is_tab or is_built_in and view is self.view
        ]
        return found + [self._tab(view) for view in self.starred]

    def _tab(self, view: SavedView) -> dict[str, Any]:
        return {"label": view.name, "url": f"{self.here}?{address(view)}", "current": view is self.saved}

    @cached_property
    def starred(self) -> list[SavedView]:
        """The saved views that are tabs, in their order; the one that is shown is one at least for now."""
        views = {view.pk: view for view in self.menu.views}
        found = [views[pk] for pk in self.menu.stars if pk in views]
        return found if self.saved is None or self.saved in found else [*found, self.saved]

    @property
    def more_views(self) -> list[dict[str, Any]]:
        """The saved views that are no tabs."""
        return [self._tab(view) for view in self.menu.views if view not in self.starred]

    @property
    def view_verbs(self) -> list[dict[str, Any]]:
        """What may be done with the saved view."""
        if self.saved is None:
            return []
        stars, pk = self.menu.stars, self.saved.pk
        verbs = []
        if self.owns_saved:
            verbs.append(self._view_verb("view", _("Rename or share…"), "pencil"))
        if pk in stars[1:]:
            verbs.append(self._view_verb("move-view", _("Move left"), "arrow-left", to="left"))
        if pk in stars[:-1]:
            verbs.append(self._view_verb("move-view", _("Move right"), "arrow-right", to="right"))
        label = _("Take off the tabs") if pk in stars else _("Keep as a tab")
        verbs.append(self._view_verb("star-view", label, "star", post=True))
        if self.owns_saved:
            verbs.append(self._view_verb("delete-view", _("Delete view"), "trash-2", post=True, danger=True))
        return verbs

    def _view_verb(self, name: str, label: str, icon: str, *, to: str = "", **options: Any) -> dict[str, Any]:
        kwargs = {"workspace": self.request.workspace.slug, "pk": self.saved.pk}  # type: ignore[attr-defined, union-attr]
        if to:
            kwargs |= {"to": to}
            options["post"] = True
        return {"label": label, "icon": icon, "url": reverse(f"leads:{name}", kwargs=kwargs), **options}

    @property
    def chips(self) -> list[dict[str, str]]:
        """The filters in force, each with the address without it."""
        found = []
        for name, value in self.active.items():
            values = [str(item) for item in value] if isinstance(value, list) else [self._said(name, value)]
            field = self.form.fields.get(name)
            labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
            found.append(
                {
                    "name": str(self.filter.filters[name].label),
                    "value": ", ".join(labels.get(item, item) for item in values),
                    "url": self._without(name),
                }
            )
        return found

    def _said(self, name: str, value: Any) -> str:
        return self.params.get(name, "") if name == "created_after" else str(value)

    def _without(self, name: str) -> str:
        query = self.params.copy()
        for gone in (name, "cursor"):
            query.pop(gone, None)
        if not self.searches_all:
            query.setdefault("view", self.view.slug)
        return f"?{query.urlencode()}"

    @property
    def clear_url(self) -> str:
        """The view without filters."""
        return f"?{urlencode({'view': self.view.slug})}"

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter menu carries along."""
        names = ("view", "ordering", "search", "saved", "columns")
        kept = [(name, self.params.get(name, "")) for name in names]
        return [pair for pair in kept if pair[1]]


def may_change(view: SavedView, membership: Any) -> bool:
    """Say whether the member may rename, share, write over and delete the view."""
    return view.owner_id == membership.user_id or membership.role == "admin"


def address(view: SavedView) -> str:
    """Return the address's query of a saved view: everything it says, and which it is."""
    query = QueryDict(view.query, mutable=True)
    query["saved"] = str(view.pk)
    return query.urlencode()


@require_GET
@requires(Capability.VIEW_LEADS)
def lead_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the leads this member may see."""
    asked = LeadList(request)
    if asked.saved and asked.saved.query and set(request.GET) <= {"saved", "cursor"}:
        # A short link to a view: the whole address, since it says what the list shows.
        return HttpResponseRedirect(f"{asked.here}?{address(asked.saved)}")
    values: dict[str, Any] = {"list": asked, "columns": asked.columns, "page_title": _("Leads")}
    values["caption"] = _("%(view)s, %(order)s") % {
        "view": asked.saved or asked.view.label,
        "order": _order_in_words(asked.ordering),
    }
    if not asked.filter.is_valid():
        # An address somebody changed by hand: say so, and show the menu as it is.
        return render(request, "leads/list.html", values | {"is_invalid": True}, status=400)
    try:
        values |= {"rows": asked.rows, "page": asked.page, "count": asked.count}
    except TooSlow:
        values["is_too_slow"] = True
    except Invalid:
        values["is_bad_cursor"] = True
    return render(request, "leads/list.html", values)


def _order_in_words(ordering: str) -> str:
    words = {
        "score": _("by points"),
        "created_at": _("by arrival"),
        "name": _("by name"),
        "company": _("by company"),
    }
    return words[ordering.removeprefix("-")]

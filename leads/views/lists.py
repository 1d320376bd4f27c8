"""The list of leads: views as tabs, filters as chips, one page by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import Invalid
from core.limits import TooSlow
from core.pagination import Page
from leads import lists, tables
from leads.filters import LeadFilter
from leads.forms.filters import FilterForm
from leads.models import Campaign, Lead, LeadRank, Source, Task
from leads.views.people import People
from tenants.permissions import Capability, requires


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    lead: Lead
    due_at: datetime | None


class LeadList:
    """What one member asked of the list."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.membership = request.membership  # type: ignore[attr-defined]
        self.people = People(request)
        self.views = tables.views_for(self.membership.role)
        asked = tables.view_of(request.GET.get("view", ""))
        self.view = asked if asked in self.views else self.views[0]

    @cached_property
    def searches_all(self) -> bool:
        """Say whether the words are looked for in every stage: the search of the top bar names no view."""
        return bool(self.request.GET.get("search")) and "view" not in self.request.GET

    @cached_property
    def filter(self) -> LeadFilter:
        """The filters as asked for, over what the member may see of the view."""
        ranks = LeadRank.objects.visible_to(self.membership)
        if not self.searches_all:
            ranks = ranks.filter(self.view.where(self.membership.user_id))
        return LeadFilter(self.request.GET, queryset=ranks, request=self.request)

    @cached_property
    def active(self) -> dict[str, Any]:
        """The filters in use."""
        return self.filter.active()

    @cached_property
    def form(self) -> FilterForm:
        """The filter menu, as it is set now."""
        return FilterForm(
            self.request.GET,
            owners=self.people.owners,
            sources=list(Source.objects.order_by("name", "pk").values_list("slug", "name")),
            campaigns=list(Campaign.objects.order_by("name", "pk").values_list("slug", "name")),
        )

    @cached_property
    def served(self) -> list[str]:
        """The orders that may be asked for."""
        return list(lists.served_orderings(self.active))

    @cached_property
    def ordering(self) -> str:
        """The order in force."""
        name = self.request.GET.get("ordering", "")
        return name if name in self.served else lists.DEFAULT_ORDER

    @cached_property
    def page(self) -> Page:
        """One page of leads.

        Raises: TooSlow, BadCursor.
        """
        # A view narrows like a filter, so it runs under the time limit too.
        active = self.active if self.view is self.views[0] else self.active | {"view": self.view.slug}
        cursor = self.request.GET.get("cursor")
        return lists.page(self.filter.qs, ordering=self.ordering, cursor=cursor, active=active)

    @cached_property
    def rows(self) -> list[Row]:
        """The page with each lead's next step."""
        steps = _next_steps([lead.pk for lead in self.page.items])
        return [Row(lead=lead, due_at=steps.get(lead.pk)) for lead in self.page.items]

    @cached_property
    def count(self) -> int | None:
        """How many there are in all, up to the cap; a single page is counted by looking at it."""
        if not self.request.GET.get("cursor") and self.page.next is None:
            return len(self.page.items)
        counted = lists.count(self.filter.qs)
        return counted.value if counted else None

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The views as tabs."""
        here = reverse("leads:list", kwargs={"workspace": self.request.workspace.slug})  # type: ignore[attr-defined]
        return [
            {
                "label": view.label,
                "url": f"{here}?view={view.slug}",
                "current": view is self.view and not self.searches_all,
            }
            for view in self.views
        ]

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
        return self.request.GET.get(name, "") if name == "created_after" else str(value)

    def _without(self, name: str) -> str:
        query = self.request.GET.copy()
        for gone in (name, "cursor"):
            query.pop(gone, None)
        return f"?{query.urlencode()}"

    @property
    def clear_url(self) -> str:
        """The view without filters."""
        return f"?{urlencode({'view': self.view.slug})}"

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter menu carries along."""
        kept = [(name, self.request.GET.get(name, "")) for name in ("view", "ordering", "search")]
        return [pair for pair in kept if pair[1]]


@require_GET
@requires(Capability.VIEW_LEADS)
def lead_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show the leads this member may see."""
    asked = LeadList(request)
    values: dict[str, Any] = {
        "list": asked,
        "columns": tables.columns(served=asked.served),
        "caption": _("%(view)s, %(order)s")
        % {"view": asked.view.label, "order": _order_in_words(asked.ordering)},
        "page_title": _("Leads"),
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


def _next_steps(lead_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each lead's nearest open task is due. Queries: one."""
    tasks = Task.objects.filter(lead_id__in=lead_ids, done_at=None).values("lead_id")
    return dict(tasks.annotate(due_at=Min("due_at")).order_by().values_list("lead_id", "due_at"))

"""The leads that a list's address names, as one member sees them: the same for the page and for the worker."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from leads import lists, tables
from leads.filters import LeadFilter
from leads.models import LeadRank


# What of an address says which leads are meant and in which order; the rest is position and looks.
POSITION = ("cursor", "saved", "columns", "page")
MAX_QUERY = 2000


def canonical(params: QueryDict) -> str:
    """Return the address's query in one form: names and values sorted, empty ones and the position left out."""
    kept = sorted(
        (name, value) for name, values in params.lists() for value in values if value and name not in POSITION
    )
    found = QueryDict(mutable=True)
    for name, value in kept:
        found.appendlist(name, value)
    return found.urlencode()


class TooManyFilters(DomainError):
    """The address is longer than what is kept with a view or a change of many leads."""

    code = "too_many_filters"


def kept(text: str) -> str:
    """Return an address's query as it is stored; never a part of it, which would mean other leads.

    Raises: TooManyFilters.
    """
    query = canonical(QueryDict(text))
    if len(query) > MAX_QUERY:
        raise TooManyFilters(_("This list has more filters than can be kept. Take some of them away."))
    return query


class Selection:
    """Filters, view and order of one address; ``membership`` is who asks."""

    def __init__(self, params: QueryDict, membership: Any) -> None:
        self.params, self.membership = params, membership
        self.views = tables.views_for(membership.role)
        asked = tables.view_of(params.get("view", ""))
        self.view = asked if asked in self.views else self.views[0]

    @cached_property
    def searches_all(self) -> bool:
        """Say whether the words are looked for in every stage: the search of the top bar names no view."""
        return bool(self.params.get("search")) and "view" not in self.params

    @property
    def query(self) -> str:
        """The address's query in its one form, the view named: for "all that match" and for saving."""
        params = self.params.copy()
        if not self.searches_all:
            params["view"] = self.view.slug
        return canonical(params)

    @cached_property
    def filter(self) -> LeadFilter:
        """The filters as asked for, over what the member may see of the view."""
        ranks = LeadRank.objects.visible_to(self.membership)
        if not self.searches_all:
            ranks = ranks.filter(self.view.where(self.membership.user_id))
        return LeadFilter(self.params, queryset=ranks, request=self)

    @property
    def ranks(self) -> QuerySet[LeadRank]:
        """The ranks of the leads."""
        return self.filter.qs

    @cached_property
    def active(self) -> dict[str, Any]:
        """The filters in use."""
        return self.filter.active()

    @cached_property
    def served(self) -> list[str]:
        """The orders that may be asked for."""
        return list(lists.served_orderings(self.active))

    @cached_property
    def ordering(self) -> str:
        """The order in force."""
        name = self.params.get("ordering", "")
        return name if name in self.served else lists.DEFAULT_ORDER

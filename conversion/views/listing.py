"""What the lists of accounts and contacts share: tabs, search, one page by keyset."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from conversion.filters import OwnedFilter
from conversion.views.answers import address
from core.errors import Invalid
from core.limits import TooSlow, time_limit
from core.pagination import Page, paginate
from core.tables import Column


LIMIT_MS = 300
ORDERS = {
    "name": ["name_norm", "pk"],
    "-name": ["-name_norm", "-pk"],
    "created_at": ["created_at", "pk"],
    "-created_at": ["-created_at", "-pk"],
}


def page_of(rows: QuerySet, *, order: Sequence[str], cursor: str | None) -> tuple[Page | None, str]:
    """Return a page and an empty word, or no page and why: "slow" or "cursor"."""
    try:
        with time_limit(LIMIT_MS):
            return paginate(rows, order=order, cursor=cursor), ""
    except TooSlow:
        return None, "slow"
    except Invalid:
        return None, "cursor"


class CustomerList:
    """One of the two lists, as one member asked for it."""

    def __init__(
        self,
        request: HttpRequest,
        filter_class: type[OwnedFilter],
        rows: QuerySet,
        columns: Sequence[Column],
        *,
        kind: str,
    ) -> None:
        self.request = request
        self.filter = filter_class(request.GET, queryset=rows, request=request)
        self.columns = columns
        self.kind = kind
        asked = request.GET.get("ordering", "")
        self.ordering = asked if asked in ORDERS else "name"

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Accounts and contacts side by side."""
        labels = {"accounts": _("Accounts"), "contacts": _("Contacts")}
        return [
            {"label": label, "url": address(self.request, kind), "current": kind == self.kind}
            for kind, label in labels.items()
        ]

    def answer(self, row_template: str) -> HttpResponse:
        """Show the page, or say why it cannot be shown."""
        values: dict[str, Any] = {
            "tabs": self.tabs,
            "kind": self.kind,
            "columns": self.columns,
            "ordering": self.ordering,
            "row_template": row_template,
            "search": self.request.GET.get("search", ""),
            "here": address(self.request, self.kind),
            "page_title": _("Accounts") if self.kind == "accounts" else _("Contacts"),
        }
        if not self.filter.is_valid():
            return render(self.request, "conversion/customers.html", values | {"fault": "filter"}, status=400)
        cursor = self.request.GET.get("cursor")
        page, fault = page_of(self.filter.qs, order=ORDERS[self.ordering], cursor=cursor)
        values |= {"page": page, "rows": page.items if page else [], "fault": fault}
        return render(self.request, "conversion/customers.html", values)

"""What the pages of the workspace's own lists share: show, add, change, set aside and bring back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import numbers, toasts
from core.answers import see_other
from core.errors import DomainError
from core.tables import Column
from leads.forms.catalog import FORMS
from leads.models import Campaign, FieldDefinition, Product, Source, Topic
from leads.services import catalog
from leads.views.access import posted
from leads.views.moves import show_refusal


Label = str | Promise


@dataclass(frozen=True, slots=True)
class OwnList:
    """One list: its model, its words, what its rows say besides the name, and the names of its pages."""

    slug: str
    model: type[Model]
    title: Label
    create: Label
    empty: Label
    columns: tuple[Column, ...]
    cells: Callable[[Any, str], tuple[Any, ...]]
    order: tuple[str, ...] = ("name", "pk")

    def url(self, request: HttpRequest, page: str, **kwargs: Any) -> str:
        """Return the address of one of the list's pages: list, create, item or toggle."""
        names = FIELD_PAGES if self.model is FieldDefinition else CATALOG_PAGES
        kind = {} if self.model is FieldDefinition else {"kind": self.slug}
        workspace = request.workspace.slug  # type: ignore[attr-defined]
        return reverse(f"leads:{names[page]}", kwargs={"workspace": workspace, **kind, **kwargs})


CATALOG_PAGES = {"list": "catalog", "create": "create-entry", "item": "entry", "toggle": "toggle-entry"}
FIELD_PAGES = {"list": "fields", "create": "create-field", "item": "field", "toggle": "toggle-field"}
SHORT_NAME = Column("slug", gettext_lazy("Short name"))


def _money(value: int | None, currency: str) -> str:
    return "" if value is None else numbers.money(value * 100, currency)


SOURCES = OwnList(
    "sources",
    Source,
    gettext_lazy("Sources"),
    gettext_lazy("Create source"),
    gettext_lazy("No source yet: say where leads come from."),
    (SHORT_NAME, Column("channel", gettext_lazy("Channel"))),
    lambda item, _currency: (item.slug, item.get_channel_display()),
)
CAMPAIGNS = OwnList(
    "campaigns",
    Campaign,
    gettext_lazy("Campaigns"),
    gettext_lazy("Create campaign"),
    gettext_lazy("No campaign yet. A campaign tells which effort brought a lead, and what it cost."),
    (
        SHORT_NAME,
        Column("source", gettext_lazy("Source")),
        Column("when", gettext_lazy("When")),
        Column("cost", gettext_lazy("Cost"), numeric=True),
    ),
    lambda item, currency: (
        item.slug,
        item.source or "",
        " – ".join(day.isoformat() for day in (item.starts_on, item.ends_on) if day),
        _money(item.cost, currency),
    ),
)
TOPICS = OwnList(
    "topics",
    Topic,
    gettext_lazy("Topics"),
    gettext_lazy("Create topic"),
    gettext_lazy("No topic yet: what do people ask about?"),
    (SHORT_NAME, Column("cycle", gettext_lazy("Purchase cycle in days"), numeric=True)),
    lambda item, _currency: (item.slug, item.purchase_cycle_days),
)
PRODUCTS = OwnList(
    "products",
    Product,
    gettext_lazy("Products"),
    gettext_lazy("Create product"),
    gettext_lazy("No product yet: what do you sell?"),
    (
        SHORT_NAME,
        Column("topic", gettext_lazy("Topic")),
        Column("price", gettext_lazy("Price"), numeric=True),
    ),
    lambda item, currency: (item.slug, item.topic or "", _money(item.price, currency)),
)
FIELDS = OwnList(
    "fields",
    FieldDefinition,
    gettext_lazy("Fields"),
    gettext_lazy("Create field"),
    gettext_lazy("No field of your own yet. Add what you need to know of a lead beyond the usual."),
    (
        Column("key", gettext_lazy("Key")),
        Column("type", gettext_lazy("Type")),
        Column("options", gettext_lazy("Options")),
    ),
    lambda item, _currency: (item.key, item.get_type_display(), ", ".join(item.options)),
    ("position", "pk"),
)
LISTS = {item.slug: item for item in (SOURCES, CAMPAIGNS, TOPICS, PRODUCTS)}
RELATED: dict[type[Model], str] = {Campaign: "source", Product: "topic"}


def show_list(request: HttpRequest, own: OwnList) -> HttpResponse:
    """Show every item of the list, those set aside last."""
    items = own.model.objects.order_by("-is_active", *own.order)  # type: ignore[attr-defined]
    if related := RELATED.get(own.model):
        items = items.select_related(related)
    currency = request.workspace.currency  # type: ignore[attr-defined]
    values = {
        "own": own,
        "columns": (Column("name", _("Name")), *own.columns, Column("state", _("State"), numeric=True)),
        "rows": [
            {
                "item": item,
                "url": own.url(request, "item", pk=item.pk),
                "toggle_url": own.url(request, "toggle", pk=item.pk),
                "cells": list(zip(own.columns, own.cells(item, currency), strict=True)),
            }
            for item in items
        ],
        "create_url": own.url(request, "create"),
        "tabs": tabs(request, own.slug) if own.slug in LISTS else [],
        "page_title": own.title,
    }
    return render(request, "leads/own_list.html", values)


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the lists of the catalog as tabs, classification rules and inferences last."""
    found = [
        {"label": own.title, "url": own.url(request, "list"), "current": own.slug == current}
        for own in LISTS.values()
    ]
    rules = reverse("leads:rules", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    inferences = reverse("leads:inferences", kwargs={"workspace": request.workspace.slug})  # type: ignore[attr-defined]
    return [
        *found,
        {"label": _("Classification"), "url": rules, "current": current == "rules"},
        {"label": _("Inferences"), "url": inferences, "current": current == "inferences"},
    ]


def edit_item(request: HttpRequest, own: OwnList, pk: int | None) -> HttpResponse:
    """Show the form of an item, or add or change it."""
    item = get_object_or_404(own.model, pk=pk) if pk else None
    form = FORMS[own.model](posted(request), item=item)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(request, own, item, form.values())
            except DomainError as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return see_other(own.url(request, "list"))
    values = {
        "form": form,
        "item": item,
        "back_url": own.url(request, "list"),
        "back_label": own.title,
        "toggle_url": own.url(request, "toggle", pk=pk) if pk else "",
        "costs_url": _costs_url(request, item),
        "page_title": str(item) if item else own.create,
    }
    return render(request, "leads/own_item.html", values, status=status)


def _costs_url(request: HttpRequest, item: Any) -> str:
    if not isinstance(item, Campaign):
        return ""
    return reverse("leads:campaign-costs", args=[request.workspace.slug, item.pk])  # type: ignore[attr-defined]


def _save(request: HttpRequest, own: OwnList, item: Any, values: dict[str, Any]) -> None:
    by, at = request.user.pk, timezone.now()
    if item is None:
        saved = catalog.add(model=own.model, values=values, by=by, at=at)  # type: ignore[type-var]
    else:
        saved = catalog.change(item=item, values=values, by=by, at=at)
    toasts.add(request, _("“%(name)s” saved.") % {"name": saved})


def toggle_item(request: HttpRequest, own: OwnList, pk: int) -> HttpResponse:
    """Set an item aside, or bring it back; the toast offers the opposite."""
    item: Any = get_object_or_404(own.model, pk=pk)
    catalog.change(item=item, values={"is_active": not item.is_active}, by=request.user.pk, at=timezone.now())
    said = _("“%(name)s” is offered again.") if item.is_active else _("“%(name)s” is set aside.")
    toasts.add(request, said % {"name": item}, undo_url=own.url(request, "toggle", pk=pk))
    return see_other(own.url(request, "list"))

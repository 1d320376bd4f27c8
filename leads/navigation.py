"""What the side bar, the settings page and the lead page show of leads."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation, palette
from core.navigation import Item
from leads import finding, panels
from leads.choices import ContactStatus, Stage
from leads.models import Lead
from leads.panels import Panel


ITEMS = (
    Item(
        name="leads",
        label=_("Leads"),
        icon="leads",
        url_name="leads:list",
        order=20,
        goto="l",
        capability="view_leads",
    ),
    Item(
        name="segments",
        label=_("Segments"),
        icon="funnel",
        url_name="leads:segments",
        order=52,
        group="manage",
        goto="m",
        capability="view_leads",
        roles=("marketer",),
    ),
    Item(
        name="create-segment",
        label=_("Segment"),
        icon="funnel",
        url_name="leads:create-segment",
        order=25,
        group="create",
        capability="edit_catalog",
    ),
    Item(
        name="create-lead",
        label=_("Lead"),
        icon="leads",
        url_name="leads:create",
        order=20,
        group="create",
        key="c",
        capability="edit_leads",
    ),
    Item(
        name="catalog",
        label=_("Lists"),
        icon="tags",
        url_name="leads:lists",
        order=40,
        group="settings",
        capability="edit_catalog",
        description=_("Sources, campaigns, topics, products, classification"),
    ),
    Item(
        name="erasures",
        label=_("Erasures"),
        icon="shield",
        url_name="leads:certificates",
        order=75,
        group="settings",
        capability="manage_privacy",
        description=_("Who was erased when, with the certificates"),
    ),
    Item(
        name="fields",
        label=_("Fields"),
        icon="columns-3",
        url_name="leads:fields",
        order=45,
        group="settings",
        capability="edit_fields",
        description=_("What you want to know of a lead beyond the usual"),
    ),
)


def _qualify(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    if lead.rank.stage != Stage.SAL or not request.membership.can("work_leads"):  # type: ignore[attr-defined]
        return None
    return {"is_contacted": lead.rank.contact_status == ContactStatus.CONNECTED}


def _always(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    return {}


PANELS = (
    Panel("leads-qualify", 40, "leads/_qualify.html", _qualify, "verbs"),
    Panel("leads-clues", 25, "leads/_clues.html", _always),
    Panel("leads-tasks", 30, "leads/_tasks.html", _always),
    Panel("leads-likely", 15, "leads/_duplicates.html", _always),
    Panel("leads-merges", 75, "leads/_merges.html", _always),
    Panel("leads-consent", 80, "leads/_consent.html", _always),
)


def register() -> None:
    """Add entries and panels; called when the app is ready."""
    navigation.register(*ITEMS)
    palette.register(*finding.FINDERS)
    for panel in PANELS:
        panels.register(panel)

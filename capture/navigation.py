"""What the side bar, the lead page and today's page show of capture."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from capture import inbox
from capture.models import Inquiry
from core import navigation, palette
from core.navigation import Item
from leads import panels
from leads.models import Lead
from leads.panels import Panel


BADGE = 99


def _to_judge(request: HttpRequest) -> "QuerySet[Inquiry]":
    return inbox.inquiries("quarantine").select_related(None).order_by()[:BADGE]


ITEMS = (
    Item(
        name="inbox",
        label=_("Inbox"),
        icon="inbox",
        url_name="capture:inbox",
        order=15,
        goto="b",
        capability="triage_inbox",
        badge=_to_judge,
    ),
    Item(
        name="forms",
        label=_("Forms"),
        icon="forms",
        url_name="capture:forms",
        order=50,
        group="manage",
        goto="f",
        capability="edit_forms",
    ),
    Item(
        name="imports",
        label=_("Imports"),
        icon="upload",
        url_name="capture:imports",
        order=55,
        group="manage",
        goto="i",
        capability="import_leads",
    ),
    Item(
        name="email-in",
        label=_("E-mail in"),
        icon="inbox",
        url_name="capture:email-in",
        order=71,
        group="settings",
        capability="edit_forms",
        description=_("How mails to your address become inquiries"),
    ),
    Item(
        name="rules",
        label=_("Filter of inquiries"),
        icon="list-filter",
        url_name="capture:rules",
        order=72,
        group="settings",
        capability="edit_forms",
        description=_("What is held back, let through or tagged before it becomes a lead"),
    ),
    Item(
        name="hooks",
        label=_("Incoming webhooks"),
        icon="webhook",
        url_name="capture:hooks",
        order=74,
        group="settings",
        capability="edit_forms",
        description=_("Ad platforms, form services and other programs send leads here"),
    ),
    Item(
        name="tracking",
        label=_("Website tracking"),
        icon="eye",
        url_name="capture:tracking",
        order=76,
        group="settings",
        capability="edit_forms",
        description=_("What leads do on your website, and what brought them"),
    ),
    Item(
        name="create-form",
        label=_("Form"),
        icon="forms",
        url_name="capture:create-form",
        order=50,
        group="create",
        capability="edit_forms",
    ),
    Item(
        name="create-call",
        label=_("Phone call"),
        icon="phone",
        url_name="capture:create-call",
        order=22,
        group="create",
        capability="edit_leads",
    ),
)


ACTIONS = (
    palette.Action(
        name="cold-list",
        label=_("Cold list"),
        icon="phone",
        order=21,
        url_name="capture:create-cold-list",
        capability="import_leads",
        words=_("calls, prospecting"),
    ),
    palette.Action(
        name="import-leads",
        label=_("Import leads"),
        icon="upload",
        order=20,
        url_name="capture:create-import",
        capability="import_leads",
        words=_("CSV, Excel, list"),
    ),
)


def _inquiries_of(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    if not request.membership.can("triage_inbox"):  # type: ignore[attr-defined]
        return None
    found = (
        Inquiry.objects.filter(lead=lead)
        .defer("raw")
        .select_related("form", "hook")
        .order_by("-received_at")[:5]
    )
    return {"lines": [inbox.Line(inquiry) for inquiry in found]} if found else None


def _today(request: HttpRequest, lead: None) -> dict[str, Any] | None:
    if not request.membership.can("triage_inbox"):  # type: ignore[attr-defined]
        return None
    waiting = inbox.inquiries("quarantine").order_by("-received_at", "-pk")[:6]
    return {
        "lines": [inbox.Line(inquiry) for inquiry in waiting],
        "failed": inbox.count("failed", most=BADGE),
    }


def _later(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    """Leave a place that the browser fills when the page stands: what brought a lead is worth no wait."""
    return {"lead_id": lead.pk}


PANELS = (
    Panel("capture-touches", 65, "capture/_touches_later.html", _later),
    Panel("capture-referrals", 67, "capture/_referrals_later.html", _later),
    Panel("capture-inquiries", 70, "capture/_of_lead.html", _inquiries_of),
    Panel("capture-today", 10, "capture/_today.html", _today, "today"),
)


def register() -> None:
    """Add entries and panels; called when the app is ready."""
    navigation.register(*ITEMS)
    palette.register_actions(*ACTIONS)
    for panel in PANELS:
        panels.register(panel)

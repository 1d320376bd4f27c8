"""Where messaging's pages stand in the frame."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from core.navigation import Item
from leads.models import Lead
from leads.panels import Panel
from leads.panels import register as register_panel
from messaging import queries
from messaging.models import Notification


MAILS_SHOWN = 5


def unread(request: HttpRequest) -> QuerySet[Notification]:
    """Return the reader's unread notices."""
    return queries.unread(int(request.user.pk or 0))


def mails(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    """Return the latest mails to the lead."""
    found = list(queries.mails_of(lead.pk)[:MAILS_SHOWN])
    can_open = request.membership.can("view_outbox")  # type: ignore[attr-defined]
    return {"mails": found, "can_open": can_open} if found else None


def mail_health(request: HttpRequest, lead: Any) -> dict[str, Any] | None:
    """Return what of the mail waits for a person, for today's page of who may decide; None: all is well."""
    if not request.membership.can("view_outbox"):  # type: ignore[attr-defined]
        return None
    counts = queries.counts()
    lacks_identity = request.membership.can("manage_sending") and queries.lacks_identity()  # type: ignore[attr-defined]
    if not (counts.get("ambiguous") or counts.get("failed") or lacks_identity):
        return None
    return {"counts": counts, "lacks_identity": lacks_identity}


def register() -> None:
    """Add the entries; called once, when every room's models are loaded."""
    navigation.register(
        Item(
            name="templates",
            label=_("Templates"),
            icon="mail",
            url_name="messaging:templates",
            order=57,
            group="manage",
            goto="t",
            capability="edit_templates",
        ),
        Item(
            name="notices",
            label=_("Notifications"),
            icon="bell",
            url_name="messaging:notices",
            order=10,
            group="bar",
            badge=unread,
        ),
        Item(
            name="notice-choices",
            label=_("What to tell me"),
            icon="bell",
            url_name="messaging:notice-choices",
            order=15,
            group="settings",
            description=_("Notifications in the app and by mail"),
        ),
        Item(
            name="outbox",
            label=_("Outbox"),
            icon="send",
            url_name="messaging:outbox",
            order=80,
            group="manage",
            capability="view_outbox",
            goto="o",
        ),
        Item(
            name="sending",
            label=_("Sending e-mail"),
            icon="mail",
            url_name="messaging:sending",
            order=70,
            group="settings",
            capability="manage_sending",
            description=_("Sender, postal address, limits, addresses nothing goes to"),
        ),
        Item(
            name="webhooks",
            label=_("Webhooks"),
            icon="webhook",
            url_name="messaging:webhooks",
            order=75,
            group="settings",
            capability="manage_webhooks",
            description=_("Tell other systems what happens here"),
        ),
    )
    register_panel(Panel("mails", 60, "messaging/panels/mails.html", mails, "aside"))
    register_panel(Panel("mail-health", 40, "messaging/panels/health.html", mail_health, "today"))

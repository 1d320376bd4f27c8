"""Where messaging's pages stand in the frame."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from core.navigation import Item
from messaging import queries
from messaging.models import Notification


def unread(request: HttpRequest) -> QuerySet[Notification]:
    """Return the reader's unread notices."""
    return queries.unread(int(request.user.pk or 0))


def register() -> None:
    """Add the entries; called once, when every room's models are loaded."""
    navigation.register(
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

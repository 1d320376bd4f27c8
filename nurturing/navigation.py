"""Where nurturing's pages stand in the frame, and what it adds to other rooms' pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import navigation
from core.navigation import Item
from leads import panels
from leads.models import Lead
from leads.panels import Panel
from nurturing import caring
from nurturing.models import Care


BADGE = 99


def _waiting(request: HttpRequest) -> QuerySet[Care]:
    return caring.waiting().order_by()[:BADGE]


ITEMS = (
    Item(
        name="waiting",
        label=_("Waiting"),
        icon="hourglass",
        url_name="nurturing:waiting",
        order=18,
        goto="q",
        capability="edit_nurture",
        badge=_waiting,
    ),
    Item(
        name="workflows",
        label=_("Workflows"),
        icon="workflow",
        url_name="nurturing:workflows",
        order=45,
        goto="w",
        capability="view_nurture",
        roles=("marketer", "viewer"),
    ),
    Item(
        name="create-workflow",
        label=pgettext_lazy("noun", "Workflow"),
        icon="workflow",
        url_name="nurturing:create-workflow",
        order=55,
        group="create",
        capability="edit_nurture",
    ),
    Item(
        name="content",
        label=_("Content"),
        icon="newspaper",
        url_name="nurturing:content",
        order=56,
        group="manage",
        capability="view_nurture",
        roles=("marketer",),
    ),
)


def _panel(request: HttpRequest, lead: Lead) -> dict[str, Any] | None:
    from nurturing.views import leads

    return leads.panel(request, lead)


def _today(request: HttpRequest, lead: None) -> dict[str, Any] | None:
    from nurturing.views import leads

    return leads.today(request, lead)


PANELS = (
    Panel("care", 20, "nurturing/panels/care.html", _panel),
    Panel("waiting", 20, "nurturing/panels/waiting.html", _today, "today"),
)


def register() -> None:
    """Add entries and panels; called when the app is ready."""
    navigation.register(*ITEMS)
    for panel in PANELS:
        panels.register(panel)

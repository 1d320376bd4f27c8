"""Where the pages of deals stand in the frame, and what they add to the lead page."""

from django.utils.translation import gettext_lazy as _

from conversion.views import panels
from core import navigation
from core.navigation import Item
from leads.panels import Panel
from leads.panels import register as register_panel


ITEMS = (
    Item(
        name="opportunities",
        label=_("Opportunities"),
        short_label=_("Deals"),
        icon="opportunities",
        url_name="conversion:opportunities",
        order=30,
        goto="p",
        capability="view_sales",
    ),
    Item(
        name="accounts",
        label=_("Accounts"),
        icon="accounts",
        url_name="conversion:accounts",
        order=40,
        goto="a",
        capability="view_sales",
    ),
    Item(
        name="create-opportunity",
        label=_("Opportunity"),
        icon="opportunities",
        url_name="conversion:create-opportunity",
        order=30,
        group="create",
        capability="edit_sales",
    ),
    Item(
        name="create-account",
        label=_("Account"),
        icon="accounts",
        url_name="conversion:create-account",
        order=40,
        group="create",
        capability="edit_sales",
    ),
    Item(
        name="pipelines",
        label=_("Pipelines"),
        icon="square-kanban",
        url_name="conversion:pipelines",
        order=50,
        group="settings",
        capability="edit_routes",
        description=_("The stages of a sale, and why deals are lost"),
    ),
)
PANELS = (
    Panel("conversion-verb", 50, "conversion/_verb.html", panels.verb, "verbs"),
    Panel("conversion-became", 5, "conversion/_became.html", panels.became),
    Panel("conversion-known", 60, "conversion/_known.html", panels.known),
)


def register() -> None:
    """Add entries and panels; called when the app is ready."""
    navigation.register(*ITEMS)
    for panel in PANELS:
        register_panel(panel)
